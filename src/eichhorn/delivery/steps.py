"""What each answer of a network leads to: pure decisions."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from eichhorn.delivery.rules import AttemptKind, Outcome, State

LATEST = timedelta(minutes=30)
"""What is later than this does not leave by itself."""
MOST_CHECKS = 4
"""So many times a machine tries to clear a doubt; then a person looks."""
LONGEST_PAUSE = timedelta(minutes=10)


class Because(StrEnum):
    """Why a delivery stands where it stands, beyond the outcome of its last attempt."""

    NOT_APPROVED = "not_approved"
    HELD = "held"
    LATE = "late"
    BY_PERSON = "by_person"
    CRASHED = "crashed"
    """Whoever sent it never told the end."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What one attempt brought: an outcome, what the network said, and the proof where there is one."""

    outcome: Outcome
    told: str = ""
    network_id: str = ""
    url: str = ""
    retry_after: timedelta | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """Where a delivery stands next, and when the machine does something again (None: never by itself)."""

    state: State
    next_at: datetime | None


def pause_after(attempts: int, *, first: timedelta) -> timedelta:
    """Return the pause after so many attempts: `first` after one, twice as long after each further one, at most 10 min."""
    return min(first * 2 ** min(max(attempts - 1, 0), 20), max(LONGEST_PAUSE, first))


def is_late(due_at: datetime, *, now: datetime) -> bool:
    """Return whether the post is too late to leave by itself: more than 30 minutes after it was due."""
    return now - due_at > LATEST


def check_by(
    *, first_at: datetime, drops_repeats_for: timedelta | None, may_appear: bool, now: datetime
) -> AttemptKind:
    """Return how a doubt is cleared: by the same key where the network surely drops repeats and the post may still
    appear now, else by looking."""
    surely_dropped = drops_repeats_for is not None and now - first_at < drops_repeats_for
    return AttemptKind.REPEAT if surely_dropped and may_appear else AttemptKind.LOOK


def after(kind: AttemptKind, answer: Answer, *, tries: int, checks: int, first_pause: timedelta, now: datetime) -> Step:
    """Return what follows from an answer, after so many tries and, once in doubt, so many checks (this one included).

    What surely did not arrive waits and is tried again. What may have arrived is never sent anew: it is checked, and
    after MOST_CHECKS a person looks.
    """
    if answer.outcome in {Outcome.SENT, Outcome.FOUND}:
        return Step(State.SENT, None)
    if kind is AttemptKind.SEND and answer.outcome is not Outcome.UNSURE:
        return _surely_not_there(answer, tries=tries, first_pause=first_pause, now=now)
    if checks >= MOST_CHECKS:
        return Step(State.UNSURE, None)
    pause = pause_after(checks + 1, first=first_pause)
    return Step(State.CHECKING, now + max(pause, answer.retry_after or timedelta()))


def _surely_not_there(answer: Answer, *, tries: int, first_pause: timedelta, now: datetime) -> Step:
    match answer.outcome:
        case Outcome.THROTTLED:
            return Step(State.WAITING, now + (answer.retry_after or pause_after(tries, first=first_pause)))
        case Outcome.UNREACHABLE:
            return Step(State.WAITING, now + pause_after(tries, first=first_pause))
        case _:
            return Step(State.STOPPED, None)
