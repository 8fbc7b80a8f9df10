"""Answering a request: accept, later, ask back, decline.

The difficult thing: the answer, the plan and the mail must say the same. So they are one transaction: the request is
locked, planning gives the date (and moves exactly what the price named), the state moves by its table, and the letter
that was sent is kept word for word. Whatever is refused on the way takes all of it back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from eichhorn.channels.models import Channel
from eichhorn.desk import mails, queries
from eichhorn.desk.models import Answer, Request
from eichhorn.desk.rules import AFTER, DECIDED_BY_TEAM, STATES, TO_DECIDE, AnswerKind, Because, State
from eichhorn.desk.services.requests import wait_again
from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act, NotAllowed
from eichhorn.planning import services as planning
from eichhorn.planning.models import KindOfWork, Slot
from eichhorn.planning.rules import Stage
from eichhorn.strategy.models import Goal


class Undecidable(Exception):
    """Somebody was quicker, or the answer lacks what it needs; `because` says which."""

    def __init__(self, because: str) -> None:
        super().__init__(because)
        self.because = because


@dataclass(frozen=True, slots=True)
class Place:
    """Where and when a request would stand: the channels, the kind of work, and for "later" the date."""

    channels: Collection[Channel] = ()
    kind: KindOfWork | None = None
    fingerprint: str = ""
    """Of the price that was shown; needed to accept."""
    later_local: datetime | None = None
    """Wall-clock date; needed for "later"."""
    overrun_because: str = ""
    goal: Goal | None = None
    """The goal that the team sees it pay into, where the requester named none."""


@transaction.atomic
def decide(
    *, request: Request, answer: AnswerKind, text: str, by: Person, now: datetime, place: Place | None = None,
    asks: Collection[str] = (), because: Because | None = None,
) -> Request:  # fmt: skip
    """The requester has the answer, and the plan says the same.

    `because` is the reason of a No in a word, by which it is counted; for any other answer it is left out.
    `asks` names what of the form they are asked to fill in, where we ask back; what is no gap of theirs is left out.

    Raises planning's PriceChanged, ReasonMissing, PlaceTaken, TimePassed and NoSuchTime, and Undecidable; nothing has
    changed then.
    """
    people.require(by, Act.TRIAGE, now=now)
    standing = Request.objects.select_for_update(of=("self",)).select_related("requester").get(pk=request.pk)
    if answer not in DECIDED_BY_TEAM or State(standing.state) not in TO_DECIDE:
        raise Undecidable("decided")
    if not text.strip():
        raise Undecidable("no_reason")
    slot = _slot_for(standing, answer, place or Place(), by, now)
    if slot is not None and slot.leaves_under_embargo:
        raise Undecidable("embargoed")
    standing.state = STATES.check(standing.state, AFTER[answer])
    if slot is not None:
        standing.slot = slot
    standing.decided_at = None if answer is AnswerKind.ASK_BACK else now
    standing.save(update_fields=["state", "slot", "decided_at"])
    letter = Answer.objects.create(
        request=standing, kind=answer, text=text.strip(), by=by, at=now, asks=_asks(standing, answer, asks),
        because=because or "" if answer is AnswerKind.DECLINE else "",
    )  # fmt: skip
    mails.answered(standing, letter, now=now)
    audit.record("desk.decided", of=("request", standing.pk), by=by.pk, now=now, details={"answer": str(answer)})
    return standing


@transaction.atomic
def withdraw_acceptance(*, request: Request, text: str, by: Person, now: datetime) -> Request:
    """The request is declined after all: its slot is put back, and the requester has the reason."""
    people.require(by, Act.TRIAGE, now=now)
    if request.slot_id is not None:
        planning.locked(request.slot_id)  # the slot first, as everybody does who comes from the post
    standing = Request.objects.select_for_update(of=("self",)).select_related("requester", "slot").get(pk=request.pk)
    if not text.strip():
        raise Undecidable("no_reason")
    if State(standing.state) not in {State.ACCEPTED, State.PLANNED} or standing.slot is None:
        raise Undecidable("decided")
    planning.advance(slot=standing.slot, to=Stage.CANCELLED, now=now)
    standing.state = STATES.check(standing.state, State.DECLINED)
    standing.decided_at = now
    standing.save(update_fields=["state", "decided_at"])
    letter = Answer.objects.create(request=standing, kind=AnswerKind.DECLINE, text=text.strip(), by=by, at=now)
    mails.answered(standing, letter, now=now)
    audit.record("desk.withdrawn", of=("request", standing.pk), by=by.pk, now=now)
    return standing


@transaction.atomic
def reopen(*, request: Request, text: str, by: Person, now: datetime) -> Request:
    """A declined request waits for an answer again, because its requester objected and was heard; they know it.

    The team may do it, and whoever is named to requesters as the one who decides about objections.
    """
    if not queries.may_reopen(by, now=now):
        raise NotAllowed(Act.TRIAGE)
    standing = Request.objects.select_for_update(of=("self",)).select_related("requester").get(pk=request.pk)
    if standing.state != State.DECLINED:
        raise Undecidable("not_declined")
    if not text.strip():
        raise Undecidable("no_reason")
    STATES.check(standing.state, AFTER[AnswerKind.REOPEN])
    wait_again(standing, now)
    letter = Answer.objects.create(request=standing, kind=AnswerKind.REOPEN, text=text.strip(), by=by, at=now)
    mails.answered(standing, letter, now=now)
    audit.record("desk.reopened", of=("request", standing.pk), by=by.pk, now=now)
    return standing


def _asks(request: Request, answer: AnswerKind, names: Collection[str]) -> list[str]:
    if answer is not AnswerKind.ASK_BACK or not names:
        return []
    return [gap.name for gap in queries.gaps(queries.latest_version(request)) if gap.name in names]


def _slot_for(request: Request, answer: AnswerKind, place: Place, by: Person, now: datetime) -> Slot | None:
    """Return the slot that the answer gives, None where it gives none."""
    if answer not in {AnswerKind.ACCEPT, AnswerKind.LATER}:
        return None
    if not place.channels:
        raise Undecidable("no_channel")
    version = queries.latest_version(request)
    if answer is AnswerKind.ACCEPT:
        return planning.accept(
            title=request.title, goal=version.goal or place.goal, channels=place.channels, kind=place.kind,
            wish_local=version.wish_local, zone=version.zone, fingerprint=place.fingerprint,
            overrun_because=place.overrun_because, confidential=request.confidential,
            embargo_until=request.embargo_until, movable=not version.fixed_because,
            lead_days=version.type.lead_days if version.type is not None else None, by=by, now=now,
        )  # fmt: skip
    if place.later_local is None:
        raise Undecidable("no_date")
    return planning.reserve(
        title=request.title, goal=version.goal or place.goal, channels=place.channels, kind=place.kind,
        at_local=place.later_local, zone=version.zone, confidential=request.confidential,
        embargo_until=request.embargo_until, movable=not version.fixed_because, by=by, now=now,
    )  # fmt: skip
