"""What can be wrong with a line of a table, and what is only worth a second look."""

from dataclasses import dataclass
from enum import StrEnum

from eichhorn.spreadsheets.rules.columns import Column


class Wrong(StrEnum):
    """Why nothing can be made of a line."""

    NO_TITLE = "no_title"
    LONG_TITLE = "long_title"
    FORMULA = "formula"
    MORE_CELLS = "more_cells"
    NO_DAY = "no_day"
    """A time without a day."""
    NO_TIME = "no_time"
    DAY_UNREAD = "day_unread"
    TIME_UNREAD = "time_unread"
    DAY_OR_MONTH = "day_or_month"
    """6/11/2026: nobody knows which of the two stands first."""
    NO_SUCH_DAY = "no_such_day"
    WEEKDAY = "weekday"
    TWO_TIMES = "two_times"
    SKIPPED = "skipped"
    """The clocks are put forward over it."""
    PAST = "past"
    FAR = "far"
    NO_SUCH_CHANNEL = "no_such_channel"
    SEVERAL_CHANNELS = "several_channels"
    """The name of a network on which the house has more than one account."""
    MAY_NOT = "may_not"
    NO_SUCH_LANGUAGE = "no_such_language"
    NO_SUCH_GOAL = "no_such_goal"
    NO_SUCH_PILLAR = "no_such_pillar"
    NO_SUCH_CAMPAIGN = "no_such_campaign"
    LONG_TAG = "long_tag"
    TOO_MANY_TAGS = "too_many_tags"
    NO_SUCH_PICTURE = "no_such_picture"
    SEVERAL_PICTURES = "several_pictures"
    PICTURE_ENDED = "picture_ended"
    TOO_MANY_PICTURES = "too_many_pictures"
    DESCRIBES_NOTHING = "describes_nothing"
    """More descriptions than pictures."""
    TOO_LONG = "too_long"
    """Longer than a channel takes."""
    LONGER_THAN_KEPT = "longer_than_kept"
    """Longer than any network takes."""
    TOO_MANY_PARTS = "too_many_parts"
    NOT_ITS_CHANNEL = "not_its_channel"
    """An own text for a channel on which the post does not appear."""


class Caution(StrEnum):
    """What can be made, and is worth a second look."""

    STANDS_ALREADY = "stands_already"
    TWICE = "twice"
    NO_CHANNELS = "no_channels"
    NOT_DESCRIBED = "not_described"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing about one cell."""

    why: Wrong | Caution
    column: Column
    name: str = ""
    """The column as the file calls it."""
    value: str = ""
    """What stands in the cell, shortened."""
    nearest: str = ""
    """What may be meant."""
    where: str = ""
    """The channel that it is about."""
    number: int = 0
    """So much too long, at most so many, the line in which the same stands."""
