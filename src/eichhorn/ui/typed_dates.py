"""Dates and times as people type them, in German and English, read without a form library's formats.

The difficult thing: a date without year means the next such day, not one that has passed; and a wrong date must be
told apart from one that was not understood, because the two need different sentences. Pure: today is given.
"""

import re
from datetime import date, datetime, time, timedelta
from typing import Literal

type Why = Literal["date", "no_such_day", "no_such_time", "no_time", "weekday", "year"]
YEARS = range(1900, 2300)
"""Others are slips of the finger, and clocks and calendars break at their ends."""


class NotUnderstood(ValueError):
    """The text is no date (or day, or time) that we can read."""

    def __init__(self, why: Why) -> None:
        super().__init__(why)
        self.why: Why = why


MONTHS = {
    **{name: n for n, names in enumerate((
        ("januar", "january", "jan", "jänner", "jaenner"), ("februar", "february", "feb", "feber"),
        ("märz", "maerz", "march", "mrz", "mär", "mar"), ("april", "apr"), ("mai", "may"), ("juni", "june", "jun"),
        ("juli", "july", "jul"), ("august", "aug"), ("september", "sept", "sep"), ("oktober", "october", "okt", "oct"),
        ("november", "nov"), ("dezember", "december", "dez", "dec")), start=1) for name in names},
}  # fmt: skip
WEEKDAYS = {
    **{name: n for n, names in enumerate((
        ("montag", "monday", "mo", "mon"), ("dienstag", "tuesday", "di", "tue"), ("mittwoch", "wednesday", "mi", "wed"),
        ("donnerstag", "thursday", "do", "thu"), ("freitag", "friday", "fr", "fri"),
        ("samstag", "sonnabend", "saturday", "sa", "sat"), ("sonntag", "sunday", "so", "sun"))) for name in names},
}  # fmt: skip
FROM_TODAY = {"heute": 0, "today": 0, "morgen": 1, "tomorrow": 1, "übermorgen": 2, "uebermorgen": 2}

ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d{1,2})-(?P<d>\d{1,2})(?:t(?=\d))?")
DOTTED = re.compile(
    r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})(?:\.(?:\s?(?P<y>\d{4})|(?P<short>\d{2})(?![\d:.]))?|(?![\d:.]))"
)
SLASHED = re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2})(?:/(?P<y>\d{4}))?")
NAMED = re.compile(r"(?P<d>\d{1,2})(?:\.|st|nd|rd|th)?\s*(?P<n>[a-zäöü]{3,})\.?(?:\s+(?P<y>\d{4}))?")
MONTH_FIRST = re.compile(r"(?P<n>[a-zäöü]{3,})\.?\s+(?P<d>\d{1,2})(?!\d)(?:st|nd|rd|th)?(?:,?\s+(?P<y>\d{4}))?")
WORD = re.compile(r"[a-zäöü]+")
TIME = re.compile(
    r"(?:um|at|@)?\s*(?P<h>\d{1,2})(?:[:.h](?P<m>\d{2})(?::\d{2})?)?\s*(?P<half>am|pm)?\s*(?:uhr|h|o'clock)?"
)


def read(text: str, *, today: date) -> datetime:
    """Return the naive local date and time that the text names."""
    day, rest = _day(text, today=today)
    if not rest:
        raise NotUnderstood("no_time")
    return datetime.combine(day, _time(rest))


def read_day(text: str, *, today: date) -> date:
    """Return the date that the text names; anything after it is not understood."""
    day, rest = _day(text, today=today)
    if rest:
        raise NotUnderstood("date")
    return day


def written(moment: datetime) -> str:
    """Return the moment as one would type it, so that reading it again gives the same."""
    return f"{written_day(moment.date())} {moment.hour}:{moment.minute:02d}"


def written_day(day: date) -> str:
    return f"{day.day}.{day.month}.{day.year:04d}"


def _day(text: str, *, today: date) -> tuple[date, str]:
    left = " ".join(text.lower().replace("\u00a0", " ").split())
    left, weekday = _weekday(left)
    if found := WORD.match(left):
        offset = FROM_TODAY.get(found[0])
        if offset is not None:
            return today + timedelta(days=offset), _after(left, found)
    for pattern in (ISO, DOTTED, SLASHED, NAMED, MONTH_FIRST):
        found = pattern.match(left)
        if found and (month := _month(found)):
            if found["y"] and left[found.end("y") :][:1].isdigit():
                raise NotUnderstood("year")  # a digit too many is no hour
            day = _dated(found, month, today)
            if weekday not in {None, day.weekday()}:
                raise NotUnderstood("weekday")
            return day, _after(left, found)
    if weekday is not None:
        ahead = (weekday - today.weekday()) % 7 or 7
        return today + timedelta(days=ahead), left
    raise NotUnderstood("date")


def _weekday(text: str) -> tuple[str, int | None]:
    found = WORD.match(text)
    if found and found[0] in WEEKDAYS:
        return text[found.end() :].lstrip(" .,"), WEEKDAYS[found[0]]
    return text, None


def _month(found: re.Match[str]) -> int | None:
    """Return the month, even one that does not exist; None where a word is no month."""
    parts = found.groupdict()
    return MONTHS.get(parts["n"]) if "n" in parts else int(parts["m"]) or 13


def _dated(found: re.Match[str], month: int, today: date) -> date:
    parts = found.groupdict()
    day, year = int(parts["d"]), parts["y"] or ("20" + parts["short"] if parts.get("short") else "")
    try:
        dated = date(int(year), month, day) if year else _next(day, month, today)
    except ValueError as problem:
        raise NotUnderstood("no_such_day") from problem
    if dated.year not in YEARS:
        raise NotUnderstood("year")
    return dated


def _next(day: int, month: int, today: date) -> date:
    """Return the next such day, today included; a 29 February may be years away."""
    for year in range(today.year, today.year + 9):
        try:
            candidate = date(year, month, day)
        except ValueError:
            continue
        if candidate >= today:
            return candidate
    raise ValueError(f"{day}.{month}.")


def _after(text: str, found: re.Match[str]) -> str:
    return text[found.end() :].strip(" ,")


def _time(text: str) -> time:
    found = TIME.fullmatch(text)
    if not found:
        raise NotUnderstood("no_such_time")
    hour, minute = int(found["h"]), int(found["m"] or 0)
    if found["half"]:
        if not 1 <= hour <= 12:
            raise NotUnderstood("no_such_time")
        hour = hour % 12 + (12 if found["half"] == "pm" else 0)
    try:
        return time(hour, minute)
    except ValueError as problem:
        raise NotUnderstood("no_such_time") from problem
