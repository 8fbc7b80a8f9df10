"""Meetings: the list, one as it stands (prepared, running, closed), and what leads from one to the next."""

from collections.abc import Callable
from datetime import datetime, timedelta

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.conference import queries, services, showing, words
from eichhorn.conference.forms import AdditionForm, MeetingForm, PeopleForm, PointForm
from eichhorn.conference.models import Meeting
from eichhorn.conference.rules import State
from eichhorn.foundation import clock
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Goal
from eichhorn.ui import moments, say

LISTED = 60


@signed_in
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """List the meetings: what runs and comes first, then the protocols."""
    rows = [(one, words.STATES[State(one.state)]) for one in queries.meetings()[:LISTED]]
    may_plan = people.may(person_of(request), Act.PLAN, now=clock.now())
    context = {
        "ahead": [row for row in rows if row[0].state != State.CLOSED][::-1],
        "closed": [row for row in rows if row[0].state == State.CLOSED], "may_plan": may_plan,
    }  # fmt: skip
    return render(request, "conference/all.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Prepare a meeting; the form begins like the latest one, a week later."""
    now = clock.now()
    permissions.require(person_of(request), Act.PLAN, now=now)
    form = MeetingForm(request.POST or None, today=people.today(now), initial=_like(queries.latest()))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = services.prepare(
            title=given["title"], begins_at=form.begins_at, taking_part=given["people"], by=person_of(request), now=now
        )
        return SeeOther(reverse("conference:meeting", args=[made.pk]))
    context = {"form": form, "meeting": None}
    return render(request, "conference/form.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Change what is prepared."""
    now, standing = clock.now(), meeting_of(meeting_id)
    permissions.require(person_of(request), Act.PLAN, now=now)
    form = MeetingForm(request.POST or None, today=people.today(now), meeting=standing)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        return _done(request, standing, lambda: services.change(
            meeting=standing, title=given["title"], begins_at=form.begins_at, taking_part=given["people"], by=person_of(request), now=now,
        ))  # fmt: skip
    context = {"form": form, "meeting": standing}
    return render(request, "conference/form.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def people_of(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Say who took part, while it runs."""
    now, standing = clock.now(), meeting_of(meeting_id)
    permissions.require(person_of(request), Act.PLAN, now=now)
    form = PeopleForm(request.POST if request.method == "POST" else None, today=people.today(now), meeting=standing)
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["people"]
        return _done(request, standing, lambda: services.take_part(
            meeting=standing, taking_part=chosen, by=person_of(request), now=now,
        ))  # fmt: skip
    context = {"form": form, "meeting": standing}
    return render(request, "conference/form.html", context, status=422 if form.errors else 200)


@signed_in
@require_safe
def meeting(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Show the meeting as it stands: what is to come, the agenda, or the protocol."""
    standing, now = meeting_of(meeting_id), clock.now()
    return render(request, f"conference/{standing.state}.html", shown(request, standing) | {"now": now})


@signed_in
@require_POST
def open_(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Build the agenda, and begin."""
    standing = meeting_of(meeting_id)
    return _done(request, standing, lambda: services.open_(meeting=standing, by=person_of(request), now=clock.now()))


@signed_in
@require_POST
def close(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Close the protocol."""
    standing = meeting_of(meeting_id)
    return _done(request, standing, lambda: services.close(meeting=standing, by=person_of(request), now=clock.now()))


@signed_in
@require_POST
def call_off(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Call off what is prepared."""
    standing = meeting_of(meeting_id)
    try:
        services.call_off(meeting=standing, by=person_of(request), now=clock.now())
    except ForbiddenMove:
        return _too_late(request, standing)
    say.done(request, gettext("“%(title)s” does not take place.") % {"title": standing.title})
    return SeeOther(reverse("conference:all"))


@signed_in
@require_POST
def point(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Put a point of one's own on the agenda."""
    standing, now = meeting_of(meeting_id), clock.now()
    permissions.require(person_of(request), Act.PLAN, now=now)
    form = PointForm(request.POST)
    if not form.is_valid():
        return render(request, "conference/point.html", {"form": form, "meeting": standing}, status=422)
    title = form.cleaned_data["title"]
    return _done(
        request, standing,
        lambda: services.add_point(meeting=standing, title=title, by=person_of(request), now=now),
    )  # fmt: skip


@signed_in
@require_POST
def add(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Add something to a closed protocol."""
    standing, now = meeting_of(meeting_id), clock.now()
    permissions.require(person_of(request), Act.PLAN, now=now)
    form = AdditionForm(request.POST)
    if not form.is_valid():
        return render(request, "conference/addition.html", {"form": form, "meeting": standing}, status=422)
    text = form.cleaned_data["text"]
    return _done(request, standing, lambda: services.add(meeting=standing, text=text, by=person_of(request), now=now))


@signed_in
@require_POST
def mail(request: HttpRequest, meeting_id: int) -> HttpResponse:
    """Send the protocol to those who took part."""
    standing = meeting_of(meeting_id)
    try:
        sent = services.mail(meeting=standing, by=person_of(request), now=clock.now())
    except ForbiddenMove:
        return _too_late(request, standing)
    said = ngettext("The protocol goes to %(count)s person.", "The protocol goes to %(count)s people.", sent.number)
    say.done(request, said % {"count": sent.number})
    return _to(standing)


def meeting_of(meeting_id: int) -> Meeting:
    try:
        return queries.meeting(meeting_id)
    except Meeting.DoesNotExist as missing:
        raise Http404 from missing


def shown(request: HttpRequest, standing: Meeting) -> dict[str, object]:
    """Return what the pages of a meeting show."""
    now, person = clock.now(), person_of(request)
    acts = people.acts(person, now=now)
    lines = queries.visible_lines(standing, person=person, now=now)
    rows = showing.rows(lines, acts=acts if standing.state == State.RUNNING else ())
    return {
        "meeting": standing, "sign": words.STATES[State(standing.state)], "parts": showing.parts(rows, lines), "rows": rows,
        "open_count": sum(row.is_open for row in rows), "questions": sum(row.is_question for row in rows),
        "decided": [row for row in rows if row.latest and not row.latest.is_adjourned],
        "left": [row for row in rows if row.goes_on or row.is_open], "learnt": [row for row in rows if not row.is_question and not row.latest],
        "may_plan": Act.PLAN in acts, "goals": _goals(now), "point_form": PointForm(), "addition_form": AdditionForm(),
        "additions": standing.additions.select_related("by").order_by("pk"), "mailings": standing.mailings.order_by("pk"),
        "taking_part": standing.people.all(), "at": next((row.pk for row in rows if row.pk > _number(request)), None)
        if "after" in request.GET else None,
    }  # fmt: skip


def _goals(now: datetime) -> QuerySet[Goal]:
    today = people.today(now)
    return strategy.goals(on=today) | strategy.goals_to_come(on=today)


def _number(request: HttpRequest) -> int:
    written = request.GET.get("after", "")
    return int(written) if written.isascii() and written.isdecimal() and len(written) < 18 else 0


def _like(before: Meeting | None) -> dict[str, object]:
    """Return what the next meeting begins with: the same people, a week later."""
    if before is None:
        return {"title": gettext("Editorial meeting")}
    local = moments.local(before.begins_at)
    while local < moments.local(clock.now()):
        local += timedelta(days=7)
    return {"title": before.title, "when": local, "people": [one.pk for one in before.people.all()]}


def _done(request: HttpRequest, standing: Meeting, work: Callable[[], object]) -> HttpResponse:
    try:
        work()
    except ForbiddenMove:
        return _too_late(request, standing)
    return _to(standing)


def _too_late(request: HttpRequest, standing: Meeting) -> HttpResponse:
    say.problem(
        request, gettext("Somebody was quicker: the meeting stands otherwise than you saw it. Please look again.")
    )
    return _to(standing)


def _to(standing: Meeting) -> HttpResponse:
    return SeeOther(reverse("conference:meeting", args=[standing.pk]))
