"""Whom a remark is for, what may become of it, where its passage stands, and who is named in it.

The difficult thing: a text goes on being written while people speak about a passage of it. So a passage is its words, not
a place: it is looked for in the text as it stands now, and a proposed wording takes its place only where there is one
such place and no doubt about which.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

LONGEST_REMARK, LONGEST_PASSAGE = 2_000, 500
MOST_REMARKS = 500
"""Of one draft; with more than that nobody reads them."""
NAMED = re.compile(r"(?<!\w)@")


class Audience(StrEnum):
    TEAM = "team"
    """Whoever is signed in and may read the post."""
    GUESTS = "guests"
    """Also whoever approves it by a link."""


class Settled(StrEnum):
    """What became of a remark."""

    DONE = "done"
    """Somebody saw to it, or it is answered."""
    TAKEN = "taken"
    """The proposed wording stands in the text."""
    LEFT = "left"
    """The text stays as it is."""


class Unfit(StrEnum):
    """Why a remark cannot be made, or a proposed wording cannot be taken."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_THERE = "not_there"
    """Its passage does not stand in the text, or no longer."""
    NO_PASSAGE = "no_passage"
    """A wording is proposed, and nobody knows for what."""
    SEVERAL = "several"
    """The passage stands there more than once."""
    TOO_MANY = "too_many"
    SETTLED = "settled"
    """Somebody settled it meanwhile."""


class UnfitRemark(ValueError):
    """A remark that cannot be made or taken; `why` says what a person has to change."""

    def __init__(self, why: Unfit) -> None:
        super().__init__(why.value)
        self.why = why


@dataclass(frozen=True, slots=True)
class Said:
    """A remark as it is to be kept: tidied, complete, not too long."""

    text: str
    passage: str = ""
    wording: str = ""
    """What should stand there instead; empty where nothing is proposed."""


def said(text: str, passage: str, wording: str, *, texts: Iterable[str]) -> Said:
    """Return the remark about these texts. Raises UnfitRemark."""
    told = Said(_tidy(text), _tidy(passage), _tidy(wording))
    if not told.text and not told.wording:
        raise UnfitRemark(Unfit.EMPTY)
    if max(len(told.text), len(told.wording)) > LONGEST_REMARK or len(told.passage) > LONGEST_PASSAGE:
        raise UnfitRemark(Unfit.TOO_LONG)
    if told.wording and not told.passage:
        raise UnfitRemark(Unfit.NO_PASSAGE)
    if told.passage and not any(told.passage in one for one in texts):
        raise UnfitRemark(Unfit.NOT_THERE)
    return told


def reworded[Name](texts: Mapping[Name, str], passage: str, wording: str) -> dict[Name, str]:
    """Return the texts with the wording in the place of the passage. Raises UnfitRemark unless there is exactly one place."""
    places = [(name, words) for name, words in texts.items() for _ in range(_times(words, passage))]
    if not places:
        raise UnfitRemark(Unfit.NOT_THERE)
    if len(places) > 1:
        raise UnfitRemark(Unfit.SEVERAL)
    name, words = places[0]
    return dict(texts) | {name: words.replace(passage, wording)}


def named(text: str, names: Iterable[str]) -> frozenset[str]:
    """Return which of the names are called by an @ in the text: whole, or by a first name that only one of them has."""
    whole = {name.casefold(): name for name in names if name.strip()}
    firsts: dict[str, list[str]] = {}
    for name in whole.values():
        firsts.setdefault(name.split()[0].casefold(), []).append(name)
    calls = whole | {first: found[0] for first, found in firsts.items() if len(found) == 1 and first not in whole}
    longest_first = sorted(calls, key=len, reverse=True)
    found = set()
    for at in NAMED.finditer(text):
        rest = text[at.end() :].casefold()
        call = next((one for one in longest_first if rest.startswith(one) and not rest[len(one) :][:1].isalnum()), None)
        if call is not None:
            found.add(calls[call])
    return frozenset(found)


def _times(words: str, passage: str) -> int:
    """Return how often the passage begins somewhere in the words; overlapping places count each."""
    return sum(words.startswith(passage, place) for place in range(len(words))) if passage else 0


def _tidy(words: str) -> str:
    return words.replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()
