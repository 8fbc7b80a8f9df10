"""Events, states and reasons, as people read them."""

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eichhorn.ui.waiting import StateKind
from eichhorn.webhooks.models import Call
from eichhorn.webhooks.rules import TEST, EventType, Off, State

EVENTS: dict[EventType, Promise] = {
    EventType.VERSION_HANDED_IN: _("A post was handed in for approval"),
    EventType.VERSION_APPROVED: _("A post was approved"),
    EventType.VERSION_REFUSED: _("A post was not approved"),
    EventType.VERSION_WITHDRAWN: _("An approval was taken back"),
    EventType.DELIVERY_OUT: _("A post is out"),
    EventType.DELIVERY_UNSURE: _("Nobody knows whether a post arrived"),
    EventType.DELIVERY_STOPPED: _("The network did not take a post"),
    EventType.REQUEST_RECEIVED: _("Somebody asked for a post"),
    EventType.REQUEST_DECIDED: _("A request was decided"),
    EventType.REPLY_RECEIVED: _("Somebody said something to us"),
}
"""One for every event; a new one without a word fails the tests."""

STATES: dict[State, tuple[StateKind, str, Promise]] = {
    State.WAITING: (StateKind.WAIT, "hourglass", _("waits")),
    State.ARRIVED: (StateKind.OK, "check", _("arrived")),
    State.GIVEN_UP: (StateKind.STOP, "alert-circle", _("given up")),
    State.SET_ASIDE: (StateKind.REST, "circle-dashed", _("set aside")),
}

OFF: dict[Off, Promise] = {
    Off.BY_PERSON: _("Somebody switched it off."),
    Off.GONE: _("The receiver answered that it wants no more calls (410)."),
    Off.FAILING: _("Nothing arrived there for five days."),
}

FAULTS: dict[str, Promise] = {
    "refused-address": _("The name leads to an address that is not on the public internet."),
    "not-reached": _("The address could not be reached."),
    "too-slow": _("No answer came within 15 seconds."),
    "no-answer": _("The connection broke before an answer came."),
    "broken": _("Something broke on our side."),
}
"""Why no answer came, by the word that is kept for it."""


def event(kind: str) -> str:
    """Return what happened; of a type that nobody knows any more, its own word."""
    if kind == TEST:
        return gettext("A test")
    return str(EVENTS[EventType(kind)]) if kind in set(EventType) else kind


def answer(call: Call) -> str:
    """Return what became of the last try; empty before the first."""
    if call.status is not None:
        return f"{call.status} {call.said}".strip()
    return str(FAULTS.get(call.said, call.said))
