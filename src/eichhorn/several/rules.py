"""What can be done with several posts at once, and how a choice is written in an address."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

MOST_POSTS = 200
"""More posts than this are not looked at one by one by anybody."""
MOST_DAYS = 3660


class What(StrEnum):
    """The acts."""

    BY_DAYS = "by_days"
    TO_DATE = "to_date"
    TAG = "tag"
    CAMPAIGN = "campaign"
    GOAL = "goal"
    HAND_OVER = "hand_over"
    PUT_BACK = "put_back"

    @property
    def moves(self) -> bool:
        return self in {What.BY_DAYS, What.TO_DATE}


@dataclass(frozen=True, slots=True)
class Step:
    """A way from one wall-clock time to another: so many days, or onto one day. The time of day stays."""

    days: int = 0
    onto: date | None = None

    def of(self, local: datetime | None) -> datetime | None:
        """Return where the step leads, None where there is no time of day to keep. OverflowError beyond all calendars."""
        if local is None:
            return None
        return datetime.combine(self.onto, local.time()) if self.onto is not None else local + timedelta(days=self.days)


def chosen(written: Iterable[str]) -> tuple[int, ...]:
    """Return the numbers that stand in an address, each once, in their order; what is none chooses nothing."""
    numbers = (int(one) for one in written if one.isascii() and one.isdecimal() and len(one) <= len(str(2**31)))
    return tuple(dict.fromkeys(numbers))


def seen(written: Iterable[str]) -> dict[int, datetime | None]:
    """Return at which wall-clock time each post was seen, as a page wrote it ("7:2026-06-11T14:00", "8:"); ValueError."""
    found: dict[int, datetime | None] = {}
    for one in written:
        number, _, local = one.partition(":")
        if len(chosen([number])) != 1 or len(local) > len("2026-06-11T14:00:00.000000"):
            raise ValueError(one[:40])
        found[int(number)] = datetime.fromisoformat(local).replace(tzinfo=None) if local else None
    return found


def as_seen(slot_id: int, local: datetime | None) -> str:
    return f"{slot_id}:{local.isoformat() if local is not None else ''}"
