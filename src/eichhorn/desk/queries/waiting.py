"""What of the desk waits for somebody, and the desk's knot of the thread."""

from collections.abc import Collection
from datetime import datetime
from typing import Protocol

from django.urls import reverse
from django.utils.translation import gettext, ngettext

from eichhorn.desk.models import Answer, Request
from eichhorn.desk.queries.objections import decided_by, may_decide_objections, open_objections
from eichhorn.desk.queries.requests import left_behind, request_of_slot, requests_of_slots, to_decide
from eichhorn.desk.queries.triage import displaced_names
from eichhorn.desk.rules import State
from eichhorn.desk.words import listed, near
from eichhorn.people import queries as people
from eichhorn.people.models import Person, Team
from eichhorn.people.rules import Act
from eichhorn.ui import moments
from eichhorn.ui.states import StateKind
from eichhorn.ui.thread import Knot, KnotName, KnotState, Thread
from eichhorn.ui.waiting import Waiting

PRICED = 3
"""For so many of the oldest the row says what they would displace; each price costs some queries."""


class IsSlot(Protocol):
    """What of a slot counts here."""

    @property
    def pk(self) -> int: ...


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return the requests that the person has to decide, the oldest promise first, then what was promised and put back."""
    objections = (
        [_objection(one, now=now) for one in open_objections()] if may_decide_objections(person, now=now) else []
    )
    if not people.may(person, Act.TRIAGE, now=now):
        return objections
    elsewhere = _teams_elsewhere(person, now)
    mine = [request for request in to_decide() if request.team_id not in elsewhere]
    rows = [_row(request, now=now, is_priced=n < PRICED) for n, request in enumerate(mine)]
    return objections + rows + [_left_behind(request) for request in left_behind()]


def _teams_elsewhere(person: Person, now: datetime) -> set[int]:
    """Return the teams whose requests others look at: the person is in none of them, and somebody there may decide. One query."""
    deciding = Team.objects.filter(members__in=people.holders(Act.TRIAGE, now=now))
    return set(deciding.exclude(members=person).values_list("pk", flat=True))


def knot(slot: IsSlot) -> Knot:
    """Return the second knot of the thread: who asked and what we said, or that it is an idea of our own. One query."""
    return _knot(request_of_slot(slot.pk))


def knots(slot_ids: Collection[int]) -> dict[int, Knot]:
    """Return the second knot of each slot's thread. One query."""
    found = requests_of_slots(slot_ids)
    return {slot_id: _knot(found.get(slot_id)) for slot_id in slot_ids}


def _knot(request: Request | None) -> Knot:
    if request is None:
        return Knot(KnotName.REQUEST, KnotState.SKIP, gettext("our own idea"))
    who = request.department.name if request.department is not None else request.requester_name
    state = KnotState.STOP if request.state == State.DECLINED else KnotState.DONE
    return Knot(KnotName.REQUEST, state, who, reverse("desk:request", args=[request.pk]))


def _row(request: Request, *, now: datetime, is_priced: bool) -> Waiting:
    today = moments.local(now).date()
    who = request.department.name if request.department is not None else request.requester_name
    promise = near(request.answer_due_at, today=today)
    if request.answer_due_at < now:
        line = gettext("An answer was promised by %(when)s") % {"when": promise}
    else:
        line = gettext("Answer promised by %(when)s") % {"when": promise}
    displaced = displaced_names(request, now=now) if is_priced else []
    if displaced:
        line += " · " + ngettext("would displace %(titles)s", "would displace %(titles)s", len(displaced)) % {
            "titles": listed(displaced)
        }
    return Waiting(
        kind="due", icon="clipboard-text", title=gettext("%(title)s: %(who)s is asking") % {"title": request.title, "who": who},
        line=line, href=reverse("desk:decide", args=[request.pk]), action=gettext("Decide"), since=request.received_at,
        sign=StateKind.WAIT if request.answer_due_at < now else None, effort_minutes=2, thread=_before_plan(request),
    )  # fmt: skip


def _objection(said: Answer, *, now: datetime) -> Waiting:
    until = decided_by(said.at)
    line = gettext("%(who)s asks you to decide, by %(when)s") % {
        "who": said.request.requester_name, "when": near(until, today=moments.local(now).date()),
    }  # fmt: skip
    return Waiting(
        kind="due", icon="scale", title=gettext("Objection: %(title)s") % {"title": said.request.title}, line=line,
        href=reverse("desk:request", args=[said.request_id]), action=gettext("Decide"), since=said.at,
        sign=StateKind.WAIT if until < now else None, effort_minutes=5,
    )  # fmt: skip


def _before_plan(request: Request) -> Thread:
    """Return the thread of a request that has no slot yet: it stands at its second knot. Needs the versions loaded."""
    goal = KnotState.DONE if request.versions.all()[0].goal_id is not None else KnotState.SKIP
    begun = {KnotName.GOAL: goal, KnotName.REQUEST: KnotState.NOW}
    return Thread(tuple(Knot(name, begun.get(name, KnotState.NEXT)) for name in KnotName))


def _left_behind(request: Request) -> Waiting:
    who = request.department.name if request.department is not None else request.requester_name
    return Waiting(
        kind="due", icon="clipboard-text", title=gettext("%(title)s was put back") % {"title": request.title},
        line=gettext("%(who)s still counts on it. Please decline, or take it up again") % {"who": who},
        href=reverse("desk:request", args=[request.pk]), action=gettext("Look at it"), since=request.decided_at or request.received_at,
        effort_minutes=2,
    )  # fmt: skip
