"""Every question of the calendar."""

from eichhorn.calendar.queries.around import Around, Choice, KeptView, around, beginning_of, kept_by
from eichhorn.calendar.queries.asked import Asked
from eichhorn.calendar.queries.days import Agenda, Day, Month, Week, month, week
from eichhorn.calendar.queries.posts import Place, Post
from eichhorn.calendar.queries.rows import Board, Column, Page, Total, ahead, board, of_day, past

__all__ = [
    "Agenda", "Around", "Asked", "Board", "Choice", "Column", "Day", "KeptView", "Month", "Page", "Place", "Post", "Total",
    "Week", "ahead", "around", "beginning_of", "board", "kept_by", "month", "of_day", "past", "week",
]  # fmt: skip
