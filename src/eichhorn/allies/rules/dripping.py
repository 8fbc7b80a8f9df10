"""When somebody hears of an ask again: steady drops, each kinder than the one before, and an end.

The difficult thing: a reminder is wanted by us and endured by them. So it comes on a working day, once the house is awake
for an hour; there are never more than they agreed to; none comes after the day until which it would help; and whoever
promised a day is left alone until then.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from eichhorn.people.working_time import SATURDAY, ServiceHours

GAPS = (3, 5, 8)
"""Working days before the first, the second and the third reminder."""
ENDS_AFTER = 5
"""Working days without a word after the last drop, until the ask is at its end."""
AWAKE = timedelta(hours=1)


class Step(StrEnum):
    """What happens next by itself."""

    REMIND = "remind"
    END = "end"


class Tone(StrEnum):
    """How a reminder speaks."""

    LIGHT = "light"
    """It may have slipped."""
    SMALLER = "smaller"
    """Less is enough."""
    LAST = "last"
    """We do not ask again, and all is well."""


@dataclass(frozen=True, slots=True)
class Next:
    """What happens next by itself, and when."""

    step: Step
    at: datetime
    """In UTC."""


@dataclass(frozen=True, slots=True)
class Agreed:
    """What somebody agreed to, and what the ask says."""

    reminders: int
    due_on: date | None = None
    """The last day on which it would help."""
    promised_on: date | None = None
    """The day by which they said they would."""


def next_step(
    after: datetime, *, sent: int, agreed: Agreed, house: ServiceHours, holidays: Collection[date],
    reminded_of_promise: bool = False,
) -> Next:  # fmt: skip
    """Return what comes after an instant at which they heard of us last; always later than it. `sent` reminders were sent."""
    day = after.astimezone(ZoneInfo(house.zone)).date()
    if agreed.promised_on is not None:
        return _of_promise(
            day, agreed.promised_on, house, holidays, is_last=reminded_of_promise or sent >= agreed.reminders
        )
    if sent < agreed.reminders:
        falls_on = _working_days_after(day, GAPS[min(sent, len(GAPS) - 1)], holidays)
        if agreed.due_on is None or falls_on <= agreed.due_on:
            return Next(Step.REMIND, _awake(falls_on, house))
    ends_on = _working_days_after(day, ENDS_AFTER, holidays)
    if agreed.due_on is not None and agreed.due_on > day:
        ends_on = _working_days_after(agreed.due_on, 1, holidays)
    return Next(Step.END, _awake(ends_on, house))


def tone(number: int, *, agreed: int) -> Tone:
    """Return how the reminder of this number, from 1, speaks where so many were agreed."""
    if number >= agreed:
        return Tone.LAST
    return Tone.LIGHT if number == 1 else Tone.SMALLER


def is_working_day(day: date, *, holidays: Collection[date]) -> bool:
    """Return whether people of the house may hear of us on the day."""
    return day.weekday() < SATURDAY and day not in holidays


def _of_promise(day: date, promised: date, house: ServiceHours, holidays: Collection[date], *, is_last: bool) -> Next:
    begin = max(promised, day)
    if is_last:
        return Next(Step.END, _awake(_working_days_after(begin, ENDS_AFTER, holidays), house))
    return Next(Step.REMIND, _awake(_working_days_after(begin, 1, holidays), house))


def _working_days_after(day: date, number: int, holidays: Collection[date]) -> date:
    while number:
        day += timedelta(days=1)
        number -= is_working_day(day, holidays=holidays)
    return day


def _awake(day: date, house: ServiceHours) -> datetime:
    """Return an hour after the service time begins; its beginning where that would be past its end."""
    begins, ends = (_at(day, moment, house) for moment in (house.service_begins, house.service_ends))
    return begins + AWAKE if begins + AWAKE < ends else begins


def _at(day: date, moment: time, house: ServiceHours) -> datetime:
    return datetime.combine(day, moment, ZoneInfo(house.zone)).astimezone(UTC)
