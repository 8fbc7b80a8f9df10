"""How long a text is, in every unit that networks count in, and how it is compared."""

import html
import unicodedata
from enum import StrEnum

import regex

GRAPHEME = regex.compile(r"\X")
LINK = regex.compile(r"https?://[^\s<>\"']+", regex.IGNORECASE)
TAG = regex.compile(r"<[^>]*>")


class Unit(StrEnum):
    """What a network counts when it counts characters."""

    CODE_POINTS = "code_points"
    GRAPHEMES = "graphemes"
    UTF16 = "utf16"
    BYTES = "bytes"


def length(text: str, unit: Unit) -> int:
    """Return the length of the text in the unit."""
    match unit:
        case Unit.CODE_POINTS:
            return len(text)
        case Unit.GRAPHEMES:
            return len(GRAPHEME.findall(text))
        case Unit.UTF16:
            return len(text.encode("utf-16-le", "surrogatepass")) // 2
        case Unit.BYTES:
            return len(text.encode("utf-8", "surrogatepass"))


def length_with_links(text: str, unit: Unit, *, link_length: int | None) -> int:
    """Return the length as a network counts it that charges every link the same; None charges the link as it is."""
    if link_length is None:
        return length(text, unit)
    return length(LINK.sub("x" * link_length, text), unit)


def comparable(text: str) -> str:
    """Return the text as it stays the same through a network: no markup, one kind of space, composed letters."""
    broken = regex.sub(r"<br\s*/?>|</p>\s*<p[^>]*>", "\n", text, flags=regex.IGNORECASE)
    plain = html.unescape(TAG.sub("", broken))
    return " ".join(unicodedata.normalize("NFC", plain).split())
