"""States of a delivery and what each error of a network leads to.

The hard problem is not retrying; it is not knowing. An attempt is committed before the network is asked, so that a crash
leaves a doubt and never a gap; a doubt is cleared by the key where the network keeps its word about keys, else by
looking, else by a person. A machine never sends twice what may have arrived.
"""

from enum import StrEnum

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


class AttemptKind(StrEnum):
    SEND = "send"
    REPEAT = "repeat"
    """The same key again, where the network drops repeats."""
    LOOK = "look"
    """Asks whether it is there; sends nothing."""


class Outcome(StrEnum):
    SENT = "sent"
    FOUND = "found"
    NOT_FOUND = "not_found"
    REFUSED = "refused"
    UNAUTHORISED = "unauthorised"
    THROTTLED = "throttled"
    UNREACHABLE = "unreachable"
    UNSURE = "unsure"


STATES = States(
    kind=State,
    starts=frozenset({State.WAITING}),
    moves={
        State.WAITING: frozenset({State.SENDING, State.BY_HAND, State.STOPPED, State.EXPIRED, State.CANCELLED}),
        State.SENDING: frozenset({State.SENT, State.WAITING, State.CHECKING, State.STOPPED, State.UNSURE}),
        State.CHECKING: frozenset({State.SENT, State.UNSURE, State.CHECKING, State.STOPPED}),
        State.UNSURE: frozenset({State.SENT, State.WAITING, State.CHECKING, State.CANCELLED}),
        State.BY_HAND: frozenset({State.SENT, State.CANCELLED, State.WAITING}),
        State.STOPPED: frozenset({State.WAITING, State.CANCELLED}),
        State.EXPIRED: frozenset({State.WAITING, State.CANCELLED}),
        State.SENT: frozenset(),
        State.CANCELLED: frozenset({State.WAITING}),
    },
)
