"""Series: on which days of the wall clock something comes again, and what becomes of a day that cannot be.

The difficult thing: a rule speaks of days and of a time on the wall, and neither is always there. A holiday is kept,
left out or passed over; a time that the clocks skip becomes the next one that they know; one that comes twice is the
first. Each occurrence keeps the day that the rule meant, which is its name for good, whatever became of it.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from eichhorn.planning.rules.places import SATURDAY
from eichhorn.planning.rules.wall import first_existing, monday

LAST = -1
"""The last weekday of its kind in a month."""
LONGEST = timedelta(days=366 * 10)
"""A series is looked at for so long; nobody plans further."""
PASSES_OVER_DAYS = 14
"""A holiday is passed over by so many days at most; else the day is left out."""
MOST_OFTEN = 52
"""At least every so many weeks or months."""


class Frequency(StrEnum):
    WEEKLY = "weekly"
    MONTH_DAY = "month_day"
    """On a day of the month; a month that is shorter has it on its last day."""
    MONTH_WEEKDAY = "month_weekday"
    """On the first, second, third, fourth or last weekday of its kind in the month."""


class OnHoliday(StrEnum):
    """What becomes of a day that is a public holiday."""

    KEEP = "keep"
    SKIP = "skip"
    SHIFT = "shift"
    """To the next working day that is no day of the series."""


@dataclass(frozen=True, slots=True)
class Rule:
    """When a series comes: days by its frequency, at one time of the wall clock."""

    frequency: Frequency
    at: time
    begins_on: date
    every: int = 1
    """Every so many weeks or months, counted from the week or month of the beginning."""
    weekdays: tuple[int, ...] = ()
    """0 is Monday; of a month's weekday exactly one."""
    month_day: int = 0
    nth: int = 0
    """1 to 4, or LAST."""
    ends_on: date | None = None
    """The first day after it."""
    number: int | None = None
    """So many days of the rule; days that are left out count too."""
    without: frozenset[date] = frozenset()
    on_holiday: OnHoliday = OnHoliday.KEEP


@dataclass(frozen=True, slots=True)
class Occurrence:
    """One time that a series comes."""

    day: date
    """The day that the rule meant."""
    local: datetime
    """When it comes, on the wall clock of the zone, without zone."""
    holiday: str = ""
    """The holiday on the day that the rule meant, where it was passed over."""
    clock_skips: bool = False
    """The time that the rule meant does not exist on that day."""


def falls_on(rule: Rule, day: date) -> bool:
    """Return whether the rule means the day, whatever its end, its number and what is left out."""
    if day < rule.begins_on or (rule.ends_on is not None and day >= rule.ends_on):
        return False
    if rule.frequency is Frequency.WEEKLY:
        weeks = (monday(day) - monday(rule.begins_on)).days // 7
        return day.weekday() in rule.weekdays and weeks % rule.every == 0
    months = (day.year - rule.begins_on.year) * 12 + day.month - rule.begins_on.month
    return months % rule.every == 0 and day.day == _day_of_month(rule, day.year, day.month)


def days(rule: Rule, *, until: date) -> Iterator[date]:
    """Yield the days that the rule means before `until`, in order, left out ones too."""
    left = rule.number
    for ahead in range(max(0, min((until - rule.begins_on), LONGEST).days)):
        if left == 0:
            return
        day = rule.begins_on + timedelta(days=ahead)
        if falls_on(rule, day):
            yield day
            left = left - 1 if left is not None else None


def occurrences(
    rule: Rule, *, zone: str, begins: date, until: date, holidays: Mapping[date, str]
) -> Iterator[Occurrence]:
    """Yield what comes on the rule's days from `begins` on and before `until`, in the order of these days."""
    for day in days(rule, until=until):
        if day >= begins and (found := occurrence(rule, day, zone=zone, holidays=holidays)) is not None:
            yield found


def occurrence(rule: Rule, day: date, *, zone: str, holidays: Mapping[date, str]) -> Occurrence | None:
    """Return what comes of a day that the rule means; None where it is left out."""
    if day in rule.without:
        return None
    comes: date | None = day
    passed_over = ""
    if day in holidays and rule.on_holiday is not OnHoliday.KEEP:
        passed_over = holidays[day]
        comes = _after_holiday(rule, day, holidays) if rule.on_holiday is OnHoliday.SHIFT else None
    if comes is None:
        return None
    asked = datetime.combine(comes, rule.at)
    local = first_existing(asked, zone)
    return Occurrence(day, local, holiday=passed_over, clock_skips=local != asked)


def _after_holiday(rule: Rule, day: date, holidays: Mapping[date, str]) -> date | None:
    """Return the next working day that is no day of the series itself, None where none is near."""
    for ahead in range(1, PASSES_OVER_DAYS + 1):
        later = day + timedelta(days=ahead)
        if later.weekday() < SATURDAY and later not in holidays and not falls_on(rule, later):
            return later
    return None


def _day_of_month(rule: Rule, year: int, month: int) -> int:
    """Return the day of the month that the rule means."""
    first, length = monthrange(year, month)
    if rule.frequency is Frequency.MONTH_DAY:
        return min(rule.month_day, length)
    earliest = 1 + (rule.weekdays[0] - first) % 7
    if rule.nth != LAST:
        return earliest + (rule.nth - 1) * 7
    return earliest + (length - earliest) // 7 * 7
