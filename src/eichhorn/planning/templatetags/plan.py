"""Wall-clock time as it is stored, for pages: `{% load plan %}{{ slot.planned_local|wall|day_time }}`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from html import escape
from typing import Any

from django import template
from django.utils.formats import localize
from django.utils.safestring import SafeString

from eichhorn.planning import rules, words
from eichhorn.planning.models import Slot
from eichhorn.planning.queries import TeamWeek
from eichhorn.planning.rules.gaps import Gap
from eichhorn.ui.templatetags.eichhorn import icon

register = template.Library()
TOGETHER = '<span class="chip {kind}">{icon}<span>{number} {word}</span></span>'
APART = '<span class="chip {kind}">{icon}<span>{number}</span><span class="wrd">{word}</span></span>'
LEFT_AS_IT_IS = 1_000
"""A number below has no separator in any language."""
HIGH, STEP = 100, 10
"""Of the drawing of the weeks, in its own measure: how high it is, and how far it is from column to column."""


@dataclass(frozen=True, slots=True)
class Column:
    """One week as it is drawn: how high its hours stand, and what is planned beside them."""

    week: TeamWeek
    number: int
    x: int
    planned_x: int
    y: str
    height: str
    planned_y: str
    planned_height: str


@register.filter
def wall(stored: datetime | None) -> datetime | None:
    """Return the wall-clock time without zone; nothing for an idea without a date."""
    return rules.wall(stored) if stored is not None else None


@register.filter
def sign(slot: Slot) -> words.Sign:
    """Return how the state of the post is shown."""
    return words.sign(slot.stage, outside=slot.outside)


@register.simple_tag
def totals(of: Iterable[tuple[words.Sign, int]], *, apart: bool = False) -> SafeString:
    """Show how many posts of each state there are, with the words apart where a table sets them apart."""
    shown = APART if apart else TOGETHER
    return SafeString(
        "".join(
            shown.format(
                kind=escape(sign.kind), icon=icon(sign.icon), word=escape(str(sign.word)),
                number=number if number < LEFT_AS_IT_IS else localize(number),
            )
            for sign, number in of
        )
    )  # fmt: skip


@register.filter
def day_before(day: date) -> date:
    """Return the day before: the last day of a half-open period."""
    return day - timedelta(days=1)


@register.filter
def hours(minutes: int) -> str:
    """Return "1,5 Stunden"."""
    return words.hours(minutes)


@register.filter
def team_hours(week: TeamWeek) -> str:
    """Return what the team has in the week, what is planned, and who is missing in the sum."""
    return words.team_hours(week)


@register.inclusion_tag("planning/weeks.html")
def weeks_drawn(weeks: Sequence[TeamWeek]) -> dict[str, Any]:
    """Show the hours of the team in each week and what is planned of them; the table beneath says the same."""
    most = max((max(week.minutes, week.planned) for week in weeks), default=0)
    columns = [
        Column(
            week, week.monday.isocalendar().week, place * STEP + 1, place * STEP + 3,
            _from_top(week.minutes, most), _high(week.minutes, most), _from_top(week.planned, most), _high(week.planned, most),
        )
        for place, week in enumerate(weeks)
    ]  # fmt: skip
    return {
        "columns": columns, "most": most, "any_over": any(week.over for week in weeks),
        "any_untold": any(week.untold for week in weeks), "any_holiday": any(week.holidays for week in weeks),
    }  # fmt: skip


@register.filter
def short_hours(minutes: int) -> str:
    """Return "1,5 h"."""
    return words.short_hours(minutes)


@register.filter
def gap_words(gap: Gap) -> str:
    """Return "nothing since Thu 4 June, wished 3 times a week"."""
    return words.gap(gap)


def _high(minutes: int, most: int) -> str:
    return f"{minutes * HIGH / (most or 1):.2f}"


def _from_top(minutes: int, most: int) -> str:
    return f"{HIGH - minutes * HIGH / (most or 1):.2f}"
