"""Saying Yes, saying No, and taking either back.

The difficult thing: the approver must have read exactly what will appear. So every decision takes the slot's row first,
compares the digest that was asked about with the latest version, and says no to whoever wrote the text, whatever way
they come in by.
"""

from datetime import datetime
from enum import StrEnum

from django.db import transaction

from eichhorn.foundation import audit, jobs
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.review import mails, queries
from eichhorn.review.models import Approval
from eichhorn.review.rules import OUTCOMES, Outcome


class UndecidableBecause(StrEnum):
    """Why nothing was decided."""

    CHANGED = "changed"
    """The text is another one now, or it stands in review no more."""
    MOVED = "moved"
    """The date has left the window that the question names."""
    DECIDED = "decided"
    AUTHOR = "author"
    """They wrote on it, or handed it in, themselves."""
    PICTURE = "picture"
    """A picture in it may not appear on its day."""
    FILM = "film"
    NO_REASON = "no_reason"


class Undecidable(Exception):
    """Nothing was decided; `because` says why."""

    def __init__(self, because: UndecidableBecause) -> None:
        super().__init__(because.value)
        self.because = because


@transaction.atomic
def approve(*, approval: Approval, by: Person, now: datetime, by_link: bool = False) -> Approval:
    """The version may appear inside the window. Raises Undecidable where it was decided or has changed meanwhile."""
    standing, slot = _decidable(approval, by, now)
    if queries.pictures_ended(standing.version, due_at=slot.due_at, now=now):
        raise Undecidable(UndecidableBecause.PICTURE)
    if queries.film_ended(standing.version, due_at=slot.due_at, now=now):
        raise Undecidable(UndecidableBecause.FILM)
    grant(standing, slot, by, by_link=by_link, now=now)
    mails.confirm(standing, now=now)
    mails.tell_author(standing, now=now)
    return standing


@transaction.atomic
def refuse(*, approval: Approval, reason: str, by: Person, now: datetime, by_link: bool = False) -> Approval:
    """The version does not appear, and its author knows why."""
    standing, slot = _decidable(approval, by, now)
    if not reason.strip():
        raise Undecidable(UndecidableBecause.NO_REASON)
    decide(standing, Outcome.REFUSED, by=by, because=reason.strip(), by_link=by_link, now=now)
    planning.advance(slot=slot, to=Stage.DRAFT, now=now)
    mails.confirm(standing, now=now)
    mails.tell_author(standing, now=now)
    return standing


@transaction.atomic
def withdraw(*, approval: Approval, by: Person, now: datetime, because: str) -> Approval:
    """The Yes or the open question no longer counts; the post is a draft again.

    By its approver, by whoever asked while it is open, or by who steers. Raises Undecidable.
    """
    slot, standing = _locked(approval)
    asker_in_time = standing.outcome == Outcome.OPEN and by.pk == standing.asked_by_id
    if by.pk != standing.approver_id and not asker_in_time:
        people.require(by, Act.STEER, now=now)
    if not because.strip():
        raise Undecidable(UndecidableBecause.NO_REASON)
    if not OUTCOMES.may(standing.outcome, Outcome.WITHDRAWN):
        raise Undecidable(UndecidableBecause.DECIDED)
    was_granted = standing.outcome == Outcome.GRANTED
    decide(standing, Outcome.WITHDRAWN, by=by, because=because.strip(), by_link=False, now=now)
    if slot.stage in {Stage.IN_REVIEW, Stage.APPROVED} and standing.version_id == standing.version.draft.latest_id:
        planning.advance(slot=slot, to=Stage.DRAFT, now=now)
    if was_granted:
        mails.tell_taken_back(standing, by=by, now=now)
    return standing


def grant(approval: Approval, slot: Slot, by: Person, *, by_link: bool, now: datetime) -> None:
    """The approval is granted, its slot approved, and delivery awake. Inside the caller's transaction."""
    decide(approval, Outcome.GRANTED, by=by, because="", by_link=by_link, now=now)
    planning.advance(slot=slot, to=Stage.APPROVED, now=now)
    jobs.wake("delivery.take_in")


def decide(approval: Approval, outcome: Outcome, *, by: Person, because: str, by_link: bool, now: datetime) -> None:
    """The approval has the outcome, on record. Inside the caller's transaction."""
    approval.outcome = OUTCOMES.check(approval.outcome, outcome)
    approval.reason, approval.decided_at, approval.by_link = because, now, by_link
    approval.save(update_fields=["outcome", "reason", "decided_at", "by_link"])
    audit.record(
        f"review.{outcome}", of=("approval", approval.pk), by=by.pk, now=now,
        details={"version": approval.version_id, "digest": approval.digest, "by_link": by_link},
    )  # fmt: skip


def _decidable(approval: Approval, by: Person, now: datetime) -> tuple[Approval, Slot]:
    """Return approval and slot, locked, where the person may decide on exactly this content now."""
    slot, standing = _locked(approval)
    if not queries.may_decide(by, standing, now=now):
        people.require(by, Act.APPROVE, now=now)
        raise Undecidable(UndecidableBecause.AUTHOR)
    if standing.outcome != Outcome.OPEN:
        raise Undecidable(UndecidableBecause.DECIDED)
    latest = standing.version.draft.latest
    if latest is None or latest.pk != standing.version_id or latest.digest != standing.digest:
        raise Undecidable(UndecidableBecause.CHANGED)
    if slot.stage != Stage.IN_REVIEW or set(slot.channels.values_list("pk", flat=True)) != set(latest.channel_ids):
        raise Undecidable(UndecidableBecause.CHANGED)
    if not queries.in_window(standing, slot):
        raise Undecidable(UndecidableBecause.MOVED)
    return standing, slot


def _locked(approval: Approval) -> tuple[Slot, Approval]:
    """Return slot and approval as they stand, locked in this order."""
    slot = planning.locked(approval.version.draft.slot_id)
    return slot, (
        Approval.objects.select_for_update(of=("self",))
        .select_related("version__draft__latest", "version__draft__slot", "approver", "asked_by", "route")
        .get(pk=approval.pk)
    )
