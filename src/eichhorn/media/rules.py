"""What a picture may be, and whether it may appear on a day.

The difficult thing: a Yes to a picture ends by itself. So nothing here is a state that somebody sets; whether a picture
may appear is asked for a day, of its licence and of everybody who is shown.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

LARGEST_BYTES = 10 * 1024 * 1024
MOST_PIXELS = 50_000_000

MEDIA_TYPES = {"JPEG": "image/jpeg", "MPO": "image/jpeg", "PNG": "image/png", "GIF": "image/gif", "WEBP": "image/webp"}
"""Format as Pillow names it, and the media type under which it travels."""


class PictureProblem(StrEnum):
    """Why something is not taken as a picture."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    """More than 10 MB."""
    TOO_MANY_PIXELS = "too_many_pixels"
    """More than 50 million: it may be small as a file and fill the memory when opened."""
    NOT_A_PICTURE = "not_a_picture"
    """Neither JPEG, PNG, GIF nor WebP by its content, whatever its name says."""
    BROKEN = "broken"
    """Ends too early or cannot be read."""
    DRAWING = "drawing"
    """An SVG: a page with scripts in the clothes of a picture, which no network takes."""
    ON_THE_WAY = "on_the_way"
    """What arrived is not what was sent."""
    NOT_KEPT = "not_kept"
    """Nothing is wrong with it: the place where pictures lie does not answer, or is full. Worth another try later."""


class PictureRefused(Exception):
    """The file is not stored; `reason` says why."""

    def __init__(self, reason: PictureProblem) -> None:
        super().__init__(reason.value)
        self.reason = reason


class Licence(StrEnum):
    """Under what we have the picture; the words for it are those of the house."""

    UNKNOWN = ""
    OWN = "own"
    """We made it ourselves."""
    PERMISSION = "permission"
    """Whoever made it allowed it to us."""
    BOUGHT = "bought"
    """From an agency, under its conditions."""
    CC0 = "cc0"
    CC_BY = "cc_by"
    CC_BY_SA = "cc_by_sa"
    CC_BY_ND = "cc_by_nd"
    OTHER = "other"


class Consent(StrEnum):
    """What somebody who is shown has said."""

    GIVEN = "given"
    ASKED = "asked"
    """Asked, and has not answered yet: that is no Yes."""
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True)
class Known:
    """What somebody says of a picture or a film."""

    descriptions: Mapping[str, str] = field(default_factory=dict)
    """By language; an empty one means that there is none."""
    tags: tuple[str, ...] = ()
    source: str = ""
    licence: Licence = Licence.UNKNOWN
    licence_note: str = ""
    last_day: date | None = None
    """The last day on which it may appear; None means without end."""

    @property
    def described(self) -> dict[str, str]:
        """The descriptions that there are, by language."""
        return {language: text for language, text in self.descriptions.items() if text}

    @property
    def noted(self) -> dict[str, str | None]:
        """What the audit notes of it: the rights, and none of the words."""
        return {"licence": str(self.licence), "last_day": self.last_day.isoformat() if self.last_day else None}


class Why(StrEnum):
    """Why a picture may not appear on a day."""

    WITHDRAWN = "withdrawn"
    """Somebody who is shown took their consent back."""
    NOT_GIVEN = "not_given"
    """Somebody who is shown was asked and has not said Yes."""
    EXPIRED = "expired"
    """The last day on which it may appear is over."""


def forbidden(*, last_day: date | None, consents: Iterable[Consent], on: date) -> Why | None:
    """Return why the picture may not appear on the day; None where it may. The last day itself is still a good one."""
    said = set(consents)
    if Consent.WITHDRAWN in said:
        return Why.WITHDRAWN
    if Consent.ASKED in said:
        return Why.NOT_GIVEN
    return Why.EXPIRED if last_day is not None and on > last_day else None


MOST_TAGS = 20
LONGEST_TAG = 40
LONGEST_ALT = 1_500
LANGUAGES = ("de", "en")
"""The languages for which a description stands ready; posts in others bring their own."""
LONGEST_GIVEN_NAME = 10_000


def tags(typed: str) -> tuple[str, ...]:
    """Return the tags as they are kept: parted by commas or lines, without # and case, each once, in their order."""
    pieces = typed.replace("\n", ",").replace(";", ",").split(",")
    tidied = (" ".join(piece.split()).lstrip("#").casefold() for piece in pieces)
    return tuple(dict.fromkeys(piece for piece in tidied if piece))


def findable(*parts: str) -> str:
    """Return what a search looks through: all that is known in words, in small letters."""
    return "\n".join(part for part in parts if part).casefold().replace("\x00", "")


class UploadKind(StrEnum):
    """What a file that comes in by pieces is meant to become."""

    PICTURE = "picture"
    VIDEO = "video"


PIECE_BYTES = 512 * 1024
"""Of an upload; small enough that a phone on a train loses little."""
MOST_UPLOADS = 40
"""That one person may have begun and not ended."""
KEPT_FOR = timedelta(days=1)
"""So long an upload waits for its next piece."""
