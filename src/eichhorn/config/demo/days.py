"""Days around the demo's Tuesday, counted in working days, so that nothing but a Sunday picture falls on a weekend."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as date_format

ZONE = "Europe/Berlin"
SATURDAY = 5


def _working(day: date, count: int) -> date:
    """Return the day so many working days later (earlier where negative)."""
    step = timedelta(days=1 if count >= 0 else -1)
    left = abs(count)
    while left or day.weekday() >= SATURDAY:
        day += step
        if day.weekday() < SATURDAY and left:
            left -= 1
    return day


@dataclass(frozen=True, slots=True)
class Days:
    """`now` is the first start; `today` the demo's Tuesday."""

    now: datetime
    today: date = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "today", _working(self.now.astimezone(ZoneInfo(ZONE)).date(), 0))

    def day(self, working_days: int) -> date:
        """Return the day so many working days after the demo's Tuesday."""
        return _working(self.today, working_days)

    def local(self, working_days: int, hour: int, minute: int = 0) -> datetime:
        """Return the wall-clock time on that day, without zone."""
        return datetime.combine(self.day(working_days), time(hour, minute))

    def sunday(self, weeks: int, hour: int) -> datetime:
        """Return the wall-clock time on the Sunday of the week so many weeks after this one, without zone."""
        monday = self.today - timedelta(days=self.today.weekday())
        return datetime.combine(monday + timedelta(days=7 * weeks + 6), time(hour))

    def instant(self, local: datetime) -> datetime:
        return local.replace(tzinfo=ZoneInfo(ZONE)).astimezone(UTC)

    def before(self, **ago: float) -> datetime:
        """Return the instant so long before the first start."""
        return self.now - timedelta(**ago)

    def spoken(self, working_days: int) -> str:
        """Return "Montag, 15. Juni"."""
        return date_format(self.day(working_days), "l, j. F")

    def weekday(self, working_days: int) -> str:
        """Return "Montag"."""
        return date_format(self.day(working_days), "l")

    def short(self, working_days: int) -> str:
        """Return "15. Juni"."""
        return date_format(self.day(working_days), "j. F")
