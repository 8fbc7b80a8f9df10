"""Heute, decided without asking anything: the line of the day, the order of rows, what the title says.

The difficult thing: the title must be true. It is made from the very rows that stand below it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import groupby

from eichhorn.ui.states import StateKind
from eichhorn.ui.waiting import Waiting

MOST_ROWS = 7
MOST_POINTS = 8
CLOSE_PERCENT = 11
"""Two labels nearer than that would lie on each other."""
TROUBLE = frozenset({StateKind.UNSURE, StateKind.STOP})


class Look(StrEnum):
    """What a point on the line of the day says of itself."""

    OUT = "done"
    BY_ITSELF = "ahead"
    WAITS = "waits"
    """Planned, and nobody has said Yes yet."""
    DOUBT = "doubt"


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something of the day: wall-clock time, title, how it stands, where it leads."""

    at: time
    title: str
    look: Look
    href: str


@dataclass(frozen=True, slots=True)
class Point:
    """One sign on the line: how far along in percent, and what stands above it."""

    percent: int
    at: time
    title: str
    count: int
    look: Look
    href: str
    is_low: bool
    """Its label would touch the one before, so it stands lower."""

    @property
    def more(self) -> int:
        """How many things beside the named one stand at this point."""
        return self.count - 1


@dataclass(frozen=True, slots=True)
class DayLine:
    """The day from the hour in which the service begins to an hour after it ends."""

    begins: time
    ends: time
    points: tuple[Point, ...]
    now: time | None
    now_percent: int
    home: time
    home_percent: int
    quiet_percent: int


def day_line(
    appointments: Iterable[Appointment], *, service_begins: time, service_ends: time, day_ends: time, now: time
) -> DayLine:
    """Return the line; what lies earlier or later than the service stretches it."""
    listed = sorted(appointments, key=lambda one: (one.at, one.title))
    marks = [_minutes(one.at) for one in listed]
    begins = min(at // 60 * 60 for at in (_minutes(service_begins), _minutes(day_ends), *marks))
    after_service = -(-max(_minutes(service_ends), _minutes(day_ends)) // 60) * 60 + 60
    ends = min(24 * 60, max(after_service, *((mark // 60 + 1) * 60 for mark in marks), 0))

    def percent(at: int) -> int:
        return round((min(max(at, begins), ends) - begins) * 100 / (ends - begins))

    is_on = begins <= _minutes(now) <= ends
    return DayLine(
        begins=_time(begins), ends=_time(ends), points=_points(listed, percent, home=percent(_minutes(day_ends))),
        now=now if is_on else None, now_percent=percent(_minutes(now)), home=day_ends,
        home_percent=percent(_minutes(day_ends)), quiet_percent=100 - percent(_minutes(day_ends)),
    )  # fmt: skip


def _points(listed: Sequence[Appointment], percent: Callable[[int], int], *, home: int) -> tuple[Point, ...]:
    """Return one point for each quarter of an hour, or for each hour where that would be too many."""
    width = 15 if len({_minutes(one.at) // 15 for one in listed}) <= MOST_POINTS else 60
    points: list[Point] = []
    for _, group in groupby(listed, key=lambda one: _minutes(one.at) // width):
        together = list(group)
        worst = min(together, key=lambda one: ORDER.index(one.look))
        at = percent(_minutes(together[0].at))
        near = [point for point in points if at - point.percent < CLOSE_PERCENT and not point.is_low]
        points.append(
            Point(
                percent=at, at=together[0].at, title=worst.title, count=len(together), look=worst.look, href=worst.href,
                is_low=bool(near) or abs(home - at) < CLOSE_PERCENT,
            )
        )  # fmt: skip
    return tuple(points)


ORDER = (Look.DOUBT, Look.WAITS, Look.BY_ITSELF, Look.OUT)
"""What of several is named: the one that most needs a look."""


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
    return max(0, _minutes(day_ends) - _minutes(now))


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)


def day_of(moment: datetime) -> tuple[datetime, datetime]:
    """Return the half-open day that holds the local moment, local as well."""
    begins = datetime.combine(moment.date(), time(), moment.tzinfo)
    return begins, begins + timedelta(days=1)
