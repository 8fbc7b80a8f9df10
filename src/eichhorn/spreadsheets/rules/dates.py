"""Days and times as they stand in the cells of spreadsheets.

The difficult thing: a spreadsheet may write a date as a number of days, and an American one as 6/11/2026. The number is
read; of the other nobody knows whether the day or the month stands first, and nothing is guessed.
"""

import re
from datetime import date, datetime, time, timedelta

from eichhorn.spreadsheets.rules.columns import Column
from eichhorn.spreadsheets.rules.problems import Wrong
from eichhorn.ui import typed_dates

SERIAL = re.compile(r"(?P<days>\d{5})(?:[.,](?P<part>\d{1,12}))?")
"""Days since the end of 1899, as Excel and LibreOffice count them, and the part of the day that has passed."""
PART_OF_DAY = re.compile(r"0[.,](?P<part>\d{1,12})")
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 - of a wall clock
MIDNIGHT = time()
SLASHES = re.compile(r"\d{1,2}/\d{1,2}(/\d{2,4})?\b.*", re.DOTALL)
WRONGS: dict[str, Wrong] = {
    "date": Wrong.DAY_UNREAD, "no_such_day": Wrong.NO_SUCH_DAY, "no_such_time": Wrong.TIME_UNREAD,
    "no_time": Wrong.NO_TIME, "weekday": Wrong.WEEKDAY, "year": Wrong.FAR,
}  # fmt: skip


class Unread(ValueError):
    """The cells name no day and time; `column` is the one of the two that says so."""

    def __init__(self, wrong: Wrong, column: Column = Column.DATE) -> None:
        super().__init__(wrong)
        self.wrong = wrong
        self.column = column


def moment(day: str, at: str, *, today: date) -> datetime | None:
    """Return the wall-clock time that the two cells name together, None where both are empty."""
    day, at = " ".join(day.split()), " ".join(at.split())
    if not day and not at:
        return None
    if not day:
        raise Unread(Wrong.NO_DAY, Column.TIME)
    if not at:
        return _read(day, today=today)
    on, own = _day(day, today=today)
    told = _time(at, on)
    if own not in {None, MIDNIGHT, told}:
        raise Unread(Wrong.TWO_TIMES, Column.TIME)
    return datetime.combine(on, told)


def is_time(at: str, *, today: date) -> bool:
    """Return whether the cell names a time of a day, whatever the day."""
    try:
        _time(" ".join(at.split()), today)
    except Unread:
        return False
    return True


def _read(cell: str, *, today: date) -> datetime:
    on, at = _day(cell, today=today)
    if at is None:
        raise Unread(Wrong.NO_TIME)
    return datetime.combine(on, at)


def _day(cell: str, *, today: date) -> tuple[date, time | None]:
    """Return the day, and the time where the cell names one as well."""
    if found := SERIAL.fullmatch(cell):
        at = _minute(FIRST_DAY + timedelta(days=int(found["days"]) + _part(found["part"])))
        return at.date(), at.time() if found["part"] else None
    if SLASHES.fullmatch(cell):
        raise Unread(Wrong.DAY_OR_MONTH)
    try:
        read = typed_dates.read(cell, today=today)
    except typed_dates.NotUnderstood as problem:
        if problem.why != "no_time":
            raise Unread(WRONGS[problem.why]) from problem
        return typed_dates.read_day(cell, today=today), None
    return read.date(), read.time()


def _time(cell: str, on: date) -> time:
    if found := PART_OF_DAY.fullmatch(cell):
        return _minute(datetime.combine(on, time()) + timedelta(days=_part(found["part"]))).time()
    try:
        return typed_dates.read(f"{typed_dates.written_day(on)} {cell}", today=on).time()
    except typed_dates.NotUnderstood as problem:
        raise Unread(Wrong.TIME_UNREAD, Column.TIME) from problem


def _part(digits: str | None) -> float:
    return float(f"0.{digits}") if digits else 0.0


def _minute(moment: datetime) -> datetime:
    """Return the nearest minute: a part of a day is never quite one."""
    return (moment + timedelta(seconds=30)).replace(second=0, microsecond=0)
