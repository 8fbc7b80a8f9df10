"""When channels speak, as programs see it."""

from datetime import date, time
from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Sent, Shown
from eichhorn.api.schemas.plan import wall
from eichhorn.planning.rules.gaps import MOST_A_WEEK, Gap
from eichhorn.planning.rules.places import MOST_PLACES

HOUR = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
Weekday = Annotated[int, Field(strict=True, ge=0, le=6, description="0 is Monday.", examples=[1])]
At = Annotated[str, Field(pattern=HOUR, examples=["09:30"])]


class PlacesSent(Sent):
    """The places of one weekday."""

    weekday: Weekday
    at: list[At] = Field(min_length=1, max_length=MOST_PLACES)


class CadenceSent(Sent):
    """How much a channel is to say, and when, as a whole: what is left out is gone afterwards."""

    posts_per_week: int | None = Field(
        None, strict=True, ge=1, le=MOST_A_WEEK, description="So many posts are wished; null wishes nothing.", examples=[3]
    )  # fmt: skip
    places: list[PlacesSent] = Field(
        [],
        max_length=7,
        description="A day holds as many posts as it has places; without any a channel has no ceiling.",
    )


class PlacesShown(Shown):
    """The places of one weekday."""

    weekday: int = Field(description="0 is Monday.", examples=[1])
    at: list[str] = Field(examples=[["09:30", "14:00"]])


class CadenceShown(Shown):
    """How much a channel is to say, and when."""

    channel: int = Field(examples=[2])
    posts_per_week: int | None = Field(examples=[3])
    places: list[PlacesShown]
    next_free_local: str | None = Field(
        description="The next free place, wall-clock time; null where there is none.", examples=["2026-06-12T14:00"]
    )


class SilentShown(Shown):
    """Days on which a channel is silent for longer than is wished."""

    channel: int = Field(examples=[2])
    per_week: int = Field(examples=[3])
    first: date
    last: date
    spoke_on: date | None = Field(description="When something was said last; null where that is long ago.")
    begin_local: str | None = Field(description="The first time in it at which something could still stand.")


class SilencesShown(Shown):
    """Where channels would be silent, the soonest first."""

    items: list[SilentShown]


def cadence(channel: int, wished: int | None, places: dict[int, tuple[time, ...]], free: str | None) -> CadenceShown:
    days = [PlacesShown(weekday=day, at=[f"{at:%H:%M}" for at in times]) for day, times in sorted(places.items())]
    return CadenceShown(channel=channel, posts_per_week=wished, places=days, next_free_local=free)


def gap(of: Gap) -> SilentShown:
    return SilentShown(
        channel=of.channel, per_week=of.per_week, first=of.first, last=of.last, spoke_on=of.spoke_on,
        begin_local=wall(of.begin_at),
    )  # fmt: skip
