"""The line of the day: what went out, what goes out by itself, now, and when the day ends.

The difficult thing: labels must never lie on each other, and how wide they are is known to the browser alone. So each
label's width is estimated from its letters on the narrowest line there is; a label stands above the line, else below it;
and where both are taken, it becomes one with the point before it.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import StrEnum
from itertools import groupby

STEP = 15
"""What lies within the same so many minutes is one point."""
LETTER_PERCENT = 0.9
"""How much of the narrowest line one letter takes (about 6.6 of 744 px; below a window of 1024 px there is no line)."""
GAP_PERCENT = 1.0
LONGEST_LABEL = 24
"""So many letters are shown; the style sheet cuts the rest."""
DAY_ENDS_LETTERS, CLOCK_LETTERS = 10, 5


class Look(StrEnum):
    """What a point on the line of the day says of itself."""

    OUT = "done"
    BY_ITSELF = "ahead"
    WAITS = "waits"
    """Planned, and nobody has said Yes yet."""
    DOUBT = "doubt"


WORD_LETTERS = {Look.DOUBT: 17, Look.WAITS: 8}
"""What stands beside the time: " · bitte nachsehen", " · offen"."""
ORDER = (Look.DOUBT, Look.WAITS, Look.BY_ITSELF, Look.OUT)
"""What of several is named: the one that most needs a look."""


class Side(StrEnum):
    """Where the label stands to its point, so that it does not leave the line."""

    MIDDLE = ""
    FROM = "from"
    """Begins at the point: near the left end."""
    UNTO = "unto"
    """Ends at the point: near the right end."""


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something of the day: wall-clock time, title, how it stands, where it leads."""

    at: time
    title: str
    look: Look
    href: str


@dataclass(frozen=True, slots=True)
class Point:
    """One sign on the line: how far along in percent, and what stands at it."""

    percent: int
    at: time
    title: str
    count: int
    look: Look
    href: str
    is_low: bool = False
    """Its label stands below the line, because above there is no room."""
    side: Side = Side.MIDDLE

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
    now_side: Side
    says_now: bool
    """Else the label of a point stands where the time would, and the end of the past shows it."""
    home: time
    home_percent: int
    home_side: Side
    quiet_percent: int


@dataclass(frozen=True, slots=True)
class Span:
    """From where to where something reaches, in percent."""

    begins: float
    ends: float

    def touches(self, other: "Span") -> bool:
        return self.begins < other.ends + GAP_PERCENT and other.begins < self.ends + GAP_PERCENT


def day_line(
    appointments: Iterable[Appointment], *, service_begins: time, service_ends: time, day_ends: time, now: time
) -> DayLine:
    """Return the line; what lies earlier or later than the service stretches it."""
    listed = sorted(appointments, key=lambda one: (one.at, one.title))
    marks = [_minutes(one.at) for one in listed]
    begins = min(at // 60 * 60 for at in (_minutes(service_begins), _minutes(day_ends), *marks))
    after_service = -(-max(_minutes(service_ends), _minutes(day_ends)) // 60) * 60 + 60
    ends = min(24 * 60, max(after_service, *((mark // 60 + 1) * 60 for mark in marks), 0))

    def percent(at: time) -> int:
        return round((min(max(_minutes(at), begins), ends) - begins) * 100 / (ends - begins))

    is_on = begins <= _minutes(now) <= ends
    home, home_side = label(percent(day_ends), DAY_ENDS_LETTERS)
    here, now_side = label(percent(now), CLOCK_LETTERS)
    groups = [list(group) for _, group in groupby(listed, key=lambda one: _minutes(one.at) // STEP)]
    points = _points(groups, percent, home=home)
    says_now = not any(point.is_low and _span(point).touches(here) for point in points)
    return DayLine(
        begins=_time(begins), ends=_time(ends), points=points, now=now if is_on else None, now_percent=percent(now),
        now_side=now_side, says_now=says_now, home=day_ends, home_percent=percent(day_ends), home_side=home_side,
        quiet_percent=100 - percent(day_ends),
    )  # fmt: skip


def label(percent: int, letters: int) -> tuple[Span, Side]:
    """Return what a label at the place takes of the line, and to which side it stands."""
    width = min(letters, LONGEST_LABEL) * LETTER_PERCENT
    if percent < width / 2:
        return Span(percent, percent + width), Side.FROM
    if percent + width / 2 > 100:
        return Span(percent - width, percent), Side.UNTO
    return Span(percent - width / 2, percent + width / 2), Side.MIDDLE


def _points(groups: list[list[Appointment]], percent: Callable[[time], int], *, home: Span) -> tuple[Point, ...]:
    """Return one point for each group. One whose label finds no room joins the group before it, and all are placed anew."""
    while True:
        placed: list[Point] = []
        for number, group in enumerate(groups):
            point = _point(group, percent)
            is_low = _stands_low(point, placed, home=home)
            if is_low is None:
                groups = [*groups[: number - 1], groups[number - 1] + group, *groups[number + 1 :]]
                break
            placed.append(replace(point, is_low=is_low))
        else:
            return tuple(placed)


def _stands_low(point: Point, placed: Sequence[Point], *, home: Span) -> bool | None:
    """Return whether the label stands below the line, None where it finds no room on either side."""
    span = _span(point)
    above = [home, *(_span(one) for one in placed if not one.is_low)]
    below = [_span(one) for one in placed if one.is_low]
    if not any(span.touches(taken) for taken in above):
        return False
    return None if any(span.touches(taken) for taken in below) else True


def _point(group: Sequence[Appointment], percent: Callable[[time], int]) -> Point:
    worst = min(group, key=lambda one: ORDER.index(one.look))
    at = percent(group[0].at)
    point = Point(at, group[0].at, worst.title, len(group), worst.look, worst.href)
    return replace(point, side=label(at, _letters(point))[1])


def _span(point: Point) -> Span:
    return label(point.percent, _letters(point))[0]


def _letters(point: Point) -> int:
    """Return how many letters the longer line of the label has."""
    title = len(point.title) + (len(f" +{point.more}") if point.more else 0)
    return max(title, CLOCK_LETTERS + WORD_LETTERS.get(point.look, 0))


def day_of(moment: datetime) -> tuple[datetime, datetime]:
    """Return the half-open day that holds the local moment, local as well."""
    begins = datetime.combine(moment.date(), time(), moment.tzinfo)
    return begins, begins + timedelta(days=1)


def _minutes(at: time) -> int:
    return at.hour * 60 + at.minute


def _time(minutes: int) -> time:
    return time(minutes // 60 % 24, minutes % 60)
