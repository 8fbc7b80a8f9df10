"""Wall-clock time: what people plan in, and the instant that it means.

The difficult thing: on one night of the year an hour of wall-clock time is missing, and on another it comes twice. A
time that is missing is refused (NoSuchTime). A time that comes twice means its first coming, because a post which
appears an hour early was still planned for that time, and one rule is easier to remember than a question.
"""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo


class NoSuchTime(ValueError):
    """The wall clock skips this time: it lies in the hour that summer time takes away."""

    def __init__(self, local: datetime, zone: str) -> None:
        super().__init__(f"{local:%Y-%m-%d %H:%M} does not exist in {zone}")
        self.local = local
        self.zone = zone


def wall(local: datetime) -> datetime:
    """Return the wall-clock time without zone, whether it was given so or as it is stored."""
    return local.replace(tzinfo=None, fold=0)


def kept(local: datetime) -> datetime:
    """Return the wall-clock time as the database keeps it: as if it were UTC."""
    return local.replace(tzinfo=UTC, fold=0)


def instant(local: datetime, zone: str) -> datetime:
    """Return the instant in UTC that the wall clock of the zone means; raise NoSuchTime where it skips the time."""
    moment = wall(local).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if wall_of(moment, zone) != wall(local):
        raise NoSuchTime(wall(local), zone)
    return moment


def first_existing(local: datetime, zone: str) -> datetime:
    """Return the wall-clock time itself where the zone knows it, else the next one that it knows, to the second.

    What is skipped lies between two instants, one by the offset before and one by the offset after; between them the
    clock jumps once.
    """
    asked, there = wall(local), ZoneInfo(zone)
    moment = asked.replace(tzinfo=there).astimezone(UTC)
    if wall_of(moment, zone) == asked:
        return asked
    before = asked.replace(tzinfo=there, fold=1).astimezone(UTC)
    seconds = [0, int((moment - before).total_seconds())]
    while seconds[1] - seconds[0] > 1:
        middle = sum(seconds) // 2
        jumped = wall_of(before + timedelta(seconds=middle), zone) > asked
        seconds[jumped] = middle
    return wall_of(before + timedelta(seconds=seconds[1]), zone)


def wall_of(moment: datetime, zone: str) -> datetime:
    """Return what the wall clock of the zone shows at the instant, without zone."""
    return wall(moment.astimezone(ZoneInfo(zone)))


def monday(day: date) -> date:
    """Return the Monday of the day's ISO week."""
    return day - timedelta(days=day.weekday())


def quarter(day: date) -> tuple[date, date]:
    """Return the first day of the quarter in which the day lies, and the first day after it."""
    begins = date(day.year, 3 * ((day.month - 1) // 3) + 1, 1)
    ends = date(day.year + 1, 1, 1) if begins.month == 10 else date(day.year, begins.month + 3, 1)
    return begins, ends
