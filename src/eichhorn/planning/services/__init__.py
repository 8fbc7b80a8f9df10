"""Every change of the plan."""

from eichhorn.planning.services.acts import ChangedSince, NotMovable, move, move_many, take_back
from eichhorn.planning.services.house import add_kind, change_kind, set_budget, set_places, set_terms
from eichhorn.planning.services.newcomers import PlaceTaken, PriceChanged, ReasonMissing, TimePassed, accept, reserve
from eichhorn.planning.services.series import NeverComes, Wording, begin_series, change_series, end_series, make_due
from eichhorn.planning.services.slots import (
    Along,
    advance,
    describe,
    forget_outside,
    locked,
    note_outside,
    plan,
)

__all__ = [
    "Along", "ChangedSince", "NeverComes", "NotMovable", "PlaceTaken", "PriceChanged", "ReasonMissing", "TimePassed", "Wording", "accept", "add_kind", "advance",
    "begin_series", "change_kind", "change_series", "describe", "end_series", "forget_outside", "locked", "make_due", "move", "move_many", "note_outside", "plan", "reserve", "set_budget", "set_places", "set_terms", "take_back",
]  # fmt: skip
