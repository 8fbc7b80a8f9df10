"""From the text of a file to rows of cells, each under the column that it belongs to.

The difficult thing: a number that people find again. So rows are counted as spreadsheets show them: the head is the
first, an empty row counts, and a text of several lines in one cell is one row.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from eichhorn.foundation import table
from eichhorn.spreadsheets.rules.columns import Head, Heading, HeadProblem, HeadWrong, head_of, known_names

MOST_LINES = 10_000
LONGEST_SHOWN = 80


@dataclass(frozen=True, slots=True)
class Row:
    """One row of the table; cells are kept as they were written."""

    number: int
    """As the spreadsheet shows it."""
    cells: tuple[str, ...]
    is_longer: bool
    """Something stands in it beyond the last column."""

    def under(self, heading: Heading) -> str:
        """Return what stands in the column."""
        return _unmarked(self.cells[heading.place]) if heading.place < len(self.cells) else ""


@dataclass(frozen=True, slots=True)
class Table:
    """A head, and the rows below it in which something stands."""

    head: Head
    rows: tuple[Row, ...]


def read_table(text: str) -> Table:
    """Return what stands in the file. What makes the whole of it useless stands among the problems of its head."""
    named, rest = table.named_sign(text)
    sign = named or _sign(rest)
    rows: list[Row] = []
    head = Head(problems=(HeadProblem(HeadWrong.EMPTY),))
    columns = 0
    seen = False
    try:
        for number, cells in enumerate(table.cells(rest, sign=sign), start=1):
            if not any(cell.strip() for cell in cells):
                continue
            if not seen:
                head, columns, seen = head_of(cells), len(cells), True
                continue
            if len(rows) == MOST_LINES:
                return _useless(head, HeadProblem(HeadWrong.TOO_MANY))
            rows.append(Row(number, tuple(cells), any(cell.strip() for cell in cells[columns:])))
    except table.Unreadable as problem:
        return _useless(head, HeadProblem(HeadWrong.OPEN_QUOTE, row=problem.row))
    if seen and not rows:
        return _useless(head, HeadProblem(HeadWrong.EMPTY))
    return Table(head, tuple(rows))


def _useless(head: Head, problem: HeadProblem) -> Table:
    return Table(Head(head.headings, head.unused, (problem,)), ())


def _sign(text: str) -> str:
    """Return the sign that parts the first line into the most columns that we know, else into the most cells."""

    def parted(sign: str) -> tuple[int, int]:
        first = _first(text, sign)
        return known_names(first), len(first)

    return max(table.SIGNS, key=parted)


def _first(text: str, sign: str) -> Sequence[str]:
    try:
        return next((cells for cells in table.cells(text, sign=sign) if any(cell.strip() for cell in cells)), [])
    except table.Unreadable:
        return []


def _unmarked(cell: str) -> str:
    """Return the cell without the apostrophe that keeps a spreadsheet from taking it for a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(table.FORMULA) else cell
