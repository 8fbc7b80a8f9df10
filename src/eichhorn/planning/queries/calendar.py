"""The month, as the calendar shows it.

The difficult thing: a house with 500 channels plans thousands of posts a month, and nobody reads a thousand chips. So
the month has two readings: chips where they can be read, and from thirty channels on the number of each state with the
named exceptions. Both cost the same few queries, however much is planned.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.db import models
from django.db.models import Count
from django.db.models.functions import TruncDate

from eichhorn.people.models import Person
from eichhorn.planning import rules
from eichhorn.planning.models import Slot
from eichhorn.planning.queries import house
from eichhorn.planning.queries.slots import visible_to
from eichhorn.planning.rules import Cadence, Stage
from eichhorn.planning.words import Sign, sign

READABLE_CHANNELS = 30
"""With more channels than this a cell shows numbers instead of chips."""
CHIPS_A_DAY = 4
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Chip:
    """One post in a cell."""

    slot_id: int
    title: str
    at: time
    sign: Sign
    rehearsal: bool
    zone: str
    """Where the wall clock stands; empty where it is the organisation's."""


@dataclass(frozen=True, slots=True)
class Day:
    """One cell: what is planned, and what of the regular places is left."""

    date: date
    inside: bool
    """Belongs to the month that is shown."""
    is_today: bool
    is_past: bool
    holiday: str
    chips: tuple[Chip, ...]
    totals: tuple[tuple[Sign, int], ...]
    """Where chips could not be read: how many in each state."""
    more: int
    free: tuple[time, ...]
    """Free places of the one channel that is shown."""
    free_count: int
    is_full: bool
    """Every channel with a ceiling has reached it."""

    @property
    def is_weekend(self) -> bool:
        return self.date.weekday() >= SATURDAY

    @property
    def week(self) -> int:
        return self.date.isocalendar().week

    @property
    def is_empty(self) -> bool:
        return not self.chips and not self.totals


@dataclass(frozen=True, slots=True)
class Agenda:
    """The same month for a narrow screen: only days on which something stands, from today on first."""

    ahead: tuple[Day, ...]
    past: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks that touch a month."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    posts: int
    in_numbers: bool

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def agenda(self) -> Agenda:
        busy = [day for week in self.weeks for day in week if day.inside and not day.is_empty]
        return Agenda(tuple(d for d in busy if not d.is_past), tuple(d for d in busy if d.is_past))


def month(
    first: date, *, person: Person | None, now: datetime, today: date, zone: str, channel_ids: Iterable[int],
    channel: int | None = None, goal: int | None = None,
) -> Month:  # fmt: skip
    """Return the month that begins on the day, as the person may see it. Six queries, however much is planned."""
    days = _days_around(first)
    active = frozenset(channel_ids)
    asked = frozenset({channel}) if channel is not None else active
    in_numbers = len(asked) > READABLE_CHANNELS
    slots = _slots(days, person=person, now=now, channel=channel, goal=goal)
    chips, totals = _in_numbers(slots, zone) if in_numbers else (_chips(slots, zone), {})
    cadence = house.cadence(asked, begins=days[0], ends=days[-1], holidays_of="")
    taken = _taken(days, asked)
    holidays = house.holidays_between(days[0], days[-1] + timedelta(days=1), of=house.terms().holidays_of)
    cells = [
        _cell(day, first=first, today=today, holiday=holidays.get(day, ""), chips=chips.get(day, []),
              totals=totals.get(day, ()), left=_left(day, cadence, taken, asked), channel=channel)
        for day in days
    ]  # fmt: skip
    posts = sum(len(c.chips) + c.more if not in_numbers else sum(n for _, n in c.totals) for c in cells if c.inside)
    return Month(first, tuple(tuple(cells[i : i + 7]) for i in range(0, len(cells), 7)), posts, in_numbers)


type Left = tuple[tuple[time, ...], int, bool]


def _cell(
    day: date, *, first: date, today: date, holiday: str, chips: list[Chip], totals: tuple[tuple[Sign, int], ...],
    left: Left, channel: int | None,
) -> Day:  # fmt: skip
    free, count, full = left
    shown = chips if len(chips) <= CHIPS_A_DAY else chips[: CHIPS_A_DAY - 1]
    coming = day >= today
    return Day(
        date=day, inside=(day.year, day.month) == (first.year, first.month), is_today=day == today, is_past=day < today,
        holiday=holiday, chips=tuple(shown), totals=totals, more=len(chips) - len(shown),
        free=free if coming and channel is not None else (), free_count=count if coming else 0,
        is_full=full and coming,
    )  # fmt: skip


def _slots(
    days: list[date], *, person: Person | None, now: datetime, channel: int | None, goal: int | None
) -> models.QuerySet[Slot]:
    slots = visible_to(person, now=now).exclude(stage=Stage.CANCELLED).filter(**_period(days))
    if channel is not None:
        slots = slots.filter(channels=channel)
    if goal is not None:
        slots = slots.filter(goal=goal) if goal else slots.filter(goal__isnull=True)
    return slots


COLUMNS = ("pk", "title", "planned_local", "zone", "stage", "outside", "rehearsal")


def _chips(slots: models.QuerySet[Slot], zone: str) -> dict[date, list[Chip]]:
    chips: dict[date, list[Chip]] = {}
    for pk, title, local, slot_zone, stage, outside, rehearsal in slots.order_by("planned_local", "pk").values_list(
        *COLUMNS
    ):
        elsewhere = "" if slot_zone == zone else slot_zone
        chip = Chip(pk, title, local.time(), sign(stage, outside=outside), rehearsal, elsewhere)
        chips.setdefault(local.date(), []).append(chip)
    return chips


def _in_numbers(
    slots: models.QuerySet[Slot], zone: str
) -> tuple[dict[date, list[Chip]], dict[date, tuple[tuple[Sign, int], ...]]]:
    """Return the named exceptions and the number of each state, by day."""
    counted = (
        slots.annotate(day=TruncDate("planned_local", tzinfo=UTC)).values_list("day", "stage").annotate(n=Count("pk"))
    )
    by_day: dict[date, Counter[str]] = {}
    for day, stage, number in counted.order_by():
        by_day.setdefault(day, Counter())[stage] += number
    totals = {
        day: tuple((sign(stage), numbers[stage]) for stage in Stage if numbers[stage])
        for day, numbers in by_day.items()
    }
    return _chips(slots.filter(stage=Stage.NEEDS_SOMEONE), zone), totals


def _taken(days: list[date], channel_ids: frozenset[int]) -> dict[tuple[int, date], list[time]]:
    """Return the planned times by channel and day, hidden ones too: a place that is taken is taken. One query."""
    taken: dict[tuple[int, date], list[time]] = {}
    rows = (
        Slot.channels.through.objects.filter(channel_id__in=channel_ids)
        .filter(**{f"slot__{key}": value for key, value in _period(days).items()})
        .exclude(slot__stage=Stage.CANCELLED)
        .values_list("channel_id", "slot__planned_local")
    )
    for channel, local in rows:
        assert local is not None
        taken.setdefault((channel, local.date()), []).append(local.time())
    return taken


def _left(day: date, cadence: Cadence, taken: dict[tuple[int, date], list[time]], channel_ids: frozenset[int]) -> Left:
    """Return the free places of the day, how many they are, and whether the day is full."""
    free: list[time] = []
    ceiling = 0
    for channel in channel_ids:
        places = cadence.of(channel, day)
        ceiling += len(places)
        free += rules.free_places(places, taken.get((channel, day), ()))
    return tuple(sorted(set(free))), len(free), bool(ceiling) and not free


def _days_around(first: date) -> list[date]:
    """Return all days of the ISO weeks that touch the month."""
    begins = rules.monday(first)
    after = (first + timedelta(days=31)).replace(day=1)
    weeks = -(-(after - begins).days // 7)
    return [begins + timedelta(days=n) for n in range(weeks * 7)]


def _period(days: list[date]) -> dict[str, datetime]:
    return {
        "planned_local__gte": rules.kept(datetime.combine(days[0], time())),
        "planned_local__lt": rules.kept(datetime.combine(days[-1] + timedelta(days=1), time())),
    }
