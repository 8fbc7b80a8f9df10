"""The price of a newcomer, as a pure decision."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from eichhorn.planning.rules import (
    MOVABLE,
    Budget,
    Cadence,
    House,
    Occupied,
    Planned,
    Price,
    Stage,
    Wish,
    free_places,
    next_free_place,
    price,
    working_days_after,
)
from eichhorn.planning.rules.places import lacks_place
from eichhorn.planning.rules.price import occupied_by

ZONE = "Europe/Berlin"
TODAY = date(2026, 6, 9)
NOW = datetime(2026, 6, 9, 9, 40)
WISH_DAY = date(2026, 6, 10)
CHANNELS = (1, 2, 3)
HOUSE_BUDGET = Budget(120, 30)
TIMES = [time(9), time(11), time(14), time(16, 30)]
DAYS = [TODAY + timedelta(days=n) for n in range(14)]

times = st.sets(st.sampled_from(TIMES), max_size=2).map(lambda chosen: tuple(sorted(chosen)))
weeks = st.fixed_dictionaries({}, optional=dict.fromkeys(range(7), times))
cadences = st.fixed_dictionaries({}, optional=dict.fromkeys(CHANNELS, weeks)).map(Cadence)
channel_sets = st.sets(st.sampled_from(CHANNELS), min_size=1).map(frozenset)


@st.composite
def plans(draw: st.DrawFn) -> tuple[Planned, ...]:
    made = draw(
        st.lists(
            st.tuples(
                channel_sets,
                st.sampled_from(DAYS),
                st.sampled_from([*TIMES, time(12, 15)]),
                st.sampled_from(list(set(Stage) - {Stage.CANCELLED})),
                st.sampled_from([None, "Vertrauen"]),
                st.booleans(),
                st.integers(0, 5),
            ),
            max_size=12,
        )
    )
    return tuple(
        Planned(
            id=n, title=f"Beitrag {n}", channels=channels, local=datetime.combine(day, at), zone=ZONE, stage=stage,
            goal=goal, movable=movable, made_at=datetime(2026, 5, 1 + age, tzinfo=UTC),
        )
        for n, (channels, day, at, stage, goal, movable, age) in enumerate(made, start=1)
    )  # fmt: skip


wishes = st.builds(
    Wish, channels=channel_sets, local=st.sampled_from([datetime.combine(WISH_DAY, at) for at in (time(10), time(14))]),
    zone=st.just(ZONE), effort_minutes=st.integers(1, 240),
)  # fmt: skip


def house(cadence: Cadence, budget: Budget = HOUSE_BUDGET) -> House:
    return House(cadence, {date(2026, 6, 8) + timedelta(weeks=n): budget for n in range(6)}, {})


def priced(
    wish: Wish, plan: tuple[Planned, ...], cadence: Cadence, budget: Budget = HOUSE_BUDGET, lead: int = 5
) -> Price:
    found = price(wish, plan=plan, house=house(cadence, budget), now_local=NOW, lead_days=lead)
    assert found is not None
    return found


@given(wishes, plans(), cadences)
def test_only_what_may_move_is_displaced_and_only_to_a_later_day(
    wish: Wish, plan: tuple[Planned, ...], cadence: Cadence
) -> None:
    by_id = {slot.id: slot for slot in plan}
    for moved in priced(wish, plan, cadence).displaced:
        slot = by_id[moved.slot_id]
        assert slot.movable
        assert slot.stage in MOVABLE
        assert moved.after.date() > slot.local.date() >= WISH_DAY
        assert (moved.title, moved.goal, moved.before) == (slot.title, slot.goal, slot.local)


@given(wishes, plans(), cadences)
def test_nobody_is_displaced_twice_and_nobody_for_nothing(
    wish: Wish, plan: tuple[Planned, ...], cadence: Cadence
) -> None:
    found = priced(wish, plan, cadence)
    moved = [d.slot_id for d in found.displaced]
    assert len(moved) == len(set(moved))
    by_id = {slot.id: slot for slot in plan}
    full = {c for c in wish.channels if lacks_place(c, WISH_DAY, cadence=cadence, occupied=occupied_by(plan))}
    gone = frozenset[int]().union(*(by_id[m].channels for m in moved if by_id[m].local.date() == WISH_DAY))
    assert set(found.over_ceiling) == full - gone
    assert bool(moved) <= bool(full), "where there is room nobody moves"


@given(wishes, plans(), cadences)
def test_each_goes_to_a_place_that_is_free_after_the_wished_day(
    wish: Wish, plan: tuple[Planned, ...], cadence: Cadence
) -> None:
    found = priced(wish, plan, cadence)
    by_id = {slot.id: slot for slot in plan}
    occupied = occupied_by(plan)
    occupied.add(wish.channels, found.at)
    for moved in found.displaced:
        occupied.remove(by_id[moved.slot_id].channels, moved.before)
    for moved in found.displaced:
        channels = by_id[moved.slot_id].channels
        for channel in channels:
            assert not lacks_place(channel, moved.after.date(), cadence=cadence, occupied=occupied)
        occupied.add(channels, moved.after)


@given(wishes, plans(), cadences)
def test_a_day_gets_no_fuller_than_its_ceiling_unless_the_price_says_so(
    wish: Wish, plan: tuple[Planned, ...], cadence: Cadence
) -> None:
    found = priced(wish, plan, cadence)
    by_id = {slot.id: slot for slot in plan}
    occupied = occupied_by(plan)
    before = {channel: len(occupied.on(channel, WISH_DAY)) for channel in wish.channels}
    occupied.add(wish.channels, found.at)
    for moved in found.displaced:
        occupied.remove(by_id[moved.slot_id].channels, moved.before)
        occupied.add(by_id[moved.slot_id].channels, moved.after)
    for channel in wish.channels - set(found.over_ceiling):
        if cadence.has_ceiling(channel):
            assert len(occupied.on(channel, WISH_DAY)) <= max(len(cadence.of(channel, WISH_DAY)), before[channel])


@given(wishes, plans(), cadences, st.randoms())
def test_the_fingerprint_depends_on_what_is_said_and_on_nothing_else(
    wish: Wish, plan: tuple[Planned, ...], cadence: Cadence, chance: object
) -> None:
    shuffled = list(plan)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    found = priced(wish, plan, cadence)
    assert found.fingerprint == priced(wish, tuple(shuffled), cadence).fingerprint
    renamed = tuple(replace(slot, title="anders") for slot in plan)
    assert found.fingerprint == priced(wish, renamed, cadence).fingerprint
    assert found.fingerprint != priced(wish, plan, cadence, budget=Budget(120, 31)).fingerprint
    later = replace(wish, local=wish.local + timedelta(minutes=5))  # type: ignore[operator]
    assert found.fingerprint != priced(later, plan, cadence).fingerprint


@given(plans(), cadences, channel_sets)
def test_a_wish_for_any_date_displaces_nothing_and_costs_nothing(
    plan: tuple[Planned, ...], cadence: Cadence, channels: frozenset[int]
) -> None:
    found = price(
        Wish(channels, None, ZONE, 60), plan=plan, house=house(cadence, Budget(0, 0)), now_local=NOW, lead_days=5
    )
    if found is not None:
        assert (found.displaced, found.over_ceiling, found.minutes, found.needs_reason) == ((), (), 0, False)
        assert found.at.date() >= working_days_after(TODAY, 5, cadence=cadence)
        for channel in channels:
            assert not lacks_place(channel, found.at.date(), cadence=cadence, occupied=occupied_by(plan))


@given(times, st.lists(st.sampled_from([*TIMES, time(8, 45), time(12, 15)]), max_size=5))
def test_each_planned_time_takes_one_place(places: tuple[time, ...], planned: list[time]) -> None:
    free = free_places(places, planned)
    assert len(free) == max(0, len(places) - len(planned))
    assert set(free) <= set(places)
    for order in permutations(planned[:3]):
        assert free_places(places, order) == free_places(places, planned[:3])


@settings(max_examples=50)
@given(plans(), cadences, channel_sets, st.datetimes(min_value=NOW, max_value=NOW + timedelta(days=20)))
def test_the_next_free_place_is_the_first_one(
    plan: tuple[Planned, ...], cadence: Cadence, channels: frozenset[int], after: datetime
) -> None:
    occupied = occupied_by(plan)
    found = next_free_place(channels, after=after, zone=ZONE, cadence=cadence, occupied=occupied)
    if found is None:
        return
    assert found > after
    assert (
        next_free_place(channels, after=found - timedelta(seconds=1), zone=ZONE, cadence=cadence, occupied=occupied)
        == found
    )
    bound = [channel for channel in channels if cadence.has_ceiling(channel)]
    day = after.date() + timedelta(days=1)
    while day < found.date():
        blocked = any(lacks_place(c, day, cadence=cadence, occupied=occupied) for c in bound)
        silent = all(not occupied.on(c, day) for c in channels if c not in bound)
        assert blocked or not silent or (not bound and not cadence.works(day))
        day += timedelta(days=1)


def slot(
    number: int, *, goal: str | None = "Vertrauen", stage: Stage = Stage.DRAFT, age: int = 0, **more: object
) -> Planned:
    return Planned(
        id=number, title=f"Beitrag {number}", channels=frozenset({1}), local=datetime.combine(WISH_DAY, time(14)), zone=ZONE,
        stage=stage, goal=goal, movable=True, made_at=datetime(2026, 5, 20 - age, tzinfo=UTC),
    )  # fmt: skip


def test_what_has_no_goal_moves_first_then_what_is_least_far_along() -> None:
    plan = [
        slot(1, stage=Stage.APPROVED),
        slot(2, stage=Stage.DRAFT),
        slot(3, stage=Stage.IDEA),
        slot(4, goal=None, stage=Stage.APPROVED),
        slot(5, goal=None, stage=Stage.DRAFT),
    ]
    cadence = Cadence({1: dict.fromkeys(range(7), (time(9), time(14)))})
    order = []
    while len(plan) > 1:
        wish = Wish(frozenset({1}), datetime(2026, 6, 10, 10), ZONE, 60)
        full = Cadence({1: {day: (time(9),) * (len(plan) if day == 2 else 9) for day in cadence.places[1]}})
        order += [moved.slot_id for moved in priced(wish, tuple(plan), full).displaced]
        plan = [one for one in plan if one.id not in order]
    assert order == [5, 4, 3, 2]


def test_what_moves_keeps_its_time_of_day_unless_something_stands_there() -> None:
    wish = Wish(frozenset({1}), datetime(2026, 6, 10, 10), ZONE, 60)
    places = Cadence({1: {2: (time(9),), 3: (time(9), time(14), time(16))}})
    keeps = priced(wish, (slot(1),), places).displaced
    assert [one.after for one in keeps] == [datetime(2026, 6, 11, 14)]
    there = replace(slot(2), local=datetime(2026, 6, 11, 14), movable=False)
    assert [one.after for one in priced(wish, (slot(1), there), places).displaced] == [datetime(2026, 6, 11, 9)]


def test_nobody_moves_further_than_four_weeks() -> None:
    wish = Wish(frozenset({1}), datetime(2026, 6, 10, 10), ZONE, 60)
    full = {n: slot(n) for n in range(1, 5)}
    plan = tuple(replace(one, local=one.local + timedelta(weeks=n - 1), movable=n == 1) for n, one in full.items())
    only_wednesdays = Cadence({1: {2: (time(14),)}})
    assert [one.after for one in priced(wish, plan[:3], only_wednesdays).displaced] == [datetime(2026, 7, 1, 14)]
    found = priced(wish, plan, only_wednesdays)
    assert (found.displaced, found.over_ceiling) == ((), (1,))


def test_the_example_of_the_house_costs_what_the_design_shows() -> None:
    cadence = Cadence({1: {2: (time(14),), 3: (time(14),), 4: (time(11),)}})
    works = Planned(
        7, "Baustelle Nordring", frozenset({1}), datetime(2026, 6, 10, 14), ZONE, Stage.IN_REVIEW, "Vertrauen",
        movable=True, made_at=datetime(2026, 5, 1, tzinfo=UTC),
    )  # fmt: skip
    found = priced(Wish(frozenset({1}), datetime(2026, 6, 10, 10), ZONE, 90), (works,), cadence)
    assert [(d.title, d.goal, d.after) for d in found.displaced] == [
        ("Baustelle Nordring", "Vertrauen", datetime(2026, 6, 11, 14))
    ]
    assert (found.minutes, found.budget, found.minutes_over) == (90, Budget(120, 30), 0)
    assert not found.needs_reason


def test_the_budget_is_exceeded_by_the_first_minute_over_it() -> None:
    wish = Wish(frozenset({1}), datetime(2026, 6, 10, 10), ZONE, 90)
    assert not priced(wish, (), Cadence({}), budget=Budget(120, 30)).needs_reason
    over = priced(wish, (), Cadence({}), budget=Budget(120, 31))
    assert (over.minutes_over, over.needs_reason) == (1, True)
    assert not priced(wish, (), Cadence({}), budget=Budget(None, 500)).needs_reason, "no budget, no overrun"


def test_spontaneous_is_what_comes_below_the_usual_lead_time() -> None:
    wish = Wish(frozenset({1}), datetime(2026, 6, 15, 23, 59), ZONE, 90)
    assert priced(wish, (), Cadence({})).spontaneous
    assert not priced(replace(wish, local=datetime(2026, 6, 16, 0, 0)), (), Cadence({})).spontaneous
    holiday = Cadence({}, frozenset({date(2026, 6, 11)}))
    assert priced(replace(wish, local=datetime(2026, 6, 16, 10)), (), holiday).spontaneous


def test_one_thing_on_two_full_channels_makes_room_on_both() -> None:
    cadence = Cadence({1: {2: (time(9),), 3: (time(9),)}, 2: {2: (time(9),), 3: (time(9),)}})
    only_one = replace(slot(1, goal=None), channels=frozenset({1}))
    both = replace(slot(2), channels=frozenset({1, 2}), local=datetime.combine(WISH_DAY, time(9)))
    wish = Wish(frozenset({1, 2}), datetime(2026, 6, 10, 10), ZONE, 60)
    assert [d.slot_id for d in priced(wish, (only_one, both), cadence).displaced] == [2]


def test_where_nothing_may_move_the_newcomer_stands_above_the_ceiling_and_that_is_said() -> None:
    cadence = Cadence({1: {2: (time(9),), 3: (time(9),)}})
    fixed = replace(slot(1), movable=False)
    found = priced(Wish(frozenset({1}), datetime(2026, 6, 10, 10), ZONE, 60), (fixed,), cadence)
    assert (found.displaced, found.over_ceiling, found.needs_reason) == ((), (1,), True)


def test_a_channel_without_places_has_no_ceiling_and_is_offered_a_silent_working_day() -> None:
    occupied = Occupied()
    occupied.add([1], datetime(2026, 6, 12, 8))
    found = next_free_place([1], after=datetime(2026, 6, 11, 23), zone=ZONE, cadence=Cadence({}), occupied=occupied)
    assert found == datetime(2026, 6, 15, 10), "Friday is taken, then comes the weekend"


def test_a_place_in_the_hour_that_summer_time_takes_away_is_passed_over() -> None:
    cadence = Cadence({1: {6: (time(2, 30),)}})
    found = next_free_place([1], after=datetime(2027, 3, 27), zone=ZONE, cadence=cadence, occupied=Occupied())
    assert found == datetime(2027, 4, 4, 2, 30)
