"""Every change to topics, briefs and audiences, and which post belongs to which topic."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from eichhorn.channels.models import Channel
from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.strategy.models import Goal, Pillar
from eichhorn.topics import queries
from eichhorn.topics.models import Audience, Brief, Tied, Topic
from eichhorn.topics.rules import TopicState
from eichhorn.topics.words import PARTS


class NameTaken(Exception):
    """There is an audience of this name already."""


class Collision(Exception):
    """Somebody has written a newer version of the brief meanwhile; nothing is kept."""

    def __init__(self, theirs: Brief) -> None:
        super().__init__(str(theirs))
        self.theirs = theirs


@dataclass(frozen=True, slots=True)
class Described:
    """A topic as somebody describes it; `ends_on` is the first day after its period."""

    name: str
    owner: Person
    begins_on: date
    ends_on: date
    goal: Goal | None = None
    pillar: Pillar | None = None
    audiences: tuple[Audience, ...] = ()
    state: TopicState = TopicState.IDEA


@transaction.atomic
def set_topic(*, said: Described, by: Person | None, now: datetime, topic: Topic | None = None) -> Topic:
    """The topic stands as described: a new one, or the given one changed. Without a pillar it has that of its goal."""
    _require(by, Act.PLAN, now)
    standing = Topic() if topic is None else _locked(topic)
    standing.name, standing.owner, standing.goal, standing.state = said.name.strip(), said.owner, said.goal, said.state
    standing.pillar = said.pillar if said.pillar is not None or said.goal is None else said.goal.pillar
    standing.begins_on, standing.ends_on = said.begins_on, said.ends_on
    standing.save()
    standing.audiences.set(said.audiences)
    audit.record("topics.set" if topic is None else "topics.changed", of=("topic", standing.pk), by=_id(by), now=now)
    return standing


@transaction.atomic
def carry(*, topic: Topic, begins_on: date, ends_on: date, by: Person | None, now: datetime) -> None:
    """The topic is spoken about in a later period, and is not let go any more."""
    _require(by, Act.PLAN, now)
    Topic.objects.filter(pk=topic.pk).update(begins_on=begins_on, ends_on=ends_on, let_go_at=None)
    audit.record("topics.carried", of=("topic", topic.pk), by=_id(by), now=now)


@transaction.atomic
def let_go(*, topic: Topic, by: Person | None, now: datetime) -> None:
    """The topic is not spoken about any more; its posts stay. Idempotent."""
    _require(by, Act.PLAN, now)
    if Topic.objects.filter(pk=topic.pk, let_go_at__isnull=True).update(let_go_at=now):
        audit.record("topics.let_go", of=("topic", topic.pk), by=_id(by), now=now)


@transaction.atomic
def take_up(*, topic: Topic, by: Person | None, now: datetime) -> None:
    """The topic that was let go is spoken about again. Idempotent."""
    _require(by, Act.PLAN, now)
    if Topic.objects.filter(pk=topic.pk, let_go_at__isnull=False).update(let_go_at=None):
        audit.record("topics.taken_up", of=("topic", topic.pk), by=_id(by), now=now)


@transaction.atomic
def write_brief(
    *, topic: Topic, parts: Mapping[str, str], based_on: int, by: Person | None, now: datetime
) -> Brief:  # fmt: skip
    """The brief stands so, as its newest version; the same words again make no new one.

    `based_on` is the number of the version that the writer saw, 0 for none. Raises Collision where there is a newer one.
    """
    _require(by, Act.PLAN, now)
    _locked(topic)
    latest = queries.brief_of(topic)
    words = {name: parts.get(name, "").strip() for name in PARTS}
    if latest is not None and words == {name: getattr(latest, name) for name in PARTS}:
        return latest
    if latest is not None and latest.number != based_on:
        raise Collision(latest)
    number = 1 if latest is None else latest.number + 1
    made = Brief.objects.create(topic=topic, number=number, by=by, at=now, **words)
    audit.record("topics.briefed", of=("topic", topic.pk), by=_id(by), now=now, details={"version": number})
    return made


@transaction.atomic
def tie(*, slot_id: int, topic: Topic | None, by: Person | None, now: datetime) -> None:
    """The post belongs to the topic, or to none. Idempotent."""
    [slot] = planning.held([slot_id])
    numbers: list[int | None] = [channel.pk for channel in slot.channels.all()]
    for channel in numbers or [None]:
        _require(by, Act.PLAN, now, channel=channel)
    standing = Tied.objects.filter(slot=slot).first()
    if (standing.topic_id if standing is not None else None) == (topic.pk if topic is not None else None):
        return
    if topic is None:
        Tied.objects.filter(slot=slot).delete()
    else:
        Tied.objects.update_or_create(slot=slot, defaults={"topic": topic})
    details = {"topic": topic.pk if topic is not None else None}
    audit.record("topics.tied", of=("slot", slot.pk), by=_id(by), now=now, details=details)


@transaction.atomic
def plan_post(*, topic: Topic, title: str, zone: str, by: Person | None, now: datetime) -> Slot:
    """A post for the topic stands in the plan, without a date yet; it pays into the topic's goal."""
    slot = planning.plan(
        title=title,
        goal=topic.goal,
        pillar=topic.pillar,
        channels=(),
        kind=None,
        planned_local=None,
        zone=zone,
        by=by,
        now=now,
    )
    tie(slot_id=slot.pk, topic=topic, by=by, now=now)
    return slot


@transaction.atomic
def set_audience(
    *, name: str, who: str, wants: str, channels: Iterable[Channel], goals: Iterable[Goal], rests: bool = False,
    by: Person | None, now: datetime, audience: Audience | None = None,
) -> Audience:  # fmt: skip
    """The audience stands as described: a new one, or the given one changed. NameTaken where another has the name."""
    _require(by, Act.STEER, now)
    others = Audience.objects.filter(name__iexact=name.strip())
    if (others.exclude(pk=audience.pk) if audience is not None else others).exists():
        raise NameTaken(name)
    standing = Audience() if audience is None else Audience.objects.select_for_update().get(pk=audience.pk)
    standing.name, standing.who, standing.wants, standing.rests = name.strip(), who.strip(), wants.strip(), rests
    standing.save()
    standing.channels.set(channels)
    standing.goals.set(goals)
    audit.record("topics.audience_set", of=("audience", standing.pk), by=_id(by), now=now)
    return standing


def _locked(topic: Topic) -> Topic:
    return Topic.objects.select_for_update(of=("self",)).get(pk=topic.pk)


def _require(by: Person | None, act: Act, now: datetime, channel: int | None = None) -> None:
    if by is not None:
        people.require(by, act, now=now, channel=channel)


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
