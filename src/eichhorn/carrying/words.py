"""What pages call the kinds of things that can be left undone, and what was decided about them."""

from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext, pgettext_lazy

from eichhorn.carrying.queries import quarter_of
from eichhorn.carrying.rules import Kind

KINDS: dict[Kind, tuple[str, Promise]] = {
    Kind.MILESTONE: ("flag", pgettext_lazy("undone", "Milestone")),
    Kind.MEASURE: ("list-check", pgettext_lazy("undone", "Measure")),
    Kind.TOPIC: ("messages", pgettext_lazy("undone", "Topic")),
}
"""Icon and word."""


def quarter(day: date) -> str:
    """Return "Q3 2026" for a day in it."""
    number, year = quarter_of(day)
    return gettext("Q%(number)s %(year)s") % {"number": number, "year": year}
