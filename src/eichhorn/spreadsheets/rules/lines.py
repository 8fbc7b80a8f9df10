"""What each line of a table would become, and what is wrong with it.

The difficult thing: whoever mends a table wants to mend it once. So a line is read to its end whatever is wrong with it,
each cell by itself, and everything is said together, with the name of the column and what stands there.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import md5

from eichhorn.content.rules import tidy
from eichhorn.planning.rules import NoSuchTime, instant
from eichhorn.spreadsheets.rules import cells, dates
from eichhorn.spreadsheets.rules.columns import Column, Head, HeadProblem, HeadWrong, nearest
from eichhorn.spreadsheets.rules.house import House
from eichhorn.spreadsheets.rules.problems import Caution, Problem, Wrong
from eichhorn.spreadsheets.rules.tables import Row, Table

FAR = timedelta(days=10 * 366)
"""Further ahead a date is a slip of the finger."""


@dataclass(frozen=True, slots=True)
class NewPost:
    """What is made of a line."""

    title: str
    local: datetime | None
    channel_ids: tuple[int, ...]
    text: str
    own_texts: Mapping[int, str]
    language: str
    goal_id: int | None
    pillar_id: int | None
    campaign_id: int | None
    tags: tuple[str, ...]
    pictures: tuple[tuple[int, str], ...]
    """Each with its description."""
    warning: str
    comment: str

    @property
    def has_content(self) -> bool:
        """Return whether there is something to write down beside title and date."""
        return bool(self.text or self.own_texts or self.pictures or self.warning or self.comment)


@dataclass(frozen=True, slots=True)
class Line:
    """One line as it was understood."""

    number: int
    title: str
    post: NewPost | None
    """None where something is wrong."""
    problems: tuple[Problem, ...] = ()
    cautions: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Report:
    """What is said of a whole table before anything is made."""

    head: Head
    lines: tuple[Line, ...]
    problems: tuple[HeadProblem, ...]
    """What makes the whole table useless."""

    @property
    def wrong(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.problems)

    @property
    def right(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if not line.problems)

    @property
    def doubtful(self) -> tuple[Line, ...]:
        return tuple(line for line in self.right if line.cautions)

    @property
    def is_right(self) -> bool:
        return bool(self.lines) and not self.problems and not self.wrong

    @property
    def posts(self) -> tuple[NewPost, ...]:
        return tuple(line.post for line in self.lines if line.post is not None)


def print_of(text: str) -> str:
    """Return by what a text is found again among those that stand in the plan."""
    return md5(tidy(text).encode(), usedforsecurity=False).hexdigest()  # the database takes the same of what it keeps


def report(table: Table, house: House) -> Report:
    """Return what would be made of each line, and what is wrong; nothing else than what is given decides it."""
    problems = [*table.head.problems, *_unknown_owners(table.head, house)]
    if problems:
        return Report(table.head, (), tuple(problems))
    seen: dict[tuple[int, date, str], int] = {}
    return Report(table.head, tuple(_with_cautions(line, seen, house) for line in _lines(table, house)), ())


def _unknown_owners(head: Head, house: House) -> Iterator[HeadProblem]:
    """Yield the columns for the text of a channel that nobody knows."""
    for heading in head.headings:
        if heading.column is Column.OWN_TEXT and not cells.channel_named(heading.whose, house.channels).pk:
            names = [name for one in house.channels for name in (one.name, one.network)]
            yield HeadProblem(HeadWrong.NO_SUCH_CHANNEL, heading.name, nearest(heading.whose, names))


def _lines(table: Table, house: House) -> Iterator[Line]:
    for row in table.rows:
        yield _line(row, table.head, house)


def _line(row: Row, head: Head, house: House) -> Line:
    given = cells.Given.of(row, head)
    found = list(cells.formulas(given))
    if found:  # what a formula would have said is in none of its cells
        return Line(row.number, given[Column.TITLE].value, None, tuple(found))
    if row.is_longer:
        found.append(Problem(Wrong.MORE_CELLS, Column.TEXT))
    title = cells.title(given, found)
    local = _moment(given, house, found)
    channel_ids = cells.channels(given, house.channels, found)
    chosen = [house.channel(pk) for pk in channel_ids]
    language = cells.language(given, house.languages, found) or (chosen[0].language if chosen else house.language)
    pictures = cells.pictures(
        given, house.pictures, on=local.date() if local else house.today, language=language, found=found
    )
    goal_id = cells.named(given[Column.GOAL], house.goals, Wrong.NO_SUCH_GOAL, found)
    pillar_id = cells.named(given[Column.PILLAR], house.pillars, Wrong.NO_SUCH_PILLAR, found)
    campaign_id = cells.named(given[Column.CAMPAIGN], house.campaigns, Wrong.NO_SUCH_CAMPAIGN, found)
    tags = cells.tags(given, found)
    own_texts = cells.own_texts(given, house.channels, channel_ids, found)
    words = cells.Said(
        text=tidy(given[Column.TEXT].value), own_texts=own_texts, warning=" ".join(given[Column.WARNING].value.split()),
        comment=tidy(given[Column.COMMENT].value), pictures=len(pictures),
    )  # fmt: skip
    cells.measured(words, given, chosen, house.handles, found)
    post = NewPost(
        title=title, local=local, channel_ids=channel_ids, text=words.text, own_texts=own_texts, language=language,
        goal_id=goal_id, pillar_id=pillar_id, campaign_id=campaign_id, tags=tags, pictures=pictures, warning=words.warning, comment=words.comment,
    )  # fmt: skip
    return Line(row.number, title, None if found else post, tuple(found))


def _moment(given: cells.Given, house: House, found: list[Problem]) -> datetime | None:
    day, at = given[Column.DATE], given[Column.TIME]
    try:
        local = dates.moment(day.value, at.value, today=house.today)
    except dates.Unread as unread:
        of = at if unread.column is Column.TIME else day
        found.append(of.problem(unread.wrong))
        if (
            unread.wrong is not Wrong.TIME_UNREAD
            and at.value.strip()
            and not dates.is_time(at.value, today=house.today)
        ):
            found.append(at.problem(Wrong.TIME_UNREAD))
        return None
    if local is None:
        return None
    try:
        due_at = instant(local, house.zone)
    except (NoSuchTime, OverflowError):
        found.append((at if at.value else day).problem(Wrong.SKIPPED))
        return None
    if due_at <= house.now:
        found.append(day.problem(Wrong.PAST))
    elif local.date() - house.today > FAR:
        found.append(day.problem(Wrong.FAR))
    return local


def _with_cautions(line: Line, seen: dict[tuple[int, date, str], int], house: House) -> Line:
    """Return the line with what is worth a second look: mostly that the same stands there already."""
    post = line.post
    if post is None:
        return line
    found: list[Problem] = []
    if post.local is not None and post.text:
        keys = [(channel, post.local.date(), print_of(post.text)) for channel in post.channel_ids]
        there = next((key for key in keys if key in house.standing), None)
        before = next((seen[key] for key in keys if key in seen), 0)
        if there is not None:
            found.append(Problem(Caution.STANDS_ALREADY, Column.TEXT, where=house.channel(there[0]).name))
        elif before:
            found.append(Problem(Caution.TWICE, Column.TEXT, number=before))
        seen.update(dict.fromkeys(keys, line.number))
    if post.has_content and not post.channel_ids:
        found.append(Problem(Caution.NO_CHANNELS, Column.CHANNELS))
    if any(not alt for _, alt in post.pictures):
        found.append(Problem(Caution.NOT_DESCRIBED, Column.ALT))
    return Line(line.number, line.title, post, cautions=tuple(found))
