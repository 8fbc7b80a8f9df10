"""Heute, decided without asking anything: the line of the day, the order of rows, what the title says."""

from eichhorn.web.rules.line import Appointment, DayLine, Look, Point, Side, Span, day_line, day_of, label
from eichhorn.web.rules.piles import MOST_ROWS, TROUBLE, Pile, Piles, minutes_left, piles

__all__ = [
    "MOST_ROWS", "TROUBLE", "Appointment", "DayLine", "Look", "Pile", "Piles", "Point", "Side", "Span", "day_line", "day_of",
    "label", "minutes_left", "piles",
]  # fmt: skip
