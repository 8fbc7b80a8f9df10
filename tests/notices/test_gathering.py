"""What merely informs in one mail: for whom, when, once, and nothing lost or late that needs somebody."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from eichhorn.foundation import clock
from eichhorn.foundation.models import AuditEvent
from eichhorn.notices import gathering, queries, services, tasks
from eichhorn.notices.models import Gathering, Notice
from eichhorn.notices.rules import Rhythm, Standing, gathered_at
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.notices.sink import Sink, opened

NOW = datetime(2026, 6, 9, 8, 10, tzinfo=UTC)  # a Tuesday
WEDNESDAY = datetime(2026, 6, 10, 6, tzinfo=UTC)  # eight o'clock in Erlengrund
MONDAY = datetime(2026, 6, 15, 6, tzinfo=UTC)
WOLFF = "carsten.wolff@erlengrund.example"
ZONES = ["Europe/Berlin", "America/New_York", "Pacific/Apia", "Asia/Kolkata", "Africa/Casablanca"]


def tell(
    subject: str = "Angenommen: Hoffest", *, gist: str = "Es klappt.", to: str = WOLFF, now: datetime = NOW
) -> Notice:
    return services.tell(
        to_email=to, language="de", subject=subject, body=f"Guten Tag,\n\n{gist}", gist=gist, about=("request", 1), now=now
    )  # fmt: skip


def choose(rhythm: Rhythm, *, email: str = WOLFF, now: datetime = NOW) -> None:
    gathering.choose(email=email, rhythm=rhythm, of=("request", 1), by=None, now=now)


def mails() -> list[Notice]:
    """Every mail that leaves by itself, the oldest first."""
    return list(Notice.objects.filter(gather_at__isnull=True).order_by("pk"))


@pytest.mark.django_db
def test_who_chose_nothing_has_each_mail_at_once(house: Organisation) -> None:
    tell()
    assert [one.next_try_at for one in mails()] == [NOW]
    assert gathering.gather_due(now=NOW + timedelta(days=30)) == 0


@pytest.mark.django_db
def test_what_informs_leaves_in_one_mail_the_next_morning_and_only_once(house: Organisation) -> None:
    choose(Rhythm.DAILY, email="Carsten.Wolff@Erlengrund.example")
    tell()
    tell(
        "Es ist draußen: Sommerfest",
        gist="„Sommerfest“ ist draußen.\nhttp://testserver/asked/abc/",
        now=NOW + timedelta(hours=3),
    )
    assert gathering.gather_due(now=WEDNESDAY - timedelta(seconds=1)) == 0
    assert mails() == []
    assert gathering.gather_due(now=WEDNESDAY) == 1
    (mail,) = mails()
    assert mail.subject == "2 Neuigkeiten"
    assert services.text_of(mail) == (
        "Guten Tag,\n\ndas gibt es Neues:\n\nAngenommen: Hoffest\nEs klappt.\n\n"
        "Es ist draußen: Sommerfest\n„Sommerfest“ ist draußen.\nhttp://testserver/asked/abc/\n\n"
        "Sie haben gewählt, solche Nachrichten in einer Mail zu bekommen. Auf der Seite jeder Ihrer Anfragen ändern Sie das.\n\n"
        f"{house.name}"
    )
    assert [bytes(one.body_sealed) for one in mail.pieces.all()] == [b"", b""]
    assert gathering.gather_due(now=MONDAY) == 0


@pytest.mark.django_db
def test_one_piece_alone_keeps_its_subject_and_what_it_is_about_so_that_an_answer_finds_its_way(
    house: Organisation,
) -> None:
    choose(Rhythm.WEEKLY)
    tell()
    assert gathering.gather_due(now=MONDAY) == 1
    (mail,) = mails()
    assert (mail.subject, mail.about_kind, mail.about_id) == ("Angenommen: Hoffest", "request", 1)


@pytest.mark.django_db
def test_what_needs_somebody_comes_at_once_whatever_was_chosen(house: Organisation) -> None:
    choose(Rhythm.WEEKLY)
    tell("Eine Frage zu: Hoffest", gist="")
    assert [one.next_try_at for one in mails()] == [NOW]


@pytest.mark.django_db
def test_who_wants_each_at_once_again_has_what_waits_now(house: Organisation) -> None:
    choose(Rhythm.WEEKLY)
    tell()
    choose(Rhythm.AT_ONCE, now=NOW + timedelta(hours=1))
    assert not Gathering.objects.exists()
    assert gathering.gather_due(now=NOW + timedelta(hours=1)) == 1
    assert queries.rhythm_of(WOLFF) is Rhythm.AT_ONCE
    assert AuditEvent.objects.filter(verb="notices.rhythm_chosen").count() == 2


@pytest.mark.django_db
def test_a_shorter_rhythm_takes_along_what_waited_for_the_longer_one(house: Organisation) -> None:
    choose(Rhythm.WEEKLY)
    tell()
    choose(Rhythm.DAILY)
    tell("In anderen Händen: Hoffest")
    assert gathering.gather_due(now=WEDNESDAY) == 1
    assert mails()[0].pieces.count() == 2


@pytest.mark.django_db
def test_addresses_are_gathered_apart_each_in_its_language(house: Organisation) -> None:
    other = "petra@erlengrund.example"
    for email in (WOLFF, other):
        choose(Rhythm.DAILY, email=email)
    tell()
    services.tell(to_email=other, language="en", subject="Accepted: Fair", body="x", gist="It works.", now=NOW)
    assert gathering.gather_due(now=WEDNESDAY) == 2
    assert "das gibt es Neues" in make.notices.text_to(WOLFF)
    assert "this is what is new" in make.notices.text_to(other)
    assert "http://testserver/account/mails/" in make.notices.text_to(other)


@pytest.mark.django_db
def test_a_worker_that_dies_while_it_gathers_leaves_everything_as_it_was(house: Organisation) -> None:
    choose(Rhythm.DAILY)
    tell()

    def die(execute: Callable[..., object], sql: str, *rest: object) -> object:
        if sql.startswith("UPDATE") and "gathered_in" in sql:
            raise OSError("the connection broke")
        return execute(sql, *rest)

    with pytest.raises(OSError, match="broke"), connection.execute_wrapper(die):
        gathering.gather_due(now=WEDNESDAY)
    assert mails() == []
    assert gathering.gather_due(now=WEDNESDAY) == 1


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_gather_nothing_twice() -> None:
    make.people.organisation()
    choose(Rhythm.DAILY)
    for number in range(5):
        tell(f"Angenommen: {number}")

    def work(_turn: int) -> int:
        try:
            return gathering.gather_due(now=WEDNESDAY)
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(work, range(8))) == 1
    assert len(mails()) == 1
    assert Notice.objects.filter(gathered_in=mails()[0]).count() == 5


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"next_try_at": NOW}, {"sent_at": NOW}, {"decides": True}, {"gather_at": None}])
def test_the_database_keeps_what_is_gathered_from_leaving_alone(house: Organisation, wrong: dict[str, object]) -> None:
    choose(Rhythm.DAILY)
    piece = tell()
    if "gather_at" in wrong:
        gathering.gather_due(now=WEDNESDAY)
    with pytest.raises(IntegrityError), transaction.atomic():
        Notice.objects.filter(pk=piece.pk).update(**wrong)


@pytest.mark.django_db
def test_the_gathered_mail_leaves_by_the_worker_over_a_real_server(
    house: Organisation, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    choose(Rhythm.DAILY)
    tell()
    monkeypatch.setattr(clock, "now", lambda: WEDNESDAY)
    with opened(Sink()) as sink:
        settings.MAIL_URL, settings.MAIL_FROM = sink.url, "Stadtwerke <social@erlengrund.example>"
        tasks.send_due()
        tasks.send_due()
    assert [mail["Subject"] for mail in sink.mails] == ["Angenommen: Hoffest"]
    assert "Es klappt." in sink.mails[0].get_content()


@pytest.mark.django_db
def test_the_administrator_sees_it_wait_unworried_and_can_send_it_on(house: Organisation, settings: Settings) -> None:
    settings.MAIL_URL = "smtp://localhost:1"
    administrator = make.people.administrator()
    choose(Rhythm.WEEKLY)
    piece = tell(now=clock.now())
    (row,) = queries.rows(reader=administrator)
    assert row.standing is Standing.GATHERED
    client = make.people.client_of(administrator)
    assert "mit anderen, " in client.get("/settings/outgoing-mail/").text
    assert queries.waiting_for(administrator, now=clock.now()) == []
    services.send_again(notice=piece, by=administrator, now=clock.now())
    assert gathering.gather_due(now=clock.now()) == 1
    assert [one.pk for one in queries.unsent()] == [mails()[0].pk]


@pytest.mark.django_db
def test_everybody_chooses_on_their_own_page(house: Organisation) -> None:
    miriam: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    client = make.people.client_of(miriam)
    assert 'href="/account/mails/"' in client.get("/account/").text
    assert client.post("/account/mails/", {"rhythm": "hourly"}).status_code == 422
    assert client.post("/account/mails/", {"rhythm": "weekly"}).status_code == 303
    assert queries.rhythm_of(miriam.email) is Rhythm.WEEKLY
    assert client.get("/account/mails/").context["form"]["rhythm"].value() == "weekly"


@given(
    st.datetimes(datetime(2025, 1, 1), datetime(2030, 1, 1), timezones=st.just(UTC)), st.sampled_from([Rhythm.DAILY, Rhythm.WEEKLY]),
    st.sampled_from(ZONES), st.sampled_from([time(4, 30), time(8), time(23, 59)]),
)  # fmt: skip
def test_it_leaves_as_a_working_day_or_a_week_begins_and_never_waits_longer(
    now: datetime, rhythm: Rhythm, zone: str, begins: time
) -> None:
    at = gathered_at(now, rhythm, organisation=Organisation(zone=zone, service_begins=begins, service_ends=time(17)))
    local = at.astimezone(ZoneInfo(zone))
    assert at > now
    assert local.time() == begins
    assert local.weekday() == 0 if rhythm is Rhythm.WEEKLY else local.weekday() < 5
    assert at - now <= timedelta(days=7 if rhythm is Rhythm.WEEKLY else 3, hours=1)
