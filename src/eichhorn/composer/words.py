"""What is said where something was not done: whole sentences, and what was typed still stands there."""

from collections.abc import Sequence

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eichhorn.channels.rules import Limits
from eichhorn.composer import carding
from eichhorn.composer.rules.splitting import TooMany, Uncuttable
from eichhorn.content.comparing import duration
from eichhorn.content.filming import Footage
from eichhorn.content.filming import Problem as NoFilm
from eichhorn.content.polling import Problem
from eichhorn.content.rules import MOST_PARTS
from eichhorn.content.services import Collision, Finished, TooLong
from eichhorn.desk.words import listed
from eichhorn.foundation.webpages import NotRead, Why
from eichhorn.ui import moments
from eichhorn.video.rules.taking import clock


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


def poll_problem(problem: Problem, name: str, limits: Limits) -> str:
    """Return why a poll cannot be asked like this on the channel, and what helps."""
    match problem:
        case Problem.FEW:
            said = _("A poll needs two answers at least.")
        case Problem.ALIKE:
            said = _("Two answers of the poll say the same.")
        case Problem.BESIDE_PICTURES:
            said = _("%(name)s shows a poll without pictures: either the poll or the pictures.")
        case Problem.NO_POLLS:
            said = _("%(name)s has no polls. Write an own text for this channel, which says there what is asked.")
        case Problem.MANY:
            said = _("A poll on %(name)s has at most %(most)s answers.")
        case Problem.LONG:
            said = _("An answer on %(name)s has at most %(length)s characters.")
        case Problem.SHORT_TIME:
            said = _("A poll on %(name)s lasts longer: at least %(shortest)s.")
        case Problem.LONG_TIME:
            said = _("A poll on %(name)s lasts at most %(longest)s.")
        case Problem.SEVERAL:
            said = _("In a poll on %(name)s one chooses a single answer.")
    shortest, longest = limits.poll_minutes
    return said % {
        "name": name, "most": limits.poll_options, "length": limits.poll_option_limit, "shortest": duration(shortest),
        "longest": duration(longest),
    }  # fmt: skip


def film_problem(problem: NoFilm, name: str, limits: Limits, film: Footage) -> str:
    """Return why a video cannot go out like this on the channel, and what helps."""
    match problem:
        case NoFilm.NO_VIDEOS:
            said = _("%(name)s takes no videos. Write an own text for this channel, or leave the video out.")
        case NoFilm.BESIDE_PICTURES | NoFilm.BESIDE_POLL:
            return beside_a_film(problem, [name])
        case NoFilm.LARGE:
            said = _("The video is too large for %(name)s: %(size)s. At most %(most)s are possible there.")
        case NoFilm.LONG:
            said = _(
                "The video is too long for %(name)s: it plays %(plays)s minutes, and at most %(longest)s are possible there."
            )
    return said % {
        "name": name, "size": filesizeformat(film.size_bytes), "most": filesizeformat(limits.video_bytes or 0),
        "plays": clock(film.duration_ms), "longest": clock((limits.video_seconds or 0) * 1000),
    }  # fmt: skip


def beside_a_film(problem: NoFilm, names: Sequence[str]) -> str:
    """Return what the channels show no video together with, and what helps."""
    if problem is NoFilm.BESIDE_PICTURES:
        said = ngettext(
            "%(names)s shows a video without pictures: either the video or the pictures.",
            "%(names)s show a video without pictures: either the video or the pictures.", len(names),
        )  # fmt: skip
    else:
        said = ngettext(
            "%(names)s shows a video without a poll: either the video or the poll.",
            "%(names)s show a video without a poll: either the video or the poll.", len(names),
        )  # fmt: skip
    return said % {"names": listed(list(names))}


def why_no_card(problem: Exception) -> str:
    """Return why no card was fetched."""
    match problem:
        case carding.NoLink():
            return _("There is no link in the text yet. Write one that begins with https://, then fetch its card.")
        case carding.TooOften():
            return _("Those were many pages within an hour. Please wait a little, or type the card by hand.")
        case NotRead(why=Why.NOT_PUBLIC):
            return _(
                "This address is not on the public internet, so its page is not read. You can type the card by hand."
            )
        case NotRead(why=Why.NO_PAGE):
            return _("Behind this link there is no page with a title. You can type the card by hand.")
        case NotRead(why=Why.SILENT):
            return _("The page does not answer right now. Try again later, or type the card by hand.")
    return _("The page could not be read. You can type the card by hand.")


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


def who_was_quicker(collision: Collision, *, side_by_side: bool = False) -> str:
    """Return who saved meanwhile, and when; where both versions are shown, that they stand below."""
    name = collision.theirs.by.name if collision.theirs.by is not None else "Eichhorn"
    words = {"name": name, "when": moments.clock(collision.theirs.at)}
    if side_by_side:
        return _("%(name)s changed this text at %(when)s. Your version is kept; both stand below.") % words
    return _("%(name)s changed this text at %(when)s. Your version is kept. Compare the two?") % words
