"""Hours, absences and deputies of the token's owner, and the weeks of the team as sums."""

from datetime import date
from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Day, Flag, Number, Sent, Shown
from eichhorn.duty.models import Absence, Deputy, WorkingWeek
from eichhorn.duty.rules import DAYS, MOST_MINUTES_A_DAY
from eichhorn.planning.queries import TeamWeek


class NewHours(Sent):
    """Hours of the week, from a day on."""

    from_day: Day = Field(examples=["2026-06-08"])
    minutes: list[Annotated[int, Field(strict=True, ge=0, le=MOST_MINUTES_A_DAY)]] = Field(
        description=f"Minutes of each day of the week, Monday first; a day has at most {MOST_MINUTES_A_DAY}.",
        min_length=DAYS, max_length=DAYS, examples=[[480, 480, 480, 480, 360, 0, 0]],
    )  # fmt: skip


class NewAbsence(Sent):
    """Days on which somebody is away. Why is asked nowhere."""

    begins_on: Day = Field(examples=["2026-06-15"])
    ends_on: Day = Field(description="The first day after it.", examples=["2026-06-20"])
    half: Flag = Field(default=False, description="Whether half of each of these days remains.")


class NewDeputy(Sent):
    """Who stands in, and when."""

    deputy: Number = Field(description="The number of the person who stands in.", examples=[4])
    begins_on: Day = Field(examples=["2026-06-15"])
    ends_on: Day | None = Field(None, description="The first day after it; null: until somebody says otherwise.")


class HoursShown(Shown):
    """Hours of the week, from a day on until the next."""

    from_day: date
    minutes: list[int]


class AbsenceShown(Shown):
    """Days on which somebody is away."""

    id: int
    begins_on: date
    ends_on: date = Field(description="The first day after it.")
    half: bool


class DeputyShown(Shown):
    """Who stands in for somebody."""

    id: int
    person: int
    deputy: int
    begins_on: date
    ends_on: date | None = Field(description="The first day after it; null: until somebody says otherwise.")


class OnDutyShown(Shown):
    """What the owner of the token told, as far as it holds today or later."""

    hours: list[HoursShown]
    absences: list[AbsenceShown]
    deputies: list[DeputyShown]
    stands_in_for: list[DeputyShown]


class TeamWeekShown(Shown):
    """One week of the team, as a sum."""

    monday: date
    minutes: int = Field(description="Of all whose hours are told, without absences and public holidays.")
    planned_minutes: int
    untold: list[str] = Field(
        description="Whose hours nobody has told; while anybody's are missing, the week bounds no plan."
    )
    holidays: list[str]


class TeamWeeksShown(Shown):
    """The weeks ahead; none where nobody has told any hours."""

    items: list[TeamWeekShown]


def hours(of: WorkingWeek) -> HoursShown:
    return HoursShown(from_day=of.from_day, minutes=list(of.minutes))


def absence(of: Absence) -> AbsenceShown:
    return AbsenceShown(id=of.pk, begins_on=of.begins_on, ends_on=of.ends_on, half=of.half)


def deputy(of: Deputy) -> DeputyShown:
    return DeputyShown(id=of.pk, person=of.person_id, deputy=of.deputy_id, begins_on=of.begins_on, ends_on=of.ends_on)


def team_week(of: TeamWeek) -> TeamWeekShown:
    return TeamWeekShown(
        monday=of.monday,
        minutes=of.minutes,
        planned_minutes=of.planned,
        untold=list(of.untold),
        holidays=list(of.holidays),
    )
