"""Which views there are, what a filter narrows, and how both are written in an address.

The difficult thing: an address is typed, bookmarked and sent around, so it may hold anything. What is not known here
narrows nothing, and the rest of the filter stands.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, fields
from enum import StrEnum
from urllib.parse import parse_qsl, urlencode


class View(StrEnum):
    """The five ways to look at the plan."""

    MONTH = "month"
    WEEK = "week"
    DAY = "day"
    LIST = "list"
    BOARD = "board"


class Only(StrEnum):
    """What else a filter can ask for."""

    SPONTANEOUS = "spontaneous"
    """Came in below the usual lead time."""
    MINE = "mine"
    """In the hands of whoever looks."""


WITHOUT_GOAL = 0
"""Stands in a filter for posts that have no goal."""
READABLE_CHANNELS = 30
"""Of more channels than this a calendar shows totals and exceptions instead of posts."""
LONGEST_FILTER = 200
LONGEST_NUMBER = 9
MOST = 2**31 - 1
"""No number in the database is larger."""


@dataclass(frozen=True, slots=True)
class Filter:
    """What is shown; None and empty narrow nothing."""

    channel: int | None = None
    team: int | None = None
    pillar: int | None = None
    goal: int | None = None
    campaign: int | None = None
    tag: int | None = None
    stage: str = ""
    only: str = ""

    @property
    def query(self) -> str:
        """Return the filter as it stands in an address, always in the same order; empty where it narrows nothing."""
        return urlencode([(f.name, value) for f in fields(self) if (value := getattr(self, f.name)) not in {None, ""}])

    @property
    def is_narrow(self) -> bool:
        """Return whether it asks for something else than channels: then the posts may be few whatever their channels."""
        return bool(self.pillar or self.goal is not None or self.campaign or self.tag or self.stage or self.only)

    @property
    def is_more_than_usual(self) -> bool:
        """Return whether it narrows what is not shown at first sight."""
        return bool(self.team or self.pillar or self.campaign or self.tag or self.stage or self.only)


def read(asked: Mapping[str, str], *, stages: Collection[str]) -> Filter:
    """Return the filter that stands in an address."""
    stage, only = asked.get("stage", ""), asked.get("only", "")
    return Filter(
        channel=_number(asked.get("channel"), least=1),
        team=_number(asked.get("team"), least=1),
        pillar=_number(asked.get("pillar"), least=1),
        goal=_number(asked.get("goal"), least=WITHOUT_GOAL),
        campaign=_number(asked.get("campaign"), least=1),
        tag=_number(asked.get("tag"), least=1),
        stage=stage if stage in stages else "",
        only=only if only in set(Only) else "",
    )


def read_query(written: str, *, stages: Collection[str]) -> Filter:
    """Return the filter of a kept view, which is written as in an address."""
    return read(dict(parse_qsl(written)), stages=stages)


def page_number(written: str) -> int:
    """Return the page that is asked for; the first one where it is no number."""
    return int(written) if written.isascii() and written.isdecimal() and len(written) <= LONGEST_NUMBER else 1


def _number(written: str | None, *, least: int) -> int | None:
    if written is None or not written.isascii() or not written.isdecimal() or len(written) > len(str(MOST)):
        return None
    return number if least <= (number := int(written)) <= MOST else None
