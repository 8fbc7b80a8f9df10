"""Every change of an editorial meeting, and by it."""

from eichhorn.conference.services.deciding import ChangedMeanwhile, NothingSaid, NotPossible, NotRunning, Wish, decide
from eichhorn.conference.services.meetings import (
    add,
    add_point,
    call_off,
    change,
    close,
    mail,
    open_,
    prepare,
    take_part,
)

__all__ = [
    "ChangedMeanwhile", "NotPossible", "NotRunning", "NothingSaid", "Wish", "add", "add_point", "call_off", "change", "close",
    "decide", "mail", "open_", "prepare", "take_part",
]  # fmt: skip
