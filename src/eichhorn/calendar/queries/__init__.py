"""Every question of the calendar."""

from eichhorn.calendar.queries.around import Around, Choice, KeptView, around, beginning_of, kept_by, shared_of
from eichhorn.calendar.queries.asked import Asked
from eichhorn.calendar.queries.beside import beside
from eichhorn.calendar.queries.days import Agenda, Day, Month, Week, month, week
from eichhorn.calendar.queries.groups import Group, groups
from eichhorn.calendar.queries.posts import Place, Post
from eichhorn.calendar.queries.rows import Board, Column, Page, Total, ahead, board, of_day, past
from eichhorn.calendar.queries.table import listed
from eichhorn.calendar.queries.table import rows as table_rows

__all__ = [
    "Agenda", "Around", "Asked", "Board", "Choice", "Column", "Day", "Group", "KeptView", "Month", "Page", "Place", "Post", "Total",
    "Week", "ahead", "around", "beginning_of", "beside", "board", "groups", "kept_by", "listed", "month", "of_day", "past", "shared_of", "table_rows",
    "week",
]  # fmt: skip
