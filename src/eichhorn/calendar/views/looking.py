"""The five views."""

from collections.abc import Callable
from datetime import date, timedelta
from functools import wraps

from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from eichhorn.calendar import exporting, queries
from eichhorn.calendar.queries import KeptView
from eichhorn.calendar.rules import View, page_number
from eichhorn.calendar.views.page import address, look, show, today_of
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import person_of, signed_in
from eichhorn.planning import rules as plan

FIRST_YEAR, LAST_YEAR = 2000, 2100


def page_of_the_plan[**P](view: Callable[P, HttpResponse]) -> Callable[P, HttpResponse]:
    """Read the roles of whoever looks once for the whole page."""

    @wraps(view)
    def reading(*args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        with people.roles_read_once():
            return view(*args, **kwargs)

    return reading


@signed_in
@require_safe
@page_of_the_plan
def calendar(request: HttpRequest) -> HttpResponse:
    """Open the view with which the person begins; without one, or where something is asked for, the month."""
    beginning = None if request.GET else queries.beginning_of(person_of(request))
    if beginning is not None:
        return redirect(address(KeptView(beginning.pk, beginning.name, beginning.view, beginning.filter)))
    return _month(request, today_of(clock.now()))


@signed_in
@require_safe
@page_of_the_plan
def this_month(request: HttpRequest) -> HttpResponse:
    """Show the month in which we are."""
    return _month(request, today_of(clock.now()))


@signed_in
@require_safe
@page_of_the_plan
def month(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show one month."""
    return _month(request, _date(year, month, 1))


@signed_in
@require_safe
@page_of_the_plan
def teams(request: HttpRequest, year: int, month: int) -> HttpResponse:
    """Show one month by the teams that keep the channels."""
    first = _date(year, month, 1)
    looking, after = look(request, View.MONTH, first), (first + timedelta(days=31)).replace(day=1)
    found = queries.groups(first, after, asked=looking.asked, around=looking.around)
    return show(request, looking, "groups", {"groups": found, "first": first})


@signed_in
@require_safe
@page_of_the_plan
def this_week(request: HttpRequest) -> HttpResponse:
    """Show the week in which we are."""
    return _week(request, today_of(clock.now()))


@signed_in
@require_safe
@page_of_the_plan
def week(request: HttpRequest, year: int, week: int) -> HttpResponse:
    """Show one week, by its number."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        raise Http404
    try:
        return _week(request, date.fromisocalendar(year, week, 1))
    except ValueError as problem:
        raise Http404 from problem


@signed_in
@require_safe
@page_of_the_plan
def this_day(request: HttpRequest) -> HttpResponse:
    """Show today."""
    return _day(request, today_of(clock.now()))


@signed_in
@require_safe
@page_of_the_plan
def day(request: HttpRequest, year: int, month: int, day: int) -> HttpResponse:
    """Show all that is planned on one day."""
    return _day(request, _date(year, month, day))


@signed_in
@require_safe
@page_of_the_plan
def as_list(request: HttpRequest) -> HttpResponse:
    """Show what is planned from today on, or what was."""
    looking, past = look(request, View.LIST), "past" in request.GET
    page = (queries.past if past else queries.ahead)(asked=looking.asked, page=page_number(request.GET.get("page", "")))
    return show(request, looking, "list", {"page": page, "past": past})


@signed_in
@require_safe
@page_of_the_plan
def board(request: HttpRequest) -> HttpResponse:
    """Show what is open, by state."""
    looking = look(request, View.BOARD)
    return show(request, looking, "board", {"board": queries.board(asked=looking.asked)})


@signed_in
@require_safe
def table(request: HttpRequest) -> HttpResponseBase:
    """Give the posts of the filter and the period out as a table."""
    looking = look(request, View.LIST)
    begins, ends = (written_day(request.GET.get(name, "")) for name in ("from", "until"))
    answer = StreamingHttpResponse(
        exporting.table(asked=looking.asked, begins=begins, ends=ends), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{pgettext("file name", "plan")}-{looking.asked.today}.csv"'
    return answer


def written_day(day: str) -> date | None:
    """Return the day as it stands in an address; None where there is none."""
    if not day:
        return None
    try:
        return date.fromisoformat(day)
    except ValueError as problem:
        raise Http404 from problem


def _month(request: HttpRequest, within: date) -> HttpResponse:
    looking = look(request, View.MONTH, within)
    shown = queries.month(within.replace(day=1), asked=looking.asked, around=looking.around)
    return show(request, looking, "month", {"month": shown})


def _week(request: HttpRequest, within: date) -> HttpResponse:
    looking = look(request, View.WEEK, within)
    shown = queries.week(plan.monday(within), asked=looking.asked, around=looking.around)
    return show(request, looking, "week", {"week": shown})


def _day(request: HttpRequest, shown: date) -> HttpResponse:
    looking = look(request, View.DAY, shown)
    page = queries.of_day(shown, asked=looking.asked, page=page_number(request.GET.get("page", "")))
    before, after = date.fromordinal(shown.toordinal() - 1), date.fromordinal(shown.toordinal() + 1)
    beside = queries.beside([shown], looking.asked, looking.around)
    left = beside.left.get(shown)
    context = {
        "page": page, "day": shown, "before": before, "after": after, "names": beside.names.get(shown, ()),
        "elections": beside.elections, "free": left.free if left is not None else (),
    }  # fmt: skip
    return show(request, looking, "day", context)


def _date(year: int, month: int, day: int) -> date:
    try:
        asked = date(year, month, day)
    except ValueError as problem:
        raise Http404 from problem
    if not FIRST_YEAR <= asked.year <= LAST_YEAR:
        raise Http404
    return asked
