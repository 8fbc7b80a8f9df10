"""A long text in parts for a thread, cut where one breathes: between paragraphs and sentences, else between words.

The difficult thing: a point does not always end a sentence ("z. B.", "am 15. Juni", "Dr. Voss"), and some things must
never be cut: a link, a name, a hashtag, a figure, a sign that several code points make. What alone does not fit is named.
"""

from collections.abc import Callable, Iterator

import regex

from eichhorn.composer.rules.appearing import MARKED, trimmed
from eichhorn.content.rules import MOST_PARTS, NAMED, parts
from eichhorn.foundation.text import GRAPHEME

WORDS = """
    abs abt allg aufl bd betr bez bzgl bzw ca co dgl dipl dr ebd einschl etc evtl exkl fa ff frl geb gem ggf hbf hr hrn hrsg
    inkl ing insb jh kap kfm lt max mind min mio mrd mtl mwst nachm nr od ord pers pfd pkt priv prof rd rel sen sog st std
    stellv str tel tgl u usf usw v var verf vgl vorm zb zt ztw zzgl
    mr mrs ms jr sr vs eg ie inc ltd corp dept est approx gov hon rev univ vol ed eds pp jan feb apr jun jul aug sep sept
    okt oct nov dez dec
"""
ABBREVIATIONS = frozenset(WORDS.split())
"""Words after which a point ends no sentence, in German and English; single letters never end one."""
SENTENCE_END = regex.compile(
    r"(?P<word>[\p{L}\p{M}\d]*)(?P<sign>[.!?…]+)[\"'”“’»«)\]]*(?P<after>\s+)|(?P<line>[^\S\n]*\n\s*)"
)
SPACE = regex.compile(r"\s+")
FIGURE = regex.compile(r"[+\-−]?\d+(?:[.,:/]\d+)*%?")
NUMBERED = regex.compile(r"\s*(?<!\d)(\d{1,2})/(\d{1,2})$")


class Uncuttable(Exception):
    """Something fits into no part by itself and must not be cut; `what` is it."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class TooMany(Exception):
    """It would become more parts than a thread has."""


def split(words: str, *, fits: Callable[[str, int], bool], numbered: bool = False) -> tuple[str, ...]:
    """Return the words in parts that all fit; `fits` says it of a part and its place. Raises Uncuttable, TooMany.

    What was in parts already is put together first, and an old numbering goes. Of a text that fits whole, one part is made.
    """
    whole = "\n\n".join(plain_parts(words))
    if fits(whole, 0):
        return (whole,)
    for digits in (1, 2) if numbered else (0,):
        found = tuple(_parts(whole, _with_number(fits, "9" * digits)))
        if len(found) > MOST_PARTS:
            raise TooMany
        if not digits or len(str(len(found))) <= digits:
            return tuple(
                part + _number(place, str(len(found)) if digits else "") for place, part in enumerate(found, 1)
            )
    raise TooMany


def plain_parts(words: str) -> tuple[str, ...]:
    """Return the parts without the numbers that an earlier cutting gave them."""
    found = parts(words)
    ends = [NUMBERED.search(part) for part in found]
    is_numbered = len(found) > 1 and all(
        end is not None and (end[1], end[2]) == (str(place), str(len(found))) for place, end in enumerate(ends, 1)
    )
    return tuple(part[: end.start()] if is_numbered and end else part for part, end in zip(found, ends, strict=True))


def _with_number(fits: Callable[[str, int], bool], of: str) -> Callable[[str, int], bool]:
    return lambda part, place: fits(part + _number(place + 1, of), place)


def _number(place: int, of: str) -> str:
    return f" {place}/{of}" if of else ""


def _parts(whole: str, fits: Callable[[str, int], bool]) -> Iterator[str]:
    """Yield the parts: as many sentences as fit, and of a sentence that fits nowhere as many words, then signs."""
    begin, place = 0, 0
    breaks = _breaks(whole)
    while begin < len(whole):
        end = next((end for cuts in breaks if (end := _last_fitting(whole, begin, cuts, fits, place))), 0)
        if not end:
            raise Uncuttable(SPACE.split(whole[begin:].strip(), maxsplit=1)[0])
        yield whole[begin:end].strip()
        begin, place = end, place + 1
        begin += len(whole[begin:]) - len(whole[begin:].lstrip())
        if place > MOST_PARTS:
            raise TooMany


def _last_fitting(
    whole: str, begin: int, cuts: list[int], fits: Callable[[str, int], bool], place: int
) -> int:  # fmt: skip
    """Return the last of the cuts up to which the words fit, 0 where not even the first does."""
    last = 0
    for cut in cuts:
        if cut <= begin or not (part := whole[begin:cut].strip()):
            continue
        if not fits(part, place):
            break
        last = cut
    return last


def _breaks(whole: str) -> tuple[list[int], list[int], list[int]]:
    """Return where one may cut: after sentences, after words, after signs; always before the space that follows."""
    kept = list(_kept(whole))

    def free(places: Iterator[int]) -> list[int]:
        found, spans = [], iter([*kept, (len(whole), len(whole) + 1)])
        span = next(spans)
        for place in places:
            while span[1] <= place:
                span = next(spans)
            if place <= span[0] or place == len(whole):
                found.append(place)
        return found

    return (
        free(_sentence_ends(whole)),
        free(iter([*(space.start() for space in SPACE.finditer(whole)), len(whole)])),
        free(sign.end() for sign in GRAPHEME.finditer(whole)),
    )


def _kept(whole: str) -> Iterator[tuple[int, int]]:
    """Yield what must not be cut, in order, without overlap."""
    spans = [found.span() for found in (*FIGURE.finditer(whole), *NAMED.finditer(whole))]
    for mark in MARKED.finditer(whole):
        length = len(trimmed(mark["link"])) if mark["link"] is not None else len(mark[0].rstrip(".-"))
        spans.append((mark.start(), mark.start() + length))
    last = 0
    for begin, end in sorted(spans):
        if end <= last:
            continue
        yield max(begin, last), end
        last = end


def _sentence_ends(whole: str) -> Iterator[int]:
    for found in SENTENCE_END.finditer(whole):
        if found["line"] is not None or "\n" in found["after"]:
            yield found.start() if found["line"] is not None else found.start("after")
        elif found["sign"] != "." or _ends(found["word"]):
            yield found.start("after")
    yield len(whole)


def _ends(word: str) -> bool:
    """Return whether a point after the word ends a sentence: not after an abbreviation, a letter, or "15."."""
    if not word:
        return True
    if word.isdigit():
        return len(word) > 2
    return len(word) > 1 and word.casefold() not in ABBREVIATIONS
