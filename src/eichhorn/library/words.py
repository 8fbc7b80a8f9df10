"""What pages call consents and the end of rights."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from eichhorn.media.queries import Ended
from eichhorn.media.rules import Consent, Why
from eichhorn.ui import moments

CONSENTS: dict[Consent, str | Promise] = {
    Consent.GIVEN: pgettext_lazy("consent", "given"),
    Consent.ASKED: pgettext_lazy("consent", "asked, no answer yet"),
    Consent.WITHDRAWN: pgettext_lazy("consent", "withdrawn"),
}


def why(ended: Ended) -> str:
    """Return why the picture or the film may not appear, in a sentence."""
    names = ", ".join(ended.who)
    match ended.why:
        case Why.WITHDRAWN if len(ended.who) > 1:
            return _("Without a Yes of: %(names)s. At least one of them took it back.") % {"names": names}
        case Why.WITHDRAWN:
            return _("%(name)s has withdrawn the consent.") % {"name": names}
        case Why.NOT_GIVEN:
            return _("No consent yet: %(names)s.") % {"names": names}
        case Why.EXPIRED:
            day = moments.day(ended.last_day) if ended.last_day is not None else ""
            return _("The right to show it ended on %(day)s.") % {"day": day}
