"""How people look for pictures, and what a post that shows one amounts to."""

from dataclasses import dataclass
from enum import StrEnum

PAGE = 24
"""Pictures on a page: whole rows of two, three, four and six."""
LONGEST_SEARCH = 200
LONGEST_REASON = 500
SOON_DAYS = 30
"""Rights that end within so many days are shown as ending soon."""


class Rights(StrEnum):
    """By what of their rights pictures are looked for."""

    ANY = ""
    ENDED = "ended"
    """May not appear today."""
    SOON = "soon"
    """May appear today and not much longer."""
    UNKNOWN = "unknown"
    """Nobody said under what licence we have it."""


class Kind(StrEnum):
    """What may be shown in a post."""

    PICTURE = "picture"
    VIDEO = "video"


class Use(StrEnum):
    """Whether pictures are looked for that no post shows."""

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
        """Whether only some of the pictures are looked for."""
        return bool(self.words or self.tag or self.rights or self.use)
