"""The cells of one line, each understood by itself; what is wrong is added to what was found.

The difficult thing: people call a channel by its name, or by its network where there is only one, and part several by
whatever comes to mind. So the whole cell is tried first, and its parts afterwards.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from eichhorn.composer.rules.counting import fit
from eichhorn.content.rules import (
    LONGEST_ALT,
    LONGEST_COMMENT,
    LONGEST_TEXT,
    LONGEST_WARNING,
    MOST_PARTS,
    MOST_PICTURES,
    parts,
    resolved,
)
from eichhorn.foundation import typed
from eichhorn.media.rules import forbidden
from eichhorn.planning.rules.tags import LONGEST_TAG, MOST_TAGS, TagTooLong, TooManyTags, read_tags
from eichhorn.spreadsheets.rules.columns import Column, Head, nearest, plain
from eichhorn.spreadsheets.rules.house import KnownChannel, KnownPicture
from eichhorn.spreadsheets.rules.problems import Problem, Wrong
from eichhorn.spreadsheets.rules.tables import LONGEST_SHOWN, Row

LONGEST_TITLE = 160
PARTED = re.compile(r"[,;|\n]")
PARTED_FILES = re.compile(r"[;|\n]")
ERRORS = frozenset({
    "#NAME?", "#REF!", "#BEZUG!", "#VALUE!", "#WERT!", "#N/A", "#NV", "#DIV/0!", "#NUM!", "#ZAHL!", "#NULL!", "#SPILL!", "#ÜBERLAUF!",
})  # fmt: skip
"""What a spreadsheet writes where a formula has no value."""


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one column of the line."""

    column: Column
    name: str
    """The column as the file calls it."""
    value: str
    whose: str = ""

    def problem(
        self, why: Wrong, *, value: str | None = None, likely: str = "", where: str = "", number: int = 0
    ) -> Problem:
        told = " ".join((self.value if value is None else value).split())
        shown = told if len(told) <= LONGEST_SHOWN else f"{told[: LONGEST_SHOWN - 1]}…"
        return Problem(why, self.column, self.name, shown, likely, where, number)


@dataclass(frozen=True, slots=True)
class Given:
    """All cells of a line; a column that the file does not have is empty."""

    cells: tuple[Cell, ...]
    head: Head

    @classmethod
    def of(cls, row: Row, head: Head) -> "Given":
        """Return the cells of the row; spaces around what stands there mean nothing."""
        return cls(tuple(Cell(h.column, h.name, row.under(h).strip(), h.whose) for h in head.headings), head)

    def __getitem__(self, column: Column) -> Cell:
        return next((c for c in self.cells if c.column is column), Cell(column, self.head.name_of(column), ""))


@dataclass(frozen=True, slots=True)
class Said:
    """The words of a line, and how many pictures stand beside them."""

    text: str
    own_texts: Mapping[int, str]
    warning: str
    comment: str
    pictures: int


@dataclass(frozen=True, slots=True)
class Named:
    """What a name means: a channel, or why none."""

    pk: int = 0
    several: int = 0


def formulas(given: Given) -> Iterator[Problem]:
    """Yield the cells in which a formula stands, or what came of one that failed."""
    for cell in given.cells:
        if cell.value.startswith("=") or cell.value.upper() in ERRORS:
            yield cell.problem(Wrong.FORMULA)


def title(given: Given, found: list[Problem]) -> str:
    cell = given[Column.TITLE]
    line = "" if typed.is_blank(cell.value) else typed.one_line(cell.value.replace("\x00", ""))
    if not line:
        found.append(cell.problem(Wrong.NO_TITLE))
    elif len(line) > LONGEST_TITLE:
        found.append(cell.problem(Wrong.LONG_TITLE, number=LONGEST_TITLE))
    return line


def channel_named(name: str, among: Sequence[KnownChannel]) -> Named:
    """Return which channel is called so; the name of a network means its only one."""
    wanted = plain(name)
    by_name = [one.pk for one in among if plain(one.name) == wanted]
    by_network = [one.pk for one in among if plain(one.network) == wanted]
    if by_name:
        return Named(by_name[0])
    return Named(by_network[0]) if len(by_network) == 1 else Named(several=len(by_network))


def channels(given: Given, among: Sequence[KnownChannel], found: list[Problem]) -> tuple[int, ...]:
    cell = given[Column.CHANNELS]
    names = [cell.value] if channel_named(cell.value, among).pk else PARTED.split(cell.value)
    chosen: list[int] = []
    for name in filter(plain, names):
        meant = channel_named(name, among)
        if not meant.pk:
            likely = nearest(name, [one.name for one in among])
            why = Wrong.SEVERAL_CHANNELS if meant.several else Wrong.NO_SUCH_CHANNEL
            found.append(cell.problem(why, value=name, likely="" if meant.several else likely, number=meant.several))
        elif meant.pk not in chosen:
            chosen.append(meant.pk)
            if not next(one.is_open for one in among if one.pk == meant.pk):
                found.append(cell.problem(Wrong.MAY_NOT, value=name))
    return tuple(chosen)


def language(given: Given, languages: Mapping[str, str], found: list[Problem]) -> str:
    cell = given[Column.LANGUAGE]
    if not cell.value:
        return ""
    code = languages.get(plain(cell.value), "")
    if not code:
        found.append(cell.problem(Wrong.NO_SUCH_LANGUAGE))
    return code


def named(cell: Cell, known: Mapping[str, int], why: Wrong, found: list[Problem]) -> int | None:
    """Return the number of what the cell names, by its name without case and signs."""
    if not cell.value:
        return None
    meant = next((pk for name, pk in known.items() if plain(name) == plain(cell.value)), None)
    if meant is None:
        found.append(cell.problem(why, likely=nearest(cell.value, list(known))))
    return meant


def tags(given: Given, found: list[Problem]) -> tuple[str, ...]:
    """Return the tags that the line names, each once; they are made where they are new."""
    cell = given[Column.TAGS]
    try:
        return read_tags(cell.value)
    except TooManyTags:
        found.append(cell.problem(Wrong.TOO_MANY_TAGS, number=MOST_TAGS))
    except TagTooLong:
        found.append(cell.problem(Wrong.LONG_TAG, number=LONGEST_TAG))
    return ()


def pictures(
    given: Given, library: Mapping[str, tuple[KnownPicture, ...]], *, on: date, language: str, found: list[Problem]
) -> tuple[tuple[int, str], ...]:
    """Return the pictures that the line names, each with its own description, else that of the library."""
    cell, described = given[Column.PICTURE], given[Column.ALT]
    names = [name.strip() for name in file_names(cell.value, library)]
    alts = [" ".join(alt.split()) for alt in described.value.split("|")] if described.value else []
    if len(alts) > len(names):
        found.append(described.problem(Wrong.DESCRIBES_NOTHING, number=len(names)))
    if len(names) > MOST_PICTURES:
        found.append(cell.problem(Wrong.TOO_MANY_PICTURES, number=MOST_PICTURES))
    chosen: list[tuple[int, str]] = []
    for place, name in enumerate(names):
        those = library.get(name.casefold(), ())
        if len(those) != 1:
            why = Wrong.SEVERAL_PICTURES if those else Wrong.NO_SUCH_PICTURE
            found.append(cell.problem(why, value=name, likely="" if those else nearest(name, list(library)), number=len(those)))  # fmt: skip
            continue
        if forbidden(last_day=those[0].last_day, consents=those[0].consents, on=on) is not None:
            found.append(cell.problem(Wrong.PICTURE_ENDED, value=name))
        alt = alts[place] if place < len(alts) and alts[place] else those[0].descriptions.get(language, "")
        if len(alt) > LONGEST_ALT:
            found.append(described.problem(Wrong.LONGER_THAN_KEPT, number=LONGEST_ALT))
        chosen.append((those[0].pk, alt))
    return tuple(dict(chosen).items())


def file_names(value: str, library: Mapping[str, object]) -> list[str]:
    """Return the names of files in a cell: the whole of it where it is one, else what signs part."""
    if value.casefold() in library:
        return [value]
    return [name for name in PARTED_FILES.split(value) if name.strip()]


def own_texts(
    given: Given, among: Sequence[KnownChannel], channel_ids: Sequence[int], found: list[Problem]
) -> Mapping[int, str]:
    own: dict[int, str] = {}
    for cell in given.cells:
        if cell.column is Column.OWN_TEXT and cell.value:
            pk = channel_named(cell.whose, among).pk
            if pk in channel_ids:
                own[pk] = cell.value.replace("\r\n", "\n").replace("\x00", "")
            else:
                found.append(cell.problem(Wrong.NOT_ITS_CHANNEL, where=cell.whose))
    return own


def measured(
    said: Said, given: Given, chosen: Sequence[KnownChannel], handles: Mapping[int, Mapping[str, str]],
    found: list[Problem],
) -> None:  # fmt: skip
    """Whatever is longer than it may be is found: on each channel counted as the network counts, and as we keep it."""
    of_text, of_comment = given[Column.TEXT], given[Column.COMMENT]
    for words, cell, most in (
        (said.text, of_text, LONGEST_TEXT), (said.warning, given[Column.WARNING], LONGEST_WARNING),
        (said.comment, of_comment, LONGEST_COMMENT),
        *((words, _own_cell(given, pk, chosen), LONGEST_TEXT) for pk, words in said.own_texts.items()),
    ):  # fmt: skip
        if len(words) > most:
            found.append(cell.problem(Wrong.LONGER_THAN_KEPT, number=most))
            return
        if len(parts(words)) > MOST_PARTS:
            found.append(cell.problem(Wrong.TOO_MANY_PARTS, number=MOST_PARTS))
            return
    for channel in chosen:
        here = handles.get(channel.pk, {})
        words = resolved(said.own_texts.get(channel.pk, said.text), here)
        left = fit(words, said.warning, said.pictures, channel.limits).left
        if left < 0:
            cell = _own_cell(given, channel.pk, chosen) if channel.pk in said.own_texts else of_text
            found.append(cell.problem(Wrong.TOO_LONG, where=channel.name, number=-left))
        if channel.limits.comments and (left := channel.limits.left(resolved(said.comment, here))) < 0:
            found.append(of_comment.problem(Wrong.TOO_LONG, where=channel.name, number=-left))


def _own_cell(given: Given, pk: int, chosen: Sequence[KnownChannel]) -> Cell:
    return next(
        cell for cell in given.cells
        if cell.column is Column.OWN_TEXT and cell.value and channel_named(cell.whose, chosen).pk == pk
    )  # fmt: skip
