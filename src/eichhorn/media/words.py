"""Why a picture was refused, under what we have it, and why it may not appear, in words."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eichhorn.media.finding import Rights
from eichhorn.media.rules import Licence, PictureProblem, Why

LICENCES: dict[Licence, str | Promise] = {
    Licence.UNKNOWN: gettext_lazy("not said yet"),
    Licence.OWN: gettext_lazy("made by ourselves"),
    Licence.PERMISSION: gettext_lazy("allowed to us by whoever made it"),
    Licence.BOUGHT: gettext_lazy("bought from an agency"),
    Licence.CC0: "CC0",
    Licence.CC_BY: "CC BY",
    Licence.CC_BY_SA: "CC BY-SA",
    Licence.CC_BY_ND: "CC BY-ND",
    Licence.OTHER: gettext_lazy("something else, see the note"),
}

RIGHTS: dict[Rights, str | Promise] = {
    Rights.ENDED: gettext_lazy("May not appear"),
    Rights.SOON: gettext_lazy("Ends within 30 days"),
    Rights.UNKNOWN: gettext_lazy("Licence not said"),
}


def refusal(reason: PictureProblem) -> str:
    """Return the sentence for the field."""
    match reason:
        case PictureProblem.EMPTY:
            return _("This file is empty. Please choose another one.")
        case PictureProblem.TOO_LARGE:
            return _("This file is larger than 10 MB. A smaller version is enough for every network.")
        case PictureProblem.TOO_MANY_PIXELS:
            return _("This picture has more than 50 million pixels. Please make it smaller and try again.")
        case PictureProblem.NOT_A_PICTURE:
            return _("This is not a picture we can use. JPEG, PNG, GIF and WebP work.")
        case PictureProblem.BROKEN:
            return _("This picture is damaged or incomplete. Please export it again.")
        case PictureProblem.DRAWING:
            return _(
                "This is a drawing (SVG), which can carry scripts and which no network takes. Please export it as PNG."
            )
        case PictureProblem.ON_THE_WAY:
            return _("The file was damaged on its way here. Please send it again.")
        case PictureProblem.NOT_KEPT:
            return _(
                "The place where pictures are kept does not answer right now, so this one was not stored. Please try again in a few minutes."
            )


def short_why(reason: Why) -> str:
    """Return why the picture may not appear, in a word and without names: for pages that everybody reads."""
    match reason:
        case Why.WITHDRAWN:
            return _("consent withdrawn")
        case Why.NOT_GIVEN:
            return _("consent not given yet")
        case Why.EXPIRED:
            return _("right to show it ended")
