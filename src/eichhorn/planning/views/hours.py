"""The weeks of the team: its hours, the work that is planned, and whose hours nobody has told."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from eichhorn.duty import queries as duty
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries, rules

WEEKS = 12


@signed_in
@require_safe
def hours(request: HttpRequest) -> HttpResponse:
    """Show the weeks ahead as sums; who steers also finds the way to each person's hours."""
    now = clock.now()
    first = rules.monday(people.today(now))
    weeks = queries.team_weeks([first + timedelta(weeks=n) for n in range(WEEKS)], now=now)
    may_steer = people.may(person_of(request), Act.STEER, now=now)
    context = {
        "weeks": weeks, "over": [week for week in weeks if week.over], "may_steer": may_steer,
        "untold": sorted({name for week in weeks for name in week.untold}),
        "team": duty.team_told(on=first, now=now) if may_steer else [],
    }  # fmt: skip
    return render(request, "planning/hours.html", context)
