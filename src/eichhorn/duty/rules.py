"""How long somebody works on a day, what a team has in a week, and who stands in for whom.

The difficult thing: what nobody has told is not zero. A week in which the hours of one member are unknown names them, so
that nobody plans with a sum that only looks like one. Days are days of the calendar here; zones and clocks play no part.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

DAYS = 7
MOST_MINUTES_A_DAY = 960
LONGEST_ABSENCE = timedelta(days=732)
FARTHEST = timedelta(days=1830)
"""How far from today anything told here may lie."""


class NotSane(ValueError):
    """Minutes that no week has: not seven days, or a day with less than none or more than sixteen hours."""


class EndsTooSoon(ValueError):
    """The last day comes before the first."""


class TooLong(ValueError):
    """It lasts longer than anybody tells in one piece."""


class TooFar(ValueError):
    """The day lies too far from today."""


@dataclass(frozen=True, slots=True)
class Period:
    """Days from the first on; `ends_on` is the first day after it, None where it has no end."""

    begins_on: date
    ends_on: date | None

    def holds(self, day: date) -> bool:
        """Return whether the day lies in it."""
        return self.begins_on <= day and (self.ends_on is None or day < self.ends_on)


@dataclass(frozen=True, slots=True)
class Away:
    """Somebody is away, or half of each of these days; nobody says why."""

    period: Period
    half: bool = False


@dataclass(frozen=True, slots=True)
class Pattern:
    """So many minutes on each day of the week, Monday first, from this day on until the next pattern."""

    from_day: date
    minutes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team, as far as hours go."""

    name: str
    patterns: tuple[Pattern, ...] = ()
    away: tuple[Away, ...] = ()
    left_on: date | None = None


@dataclass(frozen=True, slots=True)
class Week:
    """What the team has in a week: the sum of the hours that are told, and the names of those whose are not."""

    minutes: int
    untold: tuple[str, ...]

    @property
    def is_known(self) -> bool:
        return not self.untold


def sane(minutes: Collection[int]) -> tuple[int, ...]:
    """Return the minutes as a week, or raise NotSane."""
    week = tuple(minutes)
    if len(week) != DAYS or any(not 0 <= one <= MOST_MINUTES_A_DAY for one in week):
        raise NotSane
    return week


def period(begins_on: date, last_day: date | None, *, today: date, longest: timedelta | None = None) -> Period:
    """Return the days from the first to the last; EndsTooSoon, TooLong, or TooFar from today."""
    if abs(begins_on - today) > FARTHEST or (last_day is not None and abs(last_day - today) > FARTHEST):
        raise TooFar
    if last_day is None:
        return Period(begins_on, None)
    if last_day < begins_on:
        raise EndsTooSoon
    if longest is not None and last_day - begins_on >= longest:
        raise TooLong
    return Period(begins_on, last_day + timedelta(days=1))


def monday(day: date) -> date:
    """Return the Monday of the day's week."""
    return day - timedelta(days=day.weekday())


def in_force(patterns: Iterable[Pattern], day: date) -> Pattern | None:
    """Return the pattern of the day; None where nobody has told one."""
    begun = [pattern for pattern in patterns if pattern.from_day <= day]
    return max(begun, key=lambda pattern: pattern.from_day, default=None)


def minutes_on(member: Member, day: date, *, holidays: Collection[date] = ()) -> int | None:
    """Return how long they work on the day; None where nobody has told it. Half a day rounds down to the minute."""
    if member.left_on is not None and day >= member.left_on:
        return 0
    pattern = in_force(member.patterns, day)
    if pattern is None:
        return None
    if day in holidays:
        return 0
    whole = pattern.minutes[day.weekday()]
    there = [away for away in member.away if away.period.holds(day)]
    if any(not away.half for away in there):
        return 0
    return whole // 2 if there else whole


def weeks(
    members: Collection[Member], mondays: Collection[date], *, holidays: Collection[date] = ()
) -> dict[date, Week]:
    """Return what the members have together in each of the weeks that begin on these Mondays."""
    found = {}
    for begins in mondays:
        days = [begins + timedelta(days=n) for n in range(DAYS)]
        total, untold = 0, []
        for member in members:
            told = [minutes_on(member, day, holidays=holidays) for day in days]
            total += sum(minutes for minutes in told if minutes is not None)
            if None in told:
                untold.append(member.name)
        found[begins] = Week(total, tuple(untold))
    return found


def stands_in(person: int, deputies: Mapping[int, int], away: Collection[int]) -> int | None:
    """Return who does the work of somebody who is away: their deputy, else the deputy's; None where all of them are away.

    Two who stand in for each other are welcome. Whoever was asked already is not asked again, so it always ends.
    """
    asked = {person}
    one = deputies.get(person)
    while one is not None and one not in asked:
        if one not in away:
            return one
        asked.add(one)
        one = deputies.get(one)
    return None
