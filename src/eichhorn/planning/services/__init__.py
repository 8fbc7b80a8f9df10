"""Every change of the plan."""

from eichhorn.planning.services.house import add_kind, change_kind, set_budget, set_places, set_terms
from eichhorn.planning.services.newcomers import PlaceTaken, PriceChanged, ReasonMissing, TimePassed, accept, reserve
from eichhorn.planning.services.slots import (
    Along,
    NotMovable,
    advance,
    describe,
    forget_outside,
    locked,
    move,
    note_outside,
    plan,
)

__all__ = [
    "Along", "NotMovable", "PlaceTaken", "PriceChanged", "ReasonMissing", "TimePassed", "accept", "add_kind", "advance", "change_kind", "describe", "forget_outside", "locked", "move",
    "note_outside", "plan", "reserve", "set_budget", "set_places", "set_terms",
]  # fmt: skip
