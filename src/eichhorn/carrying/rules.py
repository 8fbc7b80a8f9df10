"""When a period is over for something undone, and until when it is carried over.

The difficult thing: a milestone belongs to its quarter and to the period of its goal. The earlier of the two ends counts,
but only a goal that still ran on the day of the milestone: else what was carried past the end of a goal would be undone
again the moment it was carried.
"""

from datetime import date, timedelta
from enum import StrEnum

from eichhorn.planning.rules import quarter

LONGEST_REASON = 500
FEWEST_DAYS = 14
"""A quarter with fewer days left is no period to carry over to; then it is the next one."""
DAY = timedelta(days=1)


class Kind(StrEnum):
    """What can be left undone."""

    MILESTONE = "milestone"
    MEASURE = "measure"
    TOPIC = "topic"


class Outcome(StrEnum):
    """What somebody decided about it."""

    CARRIED = "carried"
    LET_GO = "let_go"
    TAKEN_UP = "taken_up"


def ends(last_day: date, *, within: date | None = None) -> date:
    """Return the first day after the period: that after the quarter of the day, or the earlier end of what it belongs to.

    `within` is the first day after the period of the goal or campaign; one that ended before the day does not count.
    """
    end = quarter(last_day)[1]
    return min(end, within) if within is not None and within > last_day else end


def next_period(*, today: date) -> tuple[date, date]:
    """Return first and last day of the period to carry over to: this quarter, or the next where this one is nearly over."""
    begins, end = quarter(today)
    if (end - today).days < FEWEST_DAYS:
        begins, end = quarter(end)
    return begins, end - DAY
