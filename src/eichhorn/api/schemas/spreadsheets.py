"""Tables of posts: what would be made of each line, and what became of it."""

from collections.abc import Iterable
from datetime import datetime

from pydantic import Field

from eichhorn.api.schemas.fields import Number, Sent, Shown
from eichhorn.api.schemas.plan import wall
from eichhorn.spreadsheets import words
from eichhorn.spreadsheets.models import Made, Sheet
from eichhorn.spreadsheets.queries import Outcome
from eichhorn.spreadsheets.rules import HeadProblem, Line, Problem, Report


class MakingOfTable(Sent):
    """That all posts of the table are to be made."""

    knowing: Number | None = Field(
        None, description="`earlier` of the report, where posts were made of the same bytes before; else null."
    )


class CellShown(Shown):
    """One thing about one cell, or about the whole table."""

    reason: str = Field(description="For programs.", examples=["no_such_day"])
    detail: str = Field(description="For people, in the language of Accept-Language.")
    column: str | None = Field(description="As the table calls it.", examples=["Datum"])
    value: str | None = Field(description="What stands in the cell, shortened.", examples=["31.06.2026"])


class TableLineShown(Shown):
    """One line, as it was understood."""

    row: int = Field(description="As spreadsheets count: the head is the first.", examples=[2])
    title: str
    planned_local: str | None = Field(examples=["2026-06-11T14:00"])
    channels: list[int] = Field(examples=[[2]])
    problems: list[CellShown] = Field(description="Why nothing can be made of it.")
    cautions: list[CellShown] = Field(description="What is worth a second look.")


class MadeOfLineShown(Shown):
    """A post that came out of a line."""

    row: int = Field(examples=[2])
    slot: int = Field(examples=[7])


class TableShown(Shown):
    """A table: before its posts are made the report, afterwards what became of them."""

    id: int = Field(examples=[4])
    name: str
    looked_at: datetime
    right: bool = Field(description="Whether posts can be made of all lines.")
    problems: list[CellShown] = Field(description="What makes the whole table useless.")
    unused: list[str] = Field(description="Columns that mean nothing here.")
    lines: list[TableLineShown]
    earlier: int | None = Field(description="Posts were made of the same bytes before: the number of that table.")
    made_at: datetime | None
    undone_at: datetime | None
    posts: list[MadeOfLineShown]
    untouched: int = Field(description="So many posts stand as they were made: only these are taken back.")


def looked_at(of: Sheet, report: Report, *, earlier: Sheet | None) -> TableShown:
    return TableShown(
        id=of.pk, name=of.name, looked_at=of.looked_at, right=report.is_right, problems=[_of_head(one) for one in report.problems],
        unused=[name for name, _ in report.head.unused], lines=[_line(line) for line in report.lines],
        earlier=earlier.pk if earlier is not None else None, made_at=None, undone_at=None, posts=[], untouched=0,
    )  # fmt: skip


def made(of: Sheet, posts: Iterable[Made], outcome: Outcome) -> TableShown:
    return TableShown(
        id=of.pk, name=of.name, looked_at=of.looked_at, right=True, problems=[], unused=[], lines=[], earlier=None,
        made_at=of.made_at, undone_at=of.undone_at, posts=[MadeOfLineShown(row=one.row, slot=one.slot_id) for one in posts],
        untouched=outcome.untouched,
    )  # fmt: skip


def _line(of: Line) -> TableLineShown:
    post = of.post
    return TableLineShown(
        row=of.number, title=of.title, planned_local=wall(post.local) if post is not None else None,
        channels=list(post.channel_ids) if post is not None else [], problems=[_of_cell(one) for one in of.problems],
        cautions=[_of_cell(one) for one in of.cautions],
    )  # fmt: skip


def _of_head(of: HeadProblem) -> CellShown:
    return CellShown(reason=of.wrong.value, detail=words.of_head(of), column=of.name or None, value=None)


def _of_cell(of: Problem) -> CellShown:
    column = of.name or words.column(of.column)
    return CellShown(reason=of.why.value, detail=words.of_cell(of), column=column, value=of.value or None)
