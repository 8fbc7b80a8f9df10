"""Answering a request: accept, later, ask back, propose another shape, decline.

The difficult thing: the answer, the plan and the mail must say the same. So they are one transaction: the request is
locked, planning gives the date (and moves exactly what the price named), the state moves by its table, and the letter
that was sent is kept word for word. Whatever is refused on the way takes all of it back.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from eichhorn.channels.models import Channel
from eichhorn.desk import letters, mails, queries
from eichhorn.desk.models import Answer, Request
from eichhorn.desk.rules import AFTER, DECIDED_BY_TEAM, STATES, TO_DECIDE, AnswerKind, Because, State
from eichhorn.desk.services.requests import wait_again
from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act, NotAllowed
from eichhorn.planning import queries as plans
from eichhorn.planning import services as planning
from eichhorn.planning.models import KindOfWork, Slot
from eichhorn.planning.rules import Stage, wall
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
    on: date | None = None
    """The day of the way that was chosen for "later"; the fingerprint is that of its price then, and what it names moves."""
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
    standing.decided_at = None if answer in {AnswerKind.ASK_BACK, AnswerKind.RESHAPE} else now
    standing.save(update_fields=["state", "slot", "decided_at"])
    letter = Answer.objects.create(
        request=standing, kind=answer, text=text.strip(), by=by, at=now, asks=_asks(standing, answer, asks),
        because=because or "" if answer is AnswerKind.DECLINE else "",
    )  # fmt: skip
    mails.answered(standing, letter, now=now)
    if slot is not None:
        _tell_moved([(move.slot_id, move.after_local) for move in plans.displaced_for(slot.pk)], now)
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
def undo(*, request: Request, by: Person, now: datetime) -> Request:
    """The request waits for an answer again, as if none had been given: its post leaves the plan, and what made room for it
    stands where it stood. Whoever asked, and whom it touches, knows.

    Undecidable where it was not accepted, and planning's CannotUndo where something was changed or sent since.
    """
    people.require(by, Act.TRIAGE, now=now)
    standing = Request.objects.select_related("slot").get(pk=request.pk)
    if standing.state != State.ACCEPTED or standing.slot is None:
        raise Undecidable("not_accepted")
    back = planning.undo_acceptance(newcomer=standing.slot, by=by, now=now)
    fresh = Request.objects.select_for_update(of=("self",)).select_related("requester").get(pk=request.pk)
    STATES.check(State(fresh.state), State.RECEIVED)
    wait_again(fresh, now)
    fresh.slot = None
    fresh.save(update_fields=["slot"])
    text = letters.undone(name=mails.greeted_as(fresh), title=fresh.title, language=fresh.language)
    letter = Answer.objects.create(request=fresh, kind=AnswerKind.REOPEN, text=text, by=by, at=now)
    mails.answered(fresh, letter, now=now)
    _tell_moved([(slot.pk, slot.planned_local) for slot in back], now)
    audit.record("desk.undid", of=("request", fresh.pk), by=by.pk, now=now)
    return fresh


def _tell_moved(moved: Collection[tuple[int, datetime | None]], now: datetime) -> None:
    """Whoever asked for one of these posts has a mail with its date."""
    asked = queries.requests_of_slots([slot_id for slot_id, _local in moved])
    for slot_id, local in moved:
        if slot_id in asked and local is not None:
            mails.moved(asked[slot_id], to=local, now=now)


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
    if answer is AnswerKind.ACCEPT or place.on is not None:
        return planning.accept(
            title=request.title, goal=version.goal or place.goal, channels=place.channels, kind=place.kind,
            wish_local=version.wish_local, zone=version.zone, fingerprint=place.fingerprint,
            overrun_because=place.overrun_because, confidential=request.confidential,
            embargo_until=request.embargo_until, movable=not version.fixed_because,
            lead_days=version.type.lead_days if version.type is not None else None,
            on=place.on if answer is AnswerKind.LATER else None,
            not_before=wall(version.embargo_local) if version.embargo_local is not None else None, by=by, now=now,
        )  # fmt: skip
    if place.later_local is None:
        raise Undecidable("no_date")
    return planning.reserve(
        title=request.title, goal=version.goal or place.goal, channels=place.channels, kind=place.kind,
        at_local=place.later_local, zone=version.zone, confidential=request.confidential,
        embargo_until=request.embargo_until, movable=not version.fixed_because, by=by, now=now,
    )  # fmt: skip
