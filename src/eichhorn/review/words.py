"""What stands in the way of an approval, and where one stands, in words."""

from django.utils.translation import gettext as _

from eichhorn.review.rules import Outcome
from eichhorn.review.services import NotReady, NotReadyBecause
from eichhorn.ui.states import StateKind


def not_ready(problem: NotReady) -> str:
    """Return why a draft cannot be handed in and what helps, in a sentence."""
    sentences = {
        NotReadyBecause.EMPTY: _("There is nothing to read yet. Write a text or add a picture first."),
        NotReadyBecause.NO_DATE: _("The post has no date yet. Choose one, then it can be approved for it."),
        NotReadyBecause.DATE_PASSED: _("The date has passed. Choose a new one first."),
        NotReadyBecause.NO_CHANNEL: _("Choose the channels first, and save the text for them."),
        NotReadyBecause.NOT_CONNECTED: _("%(about)s is not connected. An administrator can connect it, or you leave it out."),
        NotReadyBecause.TOO_LONG: _("The text is too long for %(about)s. Shorten it, or write an own text for this channel."),
        NotReadyBecause.TOO_MANY_PICTURES: _("%(about)s takes fewer pictures."),
        NotReadyBecause.FINDINGS: _("The check has found something that has to be settled first."),
        NotReadyBecause.NO_ROUTE: _("Nobody has been named yet who approves posts. The administration does that under Settings."),
        NotReadyBecause.NOBODY_MAY: _("Everybody who approves has written on this text. A second pair of eyes is needed."),
        NotReadyBecause.NOT_A_DRAFT: _("This post has been handed in already, or it is out."),
    }
    return sentences[problem.because] % {"about": problem.about}


def undecidable(because: str) -> str:
    """Return why nothing was decided, in a sentence."""
    return {
        "changed": _("The text has changed since you read it. Nothing was decided. Please read it once more."),
        "decided": _("This was decided already. Nothing was changed."),
        "author": _("You have written on this text yourself, so somebody else has to approve it. Nothing was decided."),
        "no_reason": _("Please say why in a sentence, so that the author knows what to change."),
    }[because]


def sign(outcome: Outcome) -> tuple[StateKind, str, str]:
    """Return kind, icon and word of an answer."""
    match outcome:
        case Outcome.OPEN:
            return StateKind.WAIT, "hourglass", _("open")
        case Outcome.GRANTED:
            return StateKind.OK, "circle-check", _("granted")
        case Outcome.REFUSED:
            return StateKind.STOP, "x", _("refused")
        case Outcome.WITHDRAWN:
            return StateKind.REST, "circle-dashed", _("lapsed")
