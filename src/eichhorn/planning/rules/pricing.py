"""How a price comes about: who makes room on a day, where each goes, and what of the fire budget it takes.

The difficult thing: the best way speaks of whole days, and people read times. So days are decided first and alone
(`making_room`), and the times follow from them in one fixed order. What moves keeps its time of day; only where
something else stands at that very time it takes the best place that is free, and without places the next full hour.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from eichhorn.planning.rules.making_room.plan import Arrangement, Asked, Plan, Standing, week
from eichhorn.planning.rules.making_room.room import Room
from eichhorn.planning.rules.places import (
    OPEN_TIME,
    Cadence,
    Occupied,
    lacks_place,
    next_free_place,
    places_on,
)
from eichhorn.planning.rules.price import Budget, Displacement, Planned, Price, Wish, in_good_time, occupied_by
from eichhorn.planning.rules.stages import MOVABLE
from eichhorn.planning.rules.wall import NoSuchTime, instant, monday, wall

if TYPE_CHECKING:
    from eichhorn.planning.rules.making_room.best import Found

REACH = timedelta(weeks=4)
"""So far ahead posts may move and ways are looked for."""
MOST_MOVING = 48
"""So many posts may move for one answer, those that stand next; the others stay where they are."""
NEWCOMER = 0
"""The number of the newcomer among what is asked; no request in the database has it."""
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class House:
    """What of the house bounds a price; a week that is not named here is unknown."""

    cadence: Cadence
    budgets: Mapping[date, Budget]
    """The fire budgets by the Monday of the week."""
    minutes: Mapping[date, int]
    """What the team has left in a week for what is read of the plan, by its Monday."""

    def budget(self, at: datetime) -> Budget:
        return self.budgets.get(monday(at.date()), Budget(None, 0))


@dataclass(frozen=True, slots=True)
class Way:
    """One way to answer: the price of one day."""

    price: Price
    proven: bool
    """No way that is not named before it costs less, all open requests together."""


@dataclass(frozen=True, slots=True)
class Ways:
    """Up to three ways, best first, and what was weighed to find them."""

    ways: tuple[Way, ...]
    posts: int
    requests: int
    """Others that are open."""
    knows_hours: bool


def price(
    wish: Wish, *, plan: Iterable[Planned], house: House, now_local: datetime, lead_days: int, on: date | None = None
) -> Price | None:
    """Return the price of the wish, or of another day than the wished one, or None where there is no place.

    A wish for any date gets the first free place after the usual lead time, and costs nothing.
    """
    known, cadence = tuple(plan), house.cadence
    good = in_good_time(now_local, lead_days=lead_days, cadence=cadence)
    if wish.local is None and on is None:
        at = next_free_place(
            wish.channels, after=good, zone=wish.zone, cadence=cadence, occupied=occupied_by(known)
        )  # fmt: skip
        return None if at is None else Price(wish, at, (), (), 0, house.budget(at))
    day = on or wall(wish.local or good).date()
    arrangement, over, proven = _made_room(wish, day, known, house, now_local=now_local)
    occupied = _without(known, arrangement)
    wished = wish.local is not None and wall(wish.local).date() == day
    at = wall(wish.local) if wished and wish.local else _newcomers_time(wish, day, occupied, cadence, now_local)
    if at is None:
        return None
    occupied.add(wish.channels, at)
    return Price(
        wish, at, tuple(_moved(known, arrangement, occupied, cadence)), over,
        wish.effort_minutes if at < good else 0, house.budget(at), proven,
    )  # fmt: skip


def three_days(
    wish: Wish, *, beside: Collection[Asked], plan: Iterable[Planned], house: House, now_local: datetime, lead_days: int,
    first: date, hard: bool,
) -> tuple[tuple[date | None, bool], ...]:  # fmt: skip
    """Return up to three days for the newcomer, best first, and of each whether it is proven; None leaves it out.

    All other open requests are weighed with it: a day that one of them must have costs as much as leaving that one out.
    """
    others = tuple(one for one in beside if first <= one.day < first + REACH)
    asked = Asked(NEWCOMER, wish.channels, first, wish.effort_minutes, hard=hard)
    whole = _as_days(tuple(plan), (asked, *others), first, house, now_local=now_local)
    good = in_good_time(now_local, lead_days=lead_days, cadence=house.cadence).date()
    ways = _ways(_Question(replace(whole, in_good_time=good)))
    return tuple((way.arrangement.asked[NEWCOMER], way.proven) for way in ways)


@dataclass(frozen=True, slots=True)
class _Question:
    """A plan that was asked about; the same plan is the same question."""

    plan: Plan

    def __hash__(self) -> int:
        return hash((self.plan.standing, self.plan.asked, self.plan.days))


@lru_cache(maxsize=32)
def _ways(question: _Question) -> "tuple[Found, ...]":
    """Return the three ways; asked again while somebody looks at them, without counting anew."""
    from eichhorn.planning.rules.making_room.best import three_ways  # reading the solver takes a second

    return three_ways(question.plan, NEWCOMER)


def _best(plan: Plan) -> "Found":
    from eichhorn.planning.rules.making_room.best import best_way

    return best_way(plan)


def _made_room(
    wish: Wish, day: date, known: tuple[Planned, ...], house: House, *, now_local: datetime
) -> tuple[Arrangement, tuple[int, ...], bool]:
    """Return who stands where when the newcomer has the day, the channels that are too full then, and whether it is proven."""
    asked = Asked(NEWCOMER, wish.channels, day, wish.effort_minutes, hard=True)
    plan = replace(_as_days(known, (asked,), day, house, now_local=now_local), fire={})
    plan = replace(plan, minutes={of: most for of, most in plan.minutes.items() if of != week(day)})
    still = Arrangement({post.id: post.day for post in plan.standing}, {NEWCOMER: day})
    if Room.above(plan).fits(asked, day):
        return still, (), True
    occupied = occupied_by(known)
    full = {c for c in wish.channels if lacks_place(c, day, cadence=house.cadence, occupied=occupied)}
    stuck = {
        c for c in full if not any(post.movable and c in post.channels and post.day == day for post in plan.standing)
    }
    if stuck != full:
        bound = {at: most for at, most in plan.ceilings.items() if at not in {(channel, day) for channel in stuck}}
        found = _best(replace(plan, ceilings=bound))
        if found.arrangement.asked[NEWCOMER] == day:
            return found.arrangement, tuple(sorted(stuck)), found.proven
    return still, tuple(sorted(full)), True


def _as_days(
    known: tuple[Planned, ...], asked: tuple[Asked, ...], begins: date, house: House, *, now_local: datetime
) -> Plan:
    """Return what stands and is asked as a plan of whole days, from the first of them on."""
    days = [begins + timedelta(days=n) for n in range(REACH.days)]
    near = sorted((slot for slot in known if begins <= slot.local.date() <= days[-1]), key=lambda s: (s.local, s.id))
    may = [slot.id for slot in near if slot.movable and slot.stage in MOVABLE and slot.local > now_local][:MOST_MOVING]
    standing = tuple(
        Standing(
            slot.id, slot.channels, slot.local.date(), slot.minutes, slot.goal,
            MOVABLE.index(slot.stage) if slot.stage in MOVABLE else 0, movable=slot.id in may,
        )
        for slot in near
    )  # fmt: skip
    channels = {c for post in standing for c in post.channels} | {c for one in asked for c in one.channels}
    wished = {(c, one.day) for one in asked for c in one.channels}
    ceilings = {}
    for channel in channels:
        for day in days:
            if house.cadence.has_ceiling(channel):
                ceilings[channel, day] = len(house.cadence.of(channel, day))
            elif not house.cadence.works(day) and (channel, day) not in wished:
                ceilings[channel, day] = 0
    fire = {
        week: left for week, budget in house.budgets.items() if (left := budget.left) is not None
    }  # fmt: skip
    return Plan(standing, asked, tuple(days), ceilings, house.minutes, fire, in_good_time=begins)


def _without(known: Iterable[Planned], arrangement: Arrangement) -> Occupied:
    """Return what is filled by whoever stays."""
    return occupied_by(
        slot for slot in known if arrangement.standing.get(slot.id, slot.local.date()) == slot.local.date()
    )


def _moved(
    known: Iterable[Planned], arrangement: Arrangement, occupied: Occupied, cadence: Cadence
) -> Iterable[Displacement]:
    """Yield who moves, the earliest first, each at the time that it then has."""
    for slot in sorted(known, key=lambda one: (one.local, one.id)):
        day = arrangement.standing.get(slot.id, slot.local.date())
        if day == slot.local.date():
            continue
        at = _own_time(slot.channels, datetime.combine(day, wall(slot.local).time()), slot.zone, occupied, cadence)
        occupied.add(slot.channels, at)
        yield Displacement(
            slot.id, slot.title, slot.goal, wall(slot.local), at, slot.hidden, slot.goal_owner, slot.stage
        )  # fmt: skip


def _own_time(channels: Iterable[int], own: datetime, zone: str, occupied: Occupied, cadence: Cadence) -> datetime:
    """Return its own time on the day; where something stands there, a free place of the day, else the next full hour."""
    chosen = frozenset(channels)
    taken = {at for channel in chosen for at in occupied.on(channel, own.date())}
    places = [
        datetime.combine(own.date(), at) for at in places_on(own.date(), chosen, cadence=cadence, occupied=occupied)
    ]
    around = [own + sign * n * HOUR for n in range(1, 24) for sign in (1, -1)]
    for at in (own, *places, *around):
        if at.date() == own.date() and at.time() not in taken and _exists(at, zone):
            return at
    return own


def _newcomers_time(
    wish: Wish, day: date, occupied: Occupied, cadence: Cadence, now_local: datetime
) -> datetime | None:
    """Return the best place of the day that is free then, else the wished time of day, else the usual one; None in the past."""
    places = places_on(day, wish.channels, cadence=cadence, occupied=occupied)
    usual = wall(wish.local).time() if wish.local is not None else OPEN_TIME
    earliest = max(now_local, wish.not_before or now_local)
    for at in (*places, usual):
        local = datetime.combine(day, at)
        if local > now_local and local >= earliest and _exists(local, wish.zone):
            return local
    return None


def _exists(local: datetime, zone: str) -> bool:
    try:
        instant(local, zone)
    except NoSuchTime:
        return False
    return True
