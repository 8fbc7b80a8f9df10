"""Hours, absences and deputies: each program tells those of its owner; and the weeks of the team."""

from datetime import timedelta
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import duty as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.duty import queries, services
from eichhorn.duty.models import Absence, Deputy
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.planning import queries as planning
from eichhorn.planning import rules as plan

router = Router(tags=["duty"])
AbsenceId = Annotated[Numbered, Path(description="The number of the absence.", example=2)]
DeputyId = Annotated[Numbered, Path(description="The number of the naming, as `read_duty` shows it.", example=3)]
DAY, WEEKS = timedelta(days=1), 12


@router.get("/duty", **operation("read_duty", Scope.READ, shown.OnDutyShown))
def read_duty(request: HttpRequest) -> HttpResponse:
    """Read the token owner's hours, absences and deputies, as far as they hold today or later."""
    return answers.said(_duty(caller_of(request)))


@router.put("/duty/hours", **operation("tell_hours", Scope.PLAN, shown.OnDutyShown))
def tell_hours(request: HttpRequest, given: shown.NewHours) -> HttpResponse:
    """Tell the token owner's hours of the week from a day on; what was told for this day is replaced."""
    caller = caller_of(request)
    services.tell_week(
        person=caller.person, from_day=given.from_day, minutes=given.minutes, by=caller.person, now=caller.now
    )
    return answers.said(_duty(caller))


@router.post("/duty/absences", **operation("be_away", Scope.PLAN, shown.AbsenceShown, status=201))
def be_away(request: HttpRequest, given: shown.NewAbsence) -> HttpResponse:
    """Tell when the token's owner is away."""
    caller = caller_of(request)
    made = services.be_away(
        person=caller.person, begins_on=given.begins_on, last_day=given.ends_on - DAY, half=given.half,
        by=caller.person, now=caller.now,
    )  # fmt: skip
    return answers.said(shown.absence(made), status=201, at="/duty")


@router.post("/duty/absences/{absence_id}/take-back", **operation("be_there", Scope.PLAN, shown.AbsenceShown))
def be_there(request: HttpRequest, absence_id: AbsenceId) -> HttpResponse:
    """Take an absence back; that of somebody else only who steers."""
    caller, absence = caller_of(request), Absence.objects.select_related("person").get(pk=absence_id)
    before = shown.absence(absence)
    services.be_there(absence=absence, by=caller.person, now=caller.now)
    return answers.said(before)


@router.post("/duty/deputies", **operation("name_deputy", Scope.PLAN, shown.DeputyShown, status=201))
def name_deputy(request: HttpRequest, given: shown.NewDeputy) -> HttpResponse:
    """Name who stands in for the token's owner; it gives no right that the deputy does not have."""
    caller = caller_of(request)
    deputy = people.here(Person.objects.all(), on=people.today(caller.now)).filter(pk=given.deputy).first()
    if deputy is None:
        raise invalid.at("deputy", _("There is nobody of this number."))
    made = services.name_deputy(
        person=caller.person, deputy=deputy, begins_on=given.begins_on,
        last_day=given.ends_on - DAY if given.ends_on is not None else None, by=caller.person, now=caller.now,
    )  # fmt: skip
    return answers.said(shown.deputy(made), status=201, at="/duty")


@router.post("/duty/deputies/{deputy_id}/release", **operation("release_deputy", Scope.PLAN, shown.DeputyShown))
def release_deputy(request: HttpRequest, deputy_id: DeputyId) -> HttpResponse:
    """Let somebody stand in no longer; the deputy may step back too."""
    caller, deputy = caller_of(request), Deputy.objects.select_related("person").get(pk=deputy_id)
    before = shown.deputy(deputy)
    services.release_deputy(deputy=deputy, by=caller.person, now=caller.now)
    return answers.said(before)


@router.get("/team-weeks", **operation("list_team_weeks", Scope.READ, shown.TeamWeeksShown))
def list_team_weeks(request: HttpRequest) -> HttpResponse:
    """List the twelve weeks from this one on: the hours of the team as a sum, and the work that is planned."""
    caller = caller_of(request)
    first = plan.monday(people.today(caller.now))
    weeks = planning.team_weeks([first + n * timedelta(weeks=1) for n in range(WEEKS)], now=caller.now)
    return answers.said(shown.TeamWeeksShown(items=[shown.team_week(week) for week in weeks]))


def _duty(caller: Caller) -> shown.OnDutyShown:
    person, today = caller.person, people.today(caller.now)
    standing = queries.week_on(person, today)
    return shown.OnDutyShown(
        hours=[shown.hours(one) for one in queries.weeks_of(person) if one.from_day > today or one == standing],
        absences=[shown.absence(one) for one in queries.absences_of(person, since=today)],
        deputies=[shown.deputy(one) for one in queries.deputies_of(person, since=today)],
        stands_in_for=[shown.deputy(one) for one in queries.named_deputy(person, since=today)],
    )
