"""What comes on which days, and the occasions that the house keeps."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Annotated, Any, Literal

from pydantic import Field

from eichhorn.api.schemas.fields import Day, Flag, Line, Number, Sent, Shown, Text, Words, words_of
from eichhorn.occasions.models import Entry, Source
from eichhorn.occasions.rules import LONGEST_NAME, Dated, Kind, Level, Occasion

LARGEST_FILE = 256_000
OccasionLevel = Annotated[Level, words_of(Level)]


class NewOccasion(Sent):
    """An occasion of the house, or the time before an election."""

    name: Line = Field(max_length=LONGEST_NAME, examples=["Tag der offenen Tür"])
    name_en: Text = Field("", max_length=LONGEST_NAME, examples=["Open day"])
    begins_on: Day = Field(examples=["2026-06-20"])
    ends_on: Day | None = Field(
        None, description="The first day after it; null: it is one day.", examples=["2026-06-22"]
    )
    yearly: Flag = Field(default=False, description="Whether it comes every year. An election comes once.")
    lead_days: int | None = Field(
        None, strict=True, ge=0, le=365, description="So many days before it is offered to whoever plans; null: never.", examples=[30]
    )  # fmt: skip
    team: Number | None = Field(None, examples=[1])
    pillar: Number | None = Field(None, examples=[1])
    level: OccasionLevel | None = Field(
        None, description="Who is elected: then it is the time before an election. Null: an occasion of the house.",
    )  # fmt: skip


class Coming(Sent):
    """One coming of an occasion."""

    begins_on: Day = Field(description="The first day of the coming that is meant.", examples=["2026-06-20"])


class OccasionShown(Shown):
    """An occasion that is kept."""

    id: int = Field(examples=[4])
    kind: str = Field(examples=["own"])
    name: str
    name_en: str
    begins_on: date
    ends_on: date = Field(description="The first day after it.")
    yearly: bool
    lead_days: int | None
    team: int | None
    pillar: int | None
    level: str = Field(description="Who is elected; empty where it is no election.")
    source: str = Field(description="The file that it was read from; empty where somebody wrote it.")
    decided: list[date] = Field(description="Comings for which it is decided whether something is planned.")


class DayShown(Shown):
    """Something that comes: a public holiday, school holidays, an occasion, the time before an election."""

    kind: Kind = Field(examples=["public"])
    name: str = Field(examples=["Pfingstmontag"])
    begins_on: date
    ends_on: date = Field(description="The first day after it.")
    region: str = Field(description="Where it holds; empty for everywhere.", examples=["DE-NW"])
    occasion: int | None = Field(description="The occasion that is kept; null where it is computed.")


class DaysShown(Shown):
    """All that comes in a period, by its first day."""

    items: list[DayShown]


def occasion(of: Entry) -> OccasionShown:
    """Return the occasion as it is shown; source and what is decided are loaded."""
    return OccasionShown(
        id=of.pk, kind=of.kind, name=of.name, name_en=of.name_en, begins_on=of.begins_on, ends_on=of.ends_on,
        yearly=of.yearly, lead_days=of.lead_days, team=of.team_id, pillar=of.pillar_id, level=of.level,
        source=of.source.name if of.source is not None else "",
        decided=sorted(one.begins_on for one in of.settled.all()),
    )  # fmt: skip


def day(of: Occasion) -> DayShown:
    return DayShown(
        kind=of.kind, name=of.name, begins_on=of.begins_on, ends_on=of.ends_on, region=of.region, occasion=of.entry_id
    )


def day_after(given: NewOccasion) -> date:
    """Return the first day after it."""
    return given.ends_on or given.begins_on + timedelta(days=1)


class NewDateFile(Sent):
    """Dates of a table or a calendar file, under one name."""

    name: Line = Field(max_length=LONGEST_NAME, examples=["Schulferien Zürich"])
    kind: Literal["school", "own"] = Field("school", examples=["school"])
    content: Words = Field(
        max_length=LARGEST_FILE, examples=["Sommerferien; 2031-07-14; 2031-08-15; Summer holidays"],
        description="iCalendar, or a table: name; first day; last day; name in English.",
    )  # fmt: skip
    look: Flag = Field(default=False, description="Whether it is only looked at.")


class DateReadShown(Shown):
    """One date as it was understood."""

    name: str
    name_en: str
    begins_on: date
    ends_on: date = Field(description="The first day after it.")
    yearly: bool


class DatesReadShown(Shown):
    """What was read."""

    file: int | None = Field(description="The number of the file; null where it was only looked at.", examples=[1])
    dates: list[DateReadShown]


class DateFileShown(Shown):
    """A file of dates that was read."""

    id: int = Field(examples=[1])
    name: str = Field(examples=["Schulferien Zürich"])
    kind: str = Field(examples=["school"])
    read_at: datetime
    dates: int = Field(description="So many came from it.", examples=[24])
    until: date | None = Field(description="The day after the last of them.")


class DateFilesShown(Shown):
    """The files that were read, by name."""

    items: list[DateFileShown]


def dates_read(of: Source | None, dates: Sequence[Dated]) -> DatesReadShown:
    read = [
        DateReadShown(
            name=one.name, name_en=one.name_en, begins_on=one.begins_on, ends_on=one.ends_on, yearly=one.yearly
        )
        for one in dates
    ]
    return DatesReadShown(file=of.pk if of is not None else None, dates=read)


def date_file(of: Any) -> DateFileShown:
    """Return a file that came by `occasions.queries.sources`."""
    return DateFileShown(
        id=of.pk, name=of.name, kind=of.kind, read_at=of.read_at, dates=of.number, until=of.until
    )  # fmt: skip
