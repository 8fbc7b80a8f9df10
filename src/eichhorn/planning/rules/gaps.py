"""Gaps: where a channel says less than its team wished.

The difficult thing: a wish is a number of posts a week, and nobody wants to be told of every weekend. So only days count
on which the channel speaks at all (those of its places, else working days); the wished posts are thought of as spread
over them, and a silence is a gap where it is longer than the longest that such a spreading leaves.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from eichhorn.planning.rules.places import OPEN_TIME, SATURDAY, Cadence

LOOKS_BACK = timedelta(days=28)
"""A silence that is older began "long ago"."""
MOST_A_WEEK = 70


@dataclass(frozen=True, slots=True)
class Gap:
    """Days on which a channel is silent for longer than was wished."""

    channel: int
    per_week: int
    first: date
    """The first day on which something might have been said."""
    last: date
    spoke_on: date | None
    """The day before, on which something was said last; None where that is longer ago than is looked back."""
    begin_at: datetime | None
    """The first wall-clock time in it, after today, at which something could still stand."""


def speaks_on(channel: int, day: date, cadence: Cadence) -> bool:
    """Return whether the channel says something on such days at all."""
    return bool(cadence.of(channel, day)) if cadence.has_ceiling(channel) else cadence.works(day)


def may_be_silent(channel: int, per_week: int, cadence: Cadence) -> int:
    """Return for how many of its days the channel may say nothing and still keep its wish."""
    weekdays = sum(bool(times) for times in cadence.places.get(channel, {}).values()) or SATURDAY
    return max(0, -(-weekdays // per_week) - 1)


def gaps(
    channel: int, *, per_week: int, planned: Collection[date], cadence: Cadence, today: date, until: date
) -> tuple[Gap, ...]:
    """Return the gaps of a channel that reach into the half-open period from today on, in order.

    `planned` are the days on which something stands or stood, from `LOOKS_BACK` before today on.
    """
    allowed = may_be_silent(channel, per_week, cadence)
    found: list[Gap] = []
    spoke_on: date | None = None
    silent: list[date] = []

    def close() -> None:
        if len(silent) > allowed and silent[-1] >= today:
            begin = next((day for day in silent if day > today), None)
            at = (cadence.of(channel, begin) or (OPEN_TIME,))[0] if begin else None
            begin_at = datetime.combine(begin, at) if begin and at else None
            found.append(Gap(channel, per_week, silent[0], silent[-1], spoke_on, begin_at))

    for ahead in range((until - today + LOOKS_BACK).days):
        day = today - LOOKS_BACK + timedelta(days=ahead)
        if day in planned:
            close()
            spoke_on, silent = day, []
        elif speaks_on(channel, day, cadence):
            silent.append(day)
    close()
    return tuple(found)
