"""What the lines of a table may name: channels, goals, pillars, pictures, languages, as they stand now."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from eichhorn.channels.rules import Limits
from eichhorn.media.rules import Consent
from eichhorn.planning.rules import wall_of


@dataclass(frozen=True, slots=True)
class KnownChannel:
    """A channel in use, and whether the person may plan and write there."""

    pk: int
    name: str
    network: str
    """As people call it: "Mastodon"."""
    language: str
    limits: Limits
    is_open: bool
    """To the person who brings the table in."""


@dataclass(frozen=True, slots=True)
class KnownPicture:
    """A picture of the library."""

    pk: int
    last_day: date | None
    consents: tuple[Consent, ...]
    descriptions: Mapping[str, str]
    """By language."""


@dataclass(frozen=True, slots=True)
class House:
    """All that the lines of a table may name, as it stands now."""

    zone: str
    now: datetime
    language: str
    channels: tuple[KnownChannel, ...] = ()
    goals: Mapping[str, int] = field(default_factory=dict)
    """By name, as pillars."""
    pillars: Mapping[str, int] = field(default_factory=dict)
    campaigns: Mapping[str, int] = field(default_factory=dict)
    """Those that run or are still to come."""
    pictures: Mapping[str, tuple[KnownPicture, ...]] = field(default_factory=dict)
    """By file name, without case."""
    languages: Mapping[str, str] = field(default_factory=dict)
    """Codes by the names that people give them, without case and signs."""
    handles: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    """What those who are named are called, by channel and name."""
    standing: Collection[tuple[int, date, str]] = frozenset()
    """What is planned already: channel, day, and the print of its text."""

    @property
    def today(self) -> date:
        return wall_of(self.now, self.zone).date()

    def channel(self, pk: int) -> KnownChannel:
        """Return the channel of the number, which is one of these."""
        return next(one for one in self.channels if one.pk == pk)
