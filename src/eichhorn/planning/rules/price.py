"""What a newcomer would displace, and what it costs: the price that is named before the choice.

The difficult thing: what was named must be exactly what moves. So the price is a value, computed from the plan alone,
and carries a fingerprint of all that it says; whoever accepts computes it again under lock and compares.

Who moves, where a day is full: of what stands on that day on the full channel and may move, what pays into no goal goes
first; then what is least far along; then what was made last. Nothing moves which need not: one thing that stands on two
full channels makes room on both. Each goes to the next free place of its channels after the wished day, and no chain
follows. Where nothing may move, the newcomer stands above the ceiling, and the price says so.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from eichhorn.planning.rules.places import Cadence, Occupied, lacks_place, next_free_place, working_days_after
from eichhorn.planning.rules.stages import MOVABLE, Stage
from eichhorn.planning.rules.wall import monday, wall


@dataclass(frozen=True, slots=True)
class Planned:
    """A slot, as far as a price looks at it. `local` is wall-clock time without zone."""

    id: int
    title: str
    channels: frozenset[int]
    local: datetime
    zone: str
    stage: Stage
    goal: str | None
    movable: bool
    made_at: datetime
    hidden: bool = False
    """Confidential or under embargo: its title is for the team only."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a newcomer asks for. `local` is wall-clock time without zone; None where any date is welcome."""

    channels: frozenset[int]
    local: datetime | None
    zone: str
    effort_minutes: int


@dataclass(frozen=True, slots=True)
class Displacement:
    """One slot that would move: whose goal it serves, from when to when."""

    slot_id: int
    title: str
    goal: str | None
    before: datetime
    after: datetime
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class Budget:
    """Minutes of the fire budget of one week; `whole` is None where nobody has declared one."""

    whole: int | None
    spent: int


@dataclass(frozen=True, slots=True)
class Price:
    """What it would cost to give the wish its date; nothing, where the date is a free place in good time."""

    wish: Wish
    at: datetime
    displaced: tuple[Displacement, ...]
    over_ceiling: tuple[int, ...]
    """Channels on which the newcomer would stand above the ceiling, because nothing may move."""
    minutes: int
    """Taken from the fire budget; none in good time."""
    budget: Budget

    @property
    def spontaneous(self) -> bool:
        return self.minutes > 0

    @property
    def minutes_over(self) -> int:
        """Return by how many minutes the budget of the week would be exceeded."""
        if not self.minutes or self.budget.whole is None:
            return 0
        return max(0, self.budget.spent + self.minutes - self.budget.whole)

    @property
    def needs_reason(self) -> bool:
        """Return whether somebody has to answer for it in words: a budget overrun or a ceiling passed."""
        return bool(self.minutes_over or self.over_ceiling)

    @property
    def fingerprint(self) -> str:
        """Return the same short text for the same price, and another for any other."""
        said = [
            sorted(self.wish.channels), self.wish.zone, self.at.isoformat(), self.minutes, self.budget.whole,
            self.budget.spent, sorted(self.over_ceiling),
            sorted((d.slot_id, d.before.isoformat(), d.after.isoformat()) for d in self.displaced),
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def price(
    wish: Wish, *, plan: Iterable[Planned], cadence: Cadence, budget: Budget, now_local: datetime, lead_days: int
) -> Price | None:
    """Return the price of the wish, or None where any date is welcome and no place is free.

    A wish for any date gets the first free place after the usual lead time, and costs nothing.
    """
    known = tuple(plan)
    if wish.local is None:
        at = next_free_place(
            wish.channels, after=in_good_time(now_local, lead_days=lead_days, cadence=cadence), zone=wish.zone,
            cadence=cadence, occupied=occupied_by(known),
        )  # fmt: skip
        return None if at is None else Price(wish, at, (), (), 0, budget)
    displaced = displaced_by(wish, plan=known, cadence=cadence, now_local=now_local)
    late = wish.local < in_good_time(now_local, lead_days=lead_days, cadence=cadence)
    return Price(
        wish, wish.local, displaced, _over_ceiling(wish, displaced, plan=known, cadence=cadence),
        wish.effort_minutes if late else 0, budget,
    )  # fmt: skip


def in_good_time(now_local: datetime, *, lead_days: int, cadence: Cadence) -> datetime:
    """Return the first moment that is not spontaneous: the beginning of the day that lies the usual lead time ahead."""
    return datetime.combine(working_days_after(now_local.date(), lead_days, cadence=cadence), time())


def displaced_by(
    wish: Wish, *, plan: Iterable[Planned], cadence: Cadence, now_local: datetime
) -> tuple[Displacement, ...]:
    """Return who would have to move if the wish got its date, and to when; in the order in which they move."""
    if wish.local is None:
        return ()
    known = tuple(plan)
    chosen = _without_the_needless(wish, _chosen(wish, known, cadence=cadence, now_local=now_local), known, cadence)
    occupied = occupied_by(known)
    occupied.add(wish.channels, wish.local)
    for slot in chosen:
        occupied.remove(slot.channels, slot.local)
    return tuple(_moved(chosen, occupied, after=wish.local.date(), cadence=cadence))


def candidates(day: date, channel: int, *, plan: Iterable[Planned], now_local: datetime) -> list[Planned]:
    """Return what may move from the channel's day, in the declared order: first to move first."""
    may_move = [
        slot for slot in plan
        if slot.local.date() == day and channel in slot.channels
        and slot.movable and slot.stage in MOVABLE and slot.local > now_local
    ]  # fmt: skip
    latest_first = sorted(may_move, key=lambda slot: (slot.made_at, slot.id), reverse=True)
    return sorted(latest_first, key=lambda slot: (slot.goal is not None, MOVABLE.index(slot.stage)))


def occupied_by(plan: Iterable[Planned]) -> Occupied:
    """Return which times the plan fills. What was cancelled is not in the plan."""
    occupied = Occupied()
    for slot in plan:
        occupied.add(slot.channels, slot.local)
    return occupied


def _chosen(wish: Wish, plan: tuple[Planned, ...], *, cadence: Cadence, now_local: datetime) -> list[Planned]:
    """Return one mover for each full channel, unless an earlier one makes room there as well."""
    assert wish.local is not None
    day = wish.local.date()
    occupied = occupied_by(plan)
    chosen: list[Planned] = []
    for channel in sorted(wish.channels):
        if not lacks_place(channel, day, cadence=cadence, occupied=occupied) or any(
            channel in c.channels for c in chosen
        ):
            continue
        for slot in candidates(day, channel, plan=plan, now_local=now_local):
            if _finds_a_place([*chosen, slot], wish, plan, cadence):
                chosen.append(slot)
                break
    return chosen


def _finds_a_place(chosen: list[Planned], wish: Wish, plan: tuple[Planned, ...], cadence: Cadence) -> bool:
    assert wish.local is not None
    occupied = occupied_by(plan)
    occupied.add(wish.channels, wish.local)
    for slot in chosen:
        occupied.remove(slot.channels, slot.local)
    return len(list(_moved(chosen, occupied, after=wish.local.date(), cadence=cadence))) == len(chosen)


def _without_the_needless(
    wish: Wish, chosen: list[Planned], plan: tuple[Planned, ...], cadence: Cadence
) -> list[Planned]:
    """Drop whoever makes room only where another one, chosen later, makes it too."""
    assert wish.local is not None
    day, occupied = wish.local.date(), occupied_by(plan)
    full = {c for c in wish.channels if lacks_place(c, day, cadence=cadence, occupied=occupied)}
    needed = list(chosen)
    for slot in chosen:
        others = [other for other in needed if other is not slot]
        if all(any(channel in other.channels for other in others) for channel in full & slot.channels):
            needed = others
    return needed


def _moved(chosen: list[Planned], occupied: Occupied, *, after: date, cadence: Cadence) -> Iterable[Displacement]:
    """Yield where each goes; who finds no place within the horizon is left out."""
    end_of_day = datetime.combine(after, time.max)
    for slot in chosen:
        at = next_free_place(slot.channels, after=end_of_day, zone=slot.zone, cadence=cadence, occupied=occupied)
        if at is not None:
            occupied.add(slot.channels, at)
            yield Displacement(slot.id, slot.title, slot.goal, wall(slot.local), at, slot.hidden)


def _over_ceiling(
    wish: Wish, displaced: tuple[Displacement, ...], *, plan: tuple[Planned, ...], cadence: Cadence
) -> tuple[int, ...]:
    """Return the full channels on which nobody makes room."""
    assert wish.local is not None
    day, occupied = wish.local.date(), occupied_by(plan)
    gone = {d.slot_id for d in displaced}
    freed = {channel for slot in plan if slot.id in gone for channel in slot.channels}
    return tuple(
        channel for channel in sorted(wish.channels - freed)
        if lacks_place(channel, day, cadence=cadence, occupied=occupied)
    )  # fmt: skip


def budget_week(at: datetime) -> date:
    """Return the Monday of the week whose fire budget pays for what appears then."""
    return monday(at.date())
