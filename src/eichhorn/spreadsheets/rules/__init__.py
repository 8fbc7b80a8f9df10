"""What a table of posts says, line by line, and what is wrong with it; pure."""

from eichhorn.spreadsheets.rules.columns import Column, Head, HeadProblem, HeadWrong, head_of
from eichhorn.spreadsheets.rules.house import House, KnownChannel, KnownPicture
from eichhorn.spreadsheets.rules.lines import Line, NewPost, Report, print_of, report
from eichhorn.spreadsheets.rules.problems import Caution, Problem, Wrong
from eichhorn.spreadsheets.rules.tables import MOST_LINES, Row, Table, read_table

__all__ = [
    "MOST_LINES", "Caution", "Column", "Head", "HeadProblem", "HeadWrong", "House", "KnownChannel", "KnownPicture",
    "Line", "NewPost", "Problem", "Report", "Row", "Table", "Wrong", "head_of", "print_of", "read_table", "report",
]  # fmt: skip
