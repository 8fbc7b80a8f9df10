"""What stands in sentences about remarks."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eichhorn.remarks.rules import LONGEST_PASSAGE, LONGEST_REMARK, MOST_REMARKS, Unfit

UNFIT: dict[Unfit, str | Promise] = {
    Unfit.EMPTY: _("Please write what you want to say, or the wording that you propose."),
    Unfit.TOO_LONG: _("That is too long: %(remark)s characters at most, and %(passage)s for the passage."),
    Unfit.NOT_THERE: _("This passage does not stand in the text, or no longer. Please copy it as it stands there now."),
    Unfit.NO_PASSAGE: _("Please say which passage your wording should replace, word for word."),
    Unfit.SEVERAL: _("This passage stands in the text more than once. Please change it by hand, where it is meant."),
    Unfit.TOO_MANY: _(
        "This post has %(most)s remarks already. Please settle them with each other, for example by telephone."
    ),
    Unfit.SETTLED: _("Somebody settled this remark meanwhile. You see it as it stands now."),
}


def unfit(why: Unfit) -> str:
    """Return the sentence that says what a person has to change."""
    return str(UNFIT[why]) % {"remark": LONGEST_REMARK, "passage": LONGEST_PASSAGE, "most": MOST_REMARKS}
