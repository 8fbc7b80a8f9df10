"""What pages call lenses, parts and blind spots."""

from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext, pgettext, pgettext_lazy

from eichhorn.lenses.rules import BlindSpot, Kind, Lens, Part, Why

LENSES: dict[Lens, Promise] = {
    Lens.TECHNOLOGY: pgettext_lazy("lens", "Technology"),
    Lens.CRM: pgettext_lazy("lens", "CRM"),
    Lens.BRAND: pgettext_lazy("lens", "Brand"),
}
PARTS: dict[Part, Promise] = {
    Part.ACCOUNTABLE: pgettext_lazy("part", "Answers for it"),
    Part.RESPONSIBLE: pgettext_lazy("part", "Does it"),
    Part.CONSULTED: pgettext_lazy("part", "Is asked"),
    Part.INFORMED: pgettext_lazy("part", "Is told"),
}
KINDS: dict[Kind, Promise] = {
    Kind.GOAL: pgettext_lazy("lenses", "Goals"),
    Kind.AUDIENCE: pgettext_lazy("lenses", "Audiences"),
    Kind.PILLAR: pgettext_lazy("lenses", "Pillars"),
    Kind.CHANNEL: pgettext_lazy("lenses", "Channels"),
}


def sentence(spot: BlindSpot) -> str:
    """Return the blind spot as a sentence."""
    through = get_text_list([str(LENSES[lens]) for lens in spot.lenses], pgettext("lenses", "and"))
    said = {"lenses": through, "name": spot.subject.name if spot.subject is not None else ""}
    match spot.why:
        case Why.LENS_WITHOUT_ACCOUNTABLE:
            return gettext("%(lenses)s: nobody answers for anything through this lens.") % said
        case Why.NOBODY_LOOKS:
            return gettext("Nobody looks at “%(name)s” through %(lenses)s.") % said
        case Why.WITHOUT_ACCOUNTABLE:
            return gettext("“%(name)s”, %(lenses)s: people are named, and nobody answers for it.") % said
        case Why.CHANNEL_WITHOUT_RESPONSIBLE:
            return gettext("Nobody is named who serves the channel “%(name)s”.") % said
