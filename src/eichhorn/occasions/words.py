"""What pages call kinds, levels, and what is wrong with a line of a file."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from eichhorn.occasions.rules import Kind, Level, Wrong

KINDS = {
    Kind.PUBLIC: _("Public holiday"),
    Kind.ELECTION: _("Time before an election"),
    Kind.OWN: _("Occasion"),
    Kind.SCHOOL: _("School holidays"),
}
LEVELS = {
    Level.EUROPE: pgettext_lazy("election", "European Parliament"),
    Level.COUNTRY: pgettext_lazy("election", "National parliament"),
    Level.STATE: pgettext_lazy("election", "State or canton"),
    Level.LOCAL: pgettext_lazy("election", "Town, district or municipality"),
}
WRONGS = {
    Wrong.NO_NAME: _("The name is missing."),
    Wrong.LONG_NAME: _("The name is longer than 160 characters."),
    Wrong.NO_DAY: _("We do not understand the day. Write it like 2026-07-04 or 4.7.2026."),
    Wrong.NO_SUCH_DAY: _("This day does not exist. Please check day, month and year."),
    Wrong.ENDS_BEFORE: _("The last day lies before the first."),
    Wrong.TOO_LONG: _("It lasts longer than a year."),
    Wrong.REPEATS: _("It repeats by a rule that we cannot keep. Only “every year” is understood."),
    Wrong.TWICE: _("The same stands in the file already."),
}
"""One for every reason; a new one without words fails the tests."""
