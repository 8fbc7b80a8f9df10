"""Hours and days of the room on pages: `{% load duty %}{{ minutes|clocked }}`."""

from datetime import date, timedelta

from django import template

from eichhorn.duty import words

register = template.Library()


@register.filter
def clocked(minutes: int) -> str:
    """Return "7:30"."""
    return words.clocked(minutes)


@register.filter
def last_of(ends_on: date) -> date:
    """Return the last day of a half-open period."""
    return ends_on - timedelta(days=1)
