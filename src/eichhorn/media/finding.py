"""How pictures and videos are looked for. Pure."""

from dataclasses import dataclass
from enum import StrEnum

LONGEST_SEARCH = 200
SOON_DAYS = 30
"""Rights that end within so many days are shown as ending soon."""


class Rights(StrEnum):
    """By what of their rights they are looked for."""

    ANY = ""
    ENDED = "ended"
    """May not appear today."""
    SOON = "soon"
    """May appear today and not much longer."""
    UNKNOWN = "unknown"
    """Nobody said under what licence we have it."""


class Use(StrEnum):
    """Whether those are looked for that no post shows."""

    ANY = ""
    UNUSED = "unused"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody looks for."""

    words: str = ""
    tag: str = ""
    rights: Rights = Rights.ANY
    use: Use = Use.ANY

    @property
    def is_narrowed(self) -> bool:
        """Whether only some are looked for."""
        return bool(self.words or self.tag or self.rights or self.use)


EVERYTHING = Wanted()
