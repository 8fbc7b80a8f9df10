"""What is noticed in the words of a request: pure, and never a decision.

The difficult thing: whoever is told too much reads nothing of it. So each thing is noticed once, with the words that gave
the reason; what cannot be known without asking is a question, and nothing is held against anybody.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from zoneinfo import ZoneInfo

from eichhorn.noticing.rules.days import WEB, Day, days, vague

LONGEST = 20_000
"""Signs that are read of a request; what stands behind them nobody would read either."""
MOST_WORDS = 4
"""So many passages are shown for one thing."""


class Kind(StrEnum):
    """What can be noticed."""

    EMPTY = "empty"
    """Nothing is said: headings alone, or the words of a form."""
    TITLE = "title"
    """The title says nothing."""
    TEMPLATE = "template"
    """Words of a form still stand there."""
    PLACEHOLDER = "placeholder"
    """Something still has to be put in."""
    NO_DATE = "no_date"
    """No day is named anywhere, and none was wished."""
    VAGUE_DATE = "vague_date"
    """A day is meant that only whoever wrote it knows."""
    NO_YEAR = "no_year"
    SEVERAL_DATES = "several_dates"
    TWO_READINGS = "two_readings"
    """A date that can be read in two ways."""
    PAST_DATE = "past_date"
    OTHER_ZONE = "other_zone"
    """A time is given in another zone than ours."""
    WRONG_SEASON = "wrong_season"
    """Summer time is named in winter, or the other way round."""
    PICTURE = "picture"
    """A picture is spoken of that is not here with a description."""
    AMPLIFY = "amplify"
    """It asks to pass on what others said."""


@dataclass(frozen=True, slots=True)
class Notice:
    """One thing that was noticed, with the passages that gave the reason."""

    kind: Kind
    words: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Words:
    """A request as far as it is read."""

    title: str
    text: str
    """All that was written below the title."""
    came_on: date
    zone: str
    """Of the house."""
    has_wish: bool = False
    """A date was chosen in a field made for it."""
    any_date: bool = False
    """It was said that any date is welcome."""
    has_picture: bool = False
    """With its description."""


TAGS = re.compile(r"\[[^\]\n]{0,60}\]\s*[-:]*")
HEADING = re.compile(r"^(?:(?!\w[.!]\s)[^\n]){1,200}[:?]\s*$")
TICK = re.compile(r"^\s*[-*]?\s*\[[ xX]\]")
REMARK = re.compile(r"^\s*\(.{0,2000}\)\s*$", re.DOTALL)
COMMENT = re.compile(r"<!--.{0,5000}?-->", re.DOTALL)
NO_TITLE = frozenset(
    ["title", "titel", "request", "anfrage", "betreff", "subject", "test", "hallo", "hello", "neu", "new", "untitled"]
)
TEMPLATE = re.compile(
    r"a clear and concise description|lorem ipsum|(?:bitte )?hier (?:eintragen|ausfüllen|beschreiben)|(?:your|enter) text here"
    r"|kurze (?:und prägnante )?beschreibung,? (?:worum|was)|(?:please )?(?:fill in|replace) (?:this|here)",
    re.IGNORECASE,
)
PLACEHOLDER = re.compile(
    r"\[(?:\.{3}|…|[^\]\n]{0,60}\b(?:einfügen|ergänzen|folgt|insert|add|tbd|todo|to do|link)\b[^\]\n]{0,80})\]"
    r"|\((?:link|gist|url|folgt|tbd)\)|<[a-zäöü][a-zäöü ]{1,30}>|\b(?:TBD|TODO|XXX+|t\.b\.d\.)",
    re.IGNORECASE,
)
PICTURES = re.compile(
    r"\b(?:bild(?:er)?|fotos?|grafik(?:en)?|flyers?|plakat(?:e)?|logo|images?|pictures?|photos?|graphics?|artwork|screenshots?"
    r"|posters?|banner)\b",
    re.IGNORECASE,
)
AMPLIFY = re.compile(
    r"\b(?:re-?tweet(?:en|s)?|re-?post(?:en|s)?|re-?blog(?:gen)?|boost(?:en|s)?|signal[- ]?boost|amplif(?:y|ying|ication)"
    r"|share (?:this|our|the|my)|weiterverbreiten|(?:beitrag|post|seite|link) (?:zu )?teilen|bitte teil(?:en|t))\b",
    re.IGNORECASE,
)
CLOCK = re.compile(
    r"\b\d{1,2}(?::\d{2})?\s?(?:am|pm|a|p|uhr|h)?\.?\s?\(?"
    r"(?P<zone>UTC|GMT|BST|UK time|PST|PDT|PT|Pacific|MST|MDT|CST|CDT|EST|EDT|ET|Eastern|IST|JST|CEST|CET|MESZ|MEZ)\b",
    re.IGNORECASE,
)
OURS = {"MEZ": "CET", "MESZ": "CEST"}
"""How German names of a zone are called in the tables of zones."""


def notices(of: Words) -> tuple[Notice, ...]:
    """Return what is noticed, in the order of `Kind`, each once."""
    title, text = of.title[:LONGEST], COMMENT.sub(" ", of.text)[:LONGEST]
    found = [*_said(title, text), *_dated(of, f"{title}\n{text}"), *_beside(of, f"{title}\n{text}")]
    return tuple(
        Notice(one.kind, one.words[:MOST_WORDS]) for one in sorted(found, key=lambda one: list(Kind).index(one.kind))
    )


def _said(title: str, text: str) -> Iterator[Notice]:
    plain = " ".join(TAGS.sub(" ", title).split()).strip(" -:–")
    if not re.search(r"\w", plain) or plain.casefold() in NO_TITLE:
        yield Notice(Kind.TITLE)
    if not re.search(r"\w{2}", "\n".join(_own(text))):
        yield Notice(Kind.EMPTY)
    yield from _where(Kind.TEMPLATE, TEMPLATE, text)
    yield from _where(Kind.PLACEHOLDER, PLACEHOLDER, f"{title}\n{text}")


def _own(text: str) -> Iterator[str]:
    """Yield the lines that somebody wrote themselves: no headings, no ticks, no remarks in brackets, no words of a form."""
    if REMARK.match(text):
        return
    for line in text.splitlines():
        if not (HEADING.match(line) or TICK.match(line) or REMARK.match(line) or TEMPLATE.search(line)):
            yield line


def _dated(of: Words, text: str) -> Iterator[Notice]:
    named = days(text)
    loose = vague(text)
    if not named and not of.has_wish:
        if loose:
            yield Notice(Kind.VAGUE_DATE, loose)
        elif not of.any_date:
            yield Notice(Kind.NO_DATE)
    if without := [one.words for one in named if one.year is None]:
        yield Notice(Kind.NO_YEAR, tuple(without))
    if len(named) > 1:
        yield Notice(Kind.SEVERAL_DATES, tuple(one.words for one in named))
    if double := [one.words for one in named if one.other is not None]:
        yield Notice(Kind.TWO_READINGS, tuple(double))
    if past := [one.words for one in named if one.year is not None and (day := one.on(one.year)) and day < of.came_on]:
        yield Notice(Kind.PAST_DATE, tuple(past))
    yield from _zones(of, named, text)


def _zones(of: Words, named: tuple[Day, ...], text: str) -> Iterator[Notice]:
    zone = ZoneInfo(of.zone)
    names = {datetime.combine(date(of.came_on.year, month, 1), time(12), zone).tzname() for month in (1, 7)}
    clocks = [(found[0], OURS.get(found["zone"].upper(), found["zone"].upper())) for found in CLOCK.finditer(text)]
    if others := [words for words, name in clocks if name not in names]:
        yield Notice(Kind.OTHER_ZONE, tuple(dict.fromkeys(others)))
    on = [day for one in named if (day := one.on(of.came_on.year)) is not None]
    if len(on) == 1:
        right = datetime.combine(on[0], time(12), zone).tzname()
        if wrong := [words for words, name in clocks if name in names and name != right]:
            yield Notice(Kind.WRONG_SEASON, tuple(dict.fromkeys(wrong)))


def _beside(of: Words, text: str) -> Iterator[Notice]:
    if not of.has_picture:
        yield from _where(Kind.PICTURE, PICTURES, text)
    yield from _where(Kind.AMPLIFY, AMPLIFY, text)


def _where(kind: Kind, pattern: re.Pattern[str], text: str) -> Iterator[Notice]:
    if found := tuple(dict.fromkeys(one[0] for one in pattern.finditer(WEB.sub(" ", text)))):
        yield Notice(kind, found)
