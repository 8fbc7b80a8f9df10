"""The places of a queue: nobody shares one, the order is kept, no day gets too full, and every clock knows them."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import available_timezones

from hypothesis import given
from hypothesis import strategies as st

from eichhorn.planning.rules import Cadence, Occupied, instant, wall_of
from eichhorn.queueing.rules import Post, What, Wish, placed, reordered

ZONES = st.sampled_from(sorted(available_timezones()))
TIMES = st.lists(st.sampled_from([time(1, 30), time(2, 30), time(9), time(14)]), min_size=1, max_size=3, unique=True)
WEEKS = st.dictionaries(st.integers(0, 6), TIMES.map(tuple), min_size=1)


@given(
    zone=ZONES, now=st.datetimes(datetime(2026, 1, 1), datetime(2027, 12, 31), timezones=st.just(UTC)), mine=WEEKS,
    other=st.none() | WEEKS, number=st.integers(1, 6), shared=st.sets(st.tuples(st.integers(0, 9), st.sampled_from([2, 9, 14]))),
    taken=st.sets(st.integers(0, 20)), also=st.sets(st.integers(0, 5)),
)  # fmt: skip
def test_places_are_apart_in_order_ahead_known_by_the_clock_and_under_every_ceiling(
    zone: str, now: datetime, mine: dict[int, tuple[time, ...]], other: dict[int, tuple[time, ...]] | None, number: int,
    shared: set[tuple[int, int]], taken: set[int], also: set[int],
) -> None:  # fmt: skip
    local, cadence, others = wall_of(now, zone), Cadence({1: mine, **({2: other} if other else {})}), Occupied()
    for ahead in taken:
        others.add([1], datetime.combine(local.date() + timedelta(days=ahead), time(9)))
    posts = [Post(n, frozenset({1, 2} if n in also and _meet(mine, other) else {1}), None, zone) for n in range(number)]
    pool = [datetime.combine(local.date() + timedelta(days=day), time(hour)) for day, hour in shared]
    steps = placed(posts, shared=pool, now=now, cadence=cadence, others=others)
    places = [step.after for step in steps if step.after is not None]
    assert [step.post for step in steps] == posts
    assert all(earlier < later for earlier, later in pairwise(places))
    assert all(at > local and wall_of(instant(at, zone), zone) == at for at in places)
    for step in steps:
        assert step.after is not None
        day = step.after.date()
        for channel in step.post.channels:
            standing = [at.date() for one, at in zip(steps, places, strict=True) if channel in one.post.channels]
            full = standing.count(day) + len(others.on(channel, day))
            assert full <= max(1, len(cadence.of(channel, day)))
        assert step.after.time() not in others.on(1, day)


def _meet(mine: dict[int, tuple[time, ...]], other: dict[int, tuple[time, ...]] | None) -> bool:
    """Return whether both channels speak on one day of the week."""
    return other is None or bool(mine.keys() & other.keys())


@given(
    order=st.lists(st.integers(1, 50), unique=True, max_size=9),
    what=st.sampled_from(What),
    pick=st.integers(0, 9),
    to=st.integers(0, 20),
)
def test_every_order_keeps_everybody_once_and_the_others_in_theirs(
    order: list[int], what: What, pick: int, to: int
) -> None:
    chosen = [*order, 99][pick % (len(order) + 1)]
    after = reordered(order, Wish(what, chosen, to))
    others = [one for one in order if one != chosen]
    assert [one for one in after if one != chosen] == others
    assert after.count(chosen) == (what is not What.OUT and (what is not What.MOVE_UP or chosen in order))


def test_in_another_order_they_stand_on_the_same_places() -> None:
    now, days = datetime(2026, 6, 1, tzinfo=UTC), [datetime(2026, 6, day, 9) for day in (2, 4, 9)]
    cadence = Cadence({1: {day: (time(9),) for day in range(7)}})
    posts = [Post(n, frozenset({1}), at, "UTC") for n, at in enumerate(days)]
    steps = placed(posts[::-1], shared=days, now=now, cadence=cadence, others=Occupied())
    assert [step.after for step in steps] == days
    up = placed(posts, shared=(), now=now, cadence=cadence, others=Occupied())
    assert [step.after for step in up] == [datetime(2026, 6, day, 9) for day in (1, 2, 3)]
