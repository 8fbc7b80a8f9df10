"""Every change to a delivery: taking in, claiming, writing results, and what persons decide."""

from eichhorn.delivery.services.claims import Task, claim
from eichhorn.delivery.services.decisions import (
    NotConfirmed,
    NotDecidable,
    cancel,
    done_by_hand,
    it_is_there,
    look_again,
    release,
    send_again,
)
from eichhorn.delivery.services.intake import reply, take_in
from eichhorn.delivery.services.results import settle

__all__ = [
    "NotConfirmed", "NotDecidable", "Task", "cancel", "claim", "done_by_hand", "it_is_there", "look_again", "release",
    "reply", "send_again", "settle", "take_in",
]  # fmt: skip
