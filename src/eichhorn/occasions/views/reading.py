"""Reading dates from a file: looked at line by line first, taken in afterwards, all or nothing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.foundation import clock
from eichhorn.occasions import services
from eichhorn.occasions.forms import FileForm
from eichhorn.occasions.models import Source
from eichhorn.occasions.rules import Kind
from eichhorn.occasions.words import WRONGS
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say

SHOWN_LINES = 200
"""So many lines that were understood are shown; what was not understood is shown whole."""


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def read_file(request: HttpRequest) -> HttpResponse:
    """Look at a file, and take in its dates where every line was understood."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.STEER, now=now)
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        if "take" not in request.POST or form.wrong:
            return _report(request, form)
        given, dates = form.cleaned_data, [line.dated for line in form.lines if line.dated is not None]
        source = services.take_in(name=given["name"], kind=Kind(given["kind"]), dates=dates, by=by, now=now)
        count = ngettext("%(count)s date", "%(count)s dates", len(dates)) % {"count": len(dates)}
        say.done(
            request, gettext("%(count)s of “%(name)s” stand in the calendar.") % {"count": count, "name": source.name}
        )
        answer = redirect("occasions:all")
        answer.status_code = 303
        return answer
    return render(request, "occasions/file.html", {"form": form}, status=422 if form.errors else 200)


@signed_in
@require_POST
def drop(request: HttpRequest, source_id: int) -> HttpResponse:
    """Take out of the calendar what was read from a file."""
    source = get_object_or_404(Source, pk=source_id)
    services.drop(source=source, by=person_of(request), now=clock.now())
    say.done(request, gettext("The dates of “%(name)s” are shown no more.") % {"name": source.name})
    answer = redirect("occasions:all")
    answer.status_code = 303
    return answer


def _report(request: HttpRequest, form: FileForm) -> HttpResponse:
    """Show what each line says; the text stands in its field, so that nothing is chosen twice."""
    given = form.cleaned_data
    filled = FileForm(initial={"name": given["name"], "kind": given["kind"], "content": given["text"]})
    wrong = [(line, WRONGS[line.wrong]) for line in form.lines if line.wrong is not None]
    right = [line for line in form.lines if line.dated is not None]
    context = {
        "form": filled, "report": True, "wrong": wrong, "right": right[:SHOWN_LINES], "count": len(right),
        "more": max(0, len(right) - SHOWN_LINES), "stands": Source.objects.filter(name=given["name"]).first(),
    }  # fmt: skip
    return render(request, "occasions/file.html", context, status=422 if wrong else 200)
