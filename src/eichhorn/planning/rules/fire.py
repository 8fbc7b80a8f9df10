"""The quarter of the fire budget: which weeks belong to it, and what its ceiling is."""

from collections.abc import Iterable
from datetime import date, timedelta

WEEK = timedelta(weeks=1)
THURSDAY = timedelta(days=3)


def quarter_of(monday: date) -> tuple[int, int]:
    """Return year and quarter of the week: those of its Thursday, so that every week belongs to exactly one."""
    middle = monday + THURSDAY
    return middle.year, (middle.month - 1) // 3 + 1


def weeks_of_quarter(monday: date) -> tuple[date, ...]:
    """Return the Mondays of all weeks of the week's quarter: twelve to fourteen."""
    mine = quarter_of(monday)
    around = (monday + n * WEEK for n in range(-14, 15))
    return tuple(one for one in around if quarter_of(one) == mine)


def ceiling(declared: int | None, weeks: Iterable[int | None]) -> int:
    """Return what the quarter may spend: what was declared for it, else the sum of its weeks."""
    return sum(minutes or 0 for minutes in weeks) if declared is None else declared
