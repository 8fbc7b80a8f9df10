"""Every change to a delivery: taking in, claiming, writing answers down, drawing conclusions, and what persons decide."""

from eichhorn.delivery.services.ahead import Ahead
from eichhorn.delivery.services.answers import write_down
from eichhorn.delivery.services.claims import Claimed, claim
from eichhorn.delivery.services.conclusions import settle
from eichhorn.delivery.services.decisions import (
    CONFIRMED,
    NotConfirmed,
    NotDecidable,
    ProofMissing,
    cancel,
    done_by_hand,
    it_is_there,
    look_again,
    release,
    resume,
    send_again,
)
from eichhorn.delivery.services.intake import reply, take_in

__all__ = [
    "CONFIRMED", "Ahead", "Claimed", "NotConfirmed", "NotDecidable", "ProofMissing", "cancel", "claim", "done_by_hand", "it_is_there",
    "look_again", "release", "reply", "resume", "send_again", "settle", "take_in", "write_down",
]  # fmt: skip
