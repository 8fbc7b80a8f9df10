"""Dates out of a file: a calendar (.ics) or a table (.csv), each line read for itself.

The difficult thing: files are made by many programs. What is not understood is named with its line and why, and nothing
is guessed: a day that does not exist, an end before the beginning, a rule of repetition other than "every year".
"""

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from eichhorn.foundation.typed import is_blank, one_line

LONGEST_NAME = 160
LONGEST_PERIOD = timedelta(days=366)
LONGEST_LINE = 2_000
MOST_LINES = 2_000
FIRST_YEAR, LAST_YEAR = 1900, 2199


class Wrong(StrEnum):
    """Why a line was not understood."""

    NO_NAME = "no_name"
    LONG_NAME = "long_name"
    NO_DAY = "no_day"
    NO_SUCH_DAY = "no_such_day"
    ENDS_BEFORE = "ends_before"
    TOO_LONG = "too_long"
    REPEATS = "repeats"
    TWICE = "twice"


@dataclass(frozen=True, slots=True)
class Dated:
    """What a line says: a name, in the second language where it is given, and its half-open period."""

    name: str
    name_en: str
    begins_on: date
    ends_on: date
    yearly: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a file: what was understood, or why nothing was."""

    number: int
    told: str
    """What stands there, shortened."""
    dated: Dated | None = None
    wrong: Wrong | None = None


def read(text: str) -> tuple[Line, ...]:
    """Return every line (of a table) or event (of a calendar) as it was understood; no line where nothing stands there."""
    lines = _events(text) if "BEGIN:VCALENDAR" in text.upper() else _rows(text)
    seen: set[Dated] = set()
    found: list[Line] = []
    for line in lines:
        if line.dated is not None and line.dated in seen:
            line = Line(line.number, line.told, wrong=Wrong.TWICE)  # noqa: PLW2901
        elif line.dated is not None:
            seen.add(line.dated)
        found.append(line)
    return tuple(found)


class _Misread(ValueError):
    def __init__(self, wrong: Wrong) -> None:
        super().__init__(wrong)
        self.wrong = wrong


def _rows(text: str) -> Iterator[Line]:
    """Yield the rows of a table: name; first day; last day; name in English. A heading is passed over."""
    lines = text.lstrip("\ufeff").splitlines()
    sign = max(";\t,", key=lambda one: sum(line.count(one) for line in lines[:20]))
    for number, line in enumerate(lines, start=1):
        cells = [cell.strip() for cell in next(csv.reader([line[:LONGEST_LINE]], delimiter=sign), [])]
        if not any(cells) or (number == 1 and not re.search(r"\d", line)):
            continue
        try:
            yield Line(number, line[:80], _row(cells))
        except _Misread as problem:
            yield Line(number, line[:80], wrong=problem.wrong)


def _row(cells: list[str]) -> Dated:
    name, first, last, english = (*cells, "", "", "", "")[:4]
    begins = _day(first)
    return _checked(name, english, begins, (_day(last) if last else begins) + timedelta(days=1), yearly=False)


def _events(text: str) -> Iterator[Line]:
    """Yield the events of a calendar, each under the number of the line on which it begins."""
    fields: dict[str, str] | None = None
    began = 0
    for number, line in _unfolded(text):
        key, _, value = line.partition(":")
        name, value = key.partition(";")[0].strip().upper(), value.strip()
        if name == "BEGIN" and value.upper() == "VEVENT":
            fields, began = {}, number
        elif name == "END" and value.upper() == "VEVENT" and fields is not None:
            yield _event(began, fields)
            fields = None
        elif fields is not None:
            fields.setdefault(name, value)


def _unfolded(text: str) -> Iterator[tuple[int, str]]:
    """Yield whole lines with their numbers: what begins with a space goes on with the line before (RFC 5545, 3.1)."""
    whole, begun = "", 1
    for number, line in enumerate(text.splitlines(), start=1):
        if line[:1] in {" ", "\t"}:
            whole += line[1:]
        else:
            if whole:
                yield begun, whole
            whole, begun = line, number
    if whole:
        yield begun, whole


def _event(number: int, fields: dict[str, str]) -> Line:
    name = _unescaped(fields.get("SUMMARY", ""))
    told = f"{fields.get('DTSTART', '')} {name}".strip()[:80]
    try:
        begins = _day(fields.get("DTSTART", "")[:8])
        ends = _day(fields["DTEND"][:8]) if "DTEND" in fields else begins + _lasts(fields.get("DURATION", ""))
        if "T" in fields.get("DTEND", "") or ends == begins:
            ends += timedelta(days=1)  # an end with a time lies on its day; an empty event is its day
        return Line(number, told, _checked(name, "", begins, ends, yearly=_is_yearly(fields.get("RRULE", ""))))
    except _Misread as problem:
        return Line(number, told, wrong=problem.wrong)


def _is_yearly(rule: str) -> bool:
    if not rule:
        return False
    parts = dict(part.split("=", 1) for part in rule.upper().split(";") if "=" in part)
    if parts.get("FREQ") != "YEARLY" or parts.get("INTERVAL", "1") != "1" or parts.keys() - {"FREQ", "INTERVAL"}:
        raise _Misread(Wrong.REPEATS)
    return True


def _lasts(duration: str) -> timedelta:
    match = re.fullmatch(r"P(\d{1,3})([DW])", duration.upper())
    return timedelta(days=int(match[1]) * (7 if match[2] == "W" else 1)) if match else timedelta(days=1)


def _unescaped(value: str) -> str:
    return re.sub(r"\\(.)", lambda match: " " if match[1] in "nN" else match[1], value).strip()


WAYS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{1,2})\.\s?(?P<month>\d{1,2})\.\s?(?P<year>\d{4})"),
)
"""How a day is written: 2026-07-04, 20260704, 4.7.2026."""


def _day(written: str) -> date:
    match = next((found for way in WAYS if (found := way.fullmatch(written.strip()))), None)
    if match is None or not written.isascii():
        raise _Misread(Wrong.NO_DAY)
    try:
        day = date(int(match["year"]), int(match["month"]), int(match["day"]))
    except ValueError as problem:
        raise _Misread(Wrong.NO_SUCH_DAY) from problem
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise _Misread(Wrong.NO_SUCH_DAY)
    return day


def _checked(name: str, english: str, begins: date, ends: date, *, yearly: bool) -> Dated:
    name, english = one_line(name), one_line(english)
    if is_blank(name):
        raise _Misread(Wrong.NO_NAME)
    if max(len(name), len(english)) > LONGEST_NAME:
        raise _Misread(Wrong.LONG_NAME)
    if ends <= begins:
        raise _Misread(Wrong.ENDS_BEFORE)
    if ends - begins > LONGEST_PERIOD:
        raise _Misread(Wrong.TOO_LONG)
    return Dated(name, english, begins, ends, yearly)
