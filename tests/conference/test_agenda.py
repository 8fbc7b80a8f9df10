"""An agenda builds itself from what the rooms ask."""

from collections.abc import Callable
from datetime import datetime, time, timedelta

import pytest

from eichhorn.conference import queries, services
from eichhorn.conference.rules import MOST_OF_A_KIND, Deed, Point, Section, Why
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW


@pytest.fixture
def miriam() -> Person:
    person: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return person


def asked(person: Person, why: Why | None = None, now: datetime = NOW) -> list[Point]:
    return [point for point in queries.agenda(person, now=now) if why is None or point.why is why]


def test_where_nothing_is_undecided_the_agenda_says_only_that_nothing_went_out(miriam: Person) -> None:
    assert [(point.why, point.facts.count) for point in asked(miriam)] == [(Why.WENT_OUT, 0)]


@pytest.mark.parametrize(
    ("waited", "stands_there"), [(timedelta(hours=23, minutes=59), False), (timedelta(days=1), True)]
)
def test_a_request_stands_there_when_it_has_waited_for_a_day(
    miriam: Person, waited: timedelta, stands_there: bool
) -> None:
    make.desk.request("Gewinnspiel", now=NOW - waited)
    assert [point.title for point in asked(miriam, Why.REQUEST)] == (["Gewinnspiel"] if stands_there else [])


def test_an_approval_that_waits_stands_there(miriam: Person) -> None:
    draft = make.content.draft(by=miriam, title="Tarif ab Juli")
    make.review.handed_in(draft, by=miriam)
    assert [point.title for point in asked(miriam, Why.APPROVAL)] == ["Tarif ab Juli"]


def test_a_doubtful_sending_stands_there_once_however_many_channels_it_has(miriam: Person) -> None:
    from eichhorn.delivery.models import Delivery
    from eichhorn.delivery.rules import State

    channels = [make.planning.channel("Facebook"), make.planning.channel("Instagram")]
    post = make.delivery.post(channels, by=miriam, due_at=NOW - timedelta(hours=2), now=NOW - timedelta(days=1))
    from eichhorn.delivery import services as delivery

    delivery.take_in(now=NOW - timedelta(hours=1))
    Delivery.objects.filter(draft=post).update(state=State.UNSURE, next_at=None)
    [point] = asked(miriam, Why.NEEDS_SOMEONE)
    assert point.facts.state == "unsure"


def test_ideas_without_a_date_stand_there_and_dated_ones_do_not(miriam: Person) -> None:
    make.planning.slot("Ohne Datum", at=None)
    make.planning.slot("Probe", at=None, rehearsal=True)
    make.planning.slot("Mit Datum")
    assert [point.title for point in asked(miriam, Why.IDEA)] == ["Ohne Datum"]


def test_free_places_of_two_weeks_stand_there_by_channel(miriam: Person) -> None:
    channel = make.planning.channel("Facebook", places=[(3, time(14))])  # Thursdays
    make.planning.slot(channels=[channel], at=datetime(2026, 6, 11, 14))
    [point] = asked(miriam, Why.GAP)
    assert (point.title, point.facts.days) == ("Facebook", ("2026-06-18T14:00:00",))


def test_what_is_wished_a_week_is_the_measure_of_a_gap(miriam: Person) -> None:
    channel = make.planning.channel("Facebook", places=[(day, time(14)) for day in range(7)])
    for day in (4, 11, 18):
        make.planning.slot(channels=[channel], at=datetime(2026, 6, day, 14))
    assert len(asked(miriam, Why.GAP)[0].facts.days) == 12
    planning.set_rhythm(channel=channel, posts_per_week=1, by=None, now=make.people.NOW)
    assert asked(miriam, Why.GAP) == []
    planning.set_rhythm(channel=channel, posts_per_week=2, by=None, now=make.people.NOW)
    [point] = asked(miriam, Why.GAP)
    assert "2026-06-12T14:00:00" in point.facts.days
    assert "2026-06-11T14:00:00" not in point.facts.days


def test_a_place_that_has_passed_today_is_no_gap(miriam: Person) -> None:
    make.planning.channel("Facebook", places=[(1, time(8))])  # Tuesdays; it is Tuesday, nine o'clock
    [point] = asked(miriam, Why.GAP)
    assert point.facts.days == ("2026-06-16T08:00:00",)


def test_a_day_with_more_posts_than_places_is_full(miriam: Person) -> None:
    channel = make.planning.channel("Facebook", places=[(3, time(9))])
    for hour in (9, 12):
        make.planning.slot(channels=[channel], at=datetime(2026, 6, 11, hour))
    [point] = asked(miriam, Why.FULL)
    assert (point.facts.count, point.facts.of) == (2, 1)


@pytest.mark.parametrize(("minute", "clashes"), [(59, True), (60, False)])
def test_two_posts_of_a_channel_within_an_hour_clash(miriam: Person, minute: int, clashes: bool) -> None:
    channel, begins = make.planning.channel("Facebook"), datetime(2026, 6, 11, 9)
    make.planning.slot("Erster", channels=[channel], at=begins)
    make.planning.slot("Zweiter", channels=[channel], at=begins + timedelta(minutes=minute))
    make.planning.slot("Anderswo", channels=[make.planning.channel()], at=begins)
    assert [(point.title, point.facts.other) for point in asked(miriam, Why.CLOSE)] == (
        [("Zweiter", "Erster")] if clashes else []
    )


def test_posts_on_their_regular_places_do_not_clash(miriam: Person) -> None:
    channel = make.planning.channel("Facebook", places=[(3, time(9)), (3, time(9, 30))])
    for minute in (0, 30):
        make.planning.slot(channels=[channel], at=datetime(2026, 6, 11, 9, minute))
    assert asked(miriam, Why.CLOSE) == []


def test_a_post_on_a_holiday_stands_there_with_its_name(miriam: Person) -> None:
    now = NOW - timedelta(days=20)  # Corpus Christi is on 4 June
    make.occasions.region("DE-NW")
    make.planning.slot("Am Feiertag", channels=[make.planning.channel()], at=datetime(2026, 6, 4, 9), now=now)
    [point] = asked(miriam, Why.HOLIDAY, now=now + timedelta(days=8))
    assert point.title == "Am Feiertag"
    assert point.facts.other


def test_posts_before_an_election_are_one_question(miriam: Person) -> None:
    make.occasions.election()
    for hour in (9, 12):
        make.planning.slot(channels=[make.planning.channel()], at=datetime(2026, 6, 11, hour))
    [point] = asked(miriam, Why.ELECTION)
    assert point.facts.count == 2


def test_goals_without_posts_and_posts_without_goals_stand_there(miriam: Person) -> None:
    served, _bare = make.strategy.goal("Vertrauen", owner=miriam), make.strategy.goal("Nähe", owner=miriam)
    make.planning.slot("Mit Ziel", goal=served)
    make.planning.slot("Ohne Ziel")
    assert [point.title for point in asked(miriam, Why.GOAL)] == ["Nähe"]
    assert [point.title for point in asked(miriam, Why.WITHOUT_GOAL)] == ["Ohne Ziel"]


def test_more_than_an_agenda_holds_is_said_in_one_line(miriam: Person) -> None:
    for number in range(MOST_OF_A_KIND + 3):
        make.planning.slot(f"Idee {number}", at=None)
    assert len(asked(miriam, Why.IDEA)) == MOST_OF_A_KIND
    [more] = asked(miriam, Why.MORE)
    assert (more.facts.count, more.facts.what) == (3, Why.IDEA)


def test_what_nobody_hears_is_unknown_and_not_nought(miriam: Person) -> None:
    from eichhorn.delivery import services as delivery
    from eichhorn.delivery.models import Delivery
    from eichhorn.delivery.rules import State

    post = make.delivery.post(
        [make.planning.channel("Facebook")], by=miriam, due_at=NOW - timedelta(days=1), now=NOW - timedelta(days=2)
    )
    delivery.take_in(now=NOW - timedelta(days=1))
    Delivery.objects.filter(draft=post).update(
        state=State.SENT, next_at=None, sent_at=NOW - timedelta(days=1), url="https://facebook.example/1"
    )
    [out] = asked(miriam, Why.WENT_OUT)
    [said] = asked(miriam, Why.TALKED)
    assert (out.facts.count, out.facts.where) == (1, "Facebook")
    assert (said.facts.count, said.facts.unknown) == (None, "Facebook")


def test_what_was_adjourned_comes_first_next_time_and_stands_there_once(miriam: Person) -> None:
    make.planning.slot("Ohne Datum", at=None)
    first = make.conference.running(by=miriam)
    make.conference.decided(make.conference.line(first, Why.IDEA, seen_by=miriam), Deed.ADJOURN, by=miriam)
    services.close(meeting=first, by=miriam, now=NOW)
    [again] = asked(miriam, Why.IDEA)
    assert again.section is Section.LEFT_OPEN
    assert not again.facts.settled


def test_what_was_adjourned_and_is_no_question_any_more_says_so(miriam: Person) -> None:
    slot = make.planning.slot("Ohne Datum", at=None)
    first = make.conference.running(by=miriam)
    make.conference.decided(make.conference.line(first, Why.IDEA, seen_by=miriam), Deed.ADJOURN, by=miriam)
    services.close(meeting=first, by=miriam, now=NOW)
    planning.advance(slot=slot, to=Stage.CANCELLED, now=NOW)
    [again] = asked(miriam, Why.IDEA)
    assert again.facts.settled


def test_an_own_point_that_nobody_decided_comes_again(miriam: Person) -> None:
    first = make.conference.prepared(by=miriam)
    services.add_point(meeting=first, title="Wer fotografiert im Juli?", by=miriam, now=NOW)
    services.open_(meeting=first, by=miriam, now=NOW)
    services.close(meeting=first, by=miriam, now=NOW)
    [again] = asked(miriam, Why.POINT)
    assert again.title == "Wer fotografiert im Juli?"


def test_the_agenda_holds_nothing_that_whoever_opens_it_may_not_see(miriam: Person) -> None:
    make.planning.slot("Geheim", at=None, confidential=True)
    reader = make.people.person(role=RoleKind.READER)
    assert [point.title for point in asked(miriam, Why.IDEA)] == ["Geheim"]
    assert asked(reader, Why.IDEA) == []


def test_an_agenda_costs_the_same_however_much_is_planned(
    miriam: Person,
    django_assert_num_queries: Callable[..., object],
    django_assert_max_num_queries: Callable[..., object],
) -> None:
    channel = make.planning.channel("Facebook", places=make.planning.every_workday())
    for day in range(10, 20):
        make.planning.slot(channels=[channel], at=datetime(2026, 6, day, 11))
        make.planning.slot(at=None)
        make.strategy.goal(owner=miriam)
    with django_assert_max_num_queries(45):  # type: ignore[attr-defined]
        asked(miriam)
    assert Slot.objects.count() == 20
