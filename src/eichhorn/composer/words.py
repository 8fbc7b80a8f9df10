"""What is said where something was not done: whole sentences, and what was typed still stands there."""

from django.utils.translation import gettext as _

from eichhorn.composer.rules.splitting import TooMany, Uncuttable
from eichhorn.content.rules import MOST_PARTS
from eichhorn.content.services import Collision, Finished, TooLong
from eichhorn.ui import moments


def why(problem: Exception) -> str:
    """Return why something was not saved."""
    match problem:
        case TooLong(part="parts"):
            return _("A thread has at most %(most)s posts.") % {"most": problem.most}
        case TooLong():
            return _("Something is longer than any network takes: at most %(most)s characters.") % {
                "most": problem.most
            }
        case Finished():
            return _("This post is out or was put back. Its text is history and stays as it was.")
    return _("Not saved yet: something on this page needs a look. Your text still stands here.")


def why_not_cut(problem: Exception) -> str:
    """Return why a text was not cut into parts."""
    match problem:
        case Uncuttable():
            return _("“%(what)s” fits into no post by itself and must not be cut. Please shorten it.") % {
                "what": problem.what
            }
        case TooMany():
            return _("A thread has at most %(most)s posts.") % {"most": MOST_PARTS}
    return _("None of the channels of this text knows threads.")


def who_was_quicker(collision: Collision) -> str:
    """Return who saved meanwhile, and when."""
    name = collision.theirs.by.name if collision.theirs.by is not None else "Eichhorn"
    words = {"name": name, "when": moments.clock(collision.theirs.at)}
    return _("%(name)s changed this text at %(when)s. Your version is kept. Compare the two?") % words
