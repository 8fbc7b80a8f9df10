"""What pages call the state of a topic, and the parts of a brief."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eichhorn.planning.words import Sign
from eichhorn.topics.rules import TopicState
from eichhorn.ui.states import StateKind

SIGNS: dict[TopicState, Sign] = {
    TopicState.IDEA: Sign(StateKind.REST, "bulb", pgettext_lazy("topic", "Idea")),
    TopicState.PLANNED: Sign(StateKind.PLAN, "calendar-event", pgettext_lazy("topic", "planned")),
    TopicState.UNDER_WAY: Sign(StateKind.WAIT, "pencil", pgettext_lazy("topic", "in work")),
    TopicState.DONE: Sign(StateKind.OK, "circle-check", pgettext_lazy("topic", "done")),
}
"""One for every state; one without a sign fails the tests."""

PARTS: dict[str, Promise] = {
    "message": _("The one sentence that is to stay"),
    "about": _("What it is about"),
    "facts": _("Facts, each with its source"),
    "tone": _("How it sounds"),
    "do": _("We do"),
    "do_not": _("We do not"),
    "links": _("Where more can be read"),
    "visuals": _("Pictures and films"),
}
"""The parts of a brief in the order in which they are read."""
