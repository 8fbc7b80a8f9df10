"""What the columns of a table are called, in German and English, and which of them a head names.

The difficult thing: the own text of a channel has a column of its own, "Text Mastodon", and channels are called what
people call them. So whatever begins with the name of the text column and goes on is taken for one, and the channel is
looked up later, where the house is known.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz import fuzz, process

LIKE = 75
"""From so much likeness on (of 100) a name may be a slip of the finger for another one."""


class Column(StrEnum):
    """What a cell can be."""

    TITLE = "title"
    DATE = "date"
    TIME = "time"
    CHANNELS = "channels"
    TEXT = "text"
    OWN_TEXT = "own_text"
    """The text of one channel: "Text Mastodon"."""
    LANGUAGE = "language"
    GOAL = "goal"
    PILLAR = "pillar"
    CAMPAIGN = "campaign"
    TAGS = "tags"
    PICTURE = "picture"
    ALT = "alt"
    WARNING = "warning"
    COMMENT = "comment"


NAMES: dict[Column, tuple[str, ...]] = {
    Column.TITLE: ("Titel", "Title", "Überschrift", "Thema", "Heading"),
    Column.DATE: ("Datum", "Date", "Tag", "Day", "Termin", "Datum und Uhrzeit", "Date and time"),
    Column.TIME: ("Uhrzeit", "Time", "Zeit"),
    Column.CHANNELS: ("Kanäle", "Channels", "Kanal", "Channel"),
    Column.TEXT: ("Text", "Beitragstext", "Post", "Wording"),
    Column.OWN_TEXT: (),
    Column.LANGUAGE: ("Sprache", "Language"),
    Column.GOAL: ("Ziel", "Goal"),
    Column.PILLAR: ("Säule", "Pillar", "Themensäule"),
    Column.CAMPAIGN: ("Kampagne", "Campaign"),
    Column.TAGS: ("Schlagwörter", "Tags", "Schlagworte", "Schlagwort", "Labels"),
    Column.PICTURE: ("Bild", "Picture", "Bilder", "Pictures", "Image", "Bilddatei"),
    Column.ALT: ("Bildbeschreibung", "Picture description", "Alternativtext", "Alt-Text", "Alt text", "Description"),
    Column.WARNING: ("Inhaltshinweis", "Content warning", "Inhaltswarnung", "CW"),
    Column.COMMENT: ("Erster Kommentar", "First comment"),
}
"""The first two are how our example file calls them, in German and in English."""
OWN_TEXT_BEGINS = ("text ", "text: ", "text für ", "text for ", "eigener text ", "own text ")


UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})


def plain(name: str) -> str:
    """Return the name as it is compared: without case, spaces and signs, and umlauts as two letters."""
    return "".join(sign for sign in name.casefold().translate(UMLAUTS) if sign.isalnum())


KNOWN = {plain(name): column for column, names in NAMES.items() for name in names}


class HeadWrong(StrEnum):
    """Why the head of a table cannot be used."""

    NO_TITLE = "no_title"
    """No column says what the posts are called; mostly the table has no head at all."""
    TWICE = "twice"
    NO_SUCH_CHANNEL = "no_such_channel"
    """A column for the text of a channel that nobody knows."""
    OPEN_QUOTE = "open_quote"
    TOO_MANY = "too_many"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class HeadProblem:
    """What is wrong with the whole table."""

    wrong: HeadWrong
    name: str = ""
    """The column as it is called in the file."""
    nearest: str = ""
    row: int = 0


@dataclass(frozen=True, slots=True)
class Heading:
    """One column of a table."""

    place: int
    name: str
    """As it stands in the file."""
    column: Column
    whose: str = ""
    """The channel whose own text it holds, as it is called in the file."""


@dataclass(frozen=True, slots=True)
class Head:
    """The columns that are used, and the names of those that are not, each with a column that may be meant."""

    headings: tuple[Heading, ...] = ()
    unused: tuple[tuple[str, str], ...] = ()
    problems: tuple[HeadProblem, ...] = ()

    def name_of(self, column: Column) -> str:
        """Return what the file calls the column; where it has none, what we call it."""
        return next((one.name for one in self.headings if one.column is column), NAMES[column][0])


def known_names(cells: Sequence[str]) -> int:
    """Return how many of the cells are names of columns: by this the sign is found that parts them."""
    return sum(plain(cell) in KNOWN for cell in cells)


def head_of(cells: Sequence[str]) -> Head:
    """Return what the first line of a table says of its columns."""
    found: list[Heading] = []
    unused: list[tuple[str, str]] = []
    problems: list[HeadProblem] = []
    for place, cell in enumerate(cells):
        name = " ".join(cell.split())
        heading = _heading(place, name)
        if heading is None:
            if name:
                unused.append((name, nearest(name, [one for names in NAMES.values() for one in names[:2]])))
        elif any((one.column, plain(one.whose)) == (heading.column, plain(heading.whose)) for one in found):
            problems.append(HeadProblem(HeadWrong.TWICE, name))
        else:
            found.append(heading)
    if not any(one.column is Column.TITLE for one in found):
        likely = next((name for name, meant in unused if KNOWN.get(plain(meant)) is Column.TITLE), "")
        problems.insert(0, HeadProblem(HeadWrong.NO_TITLE, likely))
    return Head(tuple(found), tuple(unused), tuple(problems))


def nearest(name: str, among: Sequence[str]) -> str:
    """Return which of the names is meant most likely, empty where none is like it."""
    found = process.extractOne(name, among, scorer=fuzz.WRatio, processor=plain, score_cutoff=LIKE)
    return found[0] if found is not None else ""


def _heading(place: int, name: str) -> Heading | None:
    column = KNOWN.get(plain(name))
    if column is not None:
        return Heading(place, name, column)
    for begins in sorted(OWN_TEXT_BEGINS, key=len, reverse=True):
        if name.casefold().startswith(begins) and plain(whose := name[len(begins) :]):
            return Heading(place, name, Column.OWN_TEXT, whose.strip())
    return None
