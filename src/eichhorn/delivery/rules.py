"""States of a delivery, whether it may leave, and what each answer of a network leads to.

The hard problem is not retrying; it is not knowing. An attempt is committed before the network is asked, so that a
crash leaves a doubt and never a gap; a doubt is cleared by the key where the network keeps its word about keys, else by
looking, else by a person. A machine never sends twice what may have arrived.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from eichhorn.channels.rules import LATE_AFTER
from eichhorn.foundation.states import States


class State(StrEnum):
    WAITING = "waiting"
    """Due at an instant, nothing asked of the network yet, or surely not arrived."""
    SENDING = "sending"
    """An attempt is under way: committed, and its end not known yet."""
    CHECKING = "checking"
    """In doubt; the machine looks or repeats by key after a pause."""
    SENT = "sent"
    """Out, with proof."""
    UNSURE = "unsure"
    """In doubt, and the machine does no more: a person looks."""
    BY_HAND = "by_hand"
    """A person posts it; the task lies ready."""
    STOPPED = "stopped"
    """Refused, or the channel is disconnected: a person changes something."""
    EXPIRED = "expired"
    """Too late to leave by itself: a person decides."""
    CANCELLED = "cancelled"
    """It does not leave on this channel."""


class AttemptKind(StrEnum):
    SEND = "send"
    REPEAT = "repeat"
    """The same key again, where the network drops repeats."""
    LOOK = "look"
    """Asks whether it is there; sends nothing."""
    TAKE_BACK = "take_back"
    """Asks the network to delete what is out."""


class Outcome(StrEnum):
    SENT = "sent"
    FOUND = "found"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    UNAUTHORISED = "unauthorised"
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    UNSURE = "unsure"
    SILENT = "silent"
    """Whoever began it never told its end: the process died, or the machine."""
    UNTRIED = "untried"
    """Its turn did not come in time, or its pictures could not be read: the network was not asked."""
    TAKEN_BACK = "taken_back"
    """It is not there any more, by the network's own word."""


class Because(StrEnum):
    """Why a delivery stands where it stands, where no outcome of the network says it."""

    HELD = "held"
    """It fell due during a pause."""
    LATE = "late"
    OVER = "over"
    """The window of its approval is over."""
    WITHDRAWN = "withdrawn"
    """It does not stand approved any more."""
    BY_PERSON = "by_person"
    """Somebody decided so."""
    SEEN = "seen"
    """Somebody saw it on the network."""
    RELEASED = "released"
    """Somebody let it leave although it is late, or was held, or in doubt."""
    ALONE = "alone"
    """The part before it is out, and nobody knows under which number: it would stand alone."""
    ELSEWHERE = "elsewhere"
    """It was due while another installation with the same memory may have sent it."""
    DISTANCE = "distance"
    """Posts on its channel keep a distance, and another one left a moment ago."""
    CHANGED = "changed"
    """Another version or another date was approved since."""
    OUTSIDE = "outside"
    """Somebody published it, or what looks very like it, on the network itself."""


class OutsideState(StrEnum):
    """Where a post stands that was published past Eichhorn."""

    PROPOSED = "proposed"
    """It is like a post that is planned here: a person says whether it is that one."""
    JOINED = "joined"
    """It is that post; Eichhorn does not send it a second time."""
    OWN = "own"
    """Nobody planned it here; it stands in the plan as what it is."""


STATES = States(
    kind=State,
    starts=frozenset({State.WAITING}),
    moves={
        State.WAITING: frozenset(
            {State.SENDING, State.BY_HAND, State.STOPPED, State.EXPIRED, State.CANCELLED, State.SENT, State.UNSURE}
        ),
        State.SENDING: frozenset({State.SENT, State.WAITING, State.CHECKING, State.STOPPED, State.UNSURE}),
        State.CHECKING: frozenset({State.SENT, State.UNSURE}),
        State.UNSURE: frozenset({State.SENT, State.WAITING, State.CHECKING, State.CANCELLED}),
        State.BY_HAND: frozenset({State.SENT, State.CANCELLED, State.WAITING}),
        State.STOPPED: frozenset({State.WAITING, State.CANCELLED, State.SENT}),
        State.EXPIRED: frozenset({State.WAITING, State.CANCELLED, State.SENT}),
        State.SENT: frozenset(),
        State.CANCELLED: frozenset({State.WAITING, State.SENT}),
    },
)
"""Whatever is not out may still turn out to be: proof that comes late is proof."""

OUTSIDE_STATES = States(
    kind=OutsideState,
    starts=frozenset(OutsideState),
    moves={
        OutsideState.PROPOSED: frozenset({OutsideState.JOINED, OutsideState.OWN}),
        OutsideState.JOINED: frozenset(),
        OutsideState.OWN: frozenset({OutsideState.JOINED}),
    },
)
"""What is joined stays joined: the delivery has its proof, and proof is never taken away."""

MOVING = frozenset({State.WAITING, State.SENDING, State.CHECKING})
"""The machine does something next."""
NEEDS_SOMEONE = frozenset({State.UNSURE, State.STOPPED, State.EXPIRED})
UNDER_WAY = frozenset({State.SENDING, State.CHECKING, State.UNSURE})
"""It may be out already."""
PROOF = frozenset({Outcome.SENT, Outcome.FOUND})
TURNED_AWAY = frozenset({Outcome.UNAUTHORISED, Outcome.THROTTLED, Outcome.UNREACHABLE})
"""What befell one post on a channel befalls the next one too."""
SURELY_NOT_THERE = TURNED_AWAY | {Outcome.REFUSED, Outcome.UNTRIED}
"""Of a post that was sent: nothing of it arrived."""

FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=30), timedelta(minutes=10)
REPEATS, LOOKS = 2, 3
LONGEST_DOUBT_PAUSE = timedelta(minutes=15)


def pause_after(sends: int) -> timedelta:
    """Return the pause after so many sendings that surely did not arrive: 30 s at first, 10 min at last."""
    return _growing(FIRST_PAUSE, max(sends, 1) - 1, LONGEST_PAUSE)


def doubt_pause(tries: int, first: timedelta) -> timedelta:
    """Return the pause before a doubt is looked into, after so many tries to clear it. Mastodon's keys fail at once."""
    return _growing(first, tries, max(first, LONGEST_DOUBT_PAUSE))


def _growing(first: timedelta, doublings: int, longest: timedelta) -> timedelta:
    grown: timedelta = first * 2 ** min(doublings, 20)
    return min(grown, longest)


@dataclass(frozen=True, slots=True)
class Case:
    """What speaks for and against leaving now."""

    due_at: datetime
    """As the plan says it at this instant."""
    released_at: datetime | None = None
    """When somebody said that it leaves although it is late or was held."""
    approved_at: datetime | None = None
    """When it was approved; None while it does not stand approved."""
    window_ends_at: datetime | None = None
    pause_began_at: datetime | None = None
    """When the latest pause began; None for replies, which no pause holds."""
    pause_ended_at: datetime | None = None
    paused: bool = False
    """That pause is still in force."""
    was_held: bool = False
    """A worker saw that it fell due during a pause."""
    elsewhere_until: datetime | None = None
    """Until then another installation may have sent what was due; None where there never was another."""
    by_hand: bool = False
    seen_outside: bool = False
    """Something very like it stands there already, and nobody has said yet whether it is this post."""
    late_after: timedelta = LATE_AFTER
    """How late it may be and still leave by itself, as its channel says."""
    room_at: datetime | None = None
    """When its channel has room for another post; None where it has room now, or a person lets it leave."""


class Verdict(StrEnum):
    LEAVE = "leave"
    TO_HAND = "to_hand"
    NOT_YET = "not_yet"
    KEEP_DISTANCE = "keep_distance"
    """Too soon after another post of its channel."""
    HOLD = "hold"
    EXPIRE = "expire"
    DOUBT = "doubt"
    WITHDRAW = "withdraw"


def verdict(case: Case, *, now: datetime) -> tuple[Verdict, Because | None]:
    """Return whether it leaves at this instant, and else why not."""
    if case.approved_at is None:
        return Verdict.WITHDRAW, Because.WITHDRAWN
    if case.due_at > now:
        return Verdict.NOT_YET, None
    if _perhaps_sent_elsewhere(case):
        return Verdict.DOUBT, Because.ELSEWHERE
    if case.seen_outside:
        return Verdict.HOLD, Because.OUTSIDE
    if (case.paused or case.was_held or _fell_due_in_pause(case)) and _decided_before_pause(case, case.approved_at):
        return (Verdict.HOLD if case.paused else Verdict.EXPIRE), Because.HELD
    if case.window_ends_at is not None and now >= case.window_ends_at:
        return Verdict.EXPIRE, Because.OVER
    if case.by_hand:
        return Verdict.TO_HAND, None
    if now >= late_at(case.due_at, case.released_at, case.late_after):
        return Verdict.EXPIRE, Because.LATE
    if case.room_at is not None and now < case.room_at:
        return Verdict.KEEP_DISTANCE, Because.DISTANCE
    return Verdict.LEAVE, None


def _perhaps_sent_elsewhere(case: Case) -> bool:
    """Return whether another installation may have sent it; who released it after that has decided."""
    until = case.elsewhere_until
    return until is not None and case.due_at < until and (case.released_at is None or case.released_at < until)


def _decided_before_pause(case: Case, approved_at: datetime) -> bool:
    """A pause holds what was approved before it began; what is approved, or released by name, after that leaves."""
    decided_at = max(approved_at, case.released_at or approved_at)
    return case.pause_began_at is not None and decided_at <= case.pause_began_at


def _fell_due_in_pause(case: Case) -> bool:
    """Return whether it fell due while everything was held, whether or not a worker was there to see it."""
    began, ended = case.pause_began_at, case.pause_ended_at
    return began is not None and ended is not None and began <= case.due_at < ended


def late_at(due_at: datetime, released_at: datetime | None, late_after: timedelta) -> datetime:
    """Return from when on it is too late to leave by itself."""
    return max(due_at, released_at or due_at) + late_after


@dataclass(frozen=True, slots=True)
class Tried:
    """What was tried so far, the present attempt included."""

    sends: int = 0
    repeats: int = 0
    """Since it was last sent."""
    looks: int = 0
    """Since it was last sent."""
    first_at: datetime | None = None
    """When the network may have got it for the first time."""


def tried(attempts: Sequence[tuple[AttemptKind, Outcome | None, datetime]]) -> Tried:
    """Return what these attempts amount to: kind, outcome (None while under way) and beginning of each, oldest first."""
    attempts = [attempt for attempt in attempts if attempt[1] is not Outcome.UNTRIED]
    kinds = [kind for kind, _, _ in attempts]
    sends = [place for place, kind in enumerate(kinds) if kind is AttemptKind.SEND]
    since = kinds[sends[-1] + 1 :] if sends else kinds
    perhaps = [at for kind, outcome, at in attempts if kind is not AttemptKind.LOOK and outcome not in SURELY_NOT_THERE]
    return Tried(
        sends=len(sends),
        repeats=since.count(AttemptKind.REPEAT),
        looks=since.count(AttemptKind.LOOK),
        first_at=min(perhaps, default=None),
    )


def clearing(tried: Tried, *, repeat: bool) -> AttemptKind:
    """Return how the machine tries to clear the doubt; `repeat`: the key is kept, and it may still appear now.

    Once it has begun to look it never sends again.
    """
    return AttemptKind.REPEAT if repeat and not tried.looks and tried.repeats < REPEATS else AttemptKind.LOOK


@dataclass(frozen=True, slots=True)
class Step:
    """Where a delivery stands after an attempt, and when the machine does something next."""

    state: State
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """How an attempt ended."""

    kind: AttemptKind
    outcome: Outcome
    retry_after: timedelta = timedelta(0)


def after(answer: Answer, *, tried: Tried, late: datetime, first_pause: timedelta, now: datetime) -> Step:
    """Return what the answer leads to. `late`: when it is too late to leave by itself; `first_pause`: after a doubt."""
    if answer.outcome in PROOF:
        return Step(State.SENT)
    if answer.outcome is Outcome.UNTRIED:
        again_at = now + answer.retry_after
        if answer.kind is not AttemptKind.SEND:
            return Step(State.CHECKING, again_at)
        return Step(State.WAITING, max(now, min(again_at, late)))
    if answer.kind is AttemptKind.SEND:
        return _after_sending(answer, tried, late, first_pause, now)
    return _in_doubt(answer, tried, first_pause, now)


def _after_sending(answer: Answer, tried: Tried, late: datetime, first_pause: timedelta, now: datetime) -> Step:
    match answer.outcome:
        case Outcome.REFUSED | Outcome.UNAUTHORISED:
            return Step(State.STOPPED)
        case Outcome.THROTTLED:
            return Step(State.WAITING, max(now, min(now + answer.retry_after, late)))
        case Outcome.UNREACHABLE:
            return Step(State.WAITING, max(now, min(now + pause_after(tried.sends), late)))
        case _:
            return Step(State.CHECKING, now + doubt_pause(0, first_pause))


def _in_doubt(answer: Answer, tried: Tried, first_pause: timedelta, now: datetime) -> Step:
    """No answer but proof clears a doubt: a repeat that fails says nothing about the try before it."""
    exhausted = answer.kind is AttemptKind.LOOK and tried.looks >= LOOKS
    if exhausted or answer.outcome is Outcome.UNAUTHORISED:
        return Step(State.UNSURE)
    pause = max(doubt_pause(tried.repeats + tried.looks, first_pause), answer.retry_after)
    return Step(State.CHECKING, now + pause)
