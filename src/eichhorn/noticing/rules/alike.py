"""How much two texts are about the same.

The difficult thing: people never ask twice in the same words. So words count by their first letters, short and common ones not
at all, and an address that stands in both says more than any word. It is a hint, and says which words gave the reason.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

WORD = re.compile(r"[^\W\d_]{5,40}")
LINK = re.compile(r"https?://(?:www\.)?([^\s<>\"')\]]{4,300})", re.IGNORECASE)
STEM = 6
LEAST_SHARED = 4
"""Fewer words in common are chance."""
ALIKE, SAME = 0.4, 0.85
"""Shares of the shorter text that also stand in the other."""
COMMON = frozenset(word[:STEM] for word in ["bitte", "könnt", "könnte", "können", "würde", "würden", "unsere", "unserer", "unserem", "unseren", "nicht", "haben", "werden", "wurde", "wieder", "diese", "dieser", "dieses", "einen", "einer", "freundliche", "grüßen", "danke", "vielen", "beitrag", "veröffentlichen", "please", "would", "could", "should", "there", "their", "about", "which", "thanks", "regards", "request", "anfrage", "social", "media", "posts", "public", "share"])  # fmt: skip
"""Stand in every request."""


@dataclass(frozen=True)
class Text:
    """A title and what stands below it."""

    title: str
    below: str = ""

    @cached_property
    def stems(self) -> frozenset[str]:
        found = (word.casefold()[:STEM] for word in WORD.findall(LINK.sub(" ", f"{self.title} {self.below}")))
        return frozenset(stem for stem in found if stem not in COMMON)

    @cached_property
    def links(self) -> frozenset[str]:
        return frozenset(link.rstrip("/.,;:!?").casefold() for link in LINK.findall(f"{self.title} {self.below}"))


def closeness(one: Text, other: Text) -> float:
    """Return how much they are about the same, from 0 to 1; the same address or the same title is at least `ALIKE`."""
    shared, shorter = one.stems & other.stems, min(len(one.stems), len(other.stems))
    by_words = len(shared) / shorter if len(shared) >= LEAST_SHARED else 0.0
    title = " ".join(one.title.casefold().split())
    by_name = ALIKE if one.links & other.links or (title and title == " ".join(other.title.casefold().split())) else 0.0
    return min(1.0, max(by_words, by_name, (by_words + by_name) if by_words and by_name else 0.0))


def nearest(of: Text, among: Collection[tuple[int, Text]], *, most: int) -> list[tuple[int, float]]:
    """Return the numbers of those that are about the same, with how much, the nearest first."""
    found = [(number, much) for number, other in among if (much := closeness(of, other)) >= ALIKE]
    return sorted(found, key=lambda pair: (-pair[1], -pair[0]))[:most]
