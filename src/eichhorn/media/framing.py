"""Which part of a picture a post shows, and where in it one looks first: pure, without Django.

The difficult thing: an approval binds it, and machines cut by it for years. So it is whole thousandths of the upright
original and nothing else, written in one way only, and what says nothing is not written at all.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

WHOLE = 1_000
"""Thousandths: the far edge of the original."""
SMALLEST = 50
"""Thousandths of each side: what is cut smaller than this shows nothing that anybody meant."""
WRITTEN = re.compile(r"^(\d{1,4})-(\d{1,4})-(\d{1,4})-(\d{1,4})(?:\+(\d{1,4})-(\d{1,4}))?$")
LONGEST_WRITTEN = 30


class Misframed(ValueError):
    """This is no part of a picture: too small, over the edge, or one looks beside it."""


class Format(StrEnum):
    """A shape that people cut to, and that networks cut to in their lists."""

    SQUARE = "1:1"
    PORTRAIT = "4:5"
    WIDE = "16:9"
    CARD = "1.91:1"

    @property
    def ratio(self) -> tuple[int, int]:
        """Width and height as whole numbers."""
        return RATIOS[self]


RATIOS = {Format.SQUARE: (1, 1), Format.PORTRAIT: (4, 5), Format.WIDE: (16, 9), Format.CARD: (191, 100)}


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, in pixels or in thousandths: where it begins, and how large it is."""

    left: int
    top: int
    width: int
    height: int


@dataclass(frozen=True, slots=True)
class Framing:
    """The part of a picture that is shown. Raises Misframed where it is none."""

    left: int = 0
    top: int = 0
    width: int = WHOLE
    height: int = WHOLE
    focus: tuple[int, int] | None = None
    """Where one looks first, in thousandths of the original; None is the middle of what is shown."""

    def __post_init__(self) -> None:
        is_inside = self.left >= 0 and self.top >= 0
        ends_inside = self.left + self.width <= WHOLE and self.top + self.height <= WHOLE
        if not (is_inside and ends_inside and self.width >= SMALLEST and self.height >= SMALLEST):
            raise Misframed
        if self.focus is not None and not self._shows(*self.focus):
            raise Misframed
        if self.focus == self.middle:
            object.__setattr__(self, "focus", None)

    def _shows(self, across: int, down: int) -> bool:
        return 0 <= across - self.left <= self.width and 0 <= down - self.top <= self.height

    @property
    def middle(self) -> tuple[int, int]:
        return self.left + self.width // 2, self.top + self.height // 2

    @property
    def point(self) -> tuple[int, int]:
        """Where one looks first."""
        return self.focus or self.middle

    @property
    def is_cut(self) -> bool:
        """Whether something of the original is not shown."""
        return (self.width, self.height) != (WHOLE, WHOLE)

    @property
    def written(self) -> str:
        """As it is kept and digested: empty where the whole picture is shown and its middle matters."""
        if not self.is_cut and self.focus is None:
            return ""
        focus = f"+{self.focus[0]}-{self.focus[1]}" if self.focus is not None else ""
        return f"{self.left}-{self.top}-{self.width}-{self.height}{focus}"

    @property
    def box(self) -> Box:
        return Box(self.left, self.top, self.width, self.height)

    @property
    def seen_at(self) -> tuple[int, int]:
        """Where in what is shown one looks first: per cent from the left and from the top."""
        across, down = self.point
        return (across - self.left) * 100 // self.width, (down - self.top) * 100 // self.height

    @property
    def steps(self) -> tuple[int, int]:
        """The same in tenths, for pages that place a picture in a frame."""
        across, down = self.seen_at
        return (across + 5) // 10, (down + 5) // 10

    @property
    def told(self) -> tuple[float, float] | None:
        """As the Mastodon API takes it, within what is shown: -1 is left and below, 1 right and above; None the middle."""
        if self.focus is None:
            return None
        across, down = self.focus
        x, y = (across - self.left) / self.width, (down - self.top) / self.height
        return round(2 * x - 1, 3), round(1 - 2 * y, 3)


AS_IT_IS = Framing()


def read(written: str) -> Framing:
    """Return what is written; nothing means the whole picture. Raises Misframed."""
    if not written:
        return AS_IT_IS
    found = WRITTEN.fullmatch(written)
    if found is None:
        raise Misframed
    left, top, width, height = (int(found[part]) for part in (1, 2, 3, 4))
    focus = (int(found[5]), int(found[6])) if found[5] is not None else None
    return Framing(left, top, width, height, focus)


def pixels(framing: Framing, width_px: int, height_px: int) -> Box:
    """Return the pixels that are shown: one at least, none beyond the edge, and in a format exactly where one was meant.

    Thousandths cannot say each shape of each picture: what is within a thousandth of a format is brought to it.
    """
    left, right = _edges(framing.left, framing.width, width_px)
    top, bottom = _edges(framing.top, framing.height, height_px)
    width, height = right - left, bottom - top
    if framing.is_cut and (meant := format_of(framing, width_px, height_px)) is not None:
        across, down = meant.ratio
        wanted = max(1, min(width, round(height * across / down)))
        tall = max(1, min(height, round(wanted * down / across)))
        left, top, width, height = left + (width - wanted) // 2, top + (height - tall) // 2, wanted, tall
    return Box(left, top, width, height)


def _edges(begins: int, long: int, side_px: int) -> tuple[int, int]:
    first = begins * side_px // WHOLE
    last = -(-(begins + long) * side_px // WHOLE)
    return min(first, side_px - 1), min(max(last, first + 1), side_px)


def format_of(framing: Framing, width_px: int, height_px: int) -> Format | None:
    """Return the format that was meant: the one from which each side is less than a thousandth of the original away."""
    for each in Format:
        across, down = each.ratio
        wide, tall = framing.width * width_px, framing.height * height_px
        if abs(wide * down - tall * across) <= width_px * down + height_px * across:
            return each
    return None


def fitted(wanted: Format, width_px: int, height_px: int, around: tuple[int, int] = (500, 500)) -> Framing:
    """Return the largest part in the format, as near to the point as the edges let it, which is where one looks first."""
    wide, tall = _largest(wanted, width_px, height_px)
    across, down = (max(0, min(WHOLE, part)) for part in around)
    left = max(0, min(WHOLE - wide, across - wide // 2))
    top = max(0, min(WHOLE - tall, down - tall // 2))
    return Framing(left, top, wide, tall, (across, down))


def _largest(wanted: Format, width_px: int, height_px: int) -> tuple[int, int]:
    across, down = wanted.ratio
    wide = max(SMALLEST, min(WHOLE, height_px * across * WHOLE // (width_px * down)))
    tall = max(SMALLEST, min(WHOLE, width_px * down * WHOLE // (height_px * across)))
    return wide, tall


def visible(framing: Framing, width_px: int, height_px: int, wanted: Format) -> Box:
    """Return, in thousandths of the original, what is to be seen where a network cuts to the format by the focus point.

    As Mastodon's pages and the rule `object-position` of browsers do it: the point stands in its place of the frame.
    """
    across, down = wanted.ratio
    shown_w, shown_h = framing.width * width_px, framing.height * height_px
    wide, tall = framing.width, framing.height
    if shown_w * down > shown_h * across:
        wide = max(1, shown_h * across // (down * width_px))
    else:
        tall = max(1, shown_w * down // (across * height_px))
    x, y = framing.point
    left = framing.left + (x - framing.left) * (framing.width - wide) // framing.width
    top = framing.top + (y - framing.top) * (framing.height - tall) // framing.height
    return Box(left, top, wide, tall)
