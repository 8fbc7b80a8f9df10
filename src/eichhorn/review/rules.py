"""When an approval stands."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from eichhorn.foundation.states import States


class RouteKind(StrEnum):
    FOUR_EYES = "four_eyes"
    SOLE = "sole"
    """One person answers alone; declared with a reason, and shown as such."""


class Outcome(StrEnum):
    OPEN = "open"
    """Asked, and not answered yet."""
    GRANTED = "granted"
    """Yes, for exactly this version and inside this window."""
    REFUSED = "refused"
    """No, with a reason."""
    WITHDRAWN = "withdrawn"
    """Taken back: by the approver, or because the content or the date changed."""


OUTCOMES = States(
    kind=Outcome,
    starts=frozenset({Outcome.OPEN}),
    moves={
        Outcome.OPEN: frozenset({Outcome.GRANTED, Outcome.REFUSED, Outcome.WITHDRAWN}),
        Outcome.GRANTED: frozenset({Outcome.WITHDRAWN}),
        Outcome.REFUSED: frozenset(),
        Outcome.WITHDRAWN: frozenset(),
    },
)


@dataclass(frozen=True, slots=True)
class Standing:
    """What an approval binds, as a value."""

    outcome: Outcome
    digest: str
    window_begins_at: datetime
    window_ends_at: datetime


def stands(approval: Standing, *, digest: str, due_at: datetime) -> bool:
    """Return whether the approval covers this content at this instant; the window is half-open."""
    return (
        approval.outcome is Outcome.GRANTED
        and approval.digest == digest
        and approval.window_begins_at <= due_at < approval.window_ends_at
    )
