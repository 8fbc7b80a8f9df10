"""Tags: words by which posts are found again.

The difficult thing: "Sommer", " #sommer " and "SOMMER" are one tag to everybody who reads. So tags are compared by a
key, and shown as they were first written in the house.
"""

import re
import unicodedata
from collections.abc import Iterable

MOST_TAGS = 12
LONGEST_TAG = 40
BETWEEN = re.compile(r"[,;\n\r]+")


class TagRefused(ValueError):
    """More tags than a post can have, or one that is too long."""


class TooManyTags(TagRefused):
    """A post has MOST_TAGS at most."""


class TagTooLong(TagRefused):
    """A tag has LONGEST_TAG letters at most; `tag` is the one."""

    def __init__(self, tag: str) -> None:
        super().__init__(tag)
        self.tag = tag


def tag_of(written: str) -> str:
    """Return the tag as it is kept: one space between words, no # before it, nothing that cannot be seen."""
    seen = "".join(" " if unicodedata.category(c) in UNSEEN else c for c in unicodedata.normalize("NFC", written))
    return " ".join(seen.split()).lstrip("#").strip()


UNSEEN = frozenset({"Cc", "Cs", "Zl", "Zp"})


def key_of(tag: str) -> str:
    """Return by what tags are compared: whatever its capitals."""
    return unicodedata.normalize("NFC", tag.casefold())


def tags_of(written: Iterable[str]) -> tuple[str, ...]:
    """Return each tag once, in the order of its first coming, as it was written there; raise TagRefused."""
    found: dict[str, str] = {}
    for tag in map(tag_of, written):
        if len(tag) > LONGEST_TAG:
            raise TagTooLong(tag)
        if tag:
            found.setdefault(key_of(tag), tag)
    if len(found) > MOST_TAGS:
        raise TooManyTags
    return tuple(found.values())


def read_tags(line: str) -> tuple[str, ...]:
    """Return the tags of a line in which commas stand between them; raise TagRefused."""
    return tags_of(BETWEEN.split(line))
