"""Every change to a delivery: taking in, claiming, writing answers down, drawing conclusions, and what persons decide."""

from eichhorn.delivery.services.ahead import Ahead
from eichhorn.delivery.services.answers import write_down
from eichhorn.delivery.services.claims import Claimed, claim
from eichhorn.delivery.services.conclusions import settle
from eichhorn.delivery.services.correcting import can_be_corrected, correct, open_correction, shows_others
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
from eichhorn.delivery.services.looking import look, to_look_at
from eichhorn.delivery.services.outside import join, keep_apart, note, plans_for
from eichhorn.delivery.services.removing import can_be_taken_back, remove_due, take_back

__all__ = [
    "CONFIRMED",
    "Ahead",
    "Claimed",
    "NotConfirmed",
    "NotDecidable",
    "ProofMissing",
    "can_be_corrected",
    "can_be_taken_back",
    "cancel",
    "claim",
    "correct",
    "done_by_hand",
    "it_is_there",
    "join",
    "keep_apart",
    "look",
    "look_again",
    "note",
    "open_correction",
    "plans_for",
    "release",
    "remove_due",
    "reply",
    "resume",
    "send_again",
    "settle",
    "shows_others",
    "take_back",
    "take_in",
    "to_look_at",
    "write_down",
]
