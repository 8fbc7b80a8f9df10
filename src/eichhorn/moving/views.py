"""One address to move a post: a page of its own, a box above the calendar, and the drop itself.

Whoever asks with scripts gets the part that changes (a toast, a question, a refusal); everybody else gets pages.
"""

from datetime import datetime
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST
from django.views.decorators.vary import vary_on_headers

from eichhorn.foundation import clock
from eichhorn.moving import queries, services
from eichhorn.moving.forms import PlaceForm
from eichhorn.moving.rules import Doubt, written
from eichhorn.moving.services import Doubted, MovedMeanwhile, Placed
from eichhorn.people import services as people
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning import rules as plan
from eichhorn.planning.models import Moving, Slot
from eichhorn.planning.services import NotMovable, PlaceTaken
from eichhorn.ui import moments, say


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
@vary_on_headers("HX-Request")
def place(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Show where a post could go, or put it there."""
    now, standing = clock.now(), _slot(request, slot_id)
    people.require(person_of(request), Act.PLAN, now=now)
    form = PlaceForm(
        request.POST or None, zone=standing.zone, initial={"when": _local(standing), "seen": _seen(standing)}
    )
    if request.method != "POST":
        return _choices(request, standing, form, now)
    if not form.is_valid():
        return _choices(request, standing, form, now, status=422)
    given = form.cleaned_data
    try:
        placed = services.place(
            slot=standing, to_local=given["when"], seen_local=given["seen"], accepted=given["anyhow"],
            by=person_of(request), now=now,
        )  # fmt: skip
    except Doubted as doubted:
        return _choices(request, standing, form, now, status=409, doubts=doubted.doubts)
    except MovedMeanwhile as elsewhere:
        form.add_error("when", _moved_by(elsewhere))
    except NotMovable:
        form.add_error("when", gettext("It is out already. Its date can no longer be changed."))
    else:
        return _done(request, placed)
    return _choices(request, standing, form, now, status=422)


@signed_in
@require_POST
def next_free(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Put a post on the next place that is free for it."""
    now, standing = clock.now(), _slot(request, slot_id)
    form = PlaceForm({"when": request.POST.get("when") or _seen(standing), "seen": _seen(standing)}, zone=standing.zone)
    # the composer saves its text first and sends its form on, which names no place
    told = form.cleaned_data.get("when") if "when" in request.POST and form.is_valid() else None
    try:
        placed = services.to_next_free(slot=standing, told=told, accepted=frozenset(), by=person_of(request), now=now)
    except Doubted as doubted:
        form = PlaceForm({"when": doubted.at.isoformat(), "seen": _seen(standing)}, zone=standing.zone)
        form.is_valid()
        return _choices(request, standing, form, now, status=409, doubts=doubted.doubts)
    except PlaceTaken:
        say.problem(request, gettext("Somebody was quicker: this place is taken. Please look at the next one."))
    except NotMovable:
        say.problem(request, gettext("It is out already. Its date can no longer be changed."))
    else:
        if placed.act is not None:
            return _done(request, placed)
        say.problem(request, gettext("No other free place was found, so it stays where it is."))
    return SeeOther(_back(request) or reverse("planning:slot", args=[standing.pk]))


@signed_in
@require_POST
@vary_on_headers("HX-Request")
def take_back(request: HttpRequest, act_id: int) -> HttpResponse:
    """Put what an act moved where it stood before."""
    act, moved = _act(request, act_id)
    try:
        services.take_back(act=act, by=person_of(request), now=clock.now())
    except MovedMeanwhile as elsewhere:
        return _told_of_return(request, moved, refused=_moved_by(elsewhere))
    return _told_of_return(request, moved)


def _told_of_return(request: HttpRequest, moved: list[Slot], *, refused: str = "") -> HttpResponse:
    sentence = refused or gettext("“%(title)s” stands where it stood before.") % {"title": moved[0].title}
    if len(moved) > 1 and not refused:
        sentence = gettext("%(count)s posts stand where they stood before.") % {"count": len(moved)}
    if _in_part(request):
        part, status = ("refused", 409) if refused else ("told", 200)
        return render(request, f"moving/place.html#{part}", {"sentence": sentence, "undo": ""}, status=status)
    (say.problem if refused else say.done)(request, sentence)
    return SeeOther(_back(request) or reverse("planning:slot", args=[moved[0].pk]))


def _choices(
    request: HttpRequest, standing: Slot, form: PlaceForm, now: datetime, *, status: int = 200,
    doubts: tuple[Doubt, ...] = (),
) -> HttpResponse:  # fmt: skip
    """Show the places that are free next and a field for any date; beside it what speaks against the one that was chosen."""
    chosen = form.cleaned_data.get("when") if form.is_bound else None
    shown = {
        "slot": standing, "local": _local(standing), "form": form, "back": _back(request), "doubts": doubts,
        "chosen": chosen, "anyhow": written(doubts), "seen": _seen(standing),
        "places": () if _in_part(request) and form.is_bound else queries.next_places(standing, now=now),
        "refusals": [str(error) for errors in form.errors.values() for error in errors],
    }  # fmt: skip
    part = {200: "#choices", 409: "#asked", 422: "#refused"}[status] if _in_part(request) else ""
    return render(request, f"moving/place.html{part}", shown, status=status)


def _done(request: HttpRequest, placed: Placed) -> HttpResponse:
    assert placed.slot.planned_local is not None
    sentence = gettext("“%(title)s” moved to %(when)s.") % {
        "title": placed.slot.title, "when": moments.day_time(plan.wall(placed.slot.planned_local)),
    }  # fmt: skip
    if placed.beside:
        sentence = f"{sentence} {gettext('That day: %(names)s.') % {'names': placed.beside}}"
    back = _back(request)
    undo = _undo(placed, back)
    if _in_part(request):
        return render(request, "moving/place.html#told", {"sentence": sentence, "undo": undo})
    say.done(request, sentence, undo=undo)
    return SeeOther(back or reverse("planning:slot", args=[placed.slot.pk]))


def _undo(placed: Placed, back: str) -> str:
    """Return the address that takes the move back, empty where there is nothing to take back."""
    if placed.act is None:
        return ""
    address = reverse("moving:take_back", args=[placed.act.pk])
    return f"{address}?{urlencode({'next': back})}" if back else address


def _moved_by(elsewhere: MovedMeanwhile) -> str:
    local = elsewhere.slot.planned_local
    when = moments.day_time(plan.wall(local)) if local is not None else gettext("without a date")
    if elsewhere.by is None:
        return gettext("It has been moved meanwhile and stands at %(when)s.") % {"when": when}
    return gettext("%(name)s has moved it meanwhile. It stands at %(when)s.") % {
        "name": elsewhere.by.name, "when": when,
    }  # fmt: skip


def _slot(request: HttpRequest, slot_id: int) -> Slot:
    try:
        return planning.slot_of(slot_id, person=person_of(request), now=clock.now())
    except Slot.DoesNotExist as missing:
        raise Http404 from missing


def _act(request: HttpRequest, act_id: int) -> tuple[Moving, list[Slot]]:
    """Return the act and what it moved; 404 where one of that is hidden from the person."""
    act = Moving.objects.filter(pk=act_id).first()
    moved = list(Slot.objects.filter(moves__moving=act).order_by("pk").distinct()) if act is not None else []
    seen = planning.visible_to(person_of(request), now=clock.now()).filter(pk__in=[slot.pk for slot in moved]).count()
    if act is None or not moved or seen < len(moved):
        raise Http404
    return act, moved


def _back(request: HttpRequest) -> str:
    """Return the page of the plan from which somebody came; empty for any other."""
    asked = request.POST.get("next") or request.GET.get("next") or ""
    good = asked.startswith("/plan/") and url_has_allowed_host_and_scheme(asked, allowed_hosts=None)
    return asked if good else ""


def _in_part(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def _local(standing: Slot) -> datetime | None:
    return plan.wall(standing.planned_local) if standing.planned_local is not None else None


def _seen(standing: Slot) -> str:
    local = _local(standing)
    return local.isoformat() if local is not None else ""
