"""Words of the hall for pages: `{% load hall %}`."""

from datetime import date

from django import template
from django.utils.dateformat import format as date_format
from django.utils.translation import get_language

from eichhorn.web import words

register = template.Library()


@register.filter
def long_day(day: date) -> str:
    """Return "Dienstag, 9. Juni", "Tuesday, 9 June"."""
    return date_format(day, "l, j. F" if (get_language() or "").startswith("de") else "l, j F")


@register.filter
def short_hours(minutes: int | None) -> str:
    """Return "2,0 h"."""
    return words.short_hours(minutes or 0)


@register.filter
def figure(minutes: int | None) -> str:
    """Return "0,5": hours without their unit."""
    return words.short_hours(minutes or 0).split()[0].split("\u00a0")[0]
