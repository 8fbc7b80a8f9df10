"""What is undone though its period is over, and what was decided about it before.

Nothing here is kept: whatever is not done stands in the list until somebody does it, carries it over or lets it go.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from eichhorn.carrying import rules
from eichhorn.carrying.models import Decision
from eichhorn.carrying.rules import Kind, Outcome
from eichhorn.measures.models import Measure
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning.rules import Stage, quarter
from eichhorn.strategy.models import Milestone
from eichhorn.strategy.rules import State
from eichhorn.topics.models import Tied, Topic
from eichhorn.topics.rules import TopicState
from eichhorn.ui.waiting import Waiting

MOST_DECISIONS = 20
"""So many of the latest decisions stand on the page."""


@dataclass(frozen=True, slots=True)
class Left:
    """Something undone whose period is over."""

    kind: Kind
    number: int
    name: str
    of: str
    """What it belongs to: the goal, the topic, the campaign; empty where it is a topic without a goal."""
    href: str
    last_day: date
    ended_on: date
    """The first day after its period."""
    posts_open: int = 0
    """Posts of a measure in the plan that are not out."""
    is_planned: bool = False
    carried: tuple[Decision, ...] = ()
    """How it came here, the latest first."""


def left_over(*, today: date) -> tuple[Left, ...]:
    """Return what is undone though its period is over, the oldest first. Four queries."""
    found = [*_milestones(today), *_measures(today), *_topics(today)]
    before = _carried(found)
    whole = (_with(one, tuple(before.get((one.kind, one.number), ()))) for one in found)
    return tuple(sorted(whole, key=lambda one: (one.last_day, one.kind, one.name, one.number)))


def decisions() -> models.QuerySet[Decision]:
    """Return all that was decided, the latest first, with what it is about."""
    found = Decision.objects.select_related("milestone__goal", "measure", "topic", "by")
    return found.order_by("-at", "-pk").fetch_mode(models.FETCH_RAISE)


def decisions_of(kind: Kind, numbers: Iterable[int]) -> models.QuerySet[Decision]:
    """Return what was decided about these things of one kind, the latest first. One query."""
    return decisions().filter(**{f"{kind.value}__in": list(numbers)})


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return that something is undone whose period is over, where this person steers."""
    if not people.may(person, Act.STEER, now=now):
        return []
    found = left_over(today=people.today(now))
    if not found:
        return []
    said = ngettext(
        "%(count)s thing of a past period is undone", "%(count)s things of a past period are undone", len(found)
    )
    return [Waiting(
        kind="later", icon="repeat", title=said % {"count": len(found)},
        line=gettext("Carry over what still counts, and let the rest go with a reason."), href=reverse("carrying:page"),
        action=gettext("Decide"), since=datetime.combine(min(one.ended_on for one in found), time.min, people.zone()),
    )]  # fmt: skip


def _milestones(today: date) -> Iterable[Left]:
    found = Milestone.objects.filter(
        state=State.AHEAD, let_go_at__isnull=True, due_on__lt=today, goal__archived_at__isnull=True
    ).select_related("goal")
    for one in found:
        end = rules.ends(one.due_on, within=one.goal.ends_on)
        if end <= today:
            href = reverse("strategy:way", args=[one.goal_id])
            yield Left(Kind.MILESTONE, one.pk, one.name, one.goal.name, href, one.due_on, end)


def _measures(today: date) -> Iterable[Left]:
    still = ~Q(made__slot__stage__in=[Stage.OUT, Stage.CANCELLED]) & Q(made__isnull=False)
    found = Measure.objects.filter(let_go_at__isnull=True, until__lt=today).select_related("topic", "campaign")
    for one in found.annotate(still=Count("made", filter=still)).filter(Q(planned_at__isnull=True) | Q(still__gt=0)):
        end = rules.ends(one.until, within=one.campaign.ends_on if one.campaign is not None else None)
        if end <= today:
            href = reverse("measures:measure", args=[one.pk])
            yield Left(
                Kind.MEASURE, one.pk, one.title, one.of.name, href, one.until, end, one.still,
                one.planned_at is not None,
            )  # fmt: skip


def _topics(today: date) -> Iterable[Left]:
    told = Tied.objects.filter(topic=models.OuterRef("pk"), slot__stage=Stage.OUT, slot__rehearsal=False)
    found = Topic.objects.filter(~models.Exists(told), let_go_at__isnull=True, ends_on__lte=today)
    for one in found.exclude(state=TopicState.DONE).select_related("goal"):
        href, of = reverse("topics:topic", args=[one.pk]), one.goal.name if one.goal is not None else ""
        yield Left(Kind.TOPIC, one.pk, one.name, of, href, one.ends_on - timedelta(days=1), one.ends_on)


def _carried(found: Iterable[Left]) -> dict[tuple[Kind, int], list[Decision]]:
    numbers: dict[Kind, list[int]] = {kind: [] for kind in Kind}
    for one in found:
        numbers[one.kind].append(one.number)
    wanted = Q()
    for kind, of_kind in numbers.items():
        wanted |= Q(**{f"{kind.value}__in": of_kind})
    by_thing: dict[tuple[Kind, int], list[Decision]] = {}
    for decision in decisions().filter(wanted, outcome=Outcome.CARRIED):
        by_thing.setdefault((decision.kind, decision.number), []).append(decision)
    return by_thing


def _with(one: Left, carried: tuple[Decision, ...]) -> Left:
    return Left(
        one.kind, one.number, one.name, one.of, one.href, one.last_day, one.ended_on, one.posts_open, one.is_planned,
        carried,
    )  # fmt: skip


def quarter_of(day: date) -> tuple[int, int]:
    """Return number and year of the quarter in which the day lies."""
    begins, _ = quarter(day)
    return (begins.month - 1) // 3 + 1, begins.year
