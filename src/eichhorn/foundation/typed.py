"""What people type, without signs that nobody sees.

The difficult thing: some signs that cannot be seen are needed. A joiner makes one emoji of two, and the marks of direction
carry Arabic and Hebrew. So inside of a text they stay; only a text of nothing else counts as empty, and a single line such
as a name loses the overrides by which it could pass for another one.
"""

import contextlib
import unicodedata
from datetime import date

OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of writing for all that follows."""
NOTHING = frozenset("\u00ad\u200b\u2060\ufeff\u180e")
"""Signs without width that join nothing and part nothing."""
LOOKS_EMPTY = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Letters and signs that are drawn as a blank."""
UNSEEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Mn", "Me", "Zs", "Zl", "Zp"})
"""Unicode categories of which nothing is seen where they stand alone."""


LONGEST_NUMBER = 18
"""So many digits always fit where the database keeps numbers of rows."""


def row_number(text: str) -> int | None:
    """Return the number of a row that an address or a form names, None where it names none."""
    fits = text.isascii() and text.isdecimal() and len(text) <= LONGEST_NUMBER
    return int(text) if fits else None


def day(text: str, otherwise: date) -> date:
    """Return the day that an address names as 2026-06-09; the other where it names none, or one where no plan is."""
    with contextlib.suppress(ValueError):
        found = date.fromisoformat(text)
        if 2000 <= found.year < 2100:
            return found
    return otherwise


def is_blank(text: str) -> bool:
    """Return whether nothing of the text can be seen."""
    return all(sign in LOOKS_EMPTY or unicodedata.category(sign) in UNSEEN for sign in text)


def one_line(text: str) -> str:
    """Return the text as one line: every space once, no sign without width, none that turns the writing round."""
    kept = (sign for sign in text if sign not in OVERRIDES and sign not in NOTHING)
    return " ".join("".join(kept).split())
