"""What can speak against another date, and what of it somebody has read and wants anyhow.

The difficult thing: a Yes to "move anyhow" is a Yes to what stood beside the button, not to whatever else became true
meanwhile. So each doubt has a name, the names go along with the Yes, and one that was not named asks again.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class DoubtKind(StrEnum):
    """Why somebody should think twice; in the order in which they are said."""

    PASSED = "passed"
    """The date lies behind us."""
    APPROVAL = "approval"
    """A Yes that stands would stand no more."""
    QUESTION = "question"
    """Somebody was asked about other days, and their answer would not count."""
    PICTURE = "picture"
    """A picture may not appear on that day."""
    EMBARGO = "embargo"
    """It is not allowed to leave before a later instant."""
    FIXED = "fixed"
    """The date is the matter itself."""
    FULL = "full"
    """A channel has reached its ceiling on that day."""
    ELECTION = "election"
    """The time before an election begins to hold for it."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """One thing that speaks against a date, in a sentence for people."""

    kind: DoubtKind
    sentence: str


def accepted(written: str) -> frozenset[DoubtKind]:
    """Return the doubts that somebody has read, as a form sends them; what is none of them says nothing."""
    known = {kind.value: kind for kind in DoubtKind}
    return frozenset(known[name] for name in written.split(",") if name in known)


def written(doubts: Iterable[Doubt]) -> str:
    """Return the doubts as a form sends them back with the Yes."""
    return ",".join(doubt.kind for doubt in doubts)


def unread(doubts: Iterable[Doubt], accepted: frozenset[DoubtKind]) -> bool:
    """Return whether there is a doubt that nobody has read yet."""
    return any(doubt.kind not in accepted for doubt in doubts)


def seen(written: str) -> datetime | None:
    """Return the wall-clock time from which somebody moved, as a page wrote it; ValueError where it is none."""
    if not written:
        return None
    if len(written) > len("2026-06-11T14:00:00.000000"):
        raise ValueError(written[:40])
    return datetime.fromisoformat(written).replace(tzinfo=None)
