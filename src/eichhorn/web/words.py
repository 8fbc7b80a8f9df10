"""What the hall says: numbers in words, the sentence of the day, how long things take."""

from datetime import datetime

from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext, ngettext, pgettext_lazy

from eichhorn.planning.words import hours, short_hours
from eichhorn.ui import moments
from eichhorn.web.rules import Piles

__all__ = ["about", "hours", "in_words", "next_day", "sentence", "short_hours"]

NUMBERS = (
    pgettext_lazy("number", "no"), pgettext_lazy("number", "one"), pgettext_lazy("number", "two"),
    pgettext_lazy("number", "three"), pgettext_lazy("number", "four"), pgettext_lazy("number", "five"),
    pgettext_lazy("number", "six"), pgettext_lazy("number", "seven"), pgettext_lazy("number", "eight"),
    pgettext_lazy("number", "nine"), pgettext_lazy("number", "ten"), pgettext_lazy("number", "eleven"),
    pgettext_lazy("number", "twelve"),
)  # fmt: skip


def in_words(number: int) -> str:
    """Return the number in words up to twelve, in figures above."""
    return str(NUMBERS[number]) if 0 <= number < len(NUMBERS) else str(number)


def sentence(piles: Piles) -> str:
    """Return how the day stands: "Vier Dinge sind heute fällig, drei Menschen warten. Der Rest darf liegen bleiben." """
    due, waiting = piles.due.whole, piles.people.whole
    if not due and not waiting:
        said = gettext("Nothing is due, and nobody is waiting.")
    else:
        said = gettext("%(due)s, %(waiting)s.") % {"due": capfirst(_due(due)), "waiting": _waiting(waiting)}
    return f"{said} {gettext('The rest can wait.')}" if piles.later.whole else said


def _due(number: int) -> str:
    if not number:
        return gettext("nothing is due today")
    said = ngettext("one thing is due today", "%(count)s things are due today", number)
    return said % {"count": in_words(number)}


def _waiting(number: int) -> str:
    if not number:
        return gettext("nobody is waiting")
    said = ngettext("one person is waiting", "%(count)s people are waiting", number)
    return said % {"count": in_words(number)}


def about(minutes: int) -> str:
    """Return "1 h 20", "40 min", in steps of five minutes: an estimate is not a measurement."""
    rounded = max(5, 5 * round(minutes / 5))
    if rounded < 60:
        return gettext("%(minutes)s min") % {"minutes": rounded}
    whole, rest = divmod(rounded, 60)
    if not rest:
        return gettext("%(hours)s h") % {"hours": whole}
    return gettext("%(hours)s h %(minutes)02d") % {"hours": whole, "minutes": rest}


def next_day(moment: datetime, *, now: datetime) -> str:
    """Return "morgen um 8:00", "Mo 15. Juni um 8:00": after "until"."""
    days = (timezone.localtime(moment).date() - timezone.localtime(now).date()).days
    at = {"at": moments.clock(moment), "day": moments.day(moment)}
    return gettext("tomorrow at %(at)s") % at if days == 1 else gettext("%(day)s at %(at)s") % at
