"""Meetings and their lines, read by somebody, and how the things of the lines stand now.

The difficult thing: a line is as secret as what it is about, in the protocol of last year too. A line about a post, or a
request, is read by those who read that post or request now; what is gone altogether by the team alone.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import models
from django.db.models import Prefetch

from eichhorn.conference.models import Decision, Line, Meeting
from eichhorn.conference.rules import Standing, State, mark
from eichhorn.desk import queries as desk
from eichhorn.desk.models import Request
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.planning import queries as planning
from eichhorn.planning import rules
from eichhorn.planning.models import Slot


def meetings() -> models.QuerySet[Meeting]:
    """Return all meetings, the latest first."""
    return Meeting.objects.order_by("-begins_at", "-pk").fetch_mode(models.FETCH_RAISE)


def meeting(meeting_id: int) -> Meeting:
    """Return a meeting with who takes part, or Meeting.DoesNotExist. Two queries."""
    return Meeting.objects.select_related("made_by").prefetch_related(
        Prefetch("people", Person.objects.order_by("name", "pk"))
    ).get(pk=meeting_id)  # fmt: skip


def latest() -> Meeting | None:
    """Return the meeting that begins last, with who takes part: the next one begins like it. Two queries."""
    return Meeting.objects.prefetch_related("people").order_by("-begins_at", "-pk").first()


def visible_lines(meeting: Meeting, *, person: Person, now: datetime) -> list[Line]:
    """Return the lines that the person may read, in their order, each with its decisions, the latest last. Five queries."""
    decided = Decision.objects.select_related("noted_by").order_by("pk")
    lines = list(meeting.lines.order_by("number").prefetch_related(Prefetch("decisions", decided)))
    if people.reads_hidden(person, now):
        return lines
    slots = {pk for line in lines for pk in _slots(line)}
    asked = {line.request_id for line in lines if line.request_id is not None}
    seen = set(planning.visible_to(person, now=now).filter(pk__in=slots).values_list("pk", flat=True))
    heard = set(desk.visible_to(person, now=now).filter(pk__in=asked).values_list("pk", flat=True))
    return [line for line in lines if _slots(line) <= seen and (line.request_id is None or line.request_id in heard)]


def line(line_id: int, *, person: Person, now: datetime) -> Line:
    """Return one line that the person may read, with its meeting, or Line.DoesNotExist."""
    found = Line.objects.select_related("meeting").get(pk=line_id)
    for one in visible_lines(found.meeting, person=person, now=now):
        if one.pk == line_id:
            one.meeting = found.meeting
            return one
    raise Line.DoesNotExist


def _slots(line: Line) -> set[int]:
    made = [decision.made_slot_id for decision in line.decisions.all()]
    return {pk for pk in (line.slot_id, line.other_slot_id, *made) if pk is not None}


@dataclass(frozen=True, slots=True)
class Stands:
    """How the thing of a line stands now."""

    standing: Standing
    mark: str
    is_gone: bool = False
    """It is not there any more."""


@dataclass(frozen=True, slots=True)
class Things:
    """How posts and requests stand now, by number."""

    slots: dict[int, Standing]
    requests: dict[int, Standing]

    def of(self, slot: int | None, request: int | None) -> Standing | None:
        """Return how the thing stands; None where it is gone, and nothing where there is none."""
        if slot is not None:
            return self.slots.get(slot)
        return self.requests.get(request) if request is not None else Standing()


def things(slots: Iterable[int | None], requests: Iterable[int | None]) -> Things:
    """Return how these stand now. Two queries."""
    posts = Slot.objects.filter(pk__in=[pk for pk in slots if pk is not None])
    asked = Request.objects.filter(pk__in=[pk for pk in requests if pk is not None])
    return Things(
        {
            pk: Standing(stage=stage, when=rules.wall(local).isoformat() if local else "", goal=goal or "")
            for pk, stage, local, goal in posts.values_list("pk", "stage", "planned_local", "goal__name")
        },
        {pk: Standing(request=state) for pk, state in asked.values_list("pk", "state")},
    )


def standings(lines: Iterable[Line]) -> dict[int, Stands]:
    """Return by line how its thing stands now. Two queries; the lines' decisions are loaded."""
    known = list(lines)
    found = things((line.slot_id for line in known), (line.request_id for line in known))
    return {line.pk: _stands(line, found.of(line.slot_id, line.request_id)) for line in known}


def _stands(line: Line, found: Standing | None) -> Stands:
    standing = found or Standing()
    decided = max((decision.pk for decision in line.decisions.all()), default=0)
    return Stands(standing, mark(standing, decided=decided), is_gone=found is None)


def running_or_next(*, now: datetime) -> models.QuerySet[Meeting]:
    """Return the meetings that run, and those that begin within a day, soonest first."""
    soon = models.Q(
        state=State.PREPARED, begins_at__lt=now + timedelta(days=1), begins_at__gte=now - timedelta(hours=12)
    )
    return Meeting.objects.filter(soon | models.Q(state=State.RUNNING)).order_by("begins_at", "pk")
