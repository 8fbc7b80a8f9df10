"""A topic over the months of a year, and the months in which nothing is spoken about."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

LONGEST_PART = 4000
"""So many letters has one part of a brief at most."""
MONTHS = range(1, 13)


class TopicState(StrEnum):
    """How far a topic has come; whoever plans says so, in any order."""

    IDEA = "idea"
    PLANNED = "planned"
    UNDER_WAY = "under_way"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Period:
    """Days from one to another; `ends` is the first that does not belong to it."""

    begins: date
    ends: date


def year_of(year: int) -> Period:
    return Period(date(year, 1, 1), date(year + 1, 1, 1))


def month_of(year: int, month: int) -> Period:
    return Period(date(year, month, 1), (date(year, month, 28) + timedelta(days=4)).replace(day=1))


def touches(one: Period, other: Period) -> bool:
    """Return whether the two have a day in common."""
    return one.begins < other.ends and one.ends > other.begins


def months(period: Period, year: int) -> tuple[bool, ...]:
    """Return for each of the twelve months whether the period has a day in it."""
    return tuple(touches(period, month_of(year, month)) for month in MONTHS)


def silent_months(topics: Iterable[Period], *, year: int, today: date) -> tuple[int, ...]:
    """Return the months of the year, from that of today on, in which there is no topic; what is past can be filled no more."""
    taken = [months(one, year) for one in topics]
    return tuple(
        month for month in MONTHS if month_of(year, month).ends > today and not any(row[month - 1] for row in taken)
    )
