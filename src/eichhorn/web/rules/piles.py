"""The order of the rows on Heute, and how many are shown.

The difficult thing: the title must be true. It is made from the very rows that stand below it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import time

from eichhorn.ui.states import StateKind
from eichhorn.ui.waiting import Waiting

MOST_ROWS = 7
TROUBLE = frozenset({StateKind.UNSURE, StateKind.STOP})


@dataclass(frozen=True, slots=True)
class Pile:
    """One of the three lists: at most seven rows, and how many more there are."""

    rows: tuple[Waiting, ...]
    whole: int

    @property
    def more(self) -> int:
        return self.whole - len(self.rows)


@dataclass(frozen=True, slots=True)
class Piles:
    """What is due, who waits, and what may wait."""

    due: Pile
    people: Pile
    later: Pile
    minutes: int
    """What is due takes about so long."""


def piles(waiting: Iterable[Waiting], *, whole: frozenset[str] = frozenset()) -> Piles:
    """Return the rows in their order: doubts and what stands still first, then the oldest. `whole` names lists without end."""
    ordered = sorted(waiting, key=lambda row: (row.sign not in TROUBLE, row.since, row.title))
    by_kind = {kind: [row for row in ordered if row.kind == kind] for kind in ("due", "person", "later")}
    cut = {kind: Pile(tuple(rows if kind in whole else rows[:MOST_ROWS]), len(rows)) for kind, rows in by_kind.items()}
    return Piles(
        due=cut["due"], people=cut["person"], later=cut["later"],
        minutes=sum(row.effort_minutes or 0 for row in by_kind["due"]),
    )  # fmt: skip


def minutes_left(now: time, day_ends: time) -> int:
    """Return how many minutes of the day are left; none after its end."""
    return max(0, (day_ends.hour - now.hour) * 60 + day_ends.minute - now.minute)
