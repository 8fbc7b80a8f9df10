"""The best ways on Triage: which are offered, that what was named is what moves, and that it can be undone."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from django.urls import reverse

from eichhorn.channels.models import Channel
from eichhorn.desk import queries, services
from eichhorn.desk.models import Answer, Request, RequestVersion
from eichhorn.desk.rules import AnswerKind, State
from eichhorn.foundation import clock
from eichhorn.notices.models import Notice
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import queries as plans
from eichhorn.planning import services as planning
from eichhorn.planning.models import Move, Slot
from eichhorn.planning.rules import Stage, wall
from tests import make

NOW = make.people.NOW
WEDNESDAY = datetime(2026, 6, 10, 10)


@pytest.fixture(autouse=True)
def it_is_tuesday_morning(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask the clock."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def manager(house: Organisation) -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def channel(house: Organisation) -> Channel:
    return make.planning.channel("Facebook", places=make.planning.every_workday())


def full_week(channel: Channel, *, movable: bool = True, stage: Stage = Stage.IDEA) -> list[Slot]:
    """On each working day of two weeks the only place is taken."""
    days = [date(2026, 6, 10) + timedelta(days=n) for n in range(12)]
    return [
        make.planning.slot(f"Beitrag {day:%d}", channels=[channel], at=datetime.combine(day, time(11)), movable=movable, stage=stage)
        for day in days
        if day.weekday() < 5
    ]  # fmt: skip


def sheet(request: Request, *, with_ways: bool = True) -> queries.Triage:
    return queries.triage(queries.whole_request(request.pk), now=NOW, with_ways=with_ways)


def take(request: Request, offer: queries.Offer, by: Person, channels: list[Channel]) -> Request:
    day, fingerprint = queries.way_on(offer.value)
    return services.decide(
        request=request, answer=AnswerKind.LATER, text="Der Donnerstag ist für Sie frei.", by=by, now=NOW,
        place=services.Place(channels=channels, fingerprint=fingerprint, on=day),
    )  # fmt: skip


def dates() -> dict[int, datetime | None]:
    return {slot.pk: slot.planned_local for slot in Slot.objects.exclude(stage=Stage.CANCELLED)}


def mails() -> list[tuple[str, str, str]]:
    return [
        (one.to_email, one.subject, settings.KEYS.unseal(bytes(one.body_sealed), purpose="notice"))
        for one in Notice.objects.order_by("pk")
    ]


@pytest.mark.django_db
def test_the_ways_are_sorted_by_what_they_cost_and_the_first_is_proven(manager: Person, channel: Channel) -> None:
    first, *_rest = full_week(channel)
    Slot.objects.filter(pk=first.pk).update(goal=make.strategy.goal("Vertrauen"))
    request = make.desk.request("Gewinnspiel", wish=WEDNESDAY, channels=[channel])
    found = sheet(request)
    assert [d.title for d in found.price.displaced] == ["Beitrag 10"], "on the wished day a goal is touched"
    (offer,) = found.offers
    assert offer.price.at == datetime(2026, 6, 11, 11)
    assert [d.title for d in offer.price.displaced] == ["Beitrag 11"], "a day later only an idea without a goal"
    assert offer.first
    assert offer.proven
    assert found.best == date(2026, 6, 11)


@pytest.mark.django_db
def test_where_the_wished_day_is_free_it_is_the_best(manager: Person, channel: Channel) -> None:
    found = sheet(make.desk.request(wish=datetime(2026, 6, 23, 11), channels=[channel]))
    assert found.best == date(2026, 6, 23)
    assert found.price.displaced == ()


@pytest.mark.django_db
def test_a_day_that_another_request_must_have_is_left_to_it(manager: Person, channel: Channel) -> None:
    request = make.desk.request("Irgendwann", wish=datetime(2026, 6, 23, 11), channels=[channel])
    assert sheet(request).best == date(2026, 6, 23)
    other = make.desk.request("Jubiläum", wish=datetime(2026, 6, 23, 9), channels=[channel])
    RequestVersion.objects.filter(request=other).update(fixed_because="An diesem Tag ist es hundert Jahre her.")
    assert sheet(request).best == date(2026, 6, 24)
    assert sheet(other).best == date(2026, 6, 23)


@pytest.mark.django_db
def test_nothing_is_offered_under_embargo_and_a_hard_date_on_no_other_day(manager: Person, channel: Channel) -> None:
    full_week(channel)
    request = make.desk.request(wish=None, channels=[channel])
    RequestVersion.objects.filter(request=request).update(embargo_local="2026-06-25T15:00Z")
    days = [way.price.at for way in sheet(request).ways.ways]
    assert days
    assert all(at >= datetime(2026, 6, 25, 15) for at in days)
    hard = make.desk.request(wish=WEDNESDAY, channels=[channel])
    RequestVersion.objects.filter(request=hard).update(fixed_because="Die Messe beginnt.")
    assert {way.price.at.date() for way in sheet(hard).ways.ways} == {date(2026, 6, 10)}
    assert sheet(hard).offers == ()


@pytest.mark.django_db
def test_where_no_day_has_room_that_is_said(manager: Person, channel: Channel) -> None:
    for n in range(40):
        day = date(2026, 6, 9) + timedelta(days=n)
        make.planning.slot(channels=[channel], at=datetime.combine(day, time(11)), movable=False)
    request = make.desk.request(wish=WEDNESDAY, channels=[channel])
    assert sheet(request).ways.ways == ()
    client = make.people.client_of(manager)
    page = client.get(reverse("desk:decide", args=[request.pk]) + "?ways").content.decode()
    assert "hat kein Tag Platz dafür" in page
    assert "Wie viele Stunden das Team hat, ist nicht bekannt" in page


@pytest.mark.django_db
def test_ways_cost_the_same_queries_however_much_is_planned_and_asked(
    manager: Person, channel: Channel, django_assert_max_num_queries
) -> None:
    request = make.desk.request(wish=WEDNESDAY, channels=[channel])
    make.desk.request(wish=WEDNESDAY, channels=[channel])
    with django_assert_max_num_queries(60) as few:
        sheet(request)
    full_week(channel)
    for _ in range(8):
        make.desk.request(wish=WEDNESDAY, channels=[channel])
    with django_assert_max_num_queries(len(few)):
        sheet(request)


@pytest.mark.django_db
def test_taking_a_way_moves_exactly_what_it_named_and_tells_whom_it_touches(manager: Person, channel: Channel) -> None:
    first, second, *_rest = full_week(channel)
    owner = make.people.person("Rolf Petersen", role=RoleKind.AUTHOR)
    goal = make.strategy.goal("Vertrauen")
    Slot.objects.filter(pk=first.pk).update(goal=goal)
    Slot.objects.filter(pk=second.pk).update(with_person=owner)
    asked_before = make.desk.request(
        "Öffnungszeiten", wish=WEDNESDAY, channels=[channel], email="kunde@erlengrund.example"
    )
    Request.objects.filter(pk=asked_before.pk).update(state=State.ACCEPTED, slot=second)
    request = make.desk.request("Gewinnspiel", wish=WEDNESDAY, channels=[channel])
    (offer,) = sheet(request).offers
    before = dates()
    decided = take(request, offer, manager, [channel])
    after = dates()
    assert {pk: wall(at) for pk, at in after.items() if pk in before and at != before[pk]} == {
        d.slot_id: d.after for d in offer.price.displaced
    }
    assert wall(decided.slot.planned_local) == offer.price.at
    assert Answer.objects.get().kind == AnswerKind.LATER
    told = {to: (subject, body) for to, subject, body in mails()}
    assert told[owner.email][0] == "Neuer Termin: Beitrag 11"
    assert "hat für „Gewinnspiel“ Platz gemacht" in told[owner.email][1]
    assert told["kunde@erlengrund.example"][0] == "Neuer Termin: Öffnungszeiten"
    assert manager.email not in told, "who did it knows"


@pytest.mark.django_db
def test_what_may_not_be_read_is_not_told_to_whom_it_touches(manager: Person, channel: Channel) -> None:
    slot = full_week(channel)[0]
    guest = make.people.person("Rolf Petersen", role=RoleKind.READER)
    Slot.objects.filter(pk=slot.pk).update(with_person=guest)
    request = make.desk.request("Geheime Sache", wish=WEDNESDAY, channels=[channel], confidential=True)
    found = sheet(request)
    services.decide(
        request=request, answer=AnswerKind.ACCEPT, text="Gern.", by=manager, now=NOW,
        place=services.Place(channels=[channel], fingerprint=found.price.fingerprint),
    )  # fmt: skip
    (body,) = (body for to, _subject, body in mails() if to == guest.email)
    assert "Geheime Sache" not in body
    assert "für einen anderen Beitrag Platz gemacht" in body


@pytest.mark.django_db
def test_a_way_that_no_longer_stands_changes_nothing_and_keeps_the_letter(manager: Person, channel: Channel) -> None:
    slots = full_week(channel)
    Slot.objects.filter(pk=slots[0].pk).update(goal=make.strategy.goal("Vertrauen"))
    request = make.desk.request("Gewinnspiel", wish=WEDNESDAY, channels=[channel])
    (offer,) = sheet(request).offers
    planning.advance(slot=slots[1], to=Stage.DRAFT, now=NOW)
    planning.move(slot=slots[1], planned_local=datetime(2026, 6, 26, 11), by=None, now=NOW)
    before = dates()
    client = make.people.client_of(manager)
    letter = "Guten Tag Herr Wolff, der Donnerstag ist für Sie frei, mit Gruß aus der Leitwarte."
    sent = {"answer": offer.value, "text": letter, "channels": channel.pk, "ways": "", "fingerprint": ""}
    answer = client.post(reverse("desk:decide", args=[request.pk]), sent)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Der Plan hat sich inzwischen geändert" in page
    assert letter in page
    assert dates() == before
    assert offer.value not in page, "the named price is gone"


@pytest.mark.django_db
def test_the_page_shows_the_ways_when_asked_and_takes_one(manager: Person, channel: Channel) -> None:
    first, second, *_rest = full_week(channel)
    Slot.objects.filter(pk=first.pk).update(goal=make.strategy.goal("Vertrauen"))
    planning.advance(slot=second, to=Stage.DRAFT, now=NOW)
    Slot.objects.filter(pk=second.pk).update(stage=Stage.APPROVED)
    request = make.desk.request("Gewinnspiel", wish=WEDNESDAY, channels=[channel])
    client = make.people.client_of(manager)
    where = reverse("desk:decide", args=[request.pk])
    before = client.get(where).content.decode()
    assert "?ways" in before
    assert "das ist bewiesen" not in before
    page = client.get(where + "?ways").content.decode()
    offer = sheet(request).offers[0]
    assert offer.value in page
    assert "das ist bewiesen" in page
    drafted = client.post(
        reverse("desk:letter", args=[request.pk]), {"answer": offer.value, "ways": ""}
    ).content.decode()
    text = sheet(request).letters[offer.value]
    assert text.replace("„", "„") in drafted
    sent = {"answer": offer.value, "text": text, "channels": channel.pk, "ways": "", "fingerprint": "x"}
    assert client.post(where, sent).status_code == 303
    request.refresh_from_db()
    assert wall(request.slot.planned_local) == offer.price.at
    assert reverse("desk:undo", args=[request.pk]) in client.get(reverse("desk:triage")).content.decode()


@pytest.mark.django_db
def test_an_approval_that_may_fall_is_named_before(manager: Person, channel: Channel) -> None:
    make.planning.slot("Baustelle", channels=[channel], at=datetime(2026, 6, 10, 11), stage=Stage.APPROVED)
    request = make.desk.request(wish=WEDNESDAY, channels=[channel])
    client = make.people.client_of(manager)
    assert "schon freigegeben" in client.get(reverse("desk:decide", args=[request.pk])).content.decode()


@pytest.mark.django_db
def test_undoing_puts_everything_where_it_stood_and_asks_anew(manager: Person, channel: Channel) -> None:
    author = make.people.person("Rolf Petersen", role=RoleKind.AUTHOR)
    slot = make.planning.slot("Baustelle", channels=[channel], at=datetime(2026, 6, 10, 11))
    Slot.objects.filter(pk=slot.pk).update(with_person=author)
    request = accepted(channel, manager)
    assert Move.objects.get().slot == slot
    client = make.people.client_of(manager)
    assert "Annahme rückgängig machen" in client.get(reverse("desk:request", args=[request.pk])).content.decode()
    newcomer = request.slot
    services.undo(request=request, by=manager, now=NOW)
    slot.refresh_from_db()
    newcomer.refresh_from_db()
    request.refresh_from_db()
    assert wall(slot.planned_local) == datetime(2026, 6, 10, 11)
    assert newcomer.stage == Stage.CANCELLED
    assert (request.state, request.slot, request.decided_at) == (State.RECEIVED, None, None)
    assert plans.budget(date(2026, 6, 8)).spent == 0
    assert "Wieder am alten Termin: Baustelle" in [subject for to, subject, _body in mails() if to == author.email]
    assert "kam zu früh" in mails()[-1][2] or "kam zu früh" in mails()[-2][2]
    with pytest.raises(services.Undecidable):
        services.undo(request=request, by=manager, now=NOW)
    assert accepted(channel, manager, request).slot != newcomer, "and it can be accepted anew"


def accepted(channel: Channel, by: Person, request: Request | None = None) -> Request:
    request = request or make.desk.request("Gewinnspiel", wish=WEDNESDAY, channels=[channel])
    return services.decide(
        request=request, answer=AnswerKind.ACCEPT, text="Gern.", by=by, now=NOW,
        place=services.Place(channels=[channel], fingerprint=sheet(request, with_ways=False).price.fingerprint),
    )  # fmt: skip


def _moved_on(slot: Slot, newcomer: Slot, channel: Channel) -> str:
    planning.move(slot=slot, planned_local=datetime(2026, 6, 19, 11), by=None, now=NOW)
    return "„Baustelle“ wurde seitdem verschoben"


def _sent(slot: Slot, newcomer: Slot, channel: Channel) -> str:
    Slot.objects.filter(pk=slot.pk).update(stage=Stage.OUT)
    return "„Baustelle“ ist schon draußen"


def _approved(slot: Slot, newcomer: Slot, channel: Channel) -> str:
    Slot.objects.filter(pk=slot.pk).update(stage=Stage.APPROVED)
    return "„Baustelle“ wurde seitdem verschoben oder freigegeben"


def _newcomer_moved(slot: Slot, newcomer: Slot, channel: Channel) -> str:
    planning.move(slot=newcomer, planned_local=datetime(2026, 6, 19, 11), by=None, now=NOW)
    return "„Gewinnspiel“ wurde seitdem verschoben"


def _newcomer_begun(slot: Slot, newcomer: Slot, channel: Channel) -> str:
    planning.advance(slot=newcomer, to=Stage.DRAFT, now=NOW)
    return "An „Gewinnspiel“ wird schon gearbeitet"


def _day_given_away(slot: Slot, newcomer: Slot, channel: Channel) -> str:
    make.planning.slot("Dazwischen", channels=[channel], at=datetime(2026, 6, 10, 15))
    return "Der alte Tag von „Baustelle“ ist inzwischen voll"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "changed",
    [_moved_on, _sent, _approved, _newcomer_moved, _newcomer_begun, _day_given_away],
    ids=lambda f: f.__name__,
)
def test_what_was_changed_or_sent_since_stands_in_the_way_of_undoing(
    manager: Person, channel: Channel, changed
) -> None:
    slot = make.planning.slot("Baustelle", channels=[channel], at=datetime(2026, 6, 10, 11))
    request = accepted(channel, manager)
    said = changed(slot, request.slot, channel)
    before, notices = dates(), Notice.objects.count()
    client = make.people.client_of(manager)
    page = client.post(reverse("desk:undo", args=[request.pk]), follow=True).content.decode()
    assert said in page
    assert dates() == before
    assert Notice.objects.count() == notices
    request.refresh_from_db()
    assert request.state == State.ACCEPTED


@pytest.mark.django_db
def test_nothing_goes_back_to_a_date_that_has_passed(manager: Person, channel: Channel) -> None:
    make.planning.slot("Baustelle", channels=[channel], at=datetime(2026, 6, 10, 11))
    request = accepted(channel, manager)
    eleven = NOW + timedelta(days=1, hours=2)
    assert make.planning.ZONE == "Europe/Berlin"
    with pytest.raises(planning.CannotUndo) as hindered:
        services.undo(request=request, by=manager, now=eleven)
    assert [one.because for one in hindered.value.hindrances] == [planning.Hindrance.PASSED]
    services.undo(request=request, by=manager, now=eleven - timedelta(minutes=1))


@pytest.mark.django_db
def test_who_may_not_triage_undoes_nothing(manager: Person, channel: Channel) -> None:
    request = accepted(channel, manager)
    with pytest.raises(NotAllowed):
        services.undo(request=request, by=make.people.person(role=RoleKind.AUTHOR), now=NOW)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_a_way_at_once_one_gets_the_changed_price(house: Organisation) -> None:
    manager = make.people.person(role=RoleKind.MANAGER)
    channel = make.planning.channel(places=make.planning.every_workday())
    slots = full_week(channel)
    Slot.objects.filter(pk=slots[0].pk).update(goal=make.strategy.goal("Vertrauen"))
    requests = [make.desk.request(wish=WEDNESDAY, channels=[channel]) for _ in range(2)]
    offers = [sheet(one).offers[0] for one in requests]
    before, start = dates(), Barrier(2)

    def run(place: int) -> str:
        start.wait()
        try:
            return take(requests[place], offers[place], manager, [channel]).state
        except planning.PriceChanged:
            return "changed"
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(run, range(2))) == ["accepted", "changed"]
    assert sum(before[pk] != at for pk, at in dates().items() if pk in before) == len(offers[0].price.displaced)
