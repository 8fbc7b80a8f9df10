"""What a newcomer would displace, and what it costs: the price that is named before the choice.

The difficult thing: what was named must be exactly what moves. So the price is a value, computed from the plan alone,
and carries a fingerprint of all that it says; whoever accepts computes it again under lock and compares. How it comes
about stands in `pricing`; who moves is decided in `making_room`.
"""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time

from eichhorn.planning.rules.places import Cadence, Occupied, working_days_after
from eichhorn.planning.rules.stages import Stage


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
    goal_owner: str = ""
    minutes: int = 0
    """The work behind it; none for a rehearsal."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What a newcomer asks for. `local` is wall-clock time without zone; None where any date is welcome."""

    channels: frozenset[int]
    local: datetime | None
    zone: str
    effort_minutes: int
    not_before: datetime | None = None
    """Wall-clock time before which nothing may be known."""


@dataclass(frozen=True, slots=True)
class Displacement:
    """One slot that would move: whose goal it serves, from when to when."""

    slot_id: int
    title: str
    goal: str | None
    before: datetime
    after: datetime
    hidden: bool = False
    goal_owner: str = ""
    stage: Stage = Stage.IDEA


@dataclass(frozen=True, slots=True)
class Budget:
    """Minutes of the fire budget of one week and of its quarter; `whole` is None where nobody has declared one."""

    whole: int | None
    spent: int
    quarter_whole: int | None = None
    quarter_spent: int = 0

    @property
    def left(self) -> int | None:
        """Return what may still be spent in the week: what it has left, or its quarter, where that is less."""
        if self.whole is None:
            return None
        week = self.whole - self.spent
        return max(0, week if self.quarter_whole is None else min(week, self.quarter_whole - self.quarter_spent))


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
    proven: bool = True
    """Whether no other way would cost less for this day; not, where time was too short to tell."""

    @property
    def spontaneous(self) -> bool:
        return self.minutes > 0

    @property
    def minutes_over(self) -> int:
        """Return by how many minutes the budget of the week or of its quarter would be exceeded, whichever is more."""
        return max(self.week_over, self.quarter_over)

    @property
    def week_over(self) -> int:
        """Return by how many minutes the budget of the week would be exceeded."""
        if not self.minutes or self.budget.whole is None:
            return 0
        return max(0, self.budget.spent + self.minutes - self.budget.whole)

    @property
    def quarter_over(self) -> int:
        """Return by how many minutes the budget of the quarter would be exceeded."""
        if not self.minutes or self.budget.whole is None or self.budget.quarter_whole is None:
            return 0
        return max(0, self.budget.quarter_spent + self.minutes - self.budget.quarter_whole)

    @property
    def needs_reason(self) -> bool:
        """Return whether somebody has to answer for it in words: a budget overrun or a ceiling passed."""
        return bool(self.minutes_over or self.over_ceiling)

    @property
    def fingerprint(self) -> str:
        """Return the same short text for the same price, and another for any other."""
        said = [
            sorted(self.wish.channels), self.wish.zone, self.at.isoformat(), self.minutes, self.budget.whole,
            self.budget.spent, self.minutes_over, sorted(self.over_ceiling),
            sorted(
                (d.slot_id, d.before.isoformat(), d.after.isoformat(), d.stage == Stage.APPROVED) for d in self.displaced
            ),
        ]  # fmt: skip
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()[:32]


def in_good_time(now_local: datetime, *, lead_days: int, cadence: Cadence) -> datetime:
    """Return the first moment that is not spontaneous: the beginning of the day that lies the usual lead time ahead."""
    return datetime.combine(working_days_after(now_local.date(), lead_days, cadence=cadence), time())


def occupied_by(plan: Iterable[Planned]) -> Occupied:
    """Return which times the plan fills. What was cancelled is not in the plan."""
    occupied = Occupied()
    for slot in plan:
        occupied.add(slot.channels, slot.local)
    return occupied
