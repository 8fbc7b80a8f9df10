"""States of a request and the answers that move it."""

from collections.abc import Iterable
from enum import StrEnum

from eichhorn.foundation.states import States

LONGEST_PHONE = 40
MOST_PICTURES = 6
"""With one request."""


class State(StrEnum):
    RECEIVED = "received"
    """It waits for our answer."""
    ASKED_BACK = "asked_back"
    """It waits for the answer of whoever asked."""
    ACCEPTED = "accepted"
    """Has a slot and no draft yet."""
    PLANNED = "planned"
    """A draft stands in its slot."""
    DECLINED = "declined"
    """Answered with a No and its reason."""
    DONE = "done"
    """Its post is out."""


STATES = States(
    kind=State,
    starts=frozenset({State.RECEIVED}),
    moves={
        State.RECEIVED: frozenset({State.ASKED_BACK, State.ACCEPTED, State.DECLINED}),
        State.ASKED_BACK: frozenset({State.RECEIVED, State.ACCEPTED, State.DECLINED}),
        State.ACCEPTED: frozenset({State.PLANNED, State.DONE, State.DECLINED, State.RECEIVED}),
        State.PLANNED: frozenset({State.DONE, State.ACCEPTED, State.DECLINED}),
        State.DECLINED: frozenset({State.RECEIVED}),
        State.DONE: frozenset(),
    },
)


class AnswerKind(StrEnum):
    ACCEPT = "accept"
    LATER = "later"
    ASK_BACK = "ask_back"
    DECLINE = "decline"
    RESHAPE = "reshape"
    """Not so, but so: we propose another shape, and whoever asked says whether it serves them."""
    AGREED = "agreed"
    """Whoever asked says Yes to the shape that we proposed."""
    REPLY = "reply"
    """The requester's own words, after we asked back."""
    HAND_ON = "hand_on"
    """Another team answers it; the promise stays."""
    CALLED = "called"
    """We rang, and this was said; it is no answer yet."""
    OBJECT = "object"
    """The requester asks whoever is named for it to look at our answer."""
    UPHELD = "upheld"
    """Whoever is named looked at it, and our answer stands."""
    REOPEN = "reopen"
    """It is looked at again: the requester objected and was heard, or our Yes came too early and is taken back."""


class Objection(StrEnum):
    """How it stands with the requester's right to object to an answer."""

    NONE = "none"
    """Nothing was decided that they could object to."""
    POSSIBLE = "possible"
    OPEN = "open"
    """Whoever is named has to decide."""
    DECIDED = "decided"
    """Our answer stands, and was looked at by somebody else."""


def objection(kinds: Iterable[AnswerKind]) -> Objection:
    """Return how it stands after these answers, the first first. One objection to one answer."""
    stands = Objection.NONE
    for kind in kinds:
        match kind:
            case AnswerKind.ACCEPT | AnswerKind.LATER | AnswerKind.DECLINE:
                stands = Objection.POSSIBLE
            case AnswerKind.OBJECT if stands is Objection.POSSIBLE:
                stands = Objection.OPEN
            case AnswerKind.UPHELD if stands is Objection.OPEN:
                stands = Objection.DECIDED
            case AnswerKind.REOPEN | AnswerKind.ASK_BACK | AnswerKind.RESHAPE:
                stands = Objection.NONE
            case _:
                pass
    return stands


class Because(StrEnum):
    """For which reason a request was declined, for counting; the letter says it in words."""

    NO_GOAL = "no_goal"
    """It serves none of our present goals."""
    FULL = "full"
    """The plan has no place on that date."""
    SHORT_NOTICE = "short_notice"
    PASSED = "passed"
    """The date had passed."""
    GUIDELINES = "guidelines"
    """It does not fit what was agreed."""
    SAID_ALREADY = "said_already"
    ELSEWHERE = "elsewhere"
    """Another way serves it better."""
    OTHER = "other"


DECIDED_BY_TEAM = frozenset(
    {AnswerKind.ACCEPT, AnswerKind.LATER, AnswerKind.ASK_BACK, AnswerKind.RESHAPE, AnswerKind.DECLINE}
)
"""The answers that we give; a reply is the requester's."""

TO_DECIDE = frozenset({State.RECEIVED, State.ASKED_BACK})
"""States in which the team may answer."""

OPEN = frozenset({State.RECEIVED, State.ASKED_BACK, State.ACCEPTED, State.PLANNED})
"""States in which the requester may still change what was asked."""

AFTER: dict[AnswerKind, State] = {
    AnswerKind.ACCEPT: State.ACCEPTED,
    AnswerKind.LATER: State.ACCEPTED,
    AnswerKind.ASK_BACK: State.ASKED_BACK,
    AnswerKind.RESHAPE: State.ASKED_BACK,
    AnswerKind.AGREED: State.RECEIVED,
    AnswerKind.DECLINE: State.DECLINED,
    AnswerKind.REPLY: State.RECEIVED,
    AnswerKind.REOPEN: State.RECEIVED,
}
"""Where each answer leads."""


class Origin(StrEnum):
    """How a request came to us."""

    FORM = "form"
    """Whoever asks wrote it, on the form or by a program."""
    PHONE = "phone"
    TALK = "talk"
    """Said from face to face, in the corridor or over a coffee."""
    LETTER = "letter"
    """By mail, message or paper."""
    PROMISED = "promised"
    """Somebody had said Yes before it came to the desk."""


ENTERED = (Origin.TALK, Origin.PHONE, Origin.LETTER, Origin.PROMISED)
"""How something can have come that the team enters for somebody."""
