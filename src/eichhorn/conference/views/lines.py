"""One line at a time: deciding about it, and the large view for a projector."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from eichhorn.conference import queries, services, showing
from eichhorn.conference.forms import DecisionForm
from eichhorn.conference.models import Line
from eichhorn.conference.rules import Deed, State
from eichhorn.conference.services import Wish
from eichhorn.conference.views.meetings import meeting_of
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning.models import Slot
from eichhorn.strategy import queries as strategy
from eichhorn.ui import say


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def line(request: HttpRequest, line_id: int) -> HttpResponse:
    """Show one line with all that can be decided about it, and decide."""
    now, person = clock.now(), person_of(request)
    standing = _line(request, line_id)
    if request.method != "POST":
        return render(request, "conference/line.html", _shown(request, standing))
    permissions.require(person, Act.PLAN, now=now)
    form = DecisionForm(request.POST, line=standing, today=people.today(now), zone=_zone(standing))
    if not form.is_valid():
        return render(request, "conference/line.html", _shown(request, standing, form=form), status=422)
    given = form.cleaned_data
    wish = Wish(Deed(given["deed"]), note=given["note"], when=given["when"], goal=given["goal"], title=given["title"])
    try:
        services.decide(line_id=standing.pk, wish=wish, seen=given["seen"], by=person, now=now)
    except services.ChangedMeanwhile:
        return render(
            request, "conference/line.html", _shown(request, _line(request, line_id), form=form, again=True), status=409
        )
    except services.NothingSaid:
        form.add_error("note", gettext("Nothing has changed yet, so please say in a sentence what was decided."))
        return render(request, "conference/line.html", _shown(request, standing, form=form), status=422)
    except (services.NotRunning, services.NotPossible) as no:
        say.problem(request, _why_not(no))
        return SeeOther(reverse("conference:meeting", args=[standing.meeting_id]))
    return SeeOther(reverse("conference:meeting", args=[standing.meeting_id]) + f"?after={standing.pk}")


@signed_in
@require_safe
def screen(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show one line in large type, for everybody in the room; J and K go on and back."""
    now, standing = clock.now(), meeting_of(meeting_id)
    lines = queries.visible_lines(standing, person=person_of(request), now=now)
    rows = showing.rows(lines, acts=())
    asked = request.GET.get("line", "")
    at = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else 1
    at = min(max(at, 1), max(len(rows), 1))
    context = {
        "meeting": standing, "row": rows[at - 1] if rows else None, "at": at, "whole": len(rows),
        "part": next((part.title for part in showing.parts(rows, lines) if rows and rows[at - 1] in part.rows), ""),
        "before": at - 1 if at > 1 else None, "after": at + 1 if at < len(rows) else None,
    }  # fmt: skip
    return render(request, "conference/screen.html", context)


def _line(request: HttpRequest, line_id: int) -> Line:
    try:
        return queries.line(line_id, person=person_of(request), now=clock.now())
    except Line.DoesNotExist as missing:
        raise Http404 from missing


def _zone(standing: Line) -> str:
    """Return the zone in which a date for the line is meant: the post's own, else the house's."""
    own = Slot.objects.filter(pk=standing.slot_id or 0).values_list("zone", flat=True).first()
    return own or people.zone().key


def _shown(
    request: HttpRequest, standing: Line, *, form: DecisionForm | None = None, again: bool = False
) -> dict[str, object]:  # fmt: skip
    now = clock.now()
    acts = people.acts(person_of(request), now=now) if standing.meeting.state == State.RUNNING else frozenset()
    [row] = showing.rows([standing], acts=acts)
    empty = DecisionForm(None, line=standing, today=people.today(now), zone=_zone(standing))
    return {
        "line": standing, "meeting": standing.meeting, "row": row, "form": form or empty, "again": again,
        "typed": form.data.get("deed", "") if form is not None else "",
        "goals": strategy.goals(on=people.today(now)) | strategy.goals_to_come(on=people.today(now)),
    }  # fmt: skip


def _why_not(no: Exception) -> str:
    if isinstance(no, services.NotRunning):
        return gettext("The meeting is closed, so nothing more is decided in it.")
    return gettext("That is not possible any more: it is out, put back or held already. Please look at it again.")
