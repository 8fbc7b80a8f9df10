"""Every change of an approval: routes, handing in, deciding, taking back."""

from eichhorn.review.services.deciding import Undecidable, UndecidableBecause, approve, refuse, withdraw
from eichhorn.review.services.handing_in import NotReady, NotReadyBecause, hand_in
from eichhorn.review.services.routes import ReasonMissing, declare_sole, set_four_eyes

__all__ = [
    "NotReady", "NotReadyBecause", "ReasonMissing", "Undecidable", "UndecidableBecause", "approve", "declare_sole", "hand_in", "refuse",
    "set_four_eyes", "withdraw",
]  # fmt: skip
