"""Goals with their posts, and how much of the plan pays into a goal.

Rehearsals stand outside all figures; what was put back is not part of the plan.
"""

from dataclasses import dataclass
from datetime import date, datetime, time

from django.db import models
from django.db.models import Count, Q

from eichhorn.people.models import Person
from eichhorn.planning import rules
from eichhorn.planning.models import Slot
from eichhorn.planning.queries.slots import visible_to
from eichhorn.planning.rules import Stage
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Goal
from eichhorn.strategy.rules import branch


@dataclass(frozen=True, slots=True)
class Share:
    """How many posts there are, and how many of them pay into a goal."""

    whole: int
    with_goal: int

    @property
    def percent(self) -> int:
        """Return the share in percent, rounded down, so that 100 means all of them; 0 where there is none."""
        return self.with_goal * 100 // self.whole if self.whole else 0


@dataclass(frozen=True, slots=True)
class GoalPosts:
    """A goal and what is planned for it in its period."""

    goal: Goal
    posts: tuple[Slot, ...]
    out: int
    ahead: int
    below: int
    """How many posts serve goals below it, which serve this one."""


def share(*, begins: date, ends: date) -> Share:
    """Return the share of the posts in the half-open period that pay into a goal. One query."""
    counted = _figures(begins, ends).aggregate(whole=Count("pk"), with_goal=Count("pk", filter=Q(goal__isnull=False)))
    return Share(**counted)


def goal_posts(*, on: date, person: Person | None, now: datetime) -> tuple[GoalPosts, ...]:
    """Return the goals of the day with their posts, by date. Four queries, however many goals there are."""
    goals = list(strategy.goals(on=on))
    slots = (
        visible_to(person, now=now)
        .filter(goal__in=goals, rehearsal=False)
        .exclude(stage=Stage.CANCELLED)
        .prefetch_related("channels")
        .order_by(models.F("planned_local").asc(nulls_last=True), "pk")
        .fetch_mode(models.FETCH_RAISE)
    )
    by_goal: dict[int, list[Slot]] = {goal.pk: [] for goal in goals}
    for slot in slots:
        assert slot.goal_id is not None
        by_goal[slot.goal_id].append(slot)
    parents = strategy.parents(goals)
    return tuple(
        GoalPosts(
            goal, tuple(posts), sum(p.stage == Stage.OUT for p in posts), sum(p.stage != Stage.OUT for p in posts),
            sum(len(by_goal[one]) for one in branch(parents, goal.pk)) - len(posts),
        )
        for goal, posts in ((goal, by_goal[goal.pk]) for goal in goals)
    )  # fmt: skip


def posts_without_goal(*, begins: date, ends: date, person: Person | None, now: datetime) -> models.QuerySet[Slot]:
    """Return what is planned in the half-open period and pays into no goal, by date."""
    return (
        visible_to(person, now=now)
        .filter(pk__in=_figures(begins, ends).filter(goal__isnull=True).values("pk"))
        .prefetch_related("channels")
        .order_by("planned_local", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def posts_by_goal(*, begins: date, ends: date) -> dict[int | None, int]:
    """Return how many posts of the half-open period pay into each goal; under None those that pay into none. One query."""
    return dict(_figures(begins, ends).order_by().values_list("goal").annotate(posts=Count("pk")))


def posts_by_pillar(*, begins: date, ends: date) -> dict[int | None, int]:
    """Return how many posts of the half-open period belong to each pillar; under None those that belong to none. One query."""
    return dict(_figures(begins, ends).order_by().values_list("pillar").annotate(posts=Count("pk")))


def _figures(begins: date, ends: date) -> models.QuerySet[Slot]:
    """Return the slots that count in figures."""
    return Slot.objects.filter(
        rehearsal=False,
        planned_local__gte=rules.kept(datetime.combine(begins, time())),
        planned_local__lt=rules.kept(datetime.combine(ends, time())),
    ).exclude(stage=Stage.CANCELLED)
