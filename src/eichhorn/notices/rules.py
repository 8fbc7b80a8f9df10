"""What a mail may look like, and when a mail that did not leave is tried again."""

from datetime import timedelta
from enum import StrEnum

LONGEST_SUBJECT = 200
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240))
"""The pauses after the first, second, ... failure; the last one repeats."""
GIVE_UP_AFTER = 20
"""So many failures, some three days, and a person has to look."""


class Standing(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


def clean_subject(subject: str) -> str:
    """Return the subject as one line without control characters, so that it can carry no header of its own."""
    line = " ".join("".join(c if c.isprintable() else " " for c in subject).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


def pause_after(tries: int) -> timedelta:
    """Return the pause after so many failures: 1 min at first, 4 h at last."""
    return PAUSES[min(tries, len(PAUSES)) - 1]
