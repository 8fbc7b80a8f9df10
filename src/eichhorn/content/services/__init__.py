"""Beginning drafts, saving versions, and leaving a finding with a reason."""

from eichhorn.content.services.justifying import justify
from eichhorn.content.services.making import NewAttachment
from eichhorn.content.services.refusals import CannotBeCut, Collision, Finished, TooLong, Unfit, Unlabelled
from eichhorn.content.services.writing import (
    FINAL,
    Words,
    attached_to,
    begin,
    restore,
    reword,
    save,
    saved_again,
    write,
)

__all__ = [
    "FINAL", "CannotBeCut", "Collision", "Finished", "NewAttachment", "TooLong", "Unfit", "Unlabelled", "Words", "attached_to",
    "begin", "justify", "restore", "reword", "save", "saved_again", "write",
]  # fmt: skip
