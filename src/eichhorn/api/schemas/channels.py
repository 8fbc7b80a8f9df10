"""Channels and what they take."""

from datetime import date

from pydantic import Field

from eichhorn.api.schemas.fields import Shown
from eichhorn.channels import queries
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.foundation.text import Unit


class LimitsShown(Shown):
    """What the channel takes: what its server told, else what the network declares."""

    known: bool = Field(
        description="Whether somebody states what the network takes; else the numbers are those of this house."
    )
    needs_picture: bool = Field(description="Whether nothing appears there without a picture or a film.")
    text: int = Field(examples=[500])
    unit: Unit = Field(description="How the network counts.")
    bytes: int | None = Field(description="A second limit of the text, in bytes of UTF-8.")
    a_link_counts: int | None
    pictures: int
    text_with_pictures: int | None = Field(description="A shorter limit of the text where pictures leave with it.")
    alt: int = Field(description="0 where the network has no place for descriptions of pictures.")
    picture_bytes: int | None = Field(description="Larger pictures are made smaller on their way.")
    picture_pixels: int | None = Field(description="Width by height; larger pictures are made smaller on their way.")
    picture_types: list[str]


class ChannelShown(Shown):
    """One account on one network."""

    id: int = Field(examples=[2])
    name: str = Field(examples=["Mastodon Stadtwerke"])
    network: str = Field(examples=["mastodon"])
    label: str = Field(description="The network's name as people say it.", examples=["Mastodon"])
    account: str = Field(examples=["@stadtwerke@erlengrund.social"])
    server_url: str
    language: str = Field(examples=["de"])
    purpose: str
    imprint_url: str
    by_hand: bool = Field(description="Whether a person posts there, not a machine.")
    health: Health = Field(examples=["connected"])
    rehearsal: bool = Field(description="Whether it stands on the stage.")
    retired_on: date | None
    limits: LimitsShown


def channel(of: Channel) -> ChannelShown:
    limits = queries.limits(of)
    return ChannelShown(
        id=of.pk, name=of.name, network=of.network, label=queries.label(of), account=of.account,
        server_url=queries.server_url(of), language=of.language, purpose=of.purpose, imprint_url=of.imprint_url,
        by_hand=queries.by_hand(of), health=Health(of.health), rehearsal=of.rehearsal, retired_on=of.retired_on,
        limits=LimitsShown(
            known=limits.known, needs_picture=limits.needs_picture, text=limits.text_limit, unit=limits.unit, bytes=limits.byte_limit, a_link_counts=limits.link_length,
            pictures=limits.pictures, text_with_pictures=limits.caption_limit, alt=limits.alt_limit, picture_bytes=limits.picture_bytes,
            picture_pixels=limits.picture_pixels,
            picture_types=list(limits.picture_types),
        ),
    )  # fmt: skip
