"""What the frame of a page is made of; the hall (web) fills it, the templates show it.

A context processor of `web` gives these names to every page; whatever is missing is simply not shown:
`navigation` (the seven entries), `foot_entries` (Lage, Einstellungen), `new_entries` (the menu Neu),
`day_ends` (when Feierabend is) with `day_ends_href`, `hold` (a `HoldBar` while posts are held), `organisation`
(its name stands on guest pages), `person` (name and initials stand on the account menu).
"""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """A way to a page: in the sidebar, in the menu Neu, in the second level."""

    word: str
    href: str
    icon: str = ""
    key: str = ""
    """The letter after G that leads there; in the menu Neu the letter that does it from anywhere, and comes back."""
    is_open: bool = False
    """The entry or something below it is the page."""
    is_here: bool = False
    """The entry is the page itself."""
    below: tuple["Entry", ...] = field(default=())


@dataclass(frozen=True, slots=True)
class HoldBar:
    """The one global bar of the product: what is held, since when, by whom."""

    sentence: str
    since: datetime
    href: str
    by: str = ""
