"""Every question about topics, their briefs and audiences."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import models
from django.db.models import Count, Q

from eichhorn.people.models import Person
from eichhorn.planning import queries as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage, kept
from eichhorn.topics import rules
from eichhorn.topics.models import Audience, Brief, Tied, Topic

MOST_OFFERED = 100
"""So many posts are offered to belong to a topic, those that are next."""


@dataclass(frozen=True, slots=True)
class Row:
    """A topic in the Themenplan."""

    topic: Topic
    months: tuple[bool, ...]
    posts: int
    """Posts of it in the plan and out; rehearsals and what was put back do not count."""
    has_brief: bool
    year: int

    @property
    def strip(self) -> list[tuple[date, bool]]:
        """Return the first of each month, and whether it is spoken about then."""
        return [(date(self.year, month, 1), self.months[month - 1]) for month in rules.MONTHS]


@dataclass(frozen=True, slots=True)
class TopicYear:
    """The Themenplan of one year."""

    year: int
    rows: tuple[Row, ...]
    silent: tuple[int, ...]
    """Months to come in which there is no topic."""
    bare: tuple[str, ...]
    """Pillars in use for which there is no topic in the year."""


def topic_year(year: int, *, today: date, pillars: Iterable[tuple[int, str]]) -> TopicYear:
    """Return the topics of the year, the earliest first, and its gaps. Three queries."""
    period = rules.year_of(year)
    topics = list(
        every_topic().filter(begins_on__lt=period.ends, ends_on__gt=period.begins).prefetch_related("audiences")
    )
    posts = posts_of([topic.pk for topic in topics])
    briefed = set(Brief.objects.filter(topic__in=topics).values_list("topic_id", flat=True))
    served = {topic.pillar_id for topic in topics} | {
        topic.goal.pillar_id for topic in topics if topic.goal is not None
    }
    return TopicYear(
        year, tuple(Row(one, rules.months(one.period, year), posts.get(one.pk, 0), one.pk in briefed, year) for one in topics),
        rules.silent_months((one.period for one in topics), year=year, today=today),
        tuple(name for pk, name in pillars if pk not in served),
    )  # fmt: skip


def every_topic() -> models.QuerySet[Topic]:
    """Return all topics with what a row shows, the earliest first."""
    found = Topic.objects.select_related("owner", "goal", "pillar")
    return found.order_by("begins_on", "ends_on", "name", "pk").fetch_mode(models.FETCH_RAISE)


def open_topics() -> models.QuerySet[Topic]:
    """Return the topics to which something new can belong."""
    return every_topic().filter(let_go_at__isnull=True).exclude(state=rules.TopicState.DONE)


def posts_of(topic_ids: Iterable[int]) -> dict[int, int]:
    """Return how many posts belong to each of the topics; those with none are left out. One query."""
    counted = Tied.objects.filter(topic__in=list(topic_ids), slot__rehearsal=False).exclude(slot__stage=Stage.CANCELLED)
    return dict(counted.order_by().values_list("topic").annotate(Count("pk")))


def slots_of(topic: Topic, *, person: Person | None, now: datetime) -> models.QuerySet[Slot]:
    """Return the posts of the topic that the person may read, by date. Three queries, one more for the permission."""
    tied = Tied.objects.filter(topic=topic).values("slot")
    return planning.listed(person=person, now=now).filter(pk__in=tied)


def could_belong(*, person: Person | None, now: datetime, today: date) -> models.QuerySet[Slot]:
    """Return posts ahead of us that belong to no topic yet and that the person may read, those that are next first."""
    free = planning.listed(person=person, now=now, from_day=today).filter(~models.Exists(_tie_of_slot()))
    return free.exclude(stage=Stage.OUT)[:MOST_OFFERED]


def topic_of(slot_id: int) -> Topic | None:
    """Return the topic of the post, None where it has none. One query."""
    return every_topic().filter(tied__slot=slot_id).first()


def brief_of(topic: Topic) -> Brief | None:
    """Return the brief in its newest version, None where nobody has written one. One query."""
    return briefs_of(topic).first()


def briefs_of(topic: Topic) -> models.QuerySet[Brief]:
    """Return all versions of the brief, the newest first."""
    return topic.briefs.select_related("by").order_by("-number").fetch_mode(models.FETCH_RAISE)


def every_audience() -> models.QuerySet[Audience]:
    """Return all audiences, those in use first, with where they are and which goals name them."""
    return Audience.objects.prefetch_related("channels", "goals").order_by("rests", "name", "pk")


def audiences() -> models.QuerySet[Audience]:
    """Return the audiences in use, by name."""
    return Audience.objects.filter(rests=False).order_by("name", "pk")


def audiences_without_posts(*, begins: date, ends: date) -> models.QuerySet[Audience]:
    """Return the audiences in use for whom nothing is planned or out in these days: no post of a topic that names them, and
    none of a goal that does. Rehearsals and what was put back do not count. One query."""
    first, end = (datetime.combine(day, time.min) for day in (begins, ends))
    slots = Slot.objects.filter(planned_local__gte=kept(first), planned_local__lt=kept(end), rehearsal=False).exclude(
        stage=Stage.CANCELLED
    )
    by_topic = Tied.objects.filter(topic__audiences=models.OuterRef("pk"), slot__in=slots)
    by_goal = slots.filter(
        goal__in=Audience.goals.through.objects.filter(audience=models.OuterRef(models.OuterRef("pk"))).values("goal")
    )
    return audiences().exclude(Q(models.Exists(by_topic)) | Q(models.Exists(by_goal)))


def _tie_of_slot() -> models.QuerySet[Tied]:
    return Tied.objects.filter(slot=models.OuterRef("pk"))
