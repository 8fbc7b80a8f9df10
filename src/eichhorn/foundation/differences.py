"""What leads from one text to another, by words."""

import difflib
from dataclasses import dataclass
from enum import StrEnum

import regex


class Difference(StrEnum):
    SAME = "same"
    GONE = "gone"
    NEW = "new"


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that is the same, gone, or new."""

    difference: Difference
    text: str


WORD_OR_SPACE = regex.compile(r"\s+|\d[\d.,:]*\d|\w+|[^\w\s]")
"""A figure like 1,2 or 14:00 is one word."""
LONG_FOR_COMPARING = 2_000
"""Words; comparing longer texts exactly would take seconds, so frequent words count less there."""


def differences(before: str, after: str) -> tuple[Piece, ...]:
    """Return the pieces that lead from one text to the other, by words: gone and same give the first, new and same the
    second."""
    old, new = WORD_OR_SPACE.findall(before), WORD_OR_SPACE.findall(after)
    pieces: list[Piece] = []
    in_long = len(old) + len(new) > LONG_FOR_COMPARING
    for tag, i, j, k, m in difflib.SequenceMatcher(a=old, b=new, autojunk=in_long).get_opcodes():
        if tag == "equal":
            pieces.append(Piece(Difference.SAME, "".join(old[i:j])))
            continue
        if i != j:
            pieces.append(Piece(Difference.GONE, "".join(old[i:j])))
        if k != m:
            pieces.append(Piece(Difference.NEW, "".join(new[k:m])))
    return tuple(pieces)
