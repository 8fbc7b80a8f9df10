"""Campaigns with their posts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries


@signed_in
@require_safe
def campaigns(request: HttpRequest) -> HttpResponse:
    """Show the campaigns that run or are to come, with their posts, and those that are ended."""
    now, person = clock.now(), person_of(request)
    context = {
        "campaigns": queries.campaign_posts(ended=False, person=person, now=now), "today": people.today(now),
        "ended": queries.campaign_posts(ended=True, person=person, now=now),
        "may_steer": people.may(person, Act.STEER, now=now), "may_plan": people.may(person, Act.PLAN, now=now),
    }  # fmt: skip
    return render(request, "planning/campaigns.html", context)
