"""Entries that belong to whom they are about, asks that drip and end, gifts, Noes and thanks."""

from eichhorn.allies.services.answering import (
    Answered,
    Gifted,
    TooOften,
    decline,
    give,
    promise,
)
from eichhorn.allies.services.asking import Drafted, NotNow, Resting, ask, change, draft, link_for, withdraw
from eichhorn.allies.services.dripping import drip
from eichhorn.allies.services.entries import AlreadyTheirs, Said, confirm, enter, invite, remove, say, wake_from_rest
from eichhorn.allies.services.thanking import thank

__all__ = [
    "AlreadyTheirs", "Answered", "Drafted", "Gifted", "NotNow", "Resting", "Said", "TooOften", "ask", "change", "confirm",
    "decline", "draft", "drip", "enter", "give", "invite", "link_for", "promise", "remove", "say", "thank", "wake_from_rest",
    "withdraw",
]  # fmt: skip
