"""Tables that other programs open, and those that other programs wrote: separated cells, one line after the other.

Two difficult things. A spreadsheet takes a cell that begins with = for a formula, and runs what somebody typed; such cells
get an apostrophe in front. And a spreadsheet says in none of its files how it wrote them: by which signs, and by which
bytes a letter is meant; both are told from what stands there.
"""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from enum import StrEnum

FORMULA = ("=", "+", "-", "@", "\t", "\r")
MARK = "\ufeff"
"""Tells spreadsheets that the file is UTF-8."""
SIGNS = ";,\t|"
"""What parts the cells of a line, the likeliest first."""
NAMED_SIGN = "sep="
"""Excel's own first line, which it shows nobody."""
WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How files of spreadsheet programs begin that are not text: today's of Excel and LibreOffice, and the old ones."""
MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))
SAMPLE = 2_000


class NoTable(StrEnum):
    """Why a file cannot be read as a table."""

    WORKBOOK = "workbook"
    """A file of Excel or LibreOffice itself."""
    NO_TEXT = "no_text"
    OPEN_QUOTE = "open_quote"
    """A quotation mark that nothing closes, or something behind the one that closes."""


class Unreadable(ValueError):
    """The file is no table; `row` is the line from which on it is none, 0 where it is none at all."""

    def __init__(self, why: NoTable, row: int = 0) -> None:
        super().__init__(f"{why} in row {row}")
        self.why = why
        self.row = row


def decoded(content: bytes) -> str:
    """Return the text of a file: by its mark, else UTF-8 or UTF-16 where it is that, else as older programs of Windows write."""
    if content.startswith(WORKBOOKS):
        raise Unreadable(NoTable.WORKBOOK)
    text = _by_mark(content)
    if "\x00" in text:
        raise Unreadable(NoTable.NO_TEXT)
    return text


def _by_mark(content: bytes) -> str:
    for mark, coding in MARKS:
        if content.startswith(mark):
            return content.removeprefix(mark).decode(coding, errors="replace")
    for every_other, coding in ((content[1:SAMPLE:2], "utf-16-le"), (content[0:SAMPLE:2], "utf-16-be")):
        if every_other.count(0) * 2 > len(every_other):  # of what people write, most letters have an empty half
            return content.decode(coding, errors="replace")
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return content.decode("cp1252", errors="replace")


def cells(text: str, *, sign: str) -> Iterator[list[str]]:
    """Yield the cells of each row, empty rows too; a cell may hold several lines. Raises Unreadable on the way."""
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    number = 0
    while True:
        number += 1
        try:
            yield next(rows)
        except StopIteration:
            return
        except csv.Error as problem:
            raise Unreadable(NoTable.OPEN_QUOTE, number) from problem


def named_sign(text: str) -> tuple[str, str]:
    """Return the sign that the text's own first line names, empty where none does, and the text without that line."""
    first, _, rest = text.partition("\n")
    named = first.strip().lower().removeprefix(NAMED_SIGN)
    if first.lower().startswith(NAMED_SIGN) and (named or "\t")[:1] in SIGNS:
        return (named or "\t")[:1], rest
    return "", text


def lines(head: Sequence[str], rows: Iterable[Sequence[object]], *, sign: str = ",") -> Iterator[str]:
    """Return the lines of the table, its head first; nothing is held in memory."""
    line = csv.writer(_Echo(), delimiter=sign)
    yield MARK + line.writerow(head)
    for row in rows:
        yield line.writerow([_plain(cell) if isinstance(cell, str) else cell for cell in row])


def _plain(text: str) -> str:
    return f"'{text}" if text.startswith(FORMULA) else text


class _Echo:
    """A file for the csv module that gives back what was written."""

    def write(self, text: str) -> str:
        return text
