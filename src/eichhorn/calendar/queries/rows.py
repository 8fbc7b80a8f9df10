"""Day, list and board: posts in parts that follow each other, a page or the first few of each.

The difficult thing: of 100,000 posts one page is shown, and what needs somebody stands first. So a list is made of parts,
each of them in the order of an index; the database counts each part, and hands out only the numbers of the page.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import models
from django.db.models import Count, F, Q

from eichhorn.calendar.queries.asked import Asked, kept_at, period
from eichhorn.calendar.queries.posts import Post, read
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.words import Sign, sign

ROWS = 50
CARDS = 20
CARDS_OF_MANY = 8
"""So many cards of a column are shown where channels are many."""
OPEN = (Stage.NEEDS_SOMEONE, Stage.IDEA, Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED)
"""The columns of the board: all that somebody still has to do with."""


@dataclass(frozen=True, slots=True)
class Total:
    """How many posts of a state."""

    stage: str
    sign: Sign
    number: int


@dataclass(frozen=True, slots=True)
class Page:
    """One page of a list."""

    posts: tuple[Post, ...]
    totals: tuple[Total, ...]
    whole: int
    number: int
    pages: int
    exceptions_first: bool

    @property
    def previous(self) -> int:
        return self.number - 1

    @property
    def next(self) -> int:
        return self.number + 1 if self.number < self.pages else 0


@dataclass(frozen=True, slots=True)
class Column:
    """One state of the board."""

    stage: str
    sign: Sign
    number: int
    posts: tuple[Post, ...]

    @property
    def more(self) -> int:
        return self.number - len(self.posts)


@dataclass(frozen=True, slots=True)
class Board:
    """What is open, by state."""

    columns: tuple[Column, ...]

    @property
    def posts(self) -> int:
        return sum(column.number for column in self.columns)

    @property
    def first(self) -> str:
        """The column that a narrow screen shows first: the first with something in it."""
        return next((column.stage for column in self.columns if column.number), self.columns[0].stage)


@dataclass(frozen=True, slots=True)
class Part:
    """Posts that stand together in a list, in this order, and how many they are."""

    slots: models.QuerySet[Slot]
    order: tuple[models.OrderBy | str, ...]
    number: int


BY_DATE = ("planned_local", "pk")
LATEST_FIRST = ("-planned_local", "-pk")


def of_day(day: date, *, asked: Asked, page: int) -> Page:
    """Return what is planned on the day. Four queries."""
    found = asked.posts.filter(**period(day, day + timedelta(days=1)))
    return _page(found, page, asked=asked, order=BY_DATE)


def ahead(*, asked: Asked, page: int) -> Page:
    """Return what is planned from today on, by date, the undated last. Four queries."""
    found = asked.posts.filter(Q(planned_local__gte=kept_at(asked.today)) | Q(planned_local__isnull=True))
    return _page(found, page, asked=asked, order=BY_DATE)


def past(*, asked: Asked, page: int) -> Page:
    """Return what was planned until yesterday, latest first. Four queries."""
    return _page(asked.posts.filter(planned_local__lt=kept_at(asked.today)), page, asked=asked, order=LATEST_FIRST)


def board(*, asked: Asked) -> Board:
    """Return what is open, by state, the earliest of each. Four queries."""
    found = asked.posts.filter(stage__in=OPEN)
    numbers = {stage: dated + undated for stage, dated, undated in _counted(found)}
    most = CARDS_OF_MANY if asked.are_many_channels else CARDS
    order = (F("planned_local").asc(nulls_last=True), "pk")
    parts = [
        Part(asked.posts.filter(stage=stage), order, min(most, numbers[stage])) for stage in OPEN if stage in numbers
    ]
    by_stage: dict[str, list[Post]] = {}
    for post in _read(parts, 0, sum(part.number for part in parts), asked.zone):
        by_stage.setdefault(post.stage, []).append(post)
    return Board(
        tuple(Column(stage, sign(stage), numbers.get(stage, 0), tuple(by_stage.get(stage, ()))) for stage in OPEN)
    )


def _page(found: models.QuerySet[Slot], page: int, *, asked: Asked, order: tuple[str, ...]) -> Page:
    counted = _counted(found)
    whole = sum(dated + undated for _, dated, undated in counted)
    pages = max(1, -(-whole // ROWS))
    number = min(max(1, page), pages)
    dated, undated = found.filter(planned_local__isnull=False), found.filter(planned_local__isnull=True)
    exceptions = sum(n for stage, n, _ in counted if stage == Stage.NEEDS_SOMEONE) if asked.are_many_channels else 0
    others = dated.exclude(stage=Stage.NEEDS_SOMEONE) if exceptions else dated
    parts = [
        Part(dated.filter(stage=Stage.NEEDS_SOMEONE), order, exceptions),
        Part(others, order, sum(n for _, n, _ in counted) - exceptions),
        Part(undated, ("pk",), sum(n for _, _, n in counted)),
    ]
    totals = {stage: dated_ + undated_ for stage, dated_, undated_ in counted}
    return Page(
        posts=tuple(_read(parts, (number - 1) * ROWS, number * ROWS, asked.zone)),
        totals=tuple(Total(stage, sign(stage), totals[stage]) for stage in Stage if stage in totals),
        whole=whole, number=number, pages=pages, exceptions_first=bool(exceptions),
    )  # fmt: skip


def _counted(found: models.QuerySet[Slot]) -> list[tuple[str, int, int]]:
    """Return by stage how many have a date, and how many have none. One query."""
    rows = found.order_by().values_list("stage").annotate(dated=Count("planned_local"), every=Count("pk"))
    return [(stage, dated, every - dated) for stage, dated, every in rows]


def _read(parts: Sequence[Part], begin: int, end: int, zone: str) -> list[Post]:
    """Return the posts from one place of the list to another. Three queries, none where nothing is there."""
    wanted: list[Any] = []
    for part in parts:
        first, last = max(0, begin), min(part.number, end)
        begin, end = begin - part.number, end - part.number
        if first < last:
            wanted.append(part.slots.order_by(*part.order).values_list("pk", flat=True)[first:last])
    if not wanted:
        return []
    numbers: list[int] = list(wanted[0].union(*wanted[1:], all=True) if wanted[1:] else wanted[0])
    posts = {post.slot_id: post for post in read(Slot.objects.filter(pk__in=numbers), zone=zone, with_places=True)}
    return [posts[number] for number in numbers if number in posts]
