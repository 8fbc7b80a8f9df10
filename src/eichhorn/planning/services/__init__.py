"""Every change of the plan."""

from eichhorn.planning.services.acts import (
    ChangedSince,
    NotMovable,
    Wish,
    held,
    move,
    move_many,
    put_back_many,
    take_back,
)
from eichhorn.planning.services.belonging import set_campaign_of, set_goal_of, tag_many
from eichhorn.planning.services.efforts import NothingLearned, NotOut, NotSaneEffort, note_spent, take_learned
from eichhorn.planning.services.handing import CannotTake, can_take, hand_over, require_handing, take_in_hand
from eichhorn.planning.services.house import add_kind, change_kind, set_budget, set_places, set_rhythm, set_terms
from eichhorn.planning.services.newcomers import (
    PlaceTaken,
    PriceChanged,
    ReasonMissing,
    TimePassed,
    accept,
    reserve,
)
from eichhorn.planning.services.series import NeverComes, Wording, begin_series, change_series, end_series, make_due
from eichhorn.planning.services.slots import (
    Along,
    Belonging,
    CampaignEnded,
    advance,
    describe,
    embargo,
    forget_outside,
    locked,
    note_outside,
    plan,
)
from eichhorn.planning.services.tags import known
from eichhorn.planning.services.undoing import CannotUndo, Hindrance, InTheWay, undo_acceptance

__all__ = [
    "Along", "Belonging", "CampaignEnded", "CannotTake", "CannotUndo", "ChangedSince", "Hindrance", "InTheWay", "NeverComes", "NotMovable", "NotOut", "NotSaneEffort", "NothingLearned", "PlaceTaken", "PriceChanged",
    "ReasonMissing", "TimePassed", "Wish", "Wording", "accept", "add_kind", "advance", "begin_series", "belong",
    "can_take", "change_kind", "change_series", "describe", "embargo", "end_series", "forget_outside", "hand_over", "held",
    "known", "locked", "make_due", "move", "move_many", "note_outside", "note_spent", "plan", "put_back_many", "require_handing", "reserve",
    "set_budget", "set_campaign_of", "set_goal_of", "set_places", "set_rhythm", "set_terms", "tag_many", "take_back",
    "take_in_hand", "take_learned", "undo_acceptance",
]  # fmt: skip
