"""What a mail is and says, who wrote it, and how much of it we are ready to read. Pure."""

from eichhorn.mailbox.rules.kinds import FEWEST_DAYS, MOST_DAYS, Standing, Trouble, Why
from eichhorn.mailbox.rules.reading import Attachment, Mail, Nature, Unreadable, read
from eichhorn.mailbox.rules.senders import is_confirmed

__all__ = [
    "FEWEST_DAYS",
    "MOST_DAYS",
    "Attachment",
    "Mail",
    "Nature",
    "Standing",
    "Trouble",
    "Unreadable",
    "Why",
    "is_confirmed",
    "read",
]
