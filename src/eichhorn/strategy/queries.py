"""Every question about why we say something."""

from collections.abc import Iterable
from datetime import date
from typing import Protocol

from django.db import models
from django.db.models import Q
from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext

from eichhorn.strategy.models import Campaign, Goal, Milestone, Pillar, Turn
from eichhorn.strategy.rules import State, branch
from eichhorn.ui.thread import Knot, KnotName, KnotState


class HasGoal(Protocol):
    """What of a slot counts here; slots belong to a room above."""

    @property
    def goal(self) -> Goal | None: ...


def goals(*, on: date) -> models.QuerySet[Goal]:
    """Return the goals whose period covers the day, soonest to end first, with owner and pillar. One query."""
    return living().filter(begins_on__lte=on, ends_on__gt=on).order_by("ends_on", "name", "pk")


def goals_to_come(*, on: date) -> models.QuerySet[Goal]:
    """Return the goals whose period begins after the day."""
    return living().filter(begins_on__gt=on).order_by("begins_on", "name", "pk")


def goals_past(*, on: date) -> models.QuerySet[Goal]:
    """Return the goals whose period is over, latest first."""
    return living().filter(ends_on__lte=on).order_by("-ends_on", "name", "pk")


def goals_between(*, begins: date, ends: date) -> models.QuerySet[Goal]:
    """Return the goals whose period touches the half-open one, soonest to end first."""
    return living().filter(begins_on__lt=ends, ends_on__gt=begins).order_by("ends_on", "name", "pk")


def living() -> models.QuerySet[Goal]:
    """Return the goals that nobody archived, whatever their period."""
    return every_goal().filter(archived_at__isnull=True)


def archived() -> models.QuerySet[Goal]:
    """Return the goals that somebody archived, latest first."""
    return every_goal().filter(archived_at__isnull=False).order_by("-archived_at", "name", "pk")


def may_be_above(goal: Goal | None) -> models.QuerySet[Goal]:
    """Return the goals that this one, or a new one, may serve. One query more for one that is there."""
    if goal is None:
        return living()
    own = branch(parents(every_goal()), goal.pk)
    return every_goal().filter(Q(archived_at__isnull=True) | Q(pk=goal.parent_id or 0)).exclude(pk__in=own)


def below(goal: Goal) -> int:
    """Return how many goals hang below this one that nobody archived, at any depth. One query."""
    return len(branch(parents(living() | every_goal().filter(pk=goal.pk)), goal.pk)) - 1


def parents(goals: Iterable[Goal]) -> dict[int, int | None]:
    """Return for each of the goals the number of the one above it, in their order. No query of its own."""
    return {goal.pk: goal.parent_id for goal in goals}


def every_goal() -> models.QuerySet[Goal]:
    """Return all goals with owner and pillar, also the archived ones."""
    return Goal.objects.select_related("owner", "pillar").order_by("name", "pk").fetch_mode(models.FETCH_RAISE)


def pillars() -> models.QuerySet[Pillar]:
    """Return the pillars that are in use, by name."""
    return Pillar.objects.filter(rests=False).order_by("name", "pk")


def every_pillar() -> models.QuerySet[Pillar]:
    """Return all pillars, those in use first."""
    return Pillar.objects.order_by("rests", "name", "pk")


def campaigns() -> models.QuerySet[Campaign]:
    """Return the campaigns that run or are still to come, soonest to end first, with owner and goal. One query."""
    return every_campaign().filter(ended_at__isnull=True)


def campaigns_ended() -> models.QuerySet[Campaign]:
    """Return the campaigns that somebody ended, latest first."""
    return every_campaign().filter(ended_at__isnull=False).order_by("-ended_at", "name", "pk")


def every_campaign() -> models.QuerySet[Campaign]:
    """Return all campaigns with owner and goal, soonest to end first."""
    found = Campaign.objects.select_related("owner", "goal").order_by("ends_on", "name", "pk")
    return found.fetch_mode(models.FETCH_RAISE)


def milestones(goal_ids: Iterable[int]) -> models.QuerySet[Milestone]:
    """Return the milestones of these goals, soonest first, with all that happened to them. Two queries."""
    turns = models.Prefetch("turns", Turn.objects.select_related("by").order_by("-at", "-pk"))
    found = Milestone.objects.filter(goal__in=list(goal_ids)).select_related("goal").prefetch_related(turns)
    return found.order_by("due_on", "pk")


def milestone(milestone_id: int) -> Milestone:
    """Return the milestone with its goal, or raise Milestone.DoesNotExist."""
    return Milestone.objects.select_related("goal").get(pk=milestone_id)


def went_back(*, since: date, until: date | None) -> models.QuerySet[Turn]:
    """Return every time that somebody went back on a milestone in these days, the latest first. `until` is the first day
    that does not count."""
    found = Turn.objects.filter(to=State.AHEAD, on__gte=since).select_related("milestone__goal", "by")
    return (found if until is None else found.filter(on__lt=until)).order_by("-on", "-pk")


def nearest(text: str, among: Iterable[Goal]) -> Goal | None:
    """Return the goal that shares most words with the text, or None where none shares any.

    A hint, never a decision: words of five letters or more are compared by their first five, which is enough to find
    "Baustelle" in "Baustellen-Info", and not enough to be sure.
    """
    stems = _stems(text)
    scored = [(len(stems & _stems(f"{goal.name} {goal.why}")), goal) for goal in among]
    best = max(scored, key=lambda pair: (pair[0], -pair[1].pk), default=None)
    return best[1] if best is not None and best[0] > 0 else None


def knot(slot: HasGoal) -> Knot:
    """Return the first knot of the thread: the goal that the slot pays into, or that there is none. No query."""
    if slot.goal is None:
        return Knot(KnotName.GOAL, KnotState.SKIP, gettext("no goal named"))
    return Knot(KnotName.GOAL, KnotState.DONE, slot.goal.name, _page_of(slot.goal.pk))


def _page_of(goal_id: int) -> str:
    try:
        return reverse("planning:goals") + f"#goal-{goal_id}"
    except NoReverseMatch:
        return ""


def _stems(text: str) -> set[str]:
    words = "".join(c.lower() if c.isalpha() else " " for c in text).split()
    return {word[:5] for word in words if len(word) >= 5}
