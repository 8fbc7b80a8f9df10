"""The plan as a file to print: month, week, day or list of the filter that is shown."""

from datetime import date, timedelta
from itertools import islice

from django.http import HttpRequest, HttpResponse
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext, pgettext
from django.views.decorators.http import require_safe

from eichhorn.calendar import paper, queries
from eichhorn.calendar.rules import View
from eichhorn.calendar.views.looking import page_of_the_plan, written_day
from eichhorn.calendar.views.page import Looking, look, today_of
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import throttle
from eichhorn.people.access import SeeOther, person_of, signed_in, too_often
from eichhorn.planning import rules as plan
from eichhorn.ui import moments, say

FILES, PER = 30, timedelta(minutes=5)
"""Setting one keeps a processor busy; nobody prints more often."""
LINES = 400


@signed_in
@require_safe
@page_of_the_plan
def file(request: HttpRequest) -> HttpResponse:
    """Answer the view as a PDF."""
    now, person = clock.now(), person_of(request)
    if not throttle.allow(f"paper:{person.pk}", limit=FILES, per=PER, now=now):
        return too_often(request)
    day = written_day(request.GET.get("day", "")) or today_of(now)
    looking = look(request, _view(request.GET.get("view", "")), day)
    sheet, name = _sheet(looking, day)
    try:
        pdf = paper.printed(sheet)
    except paper.NotInTime:
        say.problem(request, gettext("The file was not ready in time. With a narrower filter it will be."))
        return SeeOther(next(way.href for way in looking.ways if way.is_here))
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _view(asked: str) -> View:
    return View(asked) if asked in {View.MONTH, View.WEEK, View.DAY} else View.LIST


def _sheet(looking: Looking, day: date) -> tuple[paper.Sheet, str]:
    """Return what is printed, and how the file is called."""
    asked, around = looking.asked, looking.around
    head = paper.Head(people.organisation().name, looking.word, looking.filter_words)
    begun = pgettext("file name", "plan")
    match looking.view:
        case View.MONTH:
            month = queries.month(day.replace(day=1), asked=asked, around=around)
            return paper.of_month(month, head, asked=asked), f"{begun}-{pgettext('file name', 'month')}-{day:%Y-%m}.pdf"
        case View.WEEK:
            week = queries.week(plan.monday(day), asked=asked, around=around)
            name = f"{begun}-{pgettext('file name', 'week')}-{day:%G-%V}.pdf"
            return paper.of_days(week.days, head, asked=asked, title=_week(week)), name
        case View.DAY:
            title = f"{date_format(day, 'l')}, {moments.date_of(day)} {day.year}"
            return _list(looking, day, day + timedelta(days=1), head, title), f"{begun}-{day}.pdf"
        case _:
            name = f"{begun}-{pgettext('file name', 'list')}-{asked.today}.pdf"
            return _list(looking, asked.today, None, head, gettext("What is planned")), name


def _list(looking: Looking, begins: date, ends: date | None, head: paper.Head, title: str) -> paper.Sheet:
    """Return the posts of the period; of many channels those of the first page, with what somebody has to look at first."""
    asked = looking.asked
    page = queries.of_day(begins, asked=asked, page=1) if ends is not None else queries.ahead(asked=asked, page=1)
    if page.exceptions_first or page.pages == 1:
        posts = [(post, post.places) for post in page.posts]
    else:
        posts = [
            (post, tuple(places))
            for post, places in islice(queries.table_rows(asked=asked, begins=begins, ends=ends), LINES)
        ]
    return paper.of_list(posts, page, head, asked=asked, title=title)


def _week(week: queries.Week) -> str:
    return gettext("Week %(number)s, %(first)s to %(last)s %(year)s") % {
        "number": week.number, "first": moments.date_of(week.first), "last": moments.date_of(week.last),
        "year": week.last.year,
    }  # fmt: skip
