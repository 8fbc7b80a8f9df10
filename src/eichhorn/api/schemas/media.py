"""Pictures as programs see them, and what they say of them; what videos share with them as well.

The difficult thing: who is shown on a picture is nobody's business but the team's. So programs read whether it may
appear, and no names.
"""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field

from eichhorn.api.schemas.fields import Day, Sent, Shown, Text, words_of
from eichhorn.media import queries
from eichhorn.media.models import Picture
from eichhorn.media.rules import LONGEST_ALT, LONGEST_TAG, MOST_TAGS, Known, Licence, tags
from eichhorn.video.models import Video


class LicensedShown(Shown):
    """What is known of something that may stand in a post."""

    source: str
    added_at: datetime
    alt_de: str = Field(description="Its description in German, with which posts begin that take it.")
    alt_en: str = Field(description="Its description in English.")
    licence: Annotated[str, words_of(Licence)]
    licence_note: str
    tags: list[str] = Field(examples=[["nordring"]])
    last_day: date | None = Field(description="The last day on which it may appear; null means without end.")
    may_appear: bool = Field(
        description="Whether it may appear today: the last day is not over, and everybody shown has said Yes. "
        "As long as it may not, no post with it leaves."
    )


class PictureShown(LicensedShown):
    """One picture as it was given, without what cameras note in it, and what is known of it."""

    digest: str = Field(description="SHA-256 of its bytes, by which it is named everywhere.")
    media_type: str = Field(examples=["image/jpeg"])
    width_px: int
    height_px: int
    size_bytes: int
    file_name: str = Field(examples=["bagger.jpg"])


class ThingKnown(Sent):
    """What is said of something that may stand in a post, as a whole; what is left out is empty afterwards."""

    alt_de: Text = Field("", max_length=LONGEST_ALT)
    alt_en: Text = Field("", max_length=LONGEST_ALT)
    source: Text = Field("", max_length=200, description="Who made it.")
    licence: Licence = Licence.UNKNOWN
    licence_note: Text = Field(
        "", max_length=300, description="How the author is to be named, or where the contract lies."
    )
    last_day: Day | None = None

    tags: list[Annotated[Text, Field(max_length=LONGEST_TAG)]] = Field([], max_length=MOST_TAGS)

    def known(self) -> Known:
        """Return what was said."""
        return Known(
            descriptions={"de": " ".join(self.alt_de.split()), "en": " ".join(self.alt_en.split())},
            tags=tags(",".join(self.tags)), source=" ".join(self.source.split()), licence=self.licence,
            licence_note=" ".join(self.licence_note.split()), last_day=self.last_day,
        )  # fmt: skip


class PictureKnown(ThingKnown):
    """What is known of a picture, as a whole; what is left out is empty afterwards."""


def picture(of: Picture, *, on: date) -> PictureShown:
    """Return the picture. No query where it came by `media.queries.known`."""
    return PictureShown(
        digest=of.digest, media_type=of.media_type, width_px=of.width_px, height_px=of.height_px, size_bytes=of.size_bytes,
        file_name=of.file_name, **licensed(of, may_appear=queries.ended(of, on=on) is None),
    )  # fmt: skip


def licensed(of: Picture | Video, *, may_appear: bool) -> dict[str, Any]:
    """Return what is known of a picture or a video, by the names of `LicensedShown`."""
    said = {one.language: one.text for one in of.descriptions.all()}
    return {
        "source": of.source, "added_at": of.added_at, "alt_de": said.get("de", ""), "alt_en": said.get("en", ""),
        "licence": of.licence, "licence_note": of.licence_note, "last_day": of.last_day, "tags": of.tags, "may_appear": may_appear,
    }  # fmt: skip
