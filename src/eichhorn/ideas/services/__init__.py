"""Keeping ideas, taking them into the plan, and letting people send some by phone."""

from eichhorn.ideas.services.doors import close_door, open_door
from eichhorn.ideas.services.keeping import (
    Collision,
    NewPicture,
    NotOpen,
    Said,
    TooManyPictures,
    add,
    bring_back,
    change,
    forget_who,
    put_aside,
    see,
)
from eichhorn.ideas.services.taking import take

__all__ = [
    "Collision", "NewPicture", "NotOpen", "Said", "TooManyPictures", "add", "bring_back", "change", "close_door",
    "forget_who", "open_door", "put_aside", "see", "take",
]  # fmt: skip
