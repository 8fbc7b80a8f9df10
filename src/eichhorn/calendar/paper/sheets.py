"""What stands on a sheet of paper: the same as on the page, in words alone."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.utils import translation
from django.utils.dateformat import format as date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from eichhorn.calendar.queries import Asked, Day, Month, Page, Place, Post
from eichhorn.ui import moments


@dataclass(frozen=True, slots=True)
class Line:
    """One post."""

    at: str
    title: str
    state: str
    beside: str
    places: str


@dataclass(frozen=True, slots=True)
class Cell:
    """One day of the grid."""

    number: str
    inside: bool
    beside: str
    lines: tuple[Line, ...]
    totals: tuple[str, ...]
    more: str
    left: str


@dataclass(frozen=True, slots=True)
class Section:
    """One day of a list."""

    title: str
    beside: str
    lines: tuple[Line, ...]
    totals: tuple[str, ...] = ()
    more: str = ""
    nothing: str = ""


@dataclass(frozen=True, slots=True)
class Head:
    """What stands at the head of each page."""

    house: str
    view: str
    filter: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """All that is set, in the language of whoever prints it."""

    kind: str
    """"month" is a grid on the long side, anything else days below each other."""
    title: str
    head: Head
    made: str
    weeks: tuple[tuple[Cell, ...], ...] = ()
    sections: tuple[Section, ...] = ()
    summary: tuple[str, ...] = ()
    more: str = ""
    language: str = field(default_factory=lambda: (translation.get_language() or "de")[:2])
    page: str = field(default_factory=lambda: pgettext("paper", "Page"))
    of: str = field(default_factory=lambda: pgettext("Page 1 of 2", "of"))
    weekdays: tuple[str, ...] = ()
    columns: tuple[str, ...] = ()


def of_month(month: Month, head: Head, *, asked: Asked) -> Sheet:
    """Return the month as a grid of weeks."""
    return Sheet(
        kind="month", title=date_format(month.first, "F Y"), head=head, made=_made(asked),
        weekdays=tuple(date_format(day.date, "l") for day in month.weeks[0]),
        weeks=tuple(tuple(_cell(day, first=not n) for n, day in enumerate(week)) for week in month.weeks),
    )  # fmt: skip


def of_days(days: Iterable[Day], head: Head, *, asked: Asked, title: str) -> Sheet:
    """Return days below each other, an empty one too."""
    sections = tuple(
        Section(
            title=moments.day(day.date, with_year=True), beside=day.holiday, totals=_totals(day),
            lines=tuple(_line(post, post.places, post.more_places) for post in day.posts), more=_more(day.more),
            nothing=_("nothing planned"),
        )
        for day in days
    )  # fmt: skip
    return Sheet(
        kind="days", title=title, head=head, made=_made(asked), sections=sections,
        columns=_columns(),
    )  # fmt: skip


def of_list(
    posts: Sequence[tuple[Post, Sequence[Place]]], page: Page, head: Head, *, asked: Asked, title: str
) -> Sheet:
    """Return posts by day, with what there is of each state above them, and how many more there are below."""
    sections = tuple(
        Section(_heading(day), "", tuple(_line(post, places, 0) for post, places in of))
        for day, of in groupby(posts, key=lambda pair: pair[0].local.date() if pair[0].local is not None else None)
    )
    return Sheet(
        kind="list", title=title, head=head, made=_made(asked), sections=sections,
        summary=tuple(f"{total.number} {total.sign.word}" for total in page.totals) or (_("Nothing is planned here"),),
        more=_more(page.whole - len(posts)), columns=_columns(),
    )  # fmt: skip


def _made(asked: Asked) -> str:
    return _("as of %(when)s") % {"when": f"{moments.day(asked.now, with_year=True)}, {moments.clock(asked.now)}"}


def _columns() -> tuple[str, ...]:
    return (_("Time"), _("Title"), _("Channels"), _("State"))


def _heading(day: date | None) -> str:
    return moments.day(day, with_year=True) if day is not None else _("without a date")


def _cell(day: Day, *, first: bool) -> Cell:
    week = _("CW %(number)s") % {"number": day.week} if first else ""
    return Cell(
        number=str(day.date.day) if day.inside else moments.date_of(day.date), inside=day.inside,
        beside=day.holiday or week, lines=tuple(_line(post, (), 0) for post in day.posts), totals=_totals(day),
        more=f"+{day.more}" if day.more else "", left=_left(day) if day.inside else "",
    )  # fmt: skip


FEW = 3
"""More free places than these are counted, not named."""


def _left(day: Day) -> str:
    left = day.left
    if left.is_full:
        return pgettext("day", "full")
    if left.free and left.count <= FEW:
        return " ".join([_("free:"), ", ".join(moments.clock(one.at) for one in left.free)])
    if left.count:
        return ngettext("%(count)s place free", "%(count)s places free", left.count) % {"count": left.count}
    return ""


def _totals(day: Day) -> tuple[str, ...]:
    return tuple(f"{number} {sign.word}" for sign, number in day.totals)


def _more(number: int) -> str:
    return (
        ngettext("and %(count)s more post", "and %(count)s more posts", number) % {"count": number}
        if number > 0
        else ""
    )


def _line(post: Post, places: Sequence[Place], more_places: int) -> Line:
    beside = [
        post.goal, _("rehearsal") if post.rehearsal else "", _("confidential") if post.confidential else "", post.zone,
    ]  # fmt: skip
    named = ", ".join(place.name for place in places)
    return Line(
        at=moments.clock(post.at) if post.at is not None else "", title=post.title, state=str(post.sign.word),
        beside=" · ".join(filter(None, beside)), places=f"{named} +{more_places}" if more_places else named,
    )  # fmt: skip
