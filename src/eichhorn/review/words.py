"""What stands in the way of an approval, and where one stands, in words."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from eichhorn.review.rules import Outcome
from eichhorn.review.services import NotReady, NotReadyBecause, UndecidableBecause
from eichhorn.ui.states import StateKind


def not_ready(problem: NotReady) -> str:
    """Return why a draft cannot be handed in and what helps, in a sentence."""
    return _sentence(problem.because) % {"about": problem.about}


def _sentence(because: NotReadyBecause) -> str:  # noqa: C901, PLR0912
    match because:
        case NotReadyBecause.EMPTY:
            return _("There is nothing to read yet. Write a text or add a picture first.")
        case NotReadyBecause.NO_DATE:
            return _("The post has no date yet. Choose one first: an approval counts for a date.")
        case NotReadyBecause.DATE_PASSED:
            return _("The date has passed. Choose a new one first.")
        case NotReadyBecause.NO_CHANNEL:
            return _("No channel is chosen yet. Choose one first.")
        case NotReadyBecause.CHANNELS_CHANGED:
            return _("The channels have changed. Look at the text once more and save it for them.")
        case NotReadyBecause.NOT_CONNECTED:
            return _("%(about)s is not connected. An administrator can connect it, or you leave it out.")
        case NotReadyBecause.TOO_LONG:
            return _("The text is too long for %(about)s. Shorten it, or write an own text for this channel.")
        case NotReadyBecause.ALT_TOO_LONG:
            return _("An image description is too long for %(about)s. Please shorten it.")
        case NotReadyBecause.TOO_MANY_PICTURES:
            return _("%(about)s takes fewer pictures. Please remove one.")
        case NotReadyBecause.PICTURE_TOO_LARGE:
            return _("A picture is too large for %(about)s. Please use a smaller version of it.")
        case NotReadyBecause.PICTURE_TYPE:
            return _("%(about)s does not take pictures of this kind. JPEG and PNG work everywhere.")
        case NotReadyBecause.NO_VIDEOS:
            return _("%(about)s takes no videos. Write an own text for this channel, or take it off the post.")
        case NotReadyBecause.VIDEO_BESIDE:
            return _("%(about)s shows a video alone. Take off the pictures or the poll, or the video.")
        case NotReadyBecause.VIDEO_TOO_LARGE:
            return _("The video is too large for %(about)s. Please use a shorter one.")
        case NotReadyBecause.VIDEO_TOO_LONG:
            return _("The video plays too long for %(about)s. Please use a shorter one.")
        case NotReadyBecause.VIDEO_ALT:
            return _("The video %(about)s has no description yet for those who cannot see it.")
        case NotReadyBecause.SUBTITLES:
            return _(
                "The video %(about)s has sound and no subtitles. Write some, or say at the video that nothing is spoken."
            )
        case NotReadyBecause.VIDEO_RIGHTS:
            return _("The video %(about)s may not appear on this day: the right to show it is over by then.")
        case NotReadyBecause.VIDEO_MISSING:
            return _("The file of the video %(about)s is missing. Please remove the video and add it again.")
        case NotReadyBecause.NO_PICTURE:
            return _("%(about)s shows nothing without a picture or a video. Add one, or leave the channel out.")
        case NotReadyBecause.PICTURE_TOO_NARROW:
            return _("A picture is too long and narrow for %(about)s. Please choose a part of it.")
        case NotReadyBecause.PICTURE_MOVES:
            return _("%(about)s does not take this moving picture. Choose one that stands still, or leave it out.")
        case NotReadyBecause.PICTURE_RIGHTS:
            return _(
                "The picture %(about)s may not appear on this day. Exchange it, or look in the library what is missing."
            )
        case NotReadyBecause.PICTURE_ALT:
            return _("The picture %(about)s has no description yet for those who cannot see it.")
        case NotReadyBecause.PICTURE_MISSING:
            return _("The file of the picture %(about)s is missing. Please remove the picture and add it again.")
        case NotReadyBecause.NO_POLLS:
            return _(
                "%(about)s has no polls. Write an own text for this channel, so that nothing is missing there, or remove the poll."
            )
        case NotReadyBecause.POLL_UNFIT:
            return _("The poll cannot be asked like this on %(about)s. What to change stands at the preview.")
        case NotReadyBecause.FINDINGS:
            return _("The check has found something that has to be settled first. It stands below the text.")
        case NotReadyBecause.NO_ROUTE:
            return _("Nobody has been named yet who approves posts. The administration does that under Settings.")
        case NotReadyBecause.NOBODY_MAY:
            return _("Nobody is left who may approve this: whoever wrote on a text cannot approve it.")
        case NotReadyBecause.CHANGED:
            return _("Somebody has just changed this text. Look at it once more, then send it for approval.")
        case NotReadyBecause.NOT_A_DRAFT:
            return _("This post has been handed in already, or it is out.")


def undecidable(because: UndecidableBecause) -> str:
    """Return why nothing was decided, in a sentence."""
    match because:
        case UndecidableBecause.CHANGED:
            return _("The text has changed, please read it once more. Nothing was decided.")
        case UndecidableBecause.MOVED:
            return _("The date has changed. Nothing was decided; you will be asked again for the new date.")
        case UndecidableBecause.DECIDED:
            return _("This was decided already. Nothing was changed.")
        case UndecidableBecause.AUTHOR:
            return _("You wrote on this text yourself, so somebody else has to approve it. Nothing was decided.")
        case UndecidableBecause.FILM:
            return _("The video in it may not appear any more, so it cannot be approved. The author sees why.")
        case UndecidableBecause.PICTURE:
            return _("A picture in it may not appear any more, so it cannot be approved. The author sees which one.")
        case UndecidableBecause.NO_REASON:
            return _("Please say why in a sentence, so that the author knows what to change.")


def sign(outcome: Outcome) -> tuple[StateKind, str, str]:
    """Return kind, icon and word of an answer."""
    match outcome:
        case Outcome.OPEN:
            return StateKind.WAIT, "hourglass", pgettext("approval", "open")
        case Outcome.GRANTED:
            return StateKind.OK, "circle-check", pgettext("approval", "granted")
        case Outcome.REFUSED:
            return StateKind.STOP, "x", pgettext("approval", "refused")
        case Outcome.WITHDRAWN:
            return StateKind.REST, "circle-dashed", pgettext("approval", "lapsed")
