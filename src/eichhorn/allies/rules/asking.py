"""Where an ask stands, and whether somebody may be asked at all.

The difficult thing: the team always has a reason to ask once more. So what somebody agreed to is a limit that no
service passes, and a rest is a rest.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from eichhorn.foundation.states import States

QUARTER = timedelta(weeks=13)
NAMED_FROM = 3
"""From so many people on a department stands by itself; a smaller one would be a person."""
RESTS_AFTER_A_NO = timedelta(days=30)
RESTS_AFTER_SILENCE = timedelta(days=60)


class Way(StrEnum):
    """How somebody likes to be asked."""

    MAIL = "mail"
    PHONE = "phone"
    IN_PERSON = "in_person"


class State(StrEnum):
    """Where an ask stands."""

    DRAFTED = "drafted"
    """Somebody of the team writes it; nobody has been asked."""
    ASKED = "asked"
    """The mail is out; drops fall until they answer or the last has fallen."""
    PROMISED = "promised"
    """They said that they will."""
    GIVEN = "given"
    """What was asked for came, and lies among the ideas with its thanks drafted."""
    DECLINED = "declined"
    """They said No, which is an answer like any other."""
    ENDED = "ended"
    """The last drop has fallen and nobody asks again; a gift is still welcome."""
    WITHDRAWN = "withdrawn"
    """We do not need it any more."""


STATES = States(
    kind=State,
    starts=frozenset({State.DRAFTED}),
    moves={
        State.DRAFTED: frozenset({State.ASKED, State.WITHDRAWN}),
        State.ASKED: frozenset({State.PROMISED, State.GIVEN, State.DECLINED, State.ENDED, State.WITHDRAWN}),
        State.PROMISED: frozenset({State.PROMISED, State.GIVEN, State.DECLINED, State.ENDED, State.WITHDRAWN}),
        State.GIVEN: frozenset(),
        State.DECLINED: frozenset({State.PROMISED, State.GIVEN}),
        State.ENDED: frozenset({State.PROMISED, State.GIVEN, State.DECLINED}),
        State.WITHDRAWN: frozenset(),
    },
)
OPEN = (State.ASKED, State.PROMISED)
"""Somebody waits for an answer."""


class No(StrEnum):
    """Why not, in the words that one can press."""

    NO_TIME = "no_time"
    NOT_MINE = "not_mine"
    """Somebody else knows more of it."""
    NOT_ALLOWED = "not_allowed"
    NOT_LIKED = "not_liked"
    """They would rather not appear, or not with this."""
    OTHER = "other"


class Rest(StrEnum):
    """Why somebody is not asked now."""

    UNCONFIRMED = "unconfirmed"
    """Others told us what they like; they have not said so themselves."""
    OPEN = "open"
    """They have an ask that waits for an answer."""
    RESTS = "rests"
    """They want to be left alone for a while, or said No, or did not answer."""
    ENOUGH = "enough"
    """They were asked as often in this quarter as they agreed to."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What is known of somebody's asks. `asked_on` are the days of the last thirteen weeks on which they were asked."""

    confirmed: bool
    open_asks: int
    asked_on: tuple[date, ...]
    per_quarter: int
    rests_until: date | None
    """The first day on which they may be asked again."""


def resting(standing: Standing, *, today: date) -> Rest | None:
    """Return why somebody is not asked today, None where they may be."""
    if not standing.confirmed:
        return Rest.UNCONFIRMED
    if standing.open_asks:
        return Rest.OPEN
    if standing.rests_until is not None and today < standing.rests_until:
        return Rest.RESTS
    return Rest.ENOUGH if len(_lately(standing, today)) >= standing.per_quarter else None


def first_on(standing: Standing, *, today: date) -> date | None:
    """Return the first day from which they may be asked; None where it hangs on what they do."""
    match resting(standing, today=today):
        case Rest.UNCONFIRMED | Rest.OPEN:
            return None
        case None:
            return today
    lately = sorted(_lately(standing, today))
    free = lately[-standing.per_quarter] + QUARTER if len(lately) >= standing.per_quarter else today
    return max(free, standing.rests_until or today)


def _lately(standing: Standing, today: date) -> list[date]:
    return [day for day in standing.asked_on if today - day < QUARTER]
