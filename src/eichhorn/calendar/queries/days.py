"""The month and the week: days, and what stands on them.

The difficult thing: a house with 500 channels plans thousands of posts a month, and nobody reads a thousand chips. So a
day has two readings: posts where they can be read, and else the number of each state with the named exceptions, counted
by the database. Both cost the same few queries, however much is planned.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, time, timedelta

from django.db.models import F, Func, Value, Window
from django.db.models.expressions import RawSQL
from django.db.models.functions import RowNumber, TruncDate

from eichhorn.calendar.queries.around import Around
from eichhorn.calendar.queries.asked import Asked, days_from, one_after
from eichhorn.calendar.queries.beside import NOTHING_LEFT, Free, Left, Silences, beside
from eichhorn.calendar.queries.posts import Post, read
from eichhorn.foundation import trips
from eichhorn.foundation.trips import Statement
from eichhorn.occasions.rules import Occasion
from eichhorn.planning import rules as plan
from eichhorn.planning.rules import Stage
from eichhorn.planning.words import Sign, sign

CHIPS_A_DAY = 4
CARDS_A_DAY = 12
EXCEPTIONS_A_DAY = 2
EXCEPTIONS_A_DAY_OF_A_WEEK = 6
READABLE_POSTS = 400
"""Of more posts in one view than this only the totals are read."""
SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Day:
    """One day: what is planned, and what of the regular places is left."""

    date: date
    inside: bool
    """Belongs to the month that is shown."""
    is_today: bool
    is_past: bool
    names: tuple[str, ...]
    """Holidays and occasions."""
    posts: tuple[Post, ...]
    """What is named: all where they can be read, else the exceptions."""
    totals: tuple[tuple[Sign, int], ...]
    """Where posts could not be read: how many in each state."""
    more: int
    """So many more would be named if there were room."""
    left: Left

    @property
    def holiday(self) -> str:
        """What stands on it anyway, in a line."""
        return ", ".join(self.names)

    @property
    def is_weekend(self) -> bool:
        return self.date.weekday() >= SATURDAY

    @property
    def week(self) -> int:
        return self.date.isocalendar().week

    @property
    def is_empty(self) -> bool:
        return not self.posts and not self.totals

    @property
    def says_something(self) -> bool:
        """Something is planned, or the day has a name; still to come also where it is full or has free places."""
        left = self.left
        return not self.is_empty or bool(self.names) or (not self.is_past and (left.is_full or bool(left.count)))

    @property
    def in_order(self) -> tuple[tuple[Post | None, Free | None], ...]:
        """What is named and the places that are free, by time; a post before a place of the same minute."""
        posts = [((post.at or time(), 0), (post, None)) for post in self.posts]
        places = [((free.at, 1), (None, free)) for free in self.left.free]
        found: list[tuple[tuple[time, int], tuple[Post | None, Free | None]]] = [*posts, *places]
        return tuple(each for _, each in sorted(found, key=lambda one: one[0]))

    @property
    def count(self) -> int:
        return sum(number for _, number in self.totals) if self.totals else len(self.posts) + self.more


@dataclass(frozen=True, slots=True)
class Agenda:
    """The same month for a narrow screen: only days of which there is something to say, from today on first."""

    ahead: tuple[Day, ...]
    past: tuple[Day, ...]


@dataclass(frozen=True, slots=True)
class Month:
    """The weeks that touch a month."""

    first: date
    weeks: tuple[tuple[Day, ...], ...]
    in_numbers: bool
    silences: Silences
    elections: tuple[Occasion, ...]

    @property
    def previous(self) -> date:
        return (self.first - timedelta(days=1)).replace(day=1)

    @property
    def next(self) -> date:
        return (self.first + timedelta(days=31)).replace(day=1)

    @property
    def posts(self) -> int:
        return sum(day.count for week in self.weeks for day in week if day.inside)

    @property
    def agenda(self) -> Agenda:
        busy = [day for week in self.weeks for day in week if day.inside and day.says_something]
        return Agenda(tuple(d for d in busy if not d.is_past), tuple(d for d in busy if d.is_past))


@dataclass(frozen=True, slots=True)
class Week:
    """Seven days from a Monday on."""

    days: tuple[Day, ...]
    in_numbers: bool
    silences: Silences
    elections: tuple[Occasion, ...]

    @property
    def first(self) -> date:
        return self.days[0].date

    @property
    def last(self) -> date:
        return self.days[-1].date

    @property
    def number(self) -> int:
        return self.first.isocalendar().week

    @property
    def previous(self) -> date:
        return self.first - timedelta(days=7)

    @property
    def next(self) -> date:
        return self.first + timedelta(days=7)

    @property
    def posts(self) -> int:
        return sum(day.count for day in self.days)


@dataclass(frozen=True, slots=True)
class Limits:
    """How much of a day is named."""

    posts: int
    exceptions: int
    with_places: bool


def month(first: date, *, asked: Asked, around: Around) -> Month:
    """Return the month that begins on the day. Nine queries at most."""
    begins = plan.monday(first)
    after = (first + timedelta(days=31)).replace(day=1)
    days = days_from(begins, -(-(after - begins).days // 7) * 7)
    limits = Limits(CHIPS_A_DAY, EXCEPTIONS_A_DAY, with_places=False)
    laid = _days(days, asked=asked, around=around, limits=limits, inside=(first, after))
    weeks = tuple(laid.days[i : i + 7] for i in range(0, len(days), 7))
    return Month(first, weeks, laid.in_numbers, laid.silences, laid.elections)


def week(first: date, *, asked: Asked, around: Around) -> Week:
    """Return the week that begins on the Monday. Nine queries at most."""
    days = days_from(first, 7)
    limits = Limits(CARDS_A_DAY, EXCEPTIONS_A_DAY_OF_A_WEEK, with_places=True)
    laid = _days(days, asked=asked, around=around, limits=limits, inside=(first, one_after(days)))
    return Week(laid.days, laid.in_numbers, laid.silences, laid.elections)


@dataclass(frozen=True, slots=True)
class Planned:
    """What stands on the days, before it is laid out."""

    named: Mapping[date, Sequence[Post]]
    unnamed: Mapping[date, int]
    totals: Mapping[date, tuple[tuple[Sign, int], ...]]


@dataclass(frozen=True, slots=True)
class Laid:
    """Days, whether they are in numbers, and what is said of all of them together."""

    days: tuple[Day, ...]
    in_numbers: bool
    silences: Silences
    elections: tuple[Occasion, ...]


def _days(days: list[date], *, asked: Asked, around: Around, limits: Limits, inside: tuple[date, date]) -> Laid:
    planned = _readable(days, asked, limits)
    in_numbers = planned is None
    if planned is None:
        planned = _in_numbers(days, asked, limits)
    found = beside(days, asked, around)
    cells = tuple(
        _day(day, asked=asked, planned=planned, left=found.left.get(day, NOTHING_LEFT) if not in_numbers else NOTHING_LEFT, names=found.names.get(day, ()),
             inside=inside[0] <= day < inside[1])
        for day in days
    )  # fmt: skip
    return Laid(cells, in_numbers, found.silences, found.elections)


def _day(day: date, *, asked: Asked, planned: Planned, left: Left, names: tuple[str, ...], inside: bool) -> Day:
    coming = day >= asked.today
    return Day(
        date=day, inside=inside, is_today=day == asked.today, is_past=not coming, names=names,
        posts=tuple(planned.named.get(day, ())), totals=planned.totals.get(day, ()), more=planned.unnamed.get(day, 0),
        left=left,
    )  # fmt: skip


def _readable(days: list[date], asked: Asked, limits: Limits) -> Planned | None:
    """Return the posts, or None where they are more than anybody reads."""
    if asked.are_many_channels and not asked.filter.is_narrow:
        return None
    slots = asked.between(days[0], one_after(days)).order_by("planned_local", "pk")
    posts = read(slots[: READABLE_POSTS + 1], zone=asked.zone, with_places=limits.with_places)
    if len(posts) > READABLE_POSTS:
        return None
    by_day: dict[date, list[Post]] = {}
    for post in posts:
        by_day.setdefault(post.day, []).append(post)
    named = {day: of if len(of) <= limits.posts else of[: limits.posts - 1] for day, of in by_day.items()}
    return Planned(named, {day: len(of) - len(named[day]) for day, of in by_day.items()}, {})


def _in_numbers(days: list[date], asked: Asked, limits: Limits) -> Planned:
    """Return the number of each state by day, and the first exceptions of each day. Two queries, with channels three."""
    by_day = _counted(days, asked)
    totals = {day: tuple((sign(stage), of[stage]) for stage in Stage if of[stage]) for day, of in by_day.items()}
    slots = asked.between(days[0], one_after(days)).annotate(day=TruncDate("planned_local", tzinfo=UTC))
    place = Window(RowNumber(), partition_by=[F("day")], order_by=[F("planned_local").asc(), F("pk").asc()])
    first = slots.filter(stage=Stage.NEEDS_SOMEONE).annotate(place=place).filter(place__lte=limits.exceptions)
    named: dict[date, list[Post]] = {}
    for post in read(first.order_by("planned_local", "pk"), zone=asked.zone, with_places=limits.with_places):
        named.setdefault(post.day, []).append(post)
    unnamed = {day: of[Stage.NEEDS_SOMEONE] - len(named.get(day, ())) for day, of in by_day.items()}
    return Planned(named, unnamed, totals)


COUNTED = """
    select series.day::date, states.stage, ({posts})
    from generate_series(%s::timestamp, %s::timestamp, interval '1 day') series(day), unnest(%s::text[]) states(stage)
"""
OF_DAY_AND_STAGE = {
    "planned_local__gte": "series.day at time zone 'UTC'",
    "planned_local__lt": "(series.day + interval '1 day') at time zone 'UTC'",
    "stage": "states.stage",
}


def _counted(days: list[date], asked: Asked) -> Mapping[date, Counter[str]]:
    """Return how many posts of each state stand on each day. One query.

    Each day and state is counted out of the index by itself, which takes a third of the time of grouping all posts.
    """
    conditions = {name: RawSQL(sql, ()) for name, sql in OF_DAY_AND_STAGE.items()}  # noqa: S611 - words of our own
    posts = asked.posts.order_by().filter(**conditions).values_list(Func(Value(1), function="count"))
    sql, given = posts.query.sql_with_params()
    [rows] = trips.ask(
        Statement(COUNTED.format(posts=sql), [*given, days[0], days[-1], [stage.value for stage in Stage]])
    )
    by_day: dict[date, Counter[str]] = {}
    for day, stage, number in rows:
        if number:
            by_day.setdefault(day, Counter())[stage] = number
    return by_day
