"""Whether what stands on a network is what we had planned: text against text, without Django and without a clock.

The difficult thing: networks shorten links and mentions and change spaces, and whoever publishes by hand changes a word
or adds a hashtag; and yet a series says nearly the same every week. So two texts are compared by the words that are left
of both, "alike" is only ever a question to a person, and "practically certain" is told by stricter rules: the very same
words, numbers and links, and enough of them.
"""

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import regex
from rapidfuzz import fuzz

from eichhorn.foundation.text import LINK, weighted_links

ALIKE, SAME = 80, 100
"""Of 100: from here on a person is asked; and what is the same."""
ENOUGH = 40
"""Letters and digits that a text needs before machines may be certain of it, or find it inside a longer one."""
FEW = 16
"""A text with fewer is alike only what says the same: "Guten Morgen" is no post that one knows again."""
BEFORE, AFTER = timedelta(days=3), timedelta(days=30)
"""What stands there may be what was due so long before, or is due so long after."""
MENTION = regex.compile(r"@([\w.-]+)@[\w.-]+\w(?::\d+)?")
BARE_LINK = regex.compile(r"(?<![\w@/])(?:www\.)?[\w-]+(?:\.[\w-]+)+/[^\s<>\"']*")
WORD = regex.compile(r"[\p{L}\p{M}\p{N}]+|\p{Extended_Pictographic}")


@dataclass(frozen=True, slots=True)
class Planned:
    """A post of ours that is not out on this channel, in each wording in which it might be published."""

    slot_id: int
    texts: tuple[str, ...]
    due_at: datetime | None


@dataclass(frozen=True, slots=True)
class Match:
    """The plan that a text is most like."""

    slot_id: int
    likeness: int
    """Of 100."""
    certain: bool
    """The very same words, numbers and links: practically certain."""


def best(text: str, said_at: datetime, plans: Iterable[Planned]) -> Match | None:
    """Return the plan that the text is most like, of two the one that is due nearer; None where it is like none."""
    found: list[tuple[int, timedelta, Match]] = []
    for plan in plans:
        if not _fits(plan.due_at, said_at) or not plan.texts:
            continue
        likeness = max(like(text, wording) for wording in plan.texts)
        if likeness >= ALIKE:
            sure = any(certain(text, wording) for wording in plan.texts)
            distance = abs(plan.due_at - said_at) if plan.due_at is not None else AFTER
            found.append((-likeness, distance, Match(plan.slot_id, likeness, sure)))
    return min(found, key=lambda each: (not each[2].certain, *each[:2]))[2] if found else None


def _fits(due_at: datetime | None, said_at: datetime) -> bool:
    return due_at is None or said_at - BEFORE <= due_at <= said_at + AFTER


def like(one: str, other: str) -> int:
    """Return how much alike the texts are, 0 to 100; a text that stands whole in a longer one is alike."""
    first, second = essence(one), essence(other)
    if not first or not second:
        return 0
    if first == second:
        return SAME
    shorter, longer = sorted((first, second), key=len)
    if len(shorter) < FEW:
        return 0
    ratio = int(fuzz.ratio(first, second))
    return max(ratio, ALIKE) if len(shorter) >= ENOUGH and f" {shorter} " in f" {longer} " else min(ratio, SAME - 1)


def certain(one: str, other: str) -> bool:
    """Return whether both are practically certainly one post: the same words and links, and enough of them."""
    words = essence(one)
    return len(words) >= ENOUGH and words == essence(other) and _same_links(links(one), links(other))


def essence(text: str) -> str:
    """Return the words of the text as every network leaves them: small letters, no links, mentions without a server."""
    words = MENTION.sub(r"@\1", _without_links(unicodedata.normalize("NFKC", text)))
    return " ".join(WORD.findall(words.casefold()))


def links(text: str) -> tuple[str, ...]:
    """Return the links of the text without their beginning and end, which networks leave out."""
    text = unicodedata.normalize("NFKC", text)
    return tuple(_bare(text[begin:end]) for begin, end in _link_places(text))


def _bare(link: str) -> str:
    return regex.sub(r"^https?://(?:www\.)?", "", link.casefold()).rstrip("/.,;:!?)…")


def _same_links(one: Sequence[str], other: Sequence[str]) -> bool:
    """Return whether the links are the same, or one the beginning of the other where a network cut it."""
    if len(one) != len(other):
        return False
    pairs = zip(one, other, strict=True)
    return all(first == second or _is_cut(first, second) or _is_cut(second, first) for first, second in pairs)


def _is_cut(short: str, long: str) -> bool:
    return "/" in short and len(short) >= FEW and long.startswith(short)


def _without_links(text: str) -> str:
    kept, at = [], 0
    for begin, end in _link_places(text):
        kept.append(text[at:begin])
        at = end
    return " ".join([*kept, text[at:]])


def _link_places(text: str) -> list[tuple[int, int]]:
    """Return where links begin and end: with a scheme, with a path, or a name under a real domain."""
    found = [match.span() for pattern in (LINK, BARE_LINK) for match in pattern.finditer(text)]
    found += list(weighted_links(text))
    places: list[tuple[int, int]] = []
    for begin, end in sorted(found, key=lambda place: (place[0], -place[1])):
        if not places or begin >= places[-1][1]:
            places.append((begin, end))
    return places
