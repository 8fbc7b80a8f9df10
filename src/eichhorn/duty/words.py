"""How hours are written and read: "7:30" or "7,5"; and what is wrong with a period."""

import re

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eichhorn.duty import rules, services

CLOCKED = re.compile(r"(\d{1,2}):([0-5]\d)")
DECIMAL = re.compile(r"\d{1,2}(?:[.,]\d{1,2})?")

PROBLEMS: dict[type[Exception], tuple[str, str | Promise]] = {
    rules.EndsTooSoon: ("last_day", _("The last day lies before the first.")),
    rules.TooLong: ("last_day", _("More than two years cannot be told in one piece.")),
    rules.TooFar: ("begins_on", _("This lies more than five years from today. Please check the year.")),
    services.OwnDeputy: ("deputy", _("Nobody can stand in for themselves. Please choose somebody else.")),
    services.HasLeft: ("deputy", _("This person belongs to the house no longer. Please choose somebody else.")),
}
"""At which field it stands, and what is said."""


class NotUnderstood(ValueError):
    """What was typed is no length of time."""


def clocked(minutes: int) -> str:
    """Return "7:30"."""
    return f"{minutes // 60}:{minutes % 60:02}"


def minutes(typed: str) -> int:
    """Return the minutes of "7:30", "7,5", "7.5" or "8"; none for nothing. Raises NotUnderstood."""
    line = typed.strip()
    if not line:
        return 0
    if found := CLOCKED.fullmatch(line):
        return int(found[1]) * 60 + int(found[2])
    if DECIMAL.fullmatch(line):
        return round(float(line.replace(",", ".")) * 60)
    raise NotUnderstood
