"""What differs between two versions."""

from collections.abc import Sequence
from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Shown, words_of
from eichhorn.content.comparing import Change, Part
from eichhorn.foundation.differences import Difference

PieceKind = Annotated[Difference, words_of(Difference)]
PartChanged = Annotated[Part, words_of(Part)]


class PieceShown(Shown):
    """A run of words. Same and gone give the text as it was, same and new the text as it is."""

    difference: PieceKind = Field(examples=["new"])
    text: str = Field(examples=["16. Juni"])


class VersionChangeShown(Shown):
    """One part that differs."""

    part: PartChanged = Field(examples=["text"])
    about: str = Field(description="The channel, the picture or the language; empty where nothing has to be named.")
    pieces: list[PieceShown]
    media: list[str] = Field(description="The digests of the pictures that it is about, as it was and as it is.")


class ChangesShown(Shown):
    """What differs between two versions, in everything that readers see."""

    before: int | None = Field(description="The number of the earlier version; null where there is none.", examples=[1])
    after: int = Field(examples=[2])
    changes: list[VersionChangeShown]


def changes(before: int | None, after: int, found: Sequence[Change]) -> ChangesShown:
    return ChangesShown(before=before, after=after, changes=[_change(one) for one in found])


def _change(of: Change) -> VersionChangeShown:
    return VersionChangeShown(
        part=of.part, about=of.about, media=[one.picture.digest for one in of.pictures],
        pieces=[PieceShown(difference=piece.difference, text=piece.text) for piece in of.pieces],
    )  # fmt: skip
