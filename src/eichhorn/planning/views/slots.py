"""One slot: see it, plan a new one, describe it, put it back."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.foundation import clock
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries, rules, seeking, services
from eichhorn.planning.forms import SlotForm
from eichhorn.planning.models import Move, Slot
from eichhorn.planning.rules import MOVABLE, Stage
from eichhorn.planning.words import sign
from eichhorn.ui import say


@signed_in
@require_safe
def slot(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Show one slot: where it stands, what it pays into, how it moved."""
    standing = _slot(request, slot_id)
    return render(request, "planning/slot.html", _shown(request, standing))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan something."""
    now, house = clock.now(), people.organisation()
    permissions.require(person_of(request), Act.PLAN, now=now)
    initial: dict[str, object] = {name: request.GET.get(name, "") for name in ("title", "when", "goal", "campaign")}
    sought = seeking.sought(request.POST, zone=house.zone, now=now)
    initial = sought.initial if sought is not None else initial
    form = SlotForm(None if sought else request.POST or None, zone=house.zone, today=people.today(now), initial=initial)
    if not sought and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = services.plan(
            title=given["title"], goal=given["goal"], channels=given["channels"], kind=given["kind"],
            planned_local=given["when"], zone=house.zone, movable=not given["is_fixed"],
            confidential=given["confidential"], belongs=_belonging(given), by=person_of(request), now=now,
        )  # fmt: skip
        say.done(request, gettext("“%(title)s” stands in the plan.") % {"title": made.title})
        return _to(made)
    context = {"form": form, "sought": sought}
    return render(request, "planning/new.html", context, status=422 if form.errors else 200)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Describe a slot anew; its date moves on its own page."""
    now, standing = clock.now(), _slot(request, slot_id)
    permissions.require(person_of(request), Act.PLAN, now=now)
    form = SlotForm(request.POST or None, zone=standing.zone, today=people.today(now), slot=standing)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        effort = standing.effort_minutes if given["kind"] == standing.kind else queries.effort_of(given["kind"])
        services.describe(
            slot=standing, title=given["title"], goal=given["goal"], kind=given["kind"], effort_minutes=effort,
            movable=not given["is_fixed"], confidential=given["confidential"], channels=given["channels"],
            belongs=_belonging(given), by=person_of(request), now=now,
        )  # fmt: skip
        return _to(standing)
    return render(request, "planning/edit.html", {"form": form, "slot": standing}, status=422 if form.errors else 200)


@signed_in
@require_POST
def put_back(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Take a slot out of the plan; nothing is deleted."""
    now, standing = clock.now(), _slot(request, slot_id)
    permissions.require(person_of(request), Act.PLAN, now=now)
    try:
        services.advance(slot=standing, to=Stage.CANCELLED, now=now)
    except ForbiddenMove:
        say.problem(request, gettext("It is out already and cannot be put back."))
    else:
        say.done(request, gettext("“%(title)s” is put back.") % {"title": standing.title})
    return _to(standing)


@signed_in
@require_POST
def take_up(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Bring back into the plan what was put back."""
    now, standing = clock.now(), _slot(request, slot_id)
    permissions.require(person_of(request), Act.PLAN, now=now)
    if standing.stage == Stage.CANCELLED:
        services.advance(slot=standing, to=Stage.DRAFT, now=now)
        say.done(request, gettext("“%(title)s” stands in the plan again.") % {"title": standing.title})
    return _to(standing)


def _belonging(given: dict[str, Any]) -> services.Belonging:
    return services.Belonging(given["campaign"], given["tags"])


def _slot(request: HttpRequest, slot_id: int) -> Slot:
    try:
        return queries.slot_of(slot_id, person=person_of(request), now=clock.now())
    except Slot.DoesNotExist as missing:
        raise Http404 from missing


def _shown(request: HttpRequest, standing: Slot) -> dict[str, object]:
    stage, now = Stage(standing.stage), clock.now()
    acts = people.acts(person_of(request), now=now)
    movable = stage in (*MOVABLE, Stage.NEEDS_SOMEONE)
    free = queries.next_free_of(standing, now=now) if movable and Act.PLAN in acts else None
    return {
        "slot": standing, "sign": sign(stage, outside=standing.outside), "local": _local(standing), "moves": _moves(standing),
        "displaced": queries.displaced_for(standing.pk),
        "may_plan": Act.PLAN in acts,
        "may_write": Act.WRITE in acts,
        "may_note": Act.WRITE in acts and stage is Stage.OUT and not standing.outside,
        "may_hand_over": bool({Act.PLAN, Act.WRITE} & acts) and stage not in rules.ENDED,
        "may_take": Act.WRITE in acts and stage not in rules.ENDED and standing.with_person_id is None,
        "tags": list(standing.tags.all()),
        "can_be_taken_up": stage is Stage.CANCELLED,
        "is_movable": movable, "free": free, "over": queries.over_ceiling(standing), "can_be_put_back": rules.STAGES.may(stage, Stage.CANCELLED),
        "elsewhere": standing.zone if standing.zone != people.zone().key else "",
    }  # fmt: skip


def _moves(standing: Slot) -> list[tuple[Move, object, object]]:
    """Return the moves with their wall-clock times."""
    return [
        (
            m,
            rules.wall(m.before_local) if m.before_local else None,
            rules.wall(m.after_local) if m.after_local else None,
        )
        for m in queries.moves_of(standing)
    ]


def _local(standing: Slot) -> object:
    return rules.wall(standing.planned_local) if standing.planned_local is not None else None


def _to(standing: Slot) -> HttpResponseRedirect:
    answer = redirect("planning:slot", standing.pk)
    answer.status_code = 303
    return answer
