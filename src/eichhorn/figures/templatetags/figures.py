"""Pictures of the figures: `{% load figures %}`."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import template
from django.utils.formats import number_format
from django.utils.translation import gettext

from eichhorn.figures.queries import Quarter

register = template.Library()
HIGH, STEP, WIDE = 100, 10, 6
"""Of the drawing, in its own measure: how high, and how far from column to column, and how wide one is."""


@dataclass(frozen=True, slots=True)
class Column:
    """One week: how high it stands, what of that is set off, where a line crosses it; and the same in words."""

    week: int
    x: int
    y: str
    height: str
    part_y: str
    part_height: str
    line: str
    words: tuple[str, ...]


@register.inclusion_tag("figures/columns.html")
def weeks_asked(quarter: Quarter) -> dict[str, Any]:
    """Show how many requests came in each week, and how many of them were taken in at short notice."""
    rows = [(one.monday, one.asked, one.spontaneous, None) for one in quarter.figures.weeks]
    said = [(str(asked), str(hasty)) for _, asked, hasty, _ in rows]
    heads = (gettext("Week"), gettext("Requests"), gettext("taken in at short notice"))
    return {"columns": _columns(rows, said), "heads": heads, "has_line": False}


@register.inclusion_tag("figures/columns.html")
def weeks_burnt(quarter: Quarter) -> dict[str, Any]:
    """Show what each week spent of the fire budget, and how much it held."""
    rows = [(monday, one.spent, 0, one.whole) for monday, one in quarter.budgets.items()]
    said = [(_hours(one.spent), _hours(one.whole)) for one in quarter.budgets.values()]
    heads = (gettext("Week"), gettext("spent"), gettext("fire budget"))
    return {"columns": _columns(rows, said), "heads": heads, "has_line": True}


@register.filter
def in_hours(hours: float) -> str:
    """Return "2,5", hours with one place."""
    return number_format(hours, 1)


@register.filter
def minutes_as_hours(minutes: int) -> str:
    """Return "2,5 h"."""
    return _hours(minutes)


def _columns(rows: Sequence[tuple[Any, int, int, int | None]], said: Sequence[tuple[str, ...]]) -> list[Column]:
    most = max((max(whole, line or 0) for _, whole, _, line in rows), default=0) or 1
    return [
        Column(
            monday.isocalendar().week, place * STEP + (STEP - WIDE) // 2, _at(whole, most), _high(whole, most), _at(part, most),
            _high(part, most), _at(line, most) if line is not None else "", words,
        )
        for place, ((monday, whole, part, line), words) in enumerate(zip(rows, said, strict=True))
    ]  # fmt: skip


def _high(value: int, most: int) -> str:
    return f"{value * HIGH / most:.2f}"


def _at(value: int, most: int) -> str:
    return f"{HIGH - value * HIGH / most:.2f}"


def _hours(minutes: int | None) -> str:
    if minutes is None:
        return gettext("not declared")
    return gettext("%(number)s h") % {"number": number_format(minutes / 60, 1)}
