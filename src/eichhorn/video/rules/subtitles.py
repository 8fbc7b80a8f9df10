"""Subtitles: reading them from WebVTT, SRT or as somebody types them, and writing them as WebVTT or SRT.

The difficult thing: people type times by hand, and a film is ruined by one that is wrong. So nothing is guessed: every
mistake is named with its line, and what comes out shows exactly what was read.
"""

from dataclasses import dataclass
from enum import StrEnum

import regex

LARGEST_CHARACTERS = 200_000
MOST_CUES = 3_000
LONGEST_CUE = 400
"""Characters in one subtitle: four long lines."""
MOST_PROBLEMS = 20

TIME = r"(?:(\d{1,2}):)?(\d{1,2}):(\d{1,2})(?:[.,](\d{1,3}))?"
ARROW = regex.compile(rf"^\s*{TIME}\s*-+>\s*{TIME}(?:\s+\S.*)?$")
"""A line of times, as WebVTT, SRT and people write it; what follows says where it stands, which nobody keeps."""
LOOKS_LIKE_TIMES = regex.compile(r"-+>")
TAG = regex.compile(r"</?[a-zA-Z0-9.:\s]{0,80}>|\{\\[^}]{0,40}\}")
"""What makes words bold or places them; networks take none of it."""
HEADS = ("NOTE", "STYLE", "REGION")


class Wrong(StrEnum):
    """What is wrong with a line."""

    NOTHING = "nothing"
    """There is no subtitle in it."""
    TOO_MUCH = "too_much"
    """More than a film of ten minutes can have."""
    TIMES = "times"
    """Not two times with an arrow."""
    NO_SUCH_TIME = "no_such_time"
    """Sixty minutes or seconds, or more."""
    BACKWARDS = "backwards"
    """It ends before it begins."""
    ORDER = "order"
    """It begins before the one before it."""
    OVERLAP = "overlap"
    """It begins before the one before it has ended."""
    EMPTY = "empty"
    """Times without words."""
    LONG = "long"
    """More words than one can read."""
    AFTER_THE_END = "after_the_end"
    """It begins when the film is over."""


@dataclass(frozen=True, slots=True)
class Mistake:
    """One thing that is wrong, and the line on which it stands."""

    line: int
    what: Wrong


class SubtitlesRefused(Exception):
    """They are not kept; `mistakes` name what is wrong, in the order of their lines."""

    def __init__(self, mistakes: tuple[Mistake, ...]) -> None:
        super().__init__(", ".join(f"line {one.line}: {one.what}" for one in mistakes))
        self.mistakes = mistakes


@dataclass(frozen=True, slots=True)
class Cue:
    """Words, and when they are shown; in milliseconds."""

    begins: int
    ends: int
    words: str
    line: int = 0
    """Where its times stand in what was read; 0 where it was not read."""


def read(typed: str, *, duration_ms: int | None = None) -> tuple[Cue, ...]:
    """Return the subtitles in order. Raises SubtitlesRefused with every mistake, twenty at most."""
    if len(typed) > LARGEST_CHARACTERS:
        raise SubtitlesRefused((Mistake(1, Wrong.TOO_MUCH),))
    mistakes: list[Mistake] = []
    cues = [cue for block in _blocks(typed) if (cue := _cue(block, mistakes)) is not None]
    mistakes += _between(cues, duration_ms)
    if not cues and not mistakes:
        mistakes.append(Mistake(1, Wrong.NOTHING))
    if len(cues) > MOST_CUES:
        mistakes.append(Mistake(cues[MOST_CUES].line, Wrong.TOO_MUCH))
    if mistakes:
        raise SubtitlesRefused(tuple(sorted(mistakes, key=lambda one: one.line)[:MOST_PROBLEMS]))
    return tuple(cues)


def webvtt(cues: tuple[Cue, ...]) -> str:
    """Return them as WebVTT, in one form whatever they came as."""
    blocks = [f"{_clock(cue.begins)} --> {_clock(cue.ends)}\n{_escaped(cue.words)}" for cue in cues]
    return "\n\n".join(["WEBVTT", *blocks]) + "\n"


def srt(cues: tuple[Cue, ...]) -> str:
    """Return them as SRT."""
    blocks = [
        f"{number}\n{_clock(cue.begins, ',')} --> {_clock(cue.ends, ',')}\n{cue.words}"
        for number, cue in enumerate(cues, 1)
    ]
    return "\n\n".join(blocks) + "\n"


def spoken(cues: tuple[Cue, ...]) -> str:
    """Return the words alone, as one reads them."""
    return "\n".join(cue.words for cue in cues)


type Lines = list[tuple[int, str]]


def _blocks(typed: str) -> list[Lines]:
    """Return the runs of lines that empty lines part, without the head of a WebVTT file and its notes."""
    found: list[Lines] = [[]]
    words = typed.replace("\ufeff", "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n")
    for number, line in enumerate(words.split("\n"), 1):
        if line.strip():
            found[-1].append((number, line.strip()))
        elif found[-1]:
            found.append([])
    blocks = [block for block in found if block]
    is_webvtt = bool(blocks) and regex.match(r"WEBVTT(?:\s|$)", blocks[0][0][1]) is not None
    kept = blocks[1:] if is_webvtt else blocks
    return [block for block in kept if not (is_webvtt and block[0][1].split(None, 1)[0] in HEADS)]


def _cue(block: Lines, mistakes: list[Mistake]) -> Cue | None:
    """Return the subtitle of the block; its number or name, which may stand first, is left out."""
    is_named = len(block) > 1 and not LOOKS_LIKE_TIMES.search(block[0][1]) and LOOKS_LIKE_TIMES.search(block[1][1])
    (number, times), *rest = block[1:] if is_named else block
    found = ARROW.match(times)
    if found is None:
        mistakes.append(Mistake(number, Wrong.TIMES))
        return None
    parts = found.groups()
    if any(int(part) > 59 for part in (parts[1], parts[2], parts[5], parts[6])):
        mistakes.append(Mistake(number, Wrong.NO_SUCH_TIME))
        return None
    begins, ends = _ms(parts[:4]), _ms(parts[4:])
    if ends <= begins:
        mistakes.append(Mistake(number, Wrong.BACKWARDS))
    for place, line in rest:
        if LOOKS_LIKE_TIMES.search(line):
            mistakes.append(Mistake(place, Wrong.TIMES))
    words = "\n".join(filter(None, (_plain(line) for _, line in rest)))
    if not words:
        mistakes.append(Mistake(number, Wrong.EMPTY))
    elif len(words) > LONGEST_CUE:
        mistakes.append(Mistake(number, Wrong.LONG))
    return Cue(begins, ends, words, number)


def _between(cues: list[Cue], duration_ms: int | None) -> list[Mistake]:
    found = []
    for before, cue in zip([None, *cues], cues, strict=False):
        if before is not None and cue.begins < before.begins:
            found.append(Mistake(cue.line, Wrong.ORDER))
        elif before is not None and cue.begins < before.ends:
            found.append(Mistake(cue.line, Wrong.OVERLAP))
        if duration_ms is not None and cue.begins >= duration_ms:
            found.append(Mistake(cue.line, Wrong.AFTER_THE_END))
    return found


def _ms(parts: tuple[str | None, ...]) -> int:
    hours, minutes, seconds, after = parts
    whole = (int(hours or 0) * 60 + int(minutes or 0)) * 60 + int(seconds or 0)
    return whole * 1000 + int(((after or "") + "000")[:3])


def _clock(ms: int, point: str = ".") -> str:
    seconds, rest = divmod(ms, 1000)
    return f"{seconds // 3600:02}:{seconds // 60 % 60:02}:{seconds % 60:02}{point}{rest:03}"


def _plain(line: str) -> str:
    """Return the line as readers see it: without marks, with the signs that a file must write in other ways."""
    words = TAG.sub("", line)
    for written, sign in (("&lt;", "<"), ("&gt;", ">"), ("&nbsp;", "\u00a0"), ("&amp;", "&")):
        words = words.replace(written, sign)
    return "".join(
        sign for sign in words if sign == "\t" or sign.isprintable() or sign in "\u200c\u200d\u200e\u200f"
    ).strip()


def _escaped(words: str) -> str:
    return words.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
