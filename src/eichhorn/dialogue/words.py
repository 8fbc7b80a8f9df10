"""What the inbox calls things: states, deadlines, beginnings of texts."""

from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State as Delivered
from eichhorn.dialogue.rules import State
from eichhorn.ui import moments
from eichhorn.ui.states import StateKind

LINE = 90


@dataclass(frozen=True, slots=True)
class Sign:
    """A state as a page shows it."""

    kind: StateKind
    icon: str
    word: str | Promise


SIGNS: dict[State, Sign] = {
    State.NEW: Sign(StateKind.REST, "message", pgettext_lazy("message", "new")),
    State.ANSWERED: Sign(StateKind.OK, "circle-check", pgettext_lazy("message", "answered")),
    State.NEEDS_NONE: Sign(StateKind.REST, "circle-minus", pgettext_lazy("message", "no answer needed")),
}

DELIVERED: dict[Delivered, Sign] = {
    Delivered.WAITING: Sign(StateKind.PLAN, "send", pgettext_lazy("reply", "on its way")),
    Delivered.SENDING: Sign(StateKind.PLAN, "send", pgettext_lazy("reply", "on its way")),
    Delivered.CHECKING: Sign(StateKind.UNSURE, "help-circle", pgettext_lazy("reply", "unsure, we are looking")),
    Delivered.SENT: Sign(StateKind.PLAN, "send", pgettext_lazy("reply", "out")),
    Delivered.UNSURE: Sign(StateKind.UNSURE, "help-circle", pgettext_lazy("reply", "unsure")),
    Delivered.BY_HAND: Sign(StateKind.WAIT, "hand-click", pgettext_lazy("reply", "by hand")),
    Delivered.STOPPED: Sign(StateKind.STOP, "alert-circle", pgettext_lazy("reply", "stands still")),
    Delivered.EXPIRED: Sign(StateKind.WAIT, "clock", pgettext_lazy("reply", "too late to leave by itself")),
    Delivered.CANCELLED: Sign(StateKind.REST, "circle-x", pgettext_lazy("reply", "not sent")),
}


def delivered(row: Delivery | None) -> Sign | None:
    """Return how the delivery of a reply looks."""
    return DELIVERED[Delivered(row.state)] if row is not None else None


def initials(name: str) -> str:
    """Return two letters at most that stand for somebody whom we do not know: "KT", "ER"."""
    parts = [part for part in "".join(c if c.isalnum() else " " for c in name).split() if part]
    if not parts:
        return "?"
    return (parts[0][0] + parts[-1][0] if len(parts) > 1 else parts[0][:2]).upper()


def shortened(text: str, length: int = LINE) -> str:
    """Return the beginning of a text in one line, cut at a word."""
    line = " ".join(text.split())
    if len(line) <= length:
        return line
    head = line[:length]
    return (head[: head.rfind(" ")] if " " in head else head).rstrip(" ,.;:–-") + " …"


def left(due_at: datetime, *, now: datetime) -> str:
    """Return how the promise stands: "bis heute 15:40", "bis Mi 10. Juni, 9:00", "war bis 9:00 zugesagt"."""
    due, today = moments.local(due_at), moments.local(now).date()
    when = moments.clock(due) if due.date() == today else moments.day_time(due)
    if due_at < now:
        return gettext("was promised by %(when)s") % {"when": when}
    if due.date() == today:
        return gettext("by %(when)s today") % {"when": when}
    return gettext("by %(when)s") % {"when": when}
