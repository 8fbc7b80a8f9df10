"""Channels to plan on, places, and slots at any stage."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from itertools import count

from eichhorn.channels.models import Channel
from eichhorn.people.models import Person
from eichhorn.planning import services
from eichhorn.planning.models import KindOfWork, Series, Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.rules.series import Frequency, Rule
from eichhorn.strategy.models import Goal
from tests import make

numbers = count(1)
ZONE = "Europe/Berlin"
WAYS: dict[Stage, tuple[Stage, ...]] = {
    Stage.IDEA: (),
    Stage.DRAFT: (Stage.DRAFT,),
    Stage.IN_REVIEW: (Stage.DRAFT, Stage.IN_REVIEW),
    Stage.APPROVED: (Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED),
    Stage.OUT: (Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.OUT),
    Stage.NEEDS_SOMEONE: (Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.NEEDS_SOMEONE),
    Stage.CANCELLED: (Stage.CANCELLED,),
}


def channel(name: str = "", *, places: Sequence[tuple[int, time]] = (), rehearsal: bool = False) -> Channel:
    """Return a new channel posted to by hand, with regular places (weekday from 0 for Monday, time)."""
    made = Channel.objects.create(name=name or f"Kanal {next(numbers)}", network="by_hand", rehearsal=rehearsal)
    if places:
        set_places(made, places)
    return made


def set_places(channel: Channel, places: Sequence[tuple[int, time]]) -> None:
    """The channel has these regular places from now on (weekday from 0 for Monday, time)."""
    services.set_places(channel=channel, places=places, by=None, now=make.people.NOW)


def every_workday(at: time = time(11)) -> list[tuple[int, time]]:
    return [(weekday, at) for weekday in range(5)]


def kind(name: str = "", *, effort_minutes: int = 90) -> KindOfWork:
    return services.add_kind(
        name=name or f"Art {next(numbers)}", effort_minutes=effort_minutes, by=None, now=make.people.NOW
    )


def budget(minutes_per_week: int = 120, *, from_day: date = date(2026, 1, 5)) -> None:
    services.set_budget(from_day=from_day, minutes_per_week=minutes_per_week, by=None, now=make.people.NOW)


def series(
    title: str = "Wasserwerte", *, channels: Iterable[Channel] = (), rule: Rule | None = None, confidential: bool = False,
    now: datetime = make.people.NOW,
) -> Series:  # fmt: skip
    """Return a new series; without a rule it comes on Tuesdays at ten."""
    comes = rule or Rule(Frequency.WEEKLY, time(10), now.date(), weekdays=(1,))
    wording = services.Wording(
        title=title, goal=None, channels=tuple(channels), kind=None, confidential=confidential, rule=comes
    )
    return services.begin_series(wording=wording, zone=ZONE, by=None, now=now)


def slot(
    title: str = "",
    *,
    channels: Iterable[Channel] = (),
    at: datetime | None = datetime(2026, 6, 11, 14),
    goal: Goal | None = None,
    stage: Stage = Stage.IDEA,
    kind: KindOfWork | None = None,
    by: Person | None = None,
    movable: bool = True,
    spontaneous: bool = False,
    confidential: bool = False,
    rehearsal: bool = False,
    effort_minutes: int | None = None,
    zone: str = ZONE,
    now: datetime = make.people.NOW,
) -> Slot:
    """Return a new slot, led to its stage by the table. `at` is wall-clock time."""
    made = services.plan(
        title=title or f"Beitrag {next(numbers)}", goal=goal, channels=channels, kind=kind, planned_local=at, zone=zone,
        movable=movable, spontaneous=spontaneous, confidential=confidential, rehearsal=rehearsal,
        effort_minutes=effort_minutes, by=by, now=now,
    )  # fmt: skip
    for step in WAYS[stage]:
        services.advance(slot=made, to=step, now=now)
    return made
