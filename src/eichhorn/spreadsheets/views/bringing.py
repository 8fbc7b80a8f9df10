"""Bringing a table in: choose it, look at what it would become, make it, take it back."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext, ngettext, pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.channels import queries as channels
from eichhorn.foundation import clock, typed
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.spreadsheets import queries, services, showing
from eichhorn.spreadsheets.forms import SheetForm
from eichhorn.spreadsheets.models import Sheet
from eichhorn.spreadsheets.rules import Report
from eichhorn.strategy import queries as strategy
from eichhorn.ui import say


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def bring(request: HttpRequest) -> HttpResponse:
    """Choose a table; it is looked at before anything is made."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.PLAN, now=now)
    permissions.require(by, Act.WRITE, now=now)
    form = SheetForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _to(services.look_at(content=given["bytes"], name=given["name"], by=by, now=now))
    context = {"form": form, "made": queries.lately_made(), "columns": showing.columns()}
    return render(request, "spreadsheets/bring.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def example(_request: HttpRequest) -> HttpResponseBase:
    """Give a table that could be brought in just so."""
    today = people.today(clock.now())
    names = [channel.name for channel in channels.active()[:2]]
    goal = strategy.goals(on=today).first()
    answer = StreamingHttpResponse(
        showing.example(today, names, goal.name if goal is not None else ""), content_type="text/csv; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="{pgettext("file name", "posts")}.csv"'
    return answer


@signed_in
@require_safe
def sheet(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Show what would be made of a table, or what became of it."""
    standing, now, by = _sheet(request, sheet_id), clock.now(), person_of(request)
    if standing.made_at is not None:
        posts = queries.posts_of(standing)
        return render(request, "spreadsheets/made.html", {"sheet": standing, "posts": posts, "outcome": queries.outcome(standing)})  # fmt: skip
    permissions.require(by, Act.PLAN, now=now)
    permissions.require(by, Act.WRITE, now=now)
    return _report(request, standing, queries.looked_at(standing, by=by, now=now))


@signed_in
@require_POST
def make(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Make all posts of a table, or none."""
    standing, now = _sheet(request, sheet_id), clock.now()
    knowing = typed.row_number(request.POST.get("knowing", ""))
    try:
        count = services.make(sheet=standing, knowing=knowing, by=person_of(request), now=now)
    except services.NotRight as problem:
        return _report(request, standing, problem.report)
    except services.MadeBefore:
        say.problem(request, gettext("Posts were made of this file meanwhile. Please look again."))
        return _to(standing)
    sentence = ngettext("%(count)s post stands in the plan.", "%(count)s posts stand in the plan.", count)
    say.done(request, sentence % {"count": count}, undo=redirect("spreadsheets:undo", standing.pk).url)
    return _to(standing)


@signed_in
@require_POST
def undo(request: HttpRequest, sheet_id: int) -> HttpResponse:
    """Put back the posts of a table on which nobody has worked since."""
    standing = _sheet(request, sheet_id)
    count = services.undo(sheet=standing, by=person_of(request), now=clock.now())
    sentence = ngettext("%(count)s post is put back.", "%(count)s posts are put back.", count)
    say.done(request, sentence % {"count": count})
    return _to(standing)


def _report(request: HttpRequest, standing: Sheet, report: Report) -> HttpResponse:
    names = {channel.pk: channel.name for channel in channels.active()}
    context = {
        "sheet": standing, "shown": showing.shown(report, names), "earlier": queries.made_before(standing.digest),
    }  # fmt: skip
    return render(request, "spreadsheets/report.html", context)


def _sheet(request: HttpRequest, sheet_id: int) -> Sheet:
    try:
        return queries.sheet_of(sheet_id, by=person_of(request))
    except Sheet.DoesNotExist as missing:
        raise Http404 from missing


def _to(standing: Sheet) -> HttpResponseRedirect:
    answer = redirect("spreadsheets:sheet", standing.pk)
    answer.status_code = 303
    return answer
