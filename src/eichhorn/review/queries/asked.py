"""Routes, and the questions that were asked on them with their answers."""

from datetime import datetime

from django.db import models

from eichhorn.content import queries as content
from eichhorn.content.models import Draft, Version
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.review.models import Approval, Route
from eichhorn.review.rules import Outcome, RouteKind


def default_route() -> Route | None:
    """Return the route that a post takes. One query."""
    return Route.objects.select_related("approver").filter(is_default=True).first()


def routes() -> models.QuerySet[Route]:
    """Return the routes, the usual one first."""
    return Route.objects.select_related("approver").order_by("-is_default", "-declared_at", "name", "pk")


def approval(approval_id: int) -> Approval:
    """Return the approval with version, slot and people, or raise Approval.DoesNotExist. One query."""
    return whole().get(pk=approval_id)


def approvals_of(draft: Draft) -> models.QuerySet[Approval]:
    """Return the questions about the draft and their answers, newest first. One query."""
    return (
        Approval.objects.filter(version__draft=draft)
        .select_related("version", "approver", "asked_by", "route")
        .order_by("-asked_at", "-pk")
    )


def open_of(person: Person) -> models.QuerySet[Approval]:
    """Return what the person was asked and can still answer, the soonest first. One query."""
    return (
        whole()
        .filter(
            approver=person, outcome=Outcome.OPEN, version=models.F("version__draft__latest"),
            version__draft__slot__stage=Stage.IN_REVIEW,
        )
        .order_by("answer_due_at", "pk")
    )  # fmt: skip


def seen_before(approval: Approval) -> Version | None:
    """Return the version of the draft that the approver decided on last, before this one. One query."""
    earlier = (
        Approval.objects.filter(
            version__draft=approval.version.draft_id, approver=approval.approver_id,
            outcome__in=[Outcome.GRANTED, Outcome.REFUSED],
        )
        .exclude(pk=approval.pk)
        .filter(asked_at__lte=approval.asked_at)
        .select_related("version")
        .order_by("-asked_at", "-pk")
        .first()
    )  # fmt: skip
    return earlier.version if earlier is not None else None


def may_decide(person: Person, asked: Approval, *, now: datetime) -> bool:
    """Return whether the person may answer this question: the one who was asked, and still may. Up to five queries."""
    if person.pk != asked.approver_id:
        return False
    if asked.route.kind == RouteKind.SOLE:
        return person.pk == asked.route.approver_id and people.may(person, Act.WRITE, now=now)
    return may_approve(person, asked.version.draft, asked_by=asked.asked_by_id, now=now)


def may_approve(person: Person, draft: Draft, *, asked_by: int | None, now: datetime) -> bool:
    """Return whether the person may be the second pair of eyes: approves, and neither wrote nor hands in.

    Up to four queries.
    """
    if person.pk == asked_by or person.pk in content.authors(draft):
        return False
    channel_ids: list[int | None] = list(draft.slot.channels.values_list("pk", flat=True))
    return all(people.may(person, Act.APPROVE, now=now, channel=channel) for channel in channel_ids or [None])


def in_window(asked: Approval, slot: Slot) -> bool:
    """Return whether the date of the slot lies in the window that the question names; half-open."""
    return slot.due_at is not None and asked.window_begins_at <= slot.due_at < asked.window_ends_at


def whole() -> models.QuerySet[Approval]:
    """Return approvals with version, slot and people."""
    return Approval.objects.select_related(
        "version__draft__slot__goal",
        "version__draft__latest",
        "version__by",
        "approver__department",
        "asked_by",
        "route",
    )
