"""The best way to make room for what is asked, as a pure decision."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from eichhorn.planning.rules.making_room.best import best_way, three_ways
from eichhorn.planning.rules.making_room.plain import plain_way
from eichhorn.planning.rules.making_room.plan import (
    FIRE_HOUR,
    GOAL,
    LEFT_OUT,
    MOVED,
    REQUEST_LATER,
    STEP,
    Arrangement,
    Asked,
    Plan,
    Standing,
    broken,
    days_of_post,
    days_of_request,
    points,
    untouched,
    week,
)

MONDAY = date(2027, 3, 1)
DAYS = tuple(MONDAY + timedelta(days=n) for n in (0, 1, 3, 4, 7))
CHANNELS = (1, 2)
FEW = settings(max_examples=25, deadline=None)

channel_sets = st.sets(st.sampled_from(CHANNELS), min_size=1).map(frozenset)
posts = st.builds(
    Standing, id=st.just(0), channels=channel_sets, day=st.sampled_from(DAYS[:3]), minutes=st.sampled_from([30, 90]),
    goal=st.sampled_from([None, "Vertrauen"]), steps=st.integers(0, 3), movable=st.booleans(),
)  # fmt: skip
requests = st.builds(
    Asked, id=st.just(0), channels=channel_sets, day=st.sampled_from(DAYS[:3]), minutes=st.sampled_from([45, 90]),
    hard=st.booleans(),
)  # fmt: skip


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    standing = draw(st.lists(posts, max_size=3))
    asked = draw(st.lists(requests, min_size=1, max_size=2))
    places = st.sampled_from([(channel, day) for channel in CHANNELS for day in DAYS])
    return Plan(
        standing=tuple(replace(one, id=n) for n, one in enumerate(standing, start=1)),
        asked=tuple(replace(one, id=n) for n, one in enumerate(asked, start=1)),
        days=DAYS,
        ceilings=draw(st.dictionaries(places, st.integers(0, 2), min_size=5)),
        minutes=draw(st.dictionaries(st.sampled_from([MONDAY, week(DAYS[-1])]), st.sampled_from([60, 120, 240]))),
        fire=draw(st.dictionaries(st.just(MONDAY), st.sampled_from([-30, 0, 60]))),
        in_good_time=DAYS[2],
    )


def every_possible(plan: Plan) -> Iterator[Arrangement]:
    """Yield all possible arrangements, by trying each day for each."""
    choices = [days_of_post(plan, post) for post in plan.standing]
    wishes = [(*days_of_request(plan, one), None) for one in plan.asked]
    for days in product(*choices):
        for ons in product(*wishes):
            tried = Arrangement(
                dict(zip([post.id for post in plan.standing], days, strict=True)),
                dict(zip([one.id for one in plan.asked], ons, strict=True)),
            )
            if not any(broken(plan, tried)):
                yield tried


def one_full_day(post: Standing) -> Plan:
    """Return a plan of a channel with one place a day, the post on the first, and a request for that day."""
    return Plan(
        standing=(post,), asked=(Asked(1, frozenset({1}), DAYS[0], 60),), days=DAYS,
        ceilings={(1, day): 1 for day in DAYS}, minutes={}, fire={}, in_good_time=DAYS[0],
    )  # fmt: skip


@FEW
@given(plans())
def test_nothing_is_lost_doubled_or_crowded_and_what_is_immovable_stays(plan: Plan) -> None:
    for arrangement in (untouched(plan), plain_way(plan), best_way(plan).arrangement):
        assert list(broken(plan, arrangement)) == []
        assert all(arrangement.standing[post.id] == post.day for post in plan.standing if not post.movable)


@FEW
@given(plans())
def test_no_way_at_all_is_cheaper_than_the_best(plan: Plan) -> None:
    best = best_way(plan)
    assert best.proven
    assert best.points.sum == min(points(plan, way).sum for way in every_possible(plan))
    assert best.points.sum <= points(plan, plain_way(plan)).sum <= points(plan, untouched(plan)).sum


@FEW
@given(plans(), st.randoms(use_true_random=False))
def test_the_same_plan_has_the_same_answer_in_whatever_order_it_is_told(plan: Plan, chance: Random) -> None:
    told_otherwise = replace(
        plan,
        standing=tuple(chance.sample(plan.standing, len(plan.standing))),
        asked=tuple(chance.sample(plan.asked, len(plan.asked))),
    )
    assert best_way(told_otherwise) == best_way(plan)


@FEW
@given(plans())
def test_three_ways_are_three_days_and_the_cheapest_comes_first(plan: Plan) -> None:
    ways = three_ways(plan, 1)
    days = [way.arrangement.asked[1] for way in ways]
    assert len(set(days)) == len(days) <= 3
    assert [way.points.sum for way in ways] == sorted(way.points.sum for way in ways)
    assert len(ways) == 3 or days[-1] is None


def test_a_young_post_without_a_goal_makes_room_for_one_day() -> None:
    plan = one_full_day(Standing(7, frozenset({1}), DAYS[0], 60))
    best = best_way(plan)
    assert best.arrangement.asked == {1: DAYS[1]}
    assert best.points.sum == REQUEST_LATER
    today = replace(plan, asked=(replace(plan.asked[0], hard=True),))
    assert best_way(today).arrangement.standing == {7: DAYS[1]}


def test_what_pays_into_a_goal_and_is_far_along_costs_more_to_move() -> None:
    post = Standing(7, frozenset({1}), DAYS[0], 60, goal="Vertrauen", steps=3)
    plan = one_full_day(post)
    moved = Arrangement({7: DAYS[1]}, {1: DAYS[0]})
    counted = points(plan, moved)
    assert (counted.moved, counted.goals, counted.later) == (MOVED + 3 * STEP, GOAL, 1)


def test_a_day_already_above_its_ceiling_stays_possible_but_takes_nobody_more() -> None:
    two = tuple(Standing(n, frozenset({1}), DAYS[0], 60, movable=False) for n in (7, 8))
    plan = replace(one_full_day(two[0]), standing=two)
    assert list(broken(plan, untouched(plan))) == []
    assert best_way(plan).arrangement.asked == {1: DAYS[1]}


def test_a_hard_date_for_which_nothing_may_move_is_left_out_and_said() -> None:
    plan = one_full_day(Standing(7, frozenset({1}), DAYS[0], 60, movable=False))
    plan = replace(plan, asked=(replace(plan.asked[0], hard=True),))
    (only,) = three_ways(plan, 1)
    assert only.arrangement.asked == {1: None}
    assert only.points.left_out == only.points.sum == LEFT_OUT


def test_unknown_ceilings_and_hours_bound_nothing_and_each_begun_hour_of_fire_counts() -> None:
    plan = replace(
        one_full_day(Standing(7, frozenset({1}), DAYS[0], 60)), ceilings={}, fire={MONDAY: 59}, in_good_time=DAYS[1],
    )  # fmt: skip
    on_the_day = Arrangement({7: DAYS[0]}, {1: DAYS[0]})
    assert points(plan, on_the_day).fire == FIRE_HOUR
    assert points(replace(plan, fire={MONDAY: 60}), on_the_day).fire == 0
    assert points(replace(plan, fire={}), on_the_day).fire == 0
    assert best_way(plan).arrangement.asked == {1: DAYS[1]}, "waiting a day is cheaper than the fire"


def test_a_week_without_hours_takes_nothing_more() -> None:
    stays = Standing(7, frozenset({1}), DAYS[0], 60, movable=False)
    plan = replace(one_full_day(stays), ceilings={}, minutes={MONDAY: 119})
    assert best_way(plan).arrangement.asked == {1: DAYS[-1]}
    assert best_way(replace(plan, minutes={MONDAY: 120})).arrangement.asked == {1: DAYS[0]}
