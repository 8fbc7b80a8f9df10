"""Approving by link: opening decides nothing, and only its addressee's link decides."""

import io
from datetime import datetime, timedelta

import pytest
from django.test import Client
from PIL import Image

from eichhorn.content import services as content
from eichhorn.content.models import Draft
from eichhorn.content.services import NewAttachment
from eichhorn.foundation import clock
from eichhorn.media.framing import Framing
from eichhorn.notices import services as notices
from eichhorn.notices.models import Notice
from eichhorn.people import links
from eichhorn.people.models import Person
from eichhorn.people.rules import LinkPurpose, RoleKind
from eichhorn.planning import services as planning
from eichhorn.review import queries, services
from eichhorn.review.models import Approval
from eichhorn.review.rules import Outcome
from tests import make

pytestmark = pytest.mark.django_db
TEXT = "Ab 1. Juli sinkt der Arbeitspreis um 1,1 Cent."


def in_days(days: int) -> datetime:
    return (clock.now() + timedelta(days=days)).replace(tzinfo=None, second=0, microsecond=0)


@pytest.fixture
def miriam() -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def draft(miriam: Person) -> Draft:
    return make.content.draft(
        by=miriam,
        text=TEXT,
        local=in_days(3),
        attachments=[NewAttachment(make.media.picture(), "Ein Zähler, von vorn")],
    )


@pytest.fixture
def asked(draft: Draft, miriam: Person) -> Approval:
    return make.review.handed_in(draft, by=miriam, now=clock.now())


def token_of(asked: Approval) -> str:
    """Return the token as it stands in the mail."""
    mail = Notice.objects.filter(decides=True, about_id=asked.pk).latest("pk")
    return notices.text_of(mail).split("/approve/")[1].split("/")[0]


def approve(client: Client, asked: Approval, token: str, *, digest: str = "") -> int:
    said = {"answer": "approve", "digest": digest or asked.digest}
    return client.post(f"/approve/{token}/", said).status_code


def outcome(asked: Approval) -> str:
    return str(Approval.objects.get(pk=asked.pk).outcome)


def test_opening_the_link_shows_the_post_and_decides_nothing(asked: Approval) -> None:
    guest, token = make.people.guest(), token_of(asked)
    for ask in (guest.get, guest.head, guest.get):
        assert ask(f"/approve/{token}/").status_code == 200
    for ask in (guest.put, guest.delete, guest.patch):
        assert ask(f"/approve/{token}/").status_code == 405
    page = guest.get(f"/approve/{token}/").content.decode()
    for words in (TEXT, "Ein Zähler, von vorn", "Ohne Freigabe erscheint nichts", "Freigeben", "Nicht freigeben"):
        assert words in page
    assert outcome(asked) == Outcome.OPEN


def test_one_press_approves_and_the_link_shows_it_from_then_on(asked: Approval, draft: Draft) -> None:
    guest, token = make.people.guest(), token_of(asked)
    assert approve(guest, asked, token) == 303
    assert draft.pk in queries.standing([draft.pk])
    page = guest.get(f"/approve/{token}/").content.decode()
    assert "Danke, Ihre Antwort ist da." in page
    assert "Sie haben diese Fassung am" in page
    assert 'name="answer"' not in page
    assert approve(guest, asked, token) == 409
    decided = Approval.objects.get()
    assert (decided.by_link, decided.outcome) == (True, Outcome.GRANTED)


def test_a_no_by_link_needs_its_reason_and_keeps_the_page(asked: Approval) -> None:
    guest, token = make.people.guest(), token_of(asked)
    assert "Warum nicht" in guest.get(f"/approve/{token}/?refuse").content.decode()
    answer = guest.post(f"/approve/{token}/", {"answer": "refuse", "digest": asked.digest, "reason": "  "})
    assert answer.status_code == 422
    assert "Bitte sagen Sie in einem Satz, warum" in answer.content.decode()
    assert outcome(asked) == Outcome.OPEN
    said = {"answer": "refuse", "digest": asked.digest, "reason": "Die Zahl stimmt nicht."}
    assert guest.post(f"/approve/{token}/", said).status_code == 303
    assert outcome(asked) == Outcome.REFUSED
    assert "Die Zahl stimmt nicht." in guest.get(f"/approve/{token}/").content.decode()


def test_a_press_on_a_page_that_showed_something_else_decides_nothing(asked: Approval) -> None:
    guest, token = make.people.guest(), token_of(asked)
    for digest in ("0" * 64, "x"):
        assert approve(guest, asked, token, digest=digest) == 409
    assert guest.post(f"/approve/{token}/", {"answer": "approve"}).status_code == 409
    assert outcome(asked) == Outcome.OPEN


def test_a_text_that_changed_meanwhile_is_to_be_read_once_more(asked: Approval, draft: Draft, miriam: Person) -> None:
    guest, token = make.people.guest(), token_of(asked)
    content.save(draft=draft, based_on=1, text="1,2 Cent", language="de", by=miriam, now=clock.now())
    answer = guest.post(f"/approve/{token}/", {"answer": "approve", "digest": asked.digest})
    assert answer.status_code == 409
    assert "Der Text hat sich geändert, bitte noch einmal lesen" in answer.content.decode()
    assert queries.standing([draft.pk]) == {}


def test_a_date_that_moved_out_of_the_window_is_asked_about_anew(asked: Approval, draft: Draft, miriam: Person) -> None:
    guest, token = make.people.guest(), token_of(asked)
    planning.move(slot=draft.slot, planned_local=in_days(20), by=miriam, now=clock.now())
    assert "Der Termin hat sich geändert" in guest.get(f"/approve/{token}/").content.decode()
    assert approve(guest, asked, token) == 409
    again = services.hand_in(draft=draft, by=miriam, now=clock.now())
    assert approve(guest, again, token_of(again)) == 303
    assert draft.pk in queries.standing([draft.pk])
    assert approve(guest, asked, token) == 409


def test_a_second_look_says_what_is_new(asked: Approval, draft: Draft, miriam: Person) -> None:
    services.refuse(approval=asked, reason="Die Zahl stimmt nicht.", by=asked.approver, now=clock.now())
    picture = NewAttachment(make.media.picture(), "Ein anderer Zähler")
    content.save(
        draft=draft,
        based_on=1,
        text=TEXT.replace("1,1", "1,2"),
        language="de",
        attachments=[picture],
        by=miriam,
        now=clock.now(),
    )
    again = services.hand_in(draft=draft, by=miriam, now=clock.now())
    page = make.people.guest().get(f"/approve/{token_of(again)}/").content.decode()
    for words in (
        "Neu seit Ihrer letzten Ansicht",
        "<mark>1,2</mark>",
        "<del>1,1</del>",
        "Bild hinzugefügt",
        "Bild entfernt",
    ):
        assert words in page


def test_no_other_link_opens_or_decides_it(asked: Approval, draft: Draft, miriam: Person) -> None:
    now, guest = clock.now(), make.people.guest()
    stranger = make.review.approver("Tarek Said")
    wrong_purpose = make.people.link(LinkPurpose.REQUEST, object_id=asked.pk, person=asked.approver)
    expired = links.issue(
        purpose=LinkPurpose.APPROVAL,
        object_id=asked.pk,
        person=asked.approver,
        lasts=timedelta(days=1),
        now=now - timedelta(days=2),
    )
    somebody_elses = make.people.link(LinkPurpose.APPROVAL, object_id=asked.pk, person=stranger)
    nobodys = make.people.link(LinkPurpose.APPROVAL, object_id=asked.pk)
    of_nothing = make.people.link(LinkPurpose.APPROVAL, object_id=None, person=asked.approver)
    other = make.content.draft(by=miriam, local=in_days(3))
    of_another = token_of(services.hand_in(draft=other, by=miriam, now=now))
    for token, status in (
        (wrong_purpose, 404), (expired, 410), (somebody_elses, 404), (nobodys, 404), (of_nothing, 404), ("x" * 43, 404),
    ):  # fmt: skip
        assert guest.get(f"/approve/{token}/").status_code == status
        assert approve(guest, asked, token) == status
    assert approve(guest, asked, of_another) == 409
    links.revoke(purpose=LinkPurpose.APPROVAL, object_id=asked.pk, now=now)
    assert guest.get(f"/approve/{token_of(asked)}/").status_code == 410
    assert outcome(asked) == Outcome.OPEN


def test_whoever_wrote_it_cannot_use_the_link_while_they_are_signed_in(asked: Approval, miriam: Person) -> None:
    writer, token = make.people.client_of(miriam), token_of(asked)
    assert writer.get(f"/approve/{token}/").status_code == 404
    assert approve(writer, asked, token) == 404
    assert outcome(asked) == Outcome.OPEN


def test_pictures_come_by_the_link_and_by_no_other(asked: Approval, miriam: Person) -> None:
    guest, token = make.people.guest(), token_of(asked)
    assert guest.get(f"/approve/{token}/picture/0/")["Content-Type"] == "image/png"
    assert guest.get(f"/approve/{token}/picture/1/").status_code == 404
    assert guest.get(f"/approve/{'x' * 43}/picture/0/").status_code == 404
    other = services.hand_in(draft=make.content.draft(by=miriam, local=in_days(3)), by=miriam, now=clock.now())
    assert guest.get(f"/approve/{token_of(other)}/picture/0/").status_code == 404


def test_the_mail_speaks_the_approvers_language_and_says_until_when(miriam: Person) -> None:
    voss = make.people.person("Helen Voss", role=RoleKind.APPROVER, salutation="Dr Voss", language="en")
    make.review.four_eyes(voss)
    draft = make.content.draft(by=miriam, title="July tariff", local=in_days(3))
    asked = services.hand_in(draft=draft, by=miriam, now=clock.now())
    mail = Notice.objects.get(decides=True)
    text = notices.text_of(mail)
    assert mail.subject.startswith("Approval by ")
    assert mail.subject.endswith(": July tariff")
    assert "Hello Dr Voss," in text
    assert "Without your approval nothing appears." in text
    page = make.people.guest("en").get(f"/approve/{token_of(asked)}/").content.decode()
    assert "May we say it like this?" in page
    assert "Do not approve" in page


def test_the_page_of_one_link_costs_the_same_for_any_number_of_posts(
    asked: Approval, django_assert_max_num_queries: make.Counting
) -> None:
    guest, token = make.people.guest(), token_of(asked)
    with django_assert_max_num_queries(40):
        guest.get(f"/approve/{token}/")


def test_guests_see_the_part_that_will_appear_and_the_one_that_they_saw_before(
    draft: Draft, asked: Approval, miriam: Person
) -> None:
    guest, wide = make.people.guest(), asked.version.attachments.get().picture

    def size(address: str) -> tuple[int, int]:
        with Image.open(io.BytesIO(guest.get(address).content)) as image:
            return image.size

    token = token_of(asked)
    assert size(f"/approve/{token}/picture/0/") == (8, 6)
    assert guest.get(f"/approve/{token}/picture/0/before/").status_code == 404
    services.refuse(approval=asked, reason="Zu viel Himmel.", by=asked.approver, now=clock.now())
    content.save(
        draft=draft, based_on=1, text=TEXT, language="de", by=miriam, now=clock.now(),
        attachments=[NewAttachment(wide, "Ein Zähler, von vorn", Framing(0, 0, 500, 1000))],
    )  # fmt: skip
    again = token_of(make.review.handed_in(draft, by=miriam, now=clock.now()))
    page = guest.get(f"/approve/{again}/").content.decode()
    assert f"/approve/{again}/picture/0/before/" in page
    assert "Jetzt" in page
    assert size(f"/approve/{again}/picture/0/") == (4, 6)
    assert size(f"/approve/{again}/picture/0/before/") == (8, 6)
