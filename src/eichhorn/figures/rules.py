"""What a quarter of requests comes to.

The difficult thing: a figure about few people is a figure about somebody, and a share of nothing is no share. So who asked
and who answered never comes in here, and what is usual is said from `LEAST` on; below it nobody knows, and the page says so.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from statistics import median

LEAST = 5
"""From so many on a share or a middle is said."""
SATURDAY = 5


class Notice(StrEnum):
    """How long before its date a request came, in working days."""

    SAME_DAY = "same_day"
    SHORT = "short"
    """One or two."""
    WEEK = "week"
    """Three to five."""
    LONG = "long"
    """Six and more."""
    ANY = "any"
    """Any date was welcome."""


class Outcome(StrEnum):
    """What became of a request."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    OPEN = "open"
    """It waits for us, or for whoever asked."""


def notice(received: date, wish: date | None) -> Notice:
    """Return how long before the wished day it came; a day that had passed counts as the same one."""
    if wish is None:
        return Notice.ANY
    days = 0
    while received < wish and days < 6:
        received += timedelta(days=1)
        days += received.weekday() < SATURDAY
    if not days:
        return Notice.SAME_DAY
    return Notice.SHORT if days <= 2 else Notice.WEEK if days <= 5 else Notice.LONG


@dataclass(frozen=True, slots=True)
class Counted:
    """One request as far as it is counted."""

    week: date
    """The Monday of the week in which it came."""
    department: int | None
    type: int | None
    notice: Notice
    outcome: Outcome
    hours: float | None
    """Working hours until the first clear answer; None while there is none."""
    in_time: bool | None
    """Whether that answer came within what was promised; None while the promise runs."""
    spontaneous: bool
    """It was taken in below the usual lead time."""
    displaced: int
    """Posts that moved to make room for it."""
    because: str
    """Why it was declined; empty where nobody said, or it was not."""


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a whole."""

    part: int
    whole: int

    @property
    def percent(self) -> int | None:
        """Return it in whole percent, halves rounded up; None where too few make the whole."""
        return (self.part * 200 + self.whole) // (2 * self.whole) if self.whole >= LEAST else None


@dataclass(frozen=True, slots=True)
class Week:
    """What came in a week."""

    monday: date
    asked: int
    spontaneous: int


@dataclass(frozen=True, slots=True)
class Figures:
    """What all of them come to. Where something is counted by what it is, the most stands first."""

    outcomes: dict[Outcome, int]
    in_time: Share
    """Of those whose promise has ended or was kept."""
    usual_hours: float | None
    """The middle of the working hours until a clear answer; None where too few are answered."""
    spontaneous: Share
    """Of those that were accepted."""
    displaced: int
    departments: tuple[tuple[int | None, int], ...]
    types: tuple[tuple[int | None, int], ...]
    notices: tuple[tuple[Notice, int], ...]
    """In the order of time, without those that nobody gave."""
    becauses: tuple[tuple[str, int], ...]
    weeks: tuple[Week, ...]

    @property
    def asked(self) -> int:
        return sum(self.outcomes.values())


def figures(counted: Sequence[Counted], *, mondays: Iterable[date]) -> Figures:
    """Return what they come to; `mondays` are the weeks that are shown, also those in which nothing came."""
    outcomes = Counter(one.outcome for one in counted)
    judged = [one.in_time for one in counted if one.in_time is not None]
    hours = [one.hours for one in counted if one.hours is not None]
    taken = [one for one in counted if one.outcome is Outcome.ACCEPTED]
    notices = Counter(one.notice for one in counted)
    asked, hasty = Counter(one.week for one in counted), Counter(one.week for one in taken if one.spontaneous)
    return Figures(
        outcomes={one: outcomes[one] for one in Outcome}, in_time=Share(sum(judged), len(judged)),
        usual_hours=median(hours) if len(hours) >= LEAST else None,
        spontaneous=Share(sum(one.spontaneous for one in taken), len(taken)),
        displaced=sum(one.displaced for one in counted), departments=_most(one.department for one in counted),
        types=_most(one.type for one in counted),
        notices=tuple((one, notices[one]) for one in Notice if notices[one]),
        becauses=_most(one.because for one in counted if one.outcome is Outcome.DECLINED),
        weeks=tuple(Week(monday, asked[monday], hasty[monday]) for monday in mondays),
    )  # fmt: skip


def _most[Key](keys: Iterable[Key]) -> tuple[tuple[Key, int], ...]:
    """Return how often each is there, the most first, then in the order of coming; what is none stands last."""
    found = Counter(keys).most_common()
    return (*((key, times) for key, times in found if key), *((key, times) for key, times in found if not key))
