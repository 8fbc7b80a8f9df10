"""What stands approved.

The difficult thing: "approved" is not a state that somebody sets and forgets; it is a comparison. Nothing here calls a
post approved unless the latest version, the date and the channels are, now, those that somebody said Yes to.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import models

from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.review.models import Approval
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
    window_ends_at: datetime
    """From then on it may not appear any more."""
    channel_ids: tuple[int, ...]


def approved(*, due_before: datetime, due_from: datetime | None = None) -> list[Approved]:
    """Return the posts that stand approved now, are not out, and fall due before the instant, soonest first.

    Two queries.
    """
    granted = _granted().filter(version__draft__slot__due_at__lt=due_before)
    if due_from is not None:
        granted = granted.filter(version__draft__slot__due_at__gte=due_from)
    waiting = granted.exclude(version__draft__slot__stage=Stage.OUT)
    return _standing(waiting.order_by("version__draft__slot__due_at", "pk"))


def standing(draft_ids: Collection[int]) -> dict[int, Approved]:
    """Return by draft those of the drafts that stand approved now. Two queries, however many drafts."""
    return {post.draft_id: post for post in _standing(_granted().filter(version__draft__in=draft_ids))}


def value_of(approval: Approval) -> Standing:
    """Return what the approval binds."""
    return Standing(Outcome(approval.outcome), approval.digest, approval.window_begins_at, approval.window_ends_at)


def _granted() -> models.QuerySet[Approval]:
    """Return the granted approvals of latest versions whose slot has a date and is no draft (again)."""
    return Approval.objects.filter(
        outcome=Outcome.GRANTED, version=models.F("version__draft__latest"), version__draft__slot__due_at__isnull=False,
        version__draft__slot__stage__in=[Stage.APPROVED, Stage.OUT, Stage.NEEDS_SOMEONE],
    ).select_related("version__draft__slot")  # fmt: skip


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
    if slot.embargo_until is not None and slot.due_at < slot.embargo_until:
        return None
    if not stands(value_of(approval), digest=version.digest, due_at=slot.due_at):
        return None
    return Approved(
        draft_id=version.draft_id, version_id=version.pk, slot_id=slot.pk, digest=version.digest, due_at=slot.due_at,
        decided_at=approval.decided_at, window_ends_at=approval.window_ends_at, channel_ids=tuple(sorted(channel_ids)),
    )  # fmt: skip
