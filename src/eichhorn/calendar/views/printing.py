"""The plan as a file to print: month, week, day or list of the filter that is shown."""

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from eichhorn.calendar import paper, printing
from eichhorn.calendar.rules import View
from eichhorn.calendar.views.looking import page_of_the_plan, written_day
from eichhorn.calendar.views.page import look, today_of
from eichhorn.foundation import clock
from eichhorn.people import throttle
from eichhorn.people.access import SeeOther, person_of, signed_in, too_often
from eichhorn.ui import say


@signed_in
@require_safe
@page_of_the_plan
def file(request: HttpRequest) -> HttpResponse:
    """Answer the view as a PDF."""
    now, person = clock.now(), person_of(request)
    if not throttle.allow(f"paper:{person.pk}", limit=printing.FILES, per=printing.PER, now=now):
        return too_often(request)
    day = written_day(request.GET.get("day", "")) or today_of(now)
    looking = look(request, _view(request.GET.get("view", "")), day)
    sheet, name = printing.sheet(looking.view, day, asked=looking.asked, around=looking.around)
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
