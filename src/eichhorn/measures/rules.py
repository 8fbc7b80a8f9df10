"""On which days a measure wants its posts, and where they find room."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from eichhorn.planning.rules import Cadence, Occupied, next_free_place

MOST_POSTS = 60
"""So many posts has one measure at most; a rhythm for ever is a series."""
MOST_DAYS_BEFORE = 365


class How(StrEnum):
    """How the days of a measure are meant."""

    BEFORE = "before"
    """So many days before a day, each once."""
    WEEKLY = "weekly"
    """On one weekday of each week until a day."""


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When the posts are wished; `until` is the day before which, or until which, they are to be out."""

    how: How
    begins: date
    until: date
    weekday: int = 0
    days_before: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Proposal:
    """One post: the day that was wished, and where there is room."""

    wished: date
    local: datetime | None
    """Wall-clock time; None where no place is free until the last day."""

    @property
    def is_later(self) -> bool:
        return self.local is not None and self.local.date() != self.wished


def days(rhythm: Rhythm) -> tuple[date, ...]:
    """Return the wished days, the earliest first, each once; none before the measure begins."""
    if rhythm.how is How.BEFORE:
        found = {rhythm.until - timedelta(days=number) for number in rhythm.days_before}
        return tuple(sorted(day for day in found if day >= rhythm.begins))
    first = rhythm.begins + timedelta(days=(rhythm.weekday - rhythm.begins.weekday()) % 7)
    weeks = max((rhythm.until - first).days // 7 + 1, 0)
    return tuple(first + timedelta(weeks=week) for week in range(weeks))


def proposals(
    wished: Iterable[date], *, channels: Collection[int], until: date, now_local: datetime, zone: str, cadence: Cadence,
    occupied: Occupied,
) -> tuple[Proposal, ...]:  # fmt: skip
    """Return for each wished day its first free place, else the next free one until the last day, each place once.

    What is proposed fills `occupied`, so no ceiling is passed by the measure itself.
    """
    found = []
    for day in wished:
        begin = max(datetime.combine(day, time.min) - timedelta(minutes=1), now_local)
        at = next_free_place(channels, after=begin, zone=zone, cadence=cadence, occupied=occupied)
        local = at if at is not None and at.date() <= until else None
        if local is not None:
            occupied.add(channels, local)
        found.append(Proposal(day, local))
    return tuple(found)
