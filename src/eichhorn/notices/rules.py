"""What a mail may look like, and when a mail that did not leave is tried again."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from eichhorn.foundation.log import hidden
from eichhorn.people.working_time import SATURDAY, ServiceHours

LONGEST_SUBJECT = 200
PAUSES = tuple(timedelta(minutes=m) for m in (1, 5, 15, 60, 240))
"""The pauses after the first, second, ... failure; the last one repeats."""
STALE_AFTER = timedelta(days=3)
"""A mail that waited longer is not sent by itself any more: what it says may no longer be true."""
LEASE = timedelta(minutes=5)
"""So long one try may take. If the worker dies in it, the next one tries again afterwards."""


class Standing(StrEnum):
    """Where a mail stands."""

    WAITING = "waiting"
    GATHERED = "gathered"
    """It leaves with others, in one mail."""
    SENT = "sent"
    STOPPED = "stopped"


class Rhythm(StrEnum):
    """How often an address has what merely informs; what needs its reader comes at once in any case."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    """Gathered, when a working day begins."""
    WEEKLY = "weekly"
    """Gathered, when the week begins."""


class MailError(Exception):
    """A mail did not leave; `told` is what the server said, in its words, and without the links of a mail that it quotes."""

    def __init__(self, told: str) -> None:
        self.told = hidden(told)[:200]
        super().__init__(self.told)


class MailRefused(MailError):
    """The server will not take this mail, to this address: a person has to look."""


class MailDelayed(MailError):
    """The server is away or busy, or does not let us in: try later."""


def clean_subject(subject: str) -> str:
    """Return the subject as one line without control characters, so that it can carry no header of its own."""
    line = " ".join("".join(c if c.isprintable() else " " for c in subject).split())
    return line if len(line) <= LONGEST_SUBJECT else line[: LONGEST_SUBJECT - 1] + "…"


def gathered_at(now: datetime, rhythm: Rhythm, *, organisation: ServiceHours) -> datetime:
    """Return when what is told now leaves with others, later than now, in UTC: as a service time begins; on Mondays for a week."""
    zone = ZoneInfo(organisation.zone)
    day = now.astimezone(zone).date()
    while True:
        at = datetime.combine(day, organisation.service_begins, zone).astimezone(UTC)
        begins = day.weekday() == 0 if rhythm is Rhythm.WEEKLY else day.weekday() < SATURDAY
        if begins and at > now:
            return at
        day += timedelta(days=1)


def pause_after(tries: int) -> timedelta:
    """Return the pause after so many failures: 1 min at first, 4 h at last."""
    return PAUSES[min(max(tries, 1), len(PAUSES)) - 1]
