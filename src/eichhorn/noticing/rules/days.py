"""Days that a text names, in German and English, wherever they stand in it.

The difficult thing: a form reads one date, and whoever writes it means one; a letter is full of numbers that are none. So
only what can be nothing else counts: two numbers with a stroke are a day only where one of them can be no month, or a year
stands behind them. What can be read in two ways is told as such, and never guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from eichhorn.ui.typed_dates import MONTHS, YEARS

MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
WEB = re.compile(r"(?:https?://|www\.)\S{1,2000}|\S{1,200}@\S{1,200}")
ISO = re.compile(r"(?<!\d)(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?!\d)")
DOTTED = re.compile(r"(?<![\d.])(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.(?:\s?(?P<y>\d{4}|\d{2}(?![\d:.])))?(?!\d)")
STROKES = re.compile(r"(?<![\d/])(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/(?P<y>\d{4}|\d{2}))?(?![\d/])")
NAMED = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?:\.|st|nd|rd|th)?\s{{0,3}}(?:of\s)?(?P<n>{MONTH})\b\.?(?:,?\s(?P<y>\d{{4}}))?",
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(
    rf"\b(?P<n>{MONTH})\.?\s{{1,3}}(?P<d>\d{{1,2}})(?!\d|:|\.\d)(?:st|nd|rd|th)?(?:,?\s(?P<y>\d{{4}}))?", re.IGNORECASE
)
VAGUE = re.compile(
    r"\b(?:today|tonight|tomorrow|(?:this|next|coming) (?:weekend|week|month|(?:mon|tues|wednes|thurs|fri|satur|sun)day)"
    r"|on (?:mon|tues|wednes|thurs|fri|satur|sun)day|asap|as soon as possible"
    r"|heute|(?<!guten )morgen|übermorgen|(?:diese[srn]?|nächste[srn]?|kommende[srn]?|am) "
    r"(?:wochenende|woche|monat|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag)"
    r"|so bald wie möglich|sobald wie möglich|schnellstmöglich|baldmöglichst|umgehend)\b",
    re.IGNORECASE,
)
ALWAYS = "24/7"


@dataclass(frozen=True, slots=True)
class Day:
    """A day as a text names it; without a year where it names none."""

    words: str
    month: int
    day: int
    year: int | None = None
    other: tuple[int, int] | None = None
    """Month and day as one could read it too; None where only one reading is possible."""

    def fits(self, other: "Day") -> bool:
        """Return whether both can mean the same day."""
        years = self.year is None or other.year is None or self.year == other.year
        ours, theirs = {(self.month, self.day), self.other}, {(other.month, other.day), other.other}
        return years and bool((ours & theirs) - {None})

    def on(self, year: int) -> date | None:
        """Return it as a day, in that year where it names none; None where there is no such day."""
        try:
            return date(self.year or year, self.month, self.day)
        except ValueError:
            return None


def days(text: str) -> tuple[Day, ...]:
    """Return the days that the text names, each once, in the order in which they stand there."""
    plain = WEB.sub(" ", text)
    found: list[Day] = []
    for _, one in sorted(_named(plain), key=lambda pair: pair[0]):
        same = next((place for place, known in enumerate(found) if known.fits(one)), None)
        if same is None:
            found.append(one)
        elif found[same].year is None and one.year is not None:
            found[same] = one
    return tuple(found)


def vague(text: str) -> tuple[str, ...]:
    """Return the words that mean a day only for whoever wrote them, each once."""
    return tuple(dict.fromkeys(found[0].casefold() for found in VAGUE.finditer(WEB.sub(" ", text))))


def _named(text: str) -> Iterator[tuple[int, Day]]:
    """Yield the days with the place at which each begins; what belongs to one is not read as another."""
    taken: set[int] = set()
    for pattern in (ISO, DOTTED, NAMED, MONTH_FIRST, STROKES):
        for found in pattern.finditer(text):
            if taken.isdisjoint(range(*found.span())) and (one := _read(pattern, found)):
                taken.update(range(*found.span()))
                yield found.start(), one


def _read(pattern: re.Pattern[str], found: re.Match[str]) -> Day | None:
    if pattern is STROKES:
        return _with_strokes(found)
    parts = found.groupdict()
    month = MONTHS[parts["n"].lower()] if "n" in parts else int(parts["m"])
    return _day(found, month, int(parts["d"]))


def _with_strokes(found: re.Match[str]) -> Day | None:
    """Return the day that two numbers with a stroke name; the first is the month unless it cannot be one."""
    first, second = int(found["d"]), int(found["m"])
    if found[0] == ALWAYS or (found["y"] is None and max(first, second) <= 12):
        return None
    if first > 12:
        return _day(found, second, first)
    return _day(found, first, second, other=(second, first) if second <= 12 and first != second else None)


def _day(found: re.Match[str], month: int, day: int, *, other: tuple[int, int] | None = None) -> Day | None:
    year = int(found["y"]) if found["y"] else None
    if year is not None and year < 100:
        year += 2000
    if not 1 <= month <= 12 or not 1 <= day <= 31 or (year is not None and year not in YEARS):
        return None
    return Day(" ".join(found[0].split()), month, day, year, other)
