"""The month and the list."""

from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from eichhorn.channels.models import Channel
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries
from eichhorn.planning.forms import CalendarFilter
from eichhorn.planning.words import LEGEND, SIGNS, sign
from eichhorn.strategy import queries as strategy

ROWS = 50


@signed_in
@require_safe
def this_month(request: HttpRequest) -> HttpResponse:
    """Show the month in which we are."""
    today = people.today(clock.now())
    return _month(request, today.replace(day=1))


@signed_in
@require_safe
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show one month."""
    if not (1 <= month <= 12 and 2000 <= year <= 2100):
        raise Http404
    return _month(request, date(year, month, 1))


@signed_in
@require_safe
def as_list(request: HttpRequest) -> HttpResponse:
    """Show what is planned from today on, or what was."""
    now, person = clock.now(), person_of(request)
    today, wanted = people.today(now), _filter(request)
    slots = queries.listed(person=person, now=now, channel=wanted.channel_id, goal=wanted.goal_id,
        from_day=None if "past" in request.GET else today, until_day=today if "past" in request.GET else None,
    )  # fmt: skip
    if "past" in request.GET:
        slots = slots.reverse()
    page = Paginator(slots, ROWS).get_page(request.GET.get("page"))
    rows = [(slot, sign(slot.stage, outside=slot.outside)) for slot in page]
    context = {"rows": rows, "page": page, "filter": wanted, "past": "past" in request.GET, **_may(request)}
    return render(request, "planning/list.html", context)


@signed_in
@require_safe
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """Show all that is planned on one day."""
    try:
        asked = date(year, month, day)
    except ValueError as problem:
        raise Http404 from problem
    wanted = _filter(request)
    slots = queries.listed(
        person=person_of(request), now=clock.now(), channel=wanted.channel_id, goal=wanted.goal_id,
        from_day=asked, until_day=asked + timedelta(days=1),
    )  # fmt: skip
    page = Paginator(slots, ROWS).get_page(request.GET.get("page"))
    rows = [(slot, sign(slot.stage, outside=slot.outside)) for slot in page]
    context = {"rows": rows, "page": page, "filter": wanted, "one_day": asked, **_may(request)}
    return render(request, "planning/list.html", context)


def _month(request: HttpRequest, first: date) -> HttpResponse:
    now = clock.now()
    wanted = _filter(request)
    shown = queries.month(
        first, person=person_of(request), now=now, today=people.today(now), zone=people.zone().key,
        channel_ids=[channel.pk for channel in wanted.channels], channel=wanted.channel_id, goal=wanted.goal_id,
    )  # fmt: skip
    legend = [SIGNS[stage] for stage in LEGEND]
    query = request.GET.urlencode()
    context = {
        "month": shown,
        "filter": wanted,
        "legend": legend,
        "query": f"?{query}" if query else "",
        **_may(request),
    }
    return render(request, "planning/calendar.html", context)


def _filter(request: HttpRequest) -> CalendarFilter:
    channels = list(Channel.objects.filter(retired_on__isnull=True).order_by("name", "pk"))
    return CalendarFilter(request.GET, channels=channels, goals=list(strategy.every_goal()))


def _may(request: HttpRequest) -> dict[str, bool]:
    acts = people.acts(person_of(request), now=clock.now())
    return {"may_plan": Act.PLAN in acts, "may_steer": Act.STEER in acts}
