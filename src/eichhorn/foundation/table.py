"""Tables that other programs open: comma-separated lines, one after the other.

The difficult thing: a spreadsheet takes a cell that begins with = for a formula, and runs what somebody typed. Such cells
get an apostrophe in front.
"""

import csv
from collections.abc import Iterable, Iterator, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""


def lines(head: Sequence[str], rows: Iterable[Sequence[object]]) -> Iterator[str]:
    """Return the lines of the table, its head first; nothing is held in memory."""
    line = csv.writer(_Echo())
    yield MARK + line.writerow(head)
    for row in rows:
        yield line.writerow([_plain(cell) if isinstance(cell, str) else cell for cell in row])


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


class _Echo:
    """A file for the csv module that gives back what was written."""

    def write(self, text: str) -> str:
        return text
