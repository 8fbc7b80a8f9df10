"""Pure decisions: kinds of occasions, when they come, what is known of countries, and reading files."""

from eichhorn.occasions.rules.files import LONGEST_NAME, LONGEST_PERIOD, MOST_LINES, Dated, Line, Wrong, read
from eichhorn.occasions.rules.kinds import KEPT, Kind, Level, Occasion, comings, in_year
from eichhorn.occasions.rules.land import has_school, knows, public_between, school_between, school_known_until

__all__ = [
    "KEPT", "LONGEST_NAME", "LONGEST_PERIOD", "MOST_LINES", "Dated", "Kind", "Level", "Line", "Occasion", "Wrong", "comings", "has_school",
    "in_year", "knows", "public_between", "read", "school_between", "school_known_until",
]  # fmt: skip
