"""Carrying over what is undone, letting it go, taking it up again.

The difficult thing: two people may decide about the same at once, and a program may send its request twice. So each act
looks again while it holds the thing, and does nothing where it is not undone any more.
"""

from datetime import date, datetime
from typing import Any

from django.db import transaction

from eichhorn.carrying import queries
from eichhorn.carrying.models import Decision
from eichhorn.carrying.queries import Left
from eichhorn.carrying.rules import Kind, Outcome, next_period
from eichhorn.measures import services as measures
from eichhorn.measures.models import Measure
from eichhorn.people import queries as house
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.strategy import services as strategy
from eichhorn.strategy.models import Milestone
from eichhorn.topics import services as topics
from eichhorn.topics.models import Topic

type Thing = Milestone | Measure | Topic
MODELS: dict[Kind, type[Thing]] = {Kind.MILESTONE: Milestone, Kind.MEASURE: Measure, Kind.TOPIC: Topic}


class ReasonMissing(Exception):
    """Whoever lets something go says why."""


@transaction.atomic
def carry_over(*, kind: Kind, number: int, by: Person | None, now: datetime) -> Decision | None:
    """It is to be done in the next period, and where it comes from stays with it. Idempotent: None where it is not undone."""
    _require(by, now)
    thing, today = _held(kind, number), house.today(now)
    left = _left(kind, number, today)
    if left is None:
        return None
    begins, last_day = next_period(today=today)
    match thing:
        case Milestone():
            strategy.carry_milestone(milestone=thing, due_on=last_day, by=by, now=now)
        case Measure():
            measures.carry(measure=thing, until=last_day, by=by, now=now)
        case Topic():
            ends_on = _day_after(last_day)
            topics.carry(topic=thing, begins_on=max(begins, thing.begins_on), ends_on=ends_on, by=by, now=now)
    return _decided(kind, thing, Outcome.CARRIED, left.last_day, to_on=last_day, by=by, now=now)


@transaction.atomic
def let_go(*, kind: Kind, number: int, because: str, by: Person | None, now: datetime) -> Decision | None:
    """It is not to be done any more, and why stays with it. Idempotent: None where it is not undone. Raises ReasonMissing."""
    _require(by, now)
    thing = _held(kind, number)
    said = " ".join(because.split())
    if not said:
        raise ReasonMissing
    left = _left(kind, number, house.today(now))
    if left is None:
        return None
    match thing:
        case Milestone():
            strategy.let_milestone_go(milestone=thing, by=by, now=now)
        case Measure():
            measures.let_go(measure=thing, by=by, now=now)
        case Topic():
            topics.let_go(topic=thing, by=by, now=now)
    return _decided(kind, thing, Outcome.LET_GO, left.last_day, said=said, by=by, now=now)


@transaction.atomic
def take_up(*, kind: Kind, number: int, by: Person | None, now: datetime) -> Decision | None:
    """What was let go is undone again and can be carried over. Idempotent: None where nobody let it go."""
    _require(by, now)
    thing = _held(kind, number)
    if thing.let_go_at is None:
        return None
    match thing:
        case Milestone():
            last_day = thing.due_on
            strategy.take_milestone_up(milestone=thing, by=by, now=now)
        case Measure():
            last_day = thing.until
            measures.take_up(measure=thing, by=by, now=now)
        case Topic():
            last_day = thing.last_day
            topics.take_up(topic=thing, by=by, now=now)
    return _decided(kind, thing, Outcome.TAKEN_UP, last_day, by=by, now=now)


def _held(kind: Kind, number: int) -> Thing:
    """Return the thing, held for this act; raises DoesNotExist of its model."""
    found: Any = MODELS[kind].objects.select_for_update()
    thing: Thing = found.get(pk=number)
    return thing


def _left(kind: Kind, number: int, today: date) -> Left | None:
    found = queries.left_over(today=today)
    return next((one for one in found if (one.kind, one.number) == (kind, number)), None)


def _decided(
    kind: Kind, thing: Thing, outcome: Outcome, was_on: date, *, to_on: date | None = None, said: str = "",
    by: Person | None, now: datetime,
) -> Decision:  # fmt: skip
    about: dict[str, Any] = {kind.value: thing}
    return Decision.objects.create(outcome=outcome, was_on=was_on, to_on=to_on, said=said, by=by, at=now, **about)


def _require(by: Person | None, now: datetime) -> None:
    if by is not None:
        people.require(by, Act.STEER, now=now)


def _day_after(day: date) -> date:
    return date.fromordinal(day.toordinal() + 1)
