"""What pages call the states of an idea, and how long a link for phones holds."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from eichhorn.ideas.models import Idea
from eichhorn.ideas.rules import MOST_PICTURES, Lasts, State
from eichhorn.planning.words import Sign
from eichhorn.ui import moments
from eichhorn.ui.states import StateKind

SIGNS: dict[State, Sign] = {
    State.OPEN: Sign(StateKind.REST, "bulb", pgettext_lazy("idea", "in the pool")),
    State.TAKEN: Sign(StateKind.PLAN, "calendar-check", pgettext_lazy("idea", "became a post")),
    State.ASIDE: Sign(StateKind.REST, "circle-minus", pgettext_lazy("idea", "put aside")),
}
"""One for every state; a new state without a sign fails the tests."""

LASTING: dict[Lasts, Promise] = {
    Lasts.DAY: gettext_lazy("One day"),
    Lasts.WEEK: gettext_lazy("One week"),
    Lasts.MONTH: gettext_lazy("30 days"),
    Lasts.QUARTER: gettext_lazy("90 days"),
}


def not_open(idea: Idea) -> str:
    """Return the sentence for who came too late: what somebody else did, and when."""
    said = {"who": idea.moved_by.name if idea.moved_by is not None else _("Somebody"), "when": ""}
    said["when"] = moments.day_time(idea.moved_at) if idea.moved_at is not None else ""
    if idea.state == State.TAKEN:
        return _("%(who)s took this idea into the plan, %(when)s. Nothing was made twice.") % said
    if idea.state == State.ASIDE:
        return _("%(who)s put this idea aside, %(when)s.") % said
    return _("This idea is in the pool again.")


def too_many() -> str:
    return _("An idea has %(most)s pictures at most.") % {"most": MOST_PICTURES}
