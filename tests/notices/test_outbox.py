"""The outbox of mails: who sees what waits, and who never sees the text."""

import pytest
from pytest_django import Settings

from eichhorn.foundation import clock
from eichhorn.foundation.models import AuditEvent
from eichhorn.notices import queries, services
from eichhorn.notices.models import Notice
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import NotAllowed, RoleKind
from tests import make

LINK = "http://testserver/approve/abc/"


@pytest.fixture
def administrator(house: Organisation, settings: Settings) -> Person:
    settings.MAIL_URL = ""
    person: Person = make.people.administrator("Helene Voss")
    return person


def mail(*, hidden_from: Person | None = None) -> Notice:
    return services.tell(
        to_email="said@erlengrund.example", language="de", subject="Freigabe bis Donnerstag", body=f"Bitte hier:\n{LINK}\n",
        decides=True, links_hidden_from=hidden_from.pk if hidden_from else None, about=("approval", 1), now=clock.now(),
    )  # fmt: skip


@pytest.mark.django_db
def test_an_administrator_reads_a_waiting_mail_by_a_press_and_on_record(administrator: Person) -> None:
    notice, client = mail(), make.people.client_of(administrator)
    assert "Freigabe bis Donnerstag" in client.get("/settings/outgoing-mail/").content.decode()
    page = client.get(f"/settings/outgoing-mail/{notice.pk}/")
    assert LINK not in page.content.decode()
    assert not AuditEvent.objects.filter(verb="notices.shown").exists()
    page = client.post(f"/settings/outgoing-mail/{notice.pk}/")
    assert LINK in page.content.decode()
    assert page["Cache-Control"] == "no-store"
    assert AuditEvent.objects.get(verb="notices.shown").actor_id == administrator.pk


@pytest.mark.django_db
def test_the_author_never_sees_the_link_that_decides_about_their_work(administrator: Person) -> None:
    second = make.people.administrator("Jonas Brandt")
    notice, client = mail(hidden_from=administrator), make.people.client_of(administrator)
    for answer in (
        client.get("/settings/outgoing-mail/"),
        client.get(f"/settings/outgoing-mail/{notice.pk}/"),
        client.post(f"/settings/outgoing-mail/{notice.pk}/"),
    ):
        assert LINK not in answer.content.decode()
    assert answer.status_code == 403
    assert "Jonas Brandt" in answer.content.decode()
    with pytest.raises(NotAllowed):
        services.show(notice=notice, by=administrator, now=clock.now())
    assert LINK in make.people.client_of(second).post(f"/settings/outgoing-mail/{notice.pk}/").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("role", [kind for kind in RoleKind if kind is not RoleKind.ADMINISTRATOR])
def test_nobody_else_sees_the_outbox(administrator: Person, role: RoleKind) -> None:
    notice, client = mail(), make.people.client_of(make.people.person(role=role))
    assert client.get("/settings/outgoing-mail/").status_code == 403
    assert client.post(f"/settings/outgoing-mail/{notice.pk}/").status_code == 403
    assert client.post(f"/settings/outgoing-mail/{notice.pk}/again/").status_code == 403
    assert queries.waiting_for(make.people.person(role=role), now=clock.now()) == []


@pytest.mark.django_db
def test_mails_that_wait_for_a_hand_stand_on_the_administrators_day(administrator: Person, settings: Settings) -> None:
    assert queries.waiting_for(administrator, now=clock.now()) == []
    mail()
    (row,) = queries.waiting_for(administrator, now=clock.now())
    assert row.href == "/settings/outgoing-mail/"
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    assert queries.waiting_for(administrator, now=clock.now()) == []
    Notice.objects.update(next_try_at=None, failed_because="550 no such mailbox")
    assert len(queries.waiting_for(administrator, now=clock.now())) == 1


@pytest.mark.django_db
def test_a_stopped_mail_says_why_and_can_be_sent_once_more(administrator: Person, settings: Settings) -> None:
    settings.MAIL_URL = "smtp://127.0.0.1:1"
    notice, client = mail(), make.people.client_of(administrator)
    Notice.objects.update(next_try_at=None, failed_because="550 no such mailbox")
    assert "550 no such mailbox" in client.get("/settings/outgoing-mail/").content.decode()
    assert client.post(f"/settings/outgoing-mail/{notice.pk}/again/").status_code == 303
    assert Notice.objects.get().next_try_at is not None


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "words"), [("de", "Hier wartet nichts"), ("en", "Nothing waits here")])
def test_an_empty_outbox_says_so_in_both_languages(administrator: Person, language: str, words: str) -> None:
    client = make.people.client_of(administrator)
    client.cookies["eichhorn_language"] = language
    assert words in client.get("/settings/outgoing-mail/").content.decode()


@pytest.mark.django_db
def test_the_outbox_costs_the_same_for_one_mail_and_for_fifty(
    administrator: Person, django_assert_max_num_queries: make.Counting
) -> None:
    client = make.people.client_of(administrator)
    client.get("/settings/outgoing-mail/")
    for _turn in range(50):
        mail()
    with django_assert_max_num_queries(16):
        client.get("/settings/outgoing-mail/")
