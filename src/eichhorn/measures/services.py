"""Setting a measure, planning all its posts in one action, and taking that back while nobody has worked on them.

The difficult thing: what was shown is what stands. While somebody looks at the proposal, others plan too; so planning
looks again, alone with the plan, and does nothing where the answer is another.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from eichhorn.channels.models import Channel
from eichhorn.foundation import audit
from eichhorn.measures import queries
from eichhorn.measures.models import Made, Measure
from eichhorn.measures.rules import How, Proposal
from eichhorn.people import queries as house
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import services as planning
from eichhorn.planning.models import KindOfWork
from eichhorn.planning.services import Belonging, locks
from eichhorn.strategy.models import Campaign
from eichhorn.topics import services as topics
from eichhorn.topics.models import Topic


class Changed(Exception):
    """The plan has changed since somebody looked, or the measure stands in it already; nothing is planned."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A measure as somebody describes it."""

    title: str
    channels: tuple[Channel, ...]
    kind: KindOfWork | None
    how: How
    until: date
    weekday: int = 0
    days_before: tuple[int, ...] = ()


@transaction.atomic
def set_measure(*, of: Topic | Campaign, wanted: Wanted, by: Person | None, now: datetime) -> Measure:
    """The topic or campaign has the measure; nothing of it stands in the plan yet."""
    _require(by, wanted.channels, now)
    made = Measure(topic=of) if isinstance(of, Topic) else Measure(campaign=of)
    _describe(made, wanted)
    audit.record("measures.set", of=("measure", made.pk), by=_id(by), now=now)
    return made


@transaction.atomic
def change(*, measure: Measure, wanted: Wanted, by: Person | None, now: datetime) -> None:
    """The measure stands as described. Posts that it has in the plan stay as they are."""
    standing = Measure.objects.select_for_update().get(pk=measure.pk)
    _require(by, standing.channels.all(), now)
    _require(by, wanted.channels, now)
    _describe(standing, wanted)
    audit.record("measures.changed", of=("measure", standing.pk), by=_id(by), now=now)


@transaction.atomic
def remove(*, measure: Measure, by: Person | None, now: datetime) -> None:
    """The measure is gone. Its posts stay in the plan, each for itself."""
    standing = Measure.objects.select_for_update().get(pk=measure.pk)
    _require(by, standing.channels.all(), now)
    posts = queries.posts_of(standing).count()
    audit.record("measures.removed", of=("measure", standing.pk), by=_id(by), now=now, details={"posts": posts})
    standing.delete()


@transaction.atomic
def plan(*, measure: Measure, seen: Sequence[Proposal], by: Person | None, now: datetime) -> int:
    """All its posts stand in the plan where they were shown, and belong to its topic or campaign; return how many.

    Raises Changed, and planning.CampaignEnded where its campaign was ended.

    One for which no place is free stands in the plan as an idea without a date, so that it is not lost.
    """
    locks.alone()
    Measure.objects.select_for_update().get(pk=measure.pk)
    fresh = queries.every_measure().get(pk=measure.pk)
    channels = [channel for channel in fresh.channels.all() if channel.retired_on is None]
    _require(by, channels, now)
    found = queries.dry_run(fresh, now=now)
    if fresh.planned_at is not None or fresh.let_go_at is not None or not found or tuple(seen) != found:
        raise Changed
    zone, goal = house.organisation().zone, fresh.of.goal
    belongs = Belonging(fresh.campaign) if fresh.campaign is not None else None
    for number, one in enumerate(found, 1):
        slot = planning.plan(
            title=f"{fresh.title} {number}/{len(found)}" if len(found) > 1 else fresh.title, goal=goal,
            pillar=fresh.pillar, channels=channels, kind=fresh.kind, planned_local=one.local, zone=zone, belongs=belongs, by=by, now=now,
        )  # fmt: skip
        if fresh.topic is not None:
            topics.tie(slot_id=slot.pk, topic=fresh.topic, by=by, now=now)
        Made.objects.create(measure=fresh, slot=slot, local=slot.planned_local)
    Measure.objects.filter(pk=fresh.pk).update(planned_at=now)
    audit.record("measures.planned", of=("measure", fresh.pk), by=_id(by), now=now, details={"posts": len(found)})
    return len(found)


@transaction.atomic
def undo(*, measure: Measure, by: Person | None, now: datetime) -> int:
    """Its posts on which nobody has worked are put back; return how many. The others stay, and the measure can be
    planned anew only where none did."""
    Measure.objects.select_for_update().get(pk=measure.pk)
    numbers = list(queries.untouched(measure).values_list("pk", flat=True))
    if not numbers:
        return 0
    planning.put_back_many(slot_ids=numbers, by=by, now=now)
    if not queries.posts_of(measure).exists():
        Measure.objects.filter(pk=measure.pk).update(planned_at=None)
    audit.record("measures.undone", of=("measure", measure.pk), by=_id(by), now=now, details={"posts": len(numbers)})
    return len(numbers)


@transaction.atomic
def carry(*, measure: Measure, until: date, by: Person | None, now: datetime) -> None:
    """The measure leads to a later day, and is not let go any more; posts that it has stay where they stand."""
    _require(by, measure.channels.all(), now)
    Measure.objects.filter(pk=measure.pk).update(until=until, let_go_at=None)
    audit.record("measures.carried", of=("measure", measure.pk), by=_id(by), now=now)


@transaction.atomic
def let_go(*, measure: Measure, by: Person | None, now: datetime) -> None:
    """The measure is not to be planned any more; posts that it has stay. Idempotent."""
    _require(by, measure.channels.all(), now)
    if Measure.objects.filter(pk=measure.pk, let_go_at__isnull=True).update(let_go_at=now):
        audit.record("measures.let_go", of=("measure", measure.pk), by=_id(by), now=now)


@transaction.atomic
def take_up(*, measure: Measure, by: Person | None, now: datetime) -> None:
    """The measure that was let go is to be planned again. Idempotent."""
    _require(by, measure.channels.all(), now)
    if Measure.objects.filter(pk=measure.pk, let_go_at__isnull=False).update(let_go_at=None):
        audit.record("measures.taken_up", of=("measure", measure.pk), by=_id(by), now=now)


def _require(by: Person | None, channels: Iterable[Channel], now: datetime) -> None:
    numbers: list[int | None] = [channel.pk for channel in channels]
    for number in numbers or [None]:
        if by is not None:
            people.require(by, Act.PLAN, now=now, channel=number)


def _describe(measure: Measure, wanted: Wanted) -> None:
    measure.title, measure.kind, measure.how, measure.until = (
        wanted.title.strip(),
        wanted.kind,
        wanted.how,
        wanted.until,
    )
    measure.weekday, measure.days_before = wanted.weekday, list(wanted.days_before)
    measure.save()
    measure.channels.set(wanted.channels)


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
