"""What stands approved, who waits for whom, and what the checks say.

The difficult thing: "approved" is not a state that somebody sets and forgets; it is a comparison. Nothing here calls a
post approved unless the latest version, the date and the channels are, now, those that somebody said Yes to.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from eichhorn.content import queries as content
from eichhorn.content.models import Draft, Version
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.people import queries as people
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.review.models import Approval, Route
from eichhorn.review.rules import Outcome, Standing, stands




@dataclass(frozen=True, slots=True)
class Approved:
    """A post that stands approved: this version, at this instant, on these channels."""

    draft_id: int
    version_id: int
    slot_id: int
    digest: str
    due_at: datetime
    decided_at: datetime
    channel_ids: tuple[int, ...]


def approved(*, due_before: datetime, due_from: datetime | None = None) -> list[Approved]:
    """Return the posts that stand approved now and fall due before the instant, soonest first. Two queries."""
    granted = _granted().filter(version__draft__slot__due_at__lt=due_before)
    if due_from is not None:
        granted = granted.filter(version__draft__slot__due_at__gte=due_from)
    return _standing(granted.order_by("version__draft__slot__due_at", "pk"))


def standing(draft_ids: Collection[int]) -> dict[int, Approved]:
    """Return by draft those of the drafts that stand approved now. Two queries, however many drafts."""
    return {post.draft_id: post for post in _standing(_granted().filter(version__draft__in=draft_ids))}


def _granted() -> models.QuerySet[Approval]:
    """Return the granted approvals of latest versions whose slot has a date and is not cancelled."""
    return (
        Approval.objects.filter(
            outcome=Outcome.GRANTED, version=models.F("version__draft__latest"), version__draft__slot__due_at__isnull=False
        )
        .exclude(version__draft__slot__stage=Stage.CANCELLED)
        .select_related("version__draft__slot")
    )


def _standing(granted: models.QuerySet[Approval]) -> list[Approved]:
    approvals = list(granted)
    slots = {approval.version.draft.slot_id for approval in approvals}
    channels: dict[int, set[int]] = {slot: set() for slot in slots}
    for slot, channel in Slot.channels.through.objects.filter(slot_id__in=slots).values_list("slot_id", "channel_id"):
        channels[slot].add(channel)
    return [
        post for approval in approvals if (post := _as_approved(approval, channels[approval.version.draft.slot_id]))
    ]


def _as_approved(approval: Approval, channel_ids: set[int]) -> Approved | None:
    version = approval.version
    slot = version.draft.slot
    if slot.due_at is None or approval.decided_at is None or channel_ids != set(version.channel_ids):
        return None
    if not stands(value_of(approval), digest=version.digest, due_at=slot.due_at):
        return None
    return Approved(
        draft_id=version.draft_id, version_id=version.pk, slot_id=slot.pk, digest=version.digest, due_at=slot.due_at,
        decided_at=approval.decided_at, channel_ids=tuple(sorted(channel_ids)),
    )  # fmt: skip


def value_of(approval: Approval) -> Standing:
    """Return what the approval binds."""
    return Standing(
        Outcome(approval.outcome), approval.digest, approval.window_begins_at, approval.window_ends_at
    )


def default_route() -> Route | None:
    """Return the route that a post takes. One query."""
    return Route.objects.select_related("approver").filter(is_default=True).first()


def routes() -> models.QuerySet[Route]:
    """Return the routes, the usual one first."""
    return Route.objects.select_related("approver").order_by("-is_default", "name", "pk")


def approval(approval_id: int) -> Approval:
    """Return the approval with version, slot and people, or raise Approval.DoesNotExist. One query."""
    return _whole().get(pk=approval_id)


def approvals_of(draft: Draft) -> models.QuerySet[Approval]:
    """Return the questions about the draft and their answers, newest first."""
    return (
        Approval.objects.filter(version__draft=draft)
        .select_related("version", "approver", "asked_by", "route")
        .order_by("-asked_at", "-pk")
    )


def open_of(person: Person) -> models.QuerySet[Approval]:
    """Return what the person was asked and has not answered, the soonest first."""
    return _whole().filter(approver=person, outcome=Outcome.OPEN).order_by("answer_due_at", "pk")


def seen_before(approval: Approval) -> Version | None:
    """Return the version of the draft that the approver decided on last, before this one. One query."""
    earlier = (
        Approval.objects.filter(
            version__draft=approval.version.draft_id, approver=approval.approver_id, decided_at__isnull=False,
            outcome__in=[Outcome.GRANTED, Outcome.REFUSED, Outcome.WITHDRAWN],
        )
        .exclude(pk=approval.pk)
        .select_related("version")
        .order_by("-asked_at", "-pk")
        .first()
    )  # fmt: skip
    return earlier.version if earlier is not None else None


def may_approve(person: Person, draft: Draft, *, asked_by: int | None, now: datetime) -> bool:
    """Return whether the person may be the second pair of eyes: approves, and neither wrote nor hands in. Up to four queries."""
    if person.pk == asked_by or person.pk in content.authors(draft):
        return False
    return all(
        people.may(person, Act.APPROVE, now=now, channel=channel)
        for channel in draft.slot.channels.values_list("pk", flat=True)
    ) and people.may(person, Act.APPROVE, now=now)


def _whole() -> models.QuerySet[Approval]:
    return Approval.objects.select_related(
        "version__draft__slot__goal", "version__draft__latest", "version__by", "approver__department", "asked_by", "route"
    )
