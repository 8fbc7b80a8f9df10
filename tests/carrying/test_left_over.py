"""What was left undone: when its period is over, where it is carried to, and that nothing goes by itself."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.carrying import queries, services
from eichhorn.carrying.models import Decision
from eichhorn.carrying.rules import FEWEST_DAYS, LONGEST_REASON, Kind, Outcome, ends, next_period
from eichhorn.foundation import clock
from eichhorn.measures import queries as measures
from eichhorn.measures import services as measuring
from eichhorn.people import queries as people
from eichhorn.people.models import Organisation
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning.rules import Stage, quarter
from eichhorn.strategy import services as strategy
from eichhorn.strategy import ways
from eichhorn.strategy.models import Goal, Milestone
from eichhorn.strategy.rules import Standing
from eichhorn.topics import queries as topics
from eichhorn.topics.rules import TopicState
from tests import make
from tests.make.people import NOW

DAY = timedelta(days=1)
OCTOBER = NOW.replace(month=10, day=5)


@given(st.dates(date(2020, 1, 1), date(2030, 1, 1)), st.integers(-200, 200))
def test_what_is_carried_over_lies_in_a_period_that_is_not_over(day: date, shift: int) -> None:
    begins, last_day = next_period(today=day)
    assert last_day - day >= (FEWEST_DAYS - 1) * DAY
    assert quarter(last_day) == (begins, last_day + DAY)
    assert ends(last_day, within=day + shift * DAY) > day or (shift >= -200 and ends(last_day) > day)


def test_a_period_ends_with_its_quarter_or_earlier_with_its_goal() -> None:
    assert ends(date(2026, 8, 10)) == date(2026, 10, 1)
    assert ends(date(2026, 8, 10), within=date(2026, 8, 21)) == date(2026, 8, 21)
    assert ends(date(2026, 8, 10), within=date(2027, 1, 1)) == date(2026, 10, 1)
    assert ends(date(2026, 8, 10), within=date(2026, 8, 10)) == date(2026, 10, 1), "the goal was over before"


def test_a_quarter_with_fewer_than_fourteen_days_left_is_none_to_carry_over_to() -> None:
    assert next_period(today=date(2026, 9, 17)) == (date(2026, 7, 1), date(2026, 9, 30))
    assert next_period(today=date(2026, 9, 18)) == (date(2026, 10, 1), date(2026, 12, 31))


@pytest.mark.django_db
def test_undone_milestones_stand_in_the_list_from_the_day_after_their_period(house: Organisation) -> None:
    goal = make.strategy.goal(begins_on=date(2026, 4, 1), ends_on=date(2026, 8, 1))
    late = make.strategy.milestone(goal, due_on=date(2026, 7, 10))
    reached = make.strategy.milestone(goal, due_on=date(2026, 7, 10))
    strategy.reach(milestone=reached, evidence="Zu lesen.", on=date(2026, 7, 1), by=None, now=NOW)
    archived = make.strategy.goal(begins_on=date(2026, 4, 1), ends_on=date(2026, 8, 1))
    make.strategy.milestone(archived, due_on=date(2026, 7, 10))
    strategy.archive_goal(goal=archived, by=None, now=NOW)
    assert left(date(2026, 7, 31)) == []
    assert left(date(2026, 8, 1)) == [(Kind.MILESTONE, late.pk)]


@pytest.mark.django_db
def test_undone_measures_and_untold_topics_stand_there_too(house: Organisation) -> None:
    channel = make.planning.channel("Mastodon", places=make.planning.every_workday())
    topic = make.topics.topic(ends_on=date(2026, 8, 1))
    told = make.topics.topic(ends_on=date(2026, 8, 1))
    make.topics.tied(make.planning.slot(channels=[channel], at=datetime(2026, 6, 24, 11), stage=Stage.OUT), told)
    make.topics.topic(ends_on=date(2026, 8, 1), state=TopicState.DONE)
    never = make.measures.measure(told, channels=[channel])
    begun = make.measures.measure(told, channels=[channel])
    fresh = measures.every_measure().get(pk=begun.pk)
    measuring.plan(measure=fresh, seen=measures.dry_run(fresh, now=NOW), by=None, now=NOW)
    assert left(date(2026, 7, 31)) == []
    assert left(date(2026, 8, 1)) == [(Kind.TOPIC, topic.pk)]
    assert left(date(2026, 10, 1)) == [(Kind.MEASURE, never.pk), (Kind.MEASURE, begun.pk), (Kind.TOPIC, topic.pk)]
    found = {one.number: one for one in queries.left_over(today=date(2026, 10, 1)) if one.kind is Kind.MEASURE}
    assert (found[never.pk].is_planned, found[begun.pk].posts_open) == (False, 3)
    measures.posts_of(fresh).update(stage=Stage.OUT)
    assert (Kind.MEASURE, begun.pk) not in left(date(2026, 10, 1))


@pytest.mark.django_db
def test_a_measure_of_a_campaign_is_undone_with_the_campaigns_end(house: Organisation) -> None:
    campaign = make.strategy.campaign(begins_on=date(2026, 4, 1), ends_on=date(2026, 8, 1))
    measure = make.measures.measure(campaign, until=date(2026, 7, 15))
    assert left(date(2026, 7, 31)) == []
    assert left(date(2026, 8, 1)) == [(Kind.MEASURE, measure.pk)]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind)
def test_what_is_carried_over_comes_back_where_it_is_undone_again_and_says_where_from(
    kind: Kind, house: Organisation
) -> None:
    number = undone(kind)
    first = services.carry_over(kind=kind, number=number, by=None, now=OCTOBER)
    assert first is not None
    assert first.to_on == date(2026, 12, 31)
    assert left(OCTOBER.date()) == []
    assert services.carry_over(kind=kind, number=number, by=None, now=OCTOBER) is None
    assert Decision.objects.count() == 1, "twice is once"
    [again] = queries.left_over(today=date(2027, 1, 1))
    assert (again.last_day, again.carried) == (date(2026, 12, 31), (first,))
    services.carry_over(kind=kind, number=number, by=None, now=NOW.replace(year=2027, month=1))
    assert [one.to_on for one in queries.decisions_of(kind, [number])] == [date(2027, 3, 31), date(2026, 12, 31)]


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind)
def test_what_is_let_go_says_why_and_can_be_taken_up_again(kind: Kind, house: Organisation) -> None:
    number = undone(kind)
    for empty in ("", " \n "):
        with pytest.raises(services.ReasonMissing):
            services.let_go(kind=kind, number=number, because=empty, by=None, now=OCTOBER)
    gone = services.let_go(kind=kind, number=number, because="Das Fest fällt aus.", by=None, now=OCTOBER)
    assert gone is not None
    assert gone.said == "Das Fest fällt aus."
    assert queries.decisions().get(pk=gone.pk).is_let_go_still
    assert services.let_go(kind=kind, number=number, because="Noch einmal.", by=None, now=OCTOBER) is None
    assert left(date(2030, 1, 1)) == []
    assert services.take_up(kind=kind, number=number, by=None, now=OCTOBER + DAY) is not None
    assert services.take_up(kind=kind, number=number, by=None, now=OCTOBER + DAY) is None
    assert not queries.decisions().get(pk=gone.pk).is_let_go_still
    assert left(OCTOBER.date()) == [(kind, number)]


@pytest.mark.django_db
def test_a_milestone_that_was_let_go_is_neither_late_nor_next(house: Organisation) -> None:
    number = undone(Kind.MILESTONE)
    services.let_go(kind=Kind.MILESTONE, number=number, because="Anders gelöst.", by=None, now=OCTOBER)
    goal = Goal.objects.get()
    way = ways.ways([goal], on=OCTOBER.date())[goal.pk]
    assert ([row.standing for row in way.rows], way.first_open) == ([Standing.LET_GO], None)
    strategy.reach(milestone=Milestone.objects.get(), evidence="Doch.", on=OCTOBER.date(), by=None, now=OCTOBER)
    assert Milestone.objects.get().let_go_at is None


@pytest.mark.django_db
def test_a_topic_that_was_let_go_is_offered_for_nothing_new(house: Organisation) -> None:
    services.let_go(kind=Kind.TOPIC, number=undone(Kind.TOPIC), because="Vorbei.", by=None, now=OCTOBER)
    assert not topics.open_topics().exists()


@pytest.mark.django_db
def test_decisions_are_never_changed_and_only_who_steers_makes_them(house: Organisation) -> None:
    number, writer = undone(Kind.MILESTONE), make.people.person(role=RoleKind.AUTHOR)
    for act in (services.carry_over, services.take_up):
        with pytest.raises(NotAllowed):
            act(kind=Kind.MILESTONE, number=number, by=writer, now=OCTOBER)
    with pytest.raises(NotAllowed):
        services.let_go(kind=Kind.MILESTONE, number=number, because="Nein.", by=writer, now=OCTOBER)
    services.carry_over(kind=Kind.MILESTONE, number=number, by=None, now=OCTOBER)
    for change in ({"was_on": date(2026, 1, 1)}, {"said": "Anders."}, {"outcome": Outcome.TAKEN_UP}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Decision.objects.update(**change)


@pytest.mark.django_db
def test_today_tells_it_to_who_steers_and_to_nobody_else(house: Organisation) -> None:
    manager = make.people.person(role=RoleKind.MANAGER)
    assert queries.waiting_for(manager, now=OCTOBER) == []
    undone(Kind.MILESTONE)
    [row] = queries.waiting_for(manager, now=OCTOBER)
    assert row.href == "/plan/left-over/"
    assert queries.waiting_for(make.people.person(role=RoleKind.AUTHOR), now=OCTOBER) == []


@pytest.mark.django_db
def test_the_list_asks_as_often_for_many_things_as_for_one(house: Organisation, django_assert_num_queries: Any) -> None:
    for _ in range(2):
        for kind in Kind:
            undone(kind)
        with django_assert_num_queries(4):
            queries.left_over(today=OCTOBER.date())


@pytest.mark.django_db
@pytest.mark.parametrize("kind", Kind)
def test_on_its_page_one_press_carries_over_and_letting_go_asks_for_a_reason(kind: Kind, house: Organisation) -> None:
    client = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    number = undone(kind, long_ago=True)
    at = f"/plan/left-over/{kind.value}/{number}/"
    assert f"{at}carry/" in text(client, "/plan/left-over/")
    for wrong in ("", " ", "x" * (LONGEST_REASON + 1)):
        assert client.post(f"{at}let-go/", {"because": wrong}).status_code == 422
    client.post(f"{at}let-go/", {"because": "x" * LONGEST_REASON})
    assert f"{at}carry/" not in text(client, "/plan/left-over/")
    client.post(f"{at}take-up/")
    client.post(f"{at}carry/")
    client.post(f"{at}carry/")
    assert "Übertragen aus Q1 2020" in text(client, "/plan/left-over/")
    assert [one.outcome for one in queries.decisions()] == [Outcome.CARRIED, Outcome.TAKEN_UP, Outcome.LET_GO]
    own = {Kind.MILESTONE: f"/plan/goals/{Goal.objects.first().pk}/way/" if kind is Kind.MILESTONE else "",
           Kind.MEASURE: f"/plan/measures/{number}/", Kind.TOPIC: f"/plan/topics/{number}/"}[kind]  # type: ignore[union-attr]  # fmt: skip
    assert "Übertragen aus Q1 2020" in text(client, own)
    assert client.post("/plan/left-over/slot/1/carry/").status_code == 404
    assert client.post(f"/plan/left-over/{kind.value}/999999/carry/").status_code == 404


@pytest.mark.django_db
def test_programs_read_what_is_undone_and_decide(house: Organisation) -> None:
    program = make.api.program(make.people.person(role=RoleKind.MANAGER))
    number = undone(Kind.MILESTONE, long_ago=True)
    assert [one["id"] for one in program.get("/left-over").json()["items"]] == [number]
    at = f"/left-over/milestone/{number}"
    assert program.post(f"{at}/let-go", {"because": " "}).status_code == 422
    assert program.post(f"{at}/carry").json()["outcome"] == "carried"
    assert program.post(f"{at}/carry").json()["outcome"] == "as_before"
    assert program.get("/left-over").json()["items"] == []
    assert people.today(clock.now()) < queries.decisions().get().to_on  # type: ignore[operator]


def undone(kind: Kind, *, long_ago: bool = False) -> int:
    """Return the number of a thing of this kind that was to be done in the quarter before October 2026, or long ago."""
    last_day, begins = (date(2020, 3, 31), date(2020, 1, 1)) if long_ago else (date(2026, 8, 31), date(2026, 7, 1))
    match kind:
        case Kind.MILESTONE:
            goal = make.strategy.goal(begins_on=begins, ends_on=last_day + DAY)
            return make.strategy.milestone(goal, due_on=last_day).pk  # type: ignore[no-any-return]
        case Kind.MEASURE:
            done = make.topics.topic(begins_on=begins, ends_on=last_day + DAY, state=TopicState.DONE)
            return make.measures.measure(done, until=last_day).pk  # type: ignore[no-any-return]
        case Kind.TOPIC:
            return make.topics.topic(begins_on=begins, ends_on=last_day + DAY).pk  # type: ignore[no-any-return]


def left(today: date) -> list[tuple[Kind, int]]:
    return [(one.kind, one.number) for one in queries.left_over(today=today)]


def text(client: Client, address: str) -> str:
    return str(client.get(address).content.decode())
