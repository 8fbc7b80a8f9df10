"""What pages show of a report: sentences beside column and value, and so many lines that a page stays one."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import get_language, gettext

from eichhorn.foundation import table
from eichhorn.spreadsheets.rules import Column, Line, Problem, Report
from eichhorn.spreadsheets.words import column, of_cell, of_head

SHOWN_LINES = 200


@dataclass(frozen=True, slots=True)
class Said:
    """One problem, as it is read."""

    column: str
    value: str
    sentence: str


@dataclass(frozen=True, slots=True)
class ShownLine:
    """One line, with what is said of it."""

    line: Line
    channels: str
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """A report as the page shows it; of very many lines the first."""

    useless: tuple[str, ...]
    unused: tuple[str, ...]
    wrong: tuple[ShownLine, ...]
    wrong_count: int
    doubtful: tuple[ShownLine, ...]
    doubtful_count: int
    right: tuple[ShownLine, ...]
    right_count: int
    count: int
    is_right: bool
    hides_lines: bool


def shown(report: Report, names: dict[int, str]) -> Shown:
    """Return what the page says; `names` are those of the channels."""
    wrong, doubtful, right = report.wrong, report.doubtful, report.right
    return Shown(
        useless=tuple(of_head(problem) for problem in report.problems),
        unused=tuple(_unused(name, likely) for name, likely in report.head.unused),
        wrong=_lines(wrong, names), wrong_count=len(wrong), doubtful=_lines(doubtful, names), doubtful_count=len(doubtful),
        right=_lines(right, names), right_count=len(right), count=len(report.lines), is_right=report.is_right,
        hides_lines=max(len(wrong), len(doubtful), len(right)) > SHOWN_LINES,
    )  # fmt: skip


def columns() -> list[tuple[str, str]]:
    """Return each column with what stands in it."""
    about = {
        Column.TITLE: gettext("what it is about; the only column that must be there"),
        Column.DATE: gettext("11.06.2026 or 2026-06-11, with the time behind it if you like; empty for an idea without a date"),
        Column.TIME: gettext("14:00"),
        Column.CHANNELS: gettext("by their names, several with commas; the network is enough where there is one channel on it"),
        Column.TEXT: gettext("what the post says; a line of three hyphens begins the next post of a thread"),
        Column.OWN_TEXT: gettext("the text of one channel, where it has another one"),
        Column.LANGUAGE: gettext("de, en or the name of the language; empty: the language of the channel"),
        Column.GOAL: gettext("the name of a goal"),
        Column.PILLAR: gettext("the name of a pillar; empty: that of the goal"),
        Column.CAMPAIGN: gettext("the name of a campaign that runs or is still to come"),
        Column.TAGS: gettext("several with commas; new ones are made"),
        Column.PICTURE: gettext("the file name in the media library, several with semicolons"),
        Column.ALT: gettext("what is to be seen, several with |; empty: as the media library describes it"),
        Column.WARNING: gettext("what stands above a text that may hurt"),
        Column.COMMENT: gettext("what you say below the post yourselves"),
    }  # fmt: skip
    own = {Column.OWN_TEXT: gettext("Text and the channel, for example Text Mastodon")}
    return [(own.get(one) or column(one), words) for one, words in about.items()]


def example(today: date, channels: Sequence[str], goal: str) -> Iterator[str]:
    """Return the lines of a table that could be brought in just so: our columns, and posts of next week."""
    monday = today + timedelta(days=7 - today.weekday())
    first, others = (channels[0] if channels else ""), ", ".join(channels[:2])
    head = [column(one) for one in Column if one is not Column.OWN_TEXT]
    own = f"{column(Column.TEXT)} {first}" if first else ""
    rows = [
        (
            gettext("Open day"),
            monday + timedelta(days=1),
            "10:00",
            others,
            gettext("Come and see how water is made. Tuesday from ten."),
        ),
        (gettext("Roadworks"), monday + timedelta(days=3), "14:00", first, gettext("From Monday on we build here.")),
        (gettext("An idea without a date"), None, "", "", ""),
    ]
    return table.lines(
        [*head, *([own] if own else [])],
        [_example_row(row, goal if place == 0 else "", own) for place, row in enumerate(rows)],
        sign=";",
    )


def _example_row(row: tuple[str, date | None, str, str, str], goal: str, own: str) -> list[object]:
    title, day, at, channels, text = row
    written = f"{day:%d.%m.%Y}" if day else ""
    filled = {
        Column.TITLE: title, Column.DATE: written, Column.TIME: at, Column.CHANNELS: channels, Column.TEXT: text,
        Column.GOAL: goal, Column.LANGUAGE: (get_language() or "de")[:2] if text else "",
    }  # fmt: skip
    return [*(filled.get(one, "") for one in Column if one is not Column.OWN_TEXT), *([""] if own else [])]


def _lines(lines: Sequence[Line], names: dict[int, str]) -> tuple[ShownLine, ...]:
    return tuple(_line(line, names) for line in lines[:SHOWN_LINES])


def _line(line: Line, names: dict[int, str]) -> ShownLine:
    there = ", ".join(names[pk] for pk in line.post.channel_ids) if line.post is not None else ""
    return ShownLine(line, there, tuple(_said(one) for one in (*line.problems, *line.cautions)))


def _said(problem: Problem) -> Said:
    return Said(problem.name or column(problem.column), problem.value, of_cell(problem))


def _unused(name: str, likely: str) -> str:
    if likely:
        return gettext("“%(name)s” (is “%(likely)s” meant?)") % {"name": name, "likely": likely}
    return gettext("“%(name)s”") % {"name": name}
