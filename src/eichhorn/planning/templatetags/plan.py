"""Wall-clock time as it is stored, for pages: `{% load plan %}{{ slot.planned_local|wall|day_time }}`."""

from datetime import date, datetime, timedelta

from django import template

from eichhorn.planning import rules, words
from eichhorn.planning.models import Slot
from eichhorn.planning.queries import TeamWeek
from eichhorn.planning.rules.gaps import Gap

register = template.Library()


@register.filter
def wall(stored: datetime | None) -> datetime | None:
    """Return the wall-clock time without zone; nothing for an idea without a date."""
    return rules.wall(stored) if stored is not None else None


@register.filter
def sign(slot: Slot) -> words.Sign:
    """Return how the state of the post is shown."""
    return words.sign(slot.stage, outside=slot.outside)


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


@register.filter
def short_hours(minutes: int) -> str:
    """Return "1,5 h"."""
    return words.short_hours(minutes)


@register.filter
def gap_words(gap: Gap) -> str:
    """Return "nothing since Thu 4 June, wished 3 times a week"."""
    return words.gap(gap)
