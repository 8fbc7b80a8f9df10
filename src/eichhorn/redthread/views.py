"""The page of the red thread."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from eichhorn.foundation import clock, typed
from eichhorn.people import queries as people
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning.words import sign
from eichhorn.redthread import queries


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what of a quarter is tied to goals and pillars, and what hangs loose."""
    now, person = clock.now(), person_of(request)
    today = people.today(now)
    thread = queries.red_thread(on=typed.day(request.GET.get("on", ""), today), today=today, person=person, now=now)
    context = {
        "thread": thread, "loose": [(slot, sign(slot.stage, outside=slot.outside)) for slot in thread.loose],
        "last_day": thread.ends - timedelta(days=1), "before": thread.begins - timedelta(days=1), "after": thread.ends,
        "is_now": thread.begins <= today < thread.ends, "may_plan": people.may(person, Act.PLAN, now=now),
        "may_steer": people.may(person, Act.STEER, now=now),
    }  # fmt: skip
    return render(request, "redthread/page.html", context)
