"""What pages call the states of a video, why one was refused, and what is wrong with subtitles."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from eichhorn.video.rules.subtitles import LONGEST_CUE, Mistake, Wrong
from eichhorn.video.rules.taking import VideoProblem


def refusal(reason: VideoProblem) -> str:  # noqa: C901 — one sentence for each
    """Return the sentence for the field."""
    match reason:
        case VideoProblem.EMPTY:
            return _("This file is empty. Please choose another one.")
        case VideoProblem.TOO_LARGE:
            return _("This file is larger than 500 MB. Please export the video smaller; 1080p is enough.")
        case VideoProblem.NOT_A_VIDEO:
            return _("This is not a video we can read. MP4, MOV, WebM, MKV and AVI work.")
        case VideoProblem.NO_PICTURES:
            return _("There is only sound in this file and no film.")
        case VideoProblem.BROKEN:
            return _("This video is damaged or incomplete. Please export it again.")
        case VideoProblem.TOO_LONG:
            return _("This video is longer than ten minutes. Please shorten it.")
        case VideoProblem.ENDLESS:
            return _("We do not come to the end of this video in a sensible time. Please export it again, or shorter.")
        case VideoProblem.TOO_MANY_PIXELS:
            return _("This video is larger than 4K. Please export it smaller; 1080p is enough.")
        case VideoProblem.ON_THE_WAY:
            return _("The file was damaged on its way here. Please send it again.")
        case VideoProblem.GONE:
            return _("The file is no longer there. Please add the video again.")
        case VideoProblem.NOT_KEPT:
            return _(
                "The video could not be put away: the place where videos lie does not answer. Please try again later."
            )


def mistake(one: Mistake) -> str:
    """Return what is wrong, with its line."""
    return _("Line %(line)s: %(what)s") % {"line": one.line, "what": _what(one.what)}


def _what(what: Wrong) -> str:  # noqa: C901 — one sentence for each
    match what:
        case Wrong.NOTHING:
            return _("there is no subtitle in it.")
        case Wrong.TOO_MUCH:
            return _("this is more than a video of ten minutes can have.")
        case Wrong.TIMES:
            return _("here we expect two times, like 0:03 --> 0:06.")
        case Wrong.NO_SUCH_TIME:
            return _("this time does not exist: minutes and seconds go up to 59.")
        case Wrong.BACKWARDS:
            return _("it ends before it begins.")
        case Wrong.ORDER:
            return _("it begins before the one above it.")
        case Wrong.OVERLAP:
            return _("it begins before the one above it has ended.")
        case Wrong.EMPTY:
            return _("the words are missing.")
        case Wrong.LONG:
            return ngettext(
                "at most %(most)s character can be read at once.",
                "at most %(most)s characters can be read at once.",
                LONGEST_CUE,
            ) % {"most": LONGEST_CUE}
        case Wrong.AFTER_THE_END:
            return _("the video is over by then.")
