"""What a server takes of a picture, and how a picture is brought to it: pure, without Django.

The difficult thing: as little as possible is done to a picture. It is never made larger, made smaller only as far as it
has to be, and a moving one is left alone or refused, for a machine that takes its movement away has made another one.
"""

import math
from dataclasses import dataclass
from enum import StrEnum

SIDES_PX = (4_096, 3_200, 2_560, 2_048, 1_600, 1_280, 1_024, 800, 640)
"""Longer sides that are tried, one after the other, where a picture has too many bytes."""
FINE, GOOD = 92, 85
"""How well JPEG and WebP are written: first as if nothing had happened, then so that nobody sees it."""
ROOM = 1.1
"""Bytes do not grow quite as fast as pixels; so much larger than they promise is tried."""
EVERY_TYPE = ("image/jpeg", "image/png", "image/gif", "image/webp")
MAY_MOVE = frozenset({"image/gif", "image/webp", "image/png"})


@dataclass(frozen=True, slots=True)
class Takes:
    """What a server takes of a picture; None where it sets no bound."""

    types: tuple[str, ...] = EVERY_TYPE
    bytes: int | None = None
    animation_bytes: int | None = None
    """Of one that moves, where that is another number."""
    pixels: int | None = None
    """Width by height."""
    sides: int | None = None
    """Width and height together."""
    ratio: int | None = None
    """So many times as long as it is short."""

    @property
    def written(self) -> str:
        """All of it in one line, for naming what is made after it."""
        bounds = (self.bytes, self.animation_bytes, self.pixels, self.sides, self.ratio)
        return " ".join([",".join(self.types), *(str(bound or "-") for bound in bounds)])

    def has_room(self, width_px: int, height_px: int) -> bool:
        """Return whether one of this size is taken, whatever its bytes."""
        return within(width_px, height_px, self) == (width_px, height_px)


ENDINGS = {"image/jpeg": ("jpg", "jpeg"), "image/png": ("png",), "image/gif": ("gif",), "image/webp": ("webp",)}


class Misfit(StrEnum):
    """Why a picture cannot be brought to what a server takes."""

    TOO_LARGE = "too_large"
    """Even as small as we make them it has too many bytes."""
    KIND = "kind"
    """The server takes none of the kinds that we can write."""
    TOO_NARROW = "too_narrow"
    """It is a strip: longer for its width than the server takes. Somebody has to cut it."""
    MOVES = "moves"
    """It moves, and the server takes no moving pictures of this kind."""
    MOVES_TOO_LARGE = "moves_too_large"
    """It moves and is too large; made smaller, it would be another one."""
    MOVES_CUT = "moves_cut"
    """It moves, and only a part of it was to be shown."""


class NotFitting(Exception):
    """The picture cannot be sent there; `why` says why."""

    def __init__(self, why: Misfit) -> None:
        super().__init__(why.value)
        self.why = why


def named(file_name: str, media_type: str) -> str:
    """Return the name with the ending of what it has become; unchanged where it says so already, or says nothing."""
    endings = ENDINGS.get(media_type, ())
    stem, dot, ending = file_name.rpartition(".")
    if not endings or ending.casefold() in endings or not any(ending.casefold() in known for known in ENDINGS.values()):
        return file_name
    return f"{stem}{dot}{endings[0]}"


def within(width_px: int, height_px: int, takes: Takes) -> tuple[int, int]:
    """Return the largest size of the same shape that is taken: never larger than it is, one pixel at least."""
    scale = 1.0
    if takes.pixels is not None:
        scale = min(scale, math.sqrt(takes.pixels / (width_px * height_px)))
    if takes.sides is not None:
        scale = min(scale, takes.sides / (width_px + height_px))
    return scaled(width_px, height_px, scale)


def scaled(width_px: int, height_px: int, scale: float) -> tuple[int, int]:
    if scale >= 1:
        return width_px, height_px
    return max(1, math.floor(width_px * scale)), max(1, math.floor(height_px * scale))


def is_too_narrow(width_px: int, height_px: int, takes: Takes) -> bool:
    short, long = sorted((width_px, height_px))
    return takes.ratio is not None and long > short * takes.ratio


def next_side(side_px: int, made_bytes: int, most_bytes: int) -> int | None:
    """Return the longer side to try after one that had too many bytes; None where there is no smaller one."""
    promising = side_px * math.sqrt(most_bytes / made_bytes) * ROOM
    smaller = [side for side in SIDES_PX if side < side_px]
    return next((side for side in smaller if side <= promising), smaller[-1] if smaller else None)


def kinds(media_type: str, *, is_opaque: bool, takes: Takes) -> tuple[str, ...]:
    """Return the kinds to write it as, the one that changes least first; empty where the server takes none of them.

    There is a second one only where the first keeps every pixel and another may be lighter without anybody seeing it.
    """
    photograph, drawing = ("image/jpeg", "image/webp", "image/png"), ("image/png", "image/webp", "image/jpeg")
    like = photograph if is_opaque and media_type not in {"image/png", "image/gif"} else drawing
    found = [kind for kind in dict.fromkeys((media_type, *like)) if kind in takes.types and kind != "image/gif"]
    lighter = [kind for kind in photograph[:2] if kind in found] if is_opaque and found[:1] == ["image/png"] else []
    return (*found[:1], *lighter[:1])
