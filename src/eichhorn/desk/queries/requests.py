"""Requests, read: who may see which, one with all that was said, lists."""

from collections.abc import Collection
from datetime import datetime

from django.db import models
from django.db.models import Prefetch, Q

from eichhorn.desk.models import Answer, Request, RequestVersion
from eichhorn.desk.rules import AnswerKind, State
from eichhorn.desk.words import SIGNS, TAKEN_BACK, Sign
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.planning.rules import Stage


def visible_to(person: Person | None, *, now: datetime) -> models.QuerySet[Request]:
    """Return the requests that the person may read: all, but what is confidential or under embargo only as team or requester."""
    if people.reads_hidden(person, now):
        return Request.objects.all()
    own = Q(requester=person) if person is not None else Q()
    free = Q(embargo_until__isnull=True) | Q(embargo_until__lte=now)
    return Request.objects.filter(Q(confidential=False) & free | own)


def to_decide() -> models.QuerySet[Request]:
    """Return what waits for our answer, the oldest promise first. Two queries."""
    return (
        Request.objects.filter(state=State.RECEIVED)
        .select_related("department", "requester", "team")
        .prefetch_related(Prefetch("versions", RequestVersion.objects.select_related("type").order_by("-number")))
        .order_by("answer_due_at", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def left_behind() -> models.QuerySet[Request]:
    """Return what we promised and then put back in the plan: its requester has to hear of it. One query."""
    return (
        Request.objects.filter(state__in=[State.ACCEPTED, State.PLANNED], slot__stage=Stage.CANCELLED)
        .select_related("department", "requester", "slot")
        .order_by("received_at", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def every_request(*, person: Person | None, now: datetime, state: State | None = None) -> models.QuerySet[Request]:
    """Return all requests that the person may read, the latest first. One query, one more for the permission."""
    requests = visible_to(person, now=now)
    if state is not None:
        requests = requests.filter(state=state)
    return (
        requests.select_related("department", "requester", "slot")
        .order_by("-received_at", "-pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def whole_request(request_id: int) -> Request:
    """Return one request with its versions, the latest first, and answers, the first first. Eight queries."""
    versions = (
        RequestVersion.objects.select_related("goal", "goal__owner", "type", "type__work")
        .prefetch_related("channels", "pictures__picture")
        .order_by("-number")
    )
    return (
        Request.objects.select_related("department", "requester", "team", "entered_by", "slot", "slot__goal")
        .prefetch_related(
            Prefetch("versions", versions),
            Prefetch("answers", Answer.objects.select_related("by").order_by("at", "pk")),
            "slot__channels",
        )
        .fetch_mode(models.FETCH_RAISE)
        .get(pk=request_id)
    )


def latest_version(request: Request) -> RequestVersion:
    """Return what is asked now. One query, three more for channels and pictures."""
    return (
        request.versions.select_related("goal", "type")
        .prefetch_related("channels", "pictures__picture")
        .order_by("-number")[:1]
        .get()
    )


def request_of_slot(slot_id: int) -> Request | None:
    """Return the request that the slot came from, None for an idea of our own. One query."""
    return Request.objects.select_related("department", "requester").filter(slot=slot_id).first()


def requests_of_slots(slot_ids: Collection[int]) -> dict[int, Request]:
    """Return the requests that the slots came from, by slot. One query."""
    found = Request.objects.select_related("department", "requester").filter(slot__in=slot_ids)
    return {request.slot_id: request for request in found if request.slot_id is not None}


def standing_of(request: Request) -> State:
    """Return where the request stands for its reader: an accepted one whose post is in the making is in the plan.

    Needs the slot to be loaded; no query then.
    """
    state = State(request.state)
    if state is State.ACCEPTED and request.slot is not None and request.slot.stage not in {Stage.IDEA, Stage.CANCELLED}:
        return State.PLANNED
    return state


def sign_of(request: Request) -> Sign:
    """Return how the state of the request looks."""
    return TAKEN_BACK if request.taken_back_at is not None else SIGNS[standing_of(request)]


def proposal(request: Request) -> Answer | None:
    """Return the other shape that we proposed and that waits for a Yes; None where nothing does. One query at most."""
    last = max(request.answers.all(), key=lambda one: (one.at, one.pk), default=None)
    return last if last is not None and last.kind == AnswerKind.RESHAPE else None


def fulfilled_by_department(*, since: datetime) -> dict[int, int]:
    """Return how many requests of each department came out since then, by its number; nothing stands for none. One query."""
    rows = Request.objects.filter(state=State.DONE, fulfilled_at__gte=since, department__isnull=False).order_by()
    return dict(rows.values_list("department").annotate(times=models.Count("pk")))
