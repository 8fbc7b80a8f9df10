"""What comes again by a rule."""

from datetime import date, datetime, time
from typing import Annotated, Any

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from eichhorn.api.schemas.fields import Day, Flag, Line, Number, Sent, Shown, words_of
from eichhorn.api.schemas.people import PersonShown, person
from eichhorn.api.schemas.plan import MOST_CHANNELS
from eichhorn.planning.models import Series
from eichhorn.planning.rules.series import LAST, MOST_OFTEN, Frequency, Occurrence, OnHoliday, Rule

MOST_DAYS = 60
"""So many days may be left out."""
AT = r"^([01][0-9]|2[0-3]):[0-5][0-9]$"
SeriesFrequency = Annotated[Frequency, words_of(Frequency)]
SeriesOnHoliday = Annotated[OnHoliday, words_of(OnHoliday)]
Weekday = Annotated[int, Field(strict=True, ge=0, le=6)]


def _clock(value: Any) -> Any:
    """Let only hours and minutes through."""
    try:
        if isinstance(value, str) and len(value) == 5:
            return datetime.strptime(value, "%H:%M").time()  # noqa: DTZ007 - a time of the wall clock
    except ValueError:
        pass
    raise PydanticCustomError("string_pattern_mismatch", "is not written as it has to be")


Clock = Annotated[time, BeforeValidator(_clock), WithJsonSchema({"type": "string", "pattern": AT})]


class RuleSent(Sent):
    """When a series comes."""

    frequency: SeriesFrequency = Field(examples=["weekly"])
    at: Clock = Field(description="Wall-clock time in the organisation's zone.", examples=["10:00"])
    begins_on: Day = Field(examples=["2026-06-01"])
    every: int = Field(1, strict=True, ge=1, le=MOST_OFTEN, description="Every so many weeks or months.", examples=[1])
    weekdays: list[Weekday] = Field(
        [], max_length=7, description="0 is Monday; for a weekday of the month exactly one.", examples=[[0, 3]]
    )
    month_day: int = Field(
        0, strict=True, ge=0, le=31, description="The day of the month, for month_day; a shorter month has it on its last day.",
    )  # fmt: skip
    nth: int = Field(
        0, strict=True, ge=LAST, le=4, description="Which of its kind in the month, for month_weekday; -1 is the last.",
    )  # fmt: skip
    ends_on: Day | None = Field(None, description="The first day after it; null: until somebody ends it.")
    number: int | None = Field(
        None, strict=True, ge=1, le=500, description="Or so many times; left out days count too."
    )
    without: list[Day] = Field([], max_length=MOST_DAYS, examples=[["2026-12-24"]])
    on_holiday: SeriesOnHoliday = Field(OnHoliday.KEEP, description="What becomes of a day that is a public holiday.")


class NewSeries(RuleSent):
    """A series, and what each of its times says."""

    title: Line = Field(max_length=160, examples=["Wochenmarkt"])
    goal: Number | None = Field(None, examples=[1])
    channels: list[Number] = Field([], max_length=MOST_CHANNELS, examples=[[2]])
    kind: Number | None = Field(None, description="A kind of work; it says what each post costs.", examples=[1])
    confidential: Flag = Field(default=False, description="Whether only the team sees it in the plan.")


class TimeShown(Shown):
    """One time that a series comes."""

    day: date = Field(description="The day that the rule meant.")
    local: str = Field(description="When it comes, on the wall clock of the zone.", examples=["2026-06-01T10:00"])
    holiday: str = Field(description="The holiday that was passed over; mostly empty.")


class TimesShown(Shown):
    """The next times of a rule."""

    items: list[TimeShown]


class SeriesShown(Shown):
    """A series."""

    id: int = Field(examples=[3])
    title: str
    goal: int | None
    channels: list[int] = Field(examples=[[2]])
    kind: int | None
    confidential: bool
    zone: str = Field(examples=["Europe/Berlin"])
    frequency: str = Field(examples=["weekly"])
    at: str = Field(examples=["10:00"])
    begins_on: date
    every: int
    weekdays: list[int]
    month_day: int
    nth: int
    ends_on: date | None
    number: int | None
    without: list[date]
    on_holiday: str
    ended_at: datetime | None
    made_by: PersonShown | None
    made_at: datetime


def rule(given: RuleSent) -> Rule:
    """Return the rule; what another frequency needs is left out of it."""
    by_day = given.frequency is Frequency.MONTH_DAY
    return Rule(
        frequency=given.frequency, at=given.at, begins_on=given.begins_on, every=given.every,
        weekdays=() if by_day else tuple(sorted(set(given.weekdays))), month_day=given.month_day if by_day else 0,
        nth=given.nth if given.frequency is Frequency.MONTH_WEEKDAY else 0, ends_on=given.ends_on,
        number=given.number, without=frozenset(given.without), on_holiday=given.on_holiday,
    )  # fmt: skip


def times(of: tuple[Occurrence, ...]) -> TimesShown:
    return TimesShown(items=[
        TimeShown(day=one.day, local=one.local.isoformat(timespec="minutes"), holiday=one.holiday) for one in of
    ])  # fmt: skip


def series(of: Series) -> SeriesShown:
    """Return the series as it is shown; its channels are loaded."""
    return SeriesShown(
        id=of.pk, title=of.title, goal=of.goal_id, channels=sorted(channel.pk for channel in of.channels.all()),
        kind=of.kind_id, confidential=of.confidential, zone=of.zone, frequency=of.frequency, at=f"{of.at:%H:%M}",
        begins_on=of.begins_on, every=of.every, weekdays=of.weekdays, month_day=of.month_day, nth=of.nth,
        ends_on=of.ends_on, number=of.number, without=of.without, on_holiday=of.on_holiday, ended_at=of.ended_at,
        made_by=person(of.made_by), made_at=of.made_at,
    )  # fmt: skip
