"""What a view shows as a sheet to print, and the filter in words."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import islice

from django.utils.dateformat import format as date_format
from django.utils.translation import gettext, pgettext

from eichhorn.calendar import paper, queries
from eichhorn.calendar.queries import Around, Asked, Choice
from eichhorn.calendar.rules import WITHOUT_GOAL, Filter, Only, View
from eichhorn.people import queries as people
from eichhorn.planning import rules as plan
from eichhorn.planning.rules import Stage
from eichhorn.planning.words import SIGNS
from eichhorn.ui import moments

FILES, PER = 30, timedelta(minutes=5)
"""Setting one keeps a processor busy; nobody prints more often."""
LINES = 400


def word(view: View) -> str:
    """Return how people call the view."""
    return {
        View.MONTH: pgettext("view", "Month"), View.WEEK: pgettext("view", "Week"), View.DAY: pgettext("view", "Day"),
        View.LIST: pgettext("view", "List"), View.BOARD: pgettext("view", "Board"),
    }[view]  # fmt: skip


def filter_words(wanted: Filter, around: Around) -> str:
    """Return what the filter asks for, in words. No query."""
    chosen = [
        _name(wanted.channel, around.channels) or gettext("All channels"), _name(wanted.team, around.teams),
        _name(wanted.goal, [*around.goals, Choice(WITHOUT_GOAL, gettext("Without a goal"))]),
        _name(wanted.pillar, around.pillars), _name(wanted.campaign, around.campaigns), _name(wanted.tag, around.tags),
        str(SIGNS[Stage(wanted.stage)].word) if wanted.stage else "",
        gettext("Only the spontaneous ones") if wanted.only == Only.SPONTANEOUS else "",
        gettext("Only what I have in hand") if wanted.only == Only.MINE else "",
    ]  # fmt: skip
    return " · ".join(filter(None, chosen))


def known(wanted: Filter, around: Around) -> Filter:
    """Return the filter without what is not there (any more). No query."""
    return Filter(
        channel=_one_of(wanted.channel, around.channels), team=_one_of(wanted.team, around.teams),
        pillar=_one_of(wanted.pillar, around.pillars), goal=_one_of(wanted.goal, [*around.goals, Choice(WITHOUT_GOAL, "")]),
        campaign=_one_of(wanted.campaign, around.campaigns), tag=_one_of(wanted.tag, around.tags), stage=wanted.stage,
        only=wanted.only,
    )  # fmt: skip


def sheet(view: View, day: date, *, asked: Asked, around: Around) -> tuple[paper.Sheet, str]:
    """Return what is printed, and how the file is called; of a board it is the list."""
    head = paper.Head(people.organisation().name, word(view), filter_words(asked.filter, around))
    begun = pgettext("file name", "plan")
    match view:
        case View.MONTH:
            month = queries.month(day.replace(day=1), asked=asked, around=around)
            return paper.of_month(month, head, asked=asked), f"{begun}-{pgettext('file name', 'month')}-{day:%Y-%m}.pdf"
        case View.WEEK:
            week = queries.week(plan.monday(day), asked=asked, around=around)
            name = f"{begun}-{pgettext('file name', 'week')}-{day:%G-%V}.pdf"
            return paper.of_days(week.days, head, asked=asked, title=_week(week)), name
        case View.DAY:
            title = f"{date_format(day, 'l')}, {moments.date_of(day)} {day.year}"
            return _list(asked, day, day + timedelta(days=1), head, title), f"{begun}-{day}.pdf"
        case _:
            name = f"{begun}-{pgettext('file name', 'list')}-{asked.today}.pdf"
            return _list(asked, asked.today, None, head, gettext("What is planned")), name


def _list(asked: Asked, begins: date, ends: date | None, head: paper.Head, title: str) -> paper.Sheet:
    """Return the posts of the period; of many channels those of the first page, with what somebody has to look at first."""
    page = queries.of_day(begins, asked=asked, page=1) if ends is not None else queries.ahead(asked=asked, page=1)
    if page.exceptions_first or page.pages == 1:
        posts = [(post, post.places) for post in page.posts]
    else:
        posts = [
            (post, tuple(places))
            for post, places in islice(queries.table_rows(asked=asked, begins=begins, ends=ends), LINES)
        ]
    return paper.of_list(posts, page, head, asked=asked, title=title)


def _week(week: queries.Week) -> str:
    return gettext("Week %(number)s, %(first)s to %(last)s %(year)s") % {
        "number": week.number, "first": moments.date_of(week.first), "last": moments.date_of(week.last),
        "year": week.last.year,
    }  # fmt: skip


def _name(number: int | None, choices: Iterable[Choice]) -> str:
    return next((choice.name for choice in choices if choice.pk == number), "")


def _one_of(number: int | None, choices: Iterable[Choice]) -> int | None:
    return number if any(choice.pk == number for choice in choices) else None
