"""The hours of the team week by week, beside the work that is planned into them.

The difficult thing: a sum in which somebody is missing is too small, and a plan bound by it would be wrong. So only weeks
whose hours are all told bind anything; of the others the sum is shown, with the names of those who are missing.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db.models import Sum
from django.db.models.functions import TruncWeek

from eichhorn.duty import queries as duty
from eichhorn.duty.rules import Week
from eichhorn.planning import rules
from eichhorn.planning.models import Slot
from eichhorn.planning.queries import house
from eichhorn.planning.rules import Stage

WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class TeamWeek:
    """One week: what the team has, what is planned into it, and what is missing in the sum."""

    monday: date
    minutes: int
    planned: int
    untold: tuple[str, ...]
    holidays: tuple[str, ...]
    """By name."""

    @property
    def last_day(self) -> date:
        return self.monday + timedelta(days=6)

    @property
    def over(self) -> int:
        """Return the minutes that are planned and not there; none while hours are missing."""
        return 0 if self.untold else max(0, self.planned - self.minutes)


def team_minutes(weeks: Collection[date], *, holidays_of: str, now: datetime) -> dict[date, int]:
    """Return how many minutes the team has in each of the weeks, by their Mondays; nothing for a week that not all have told.

    One query where nobody has told any, else four.
    """
    found = _of_team(weeks, holidays_of, now)[0]
    return {monday: week.minutes for monday, week in found.items() if week.is_known}


def team_weeks(weeks: Collection[date], *, now: datetime) -> tuple[TeamWeek, ...]:
    """Return these weeks in their order, each with what is planned; none where nobody has told any hours. At most six queries."""
    found, holidays = _of_team(weeks, house.terms().holidays_of, now)
    if not found:
        return ()
    planned = planned_minutes(weeks)
    return tuple(
        TeamWeek(
            monday, week.minutes, planned.get(monday, 0), week.untold,
            tuple(name for day, name in sorted(holidays.items()) if monday <= day < monday + WEEK),
        )
        for monday, week in sorted(found.items())
    )  # fmt: skip


def planned_minutes(weeks: Collection[date]) -> dict[date, int]:
    """Return the effort of what is planned into each of the weeks, without rehearsals and what was put back. One query."""
    begins = rules.kept(datetime.combine(min(weeks), time()))
    ends = rules.kept(datetime.combine(max(weeks) + WEEK, time()))
    rows = (
        Slot.objects.filter(planned_local__gte=begins, planned_local__lt=ends, rehearsal=False)
        .exclude(stage=Stage.CANCELLED)
        .order_by()
        .values_list(TruncWeek("planned_local", tzinfo=begins.tzinfo))
        .annotate(minutes=Sum("effort_minutes"))
    )
    return {week.date(): minutes for week, minutes in rows}


def _of_team(
    weeks: Collection[date], holidays_of: str, now: datetime
) -> tuple[Mapping[date, Week], Mapping[date, str]]:
    if not weeks or not duty.anybody_told():
        return {}, {}
    holidays = house.holidays_between(min(weeks), max(weeks) + WEEK, of=holidays_of)
    return duty.team_weeks(weeks, holidays=holidays.keys(), now=now), holidays
