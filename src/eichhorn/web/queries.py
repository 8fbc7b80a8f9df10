"""What the pages of the hall ask of several rooms at once."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils import timezone

from eichhorn.desk import queries as desk
from eichhorn.desk.models import Request
from eichhorn.ideas import queries as ideas
from eichhorn.ideas.models import Idea
from eichhorn.ideas.rules import Wanted
from eichhorn.people import queries as people
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import Act
from eichhorn.people.working_time import SATURDAY, next_service
from eichhorn.planning import queries as planning
from eichhorn.planning import rules as plan
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Budget, Stage
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Goal
from eichhorn.ui.waiting import Waiting
from eichhorn.web import rooms, rules, thread
from eichhorn.web.rules import Appointment, DayLine, Look, Piles

LOOKS: dict[Stage, Look] = {
    Stage.OUT: Look.OUT,
    Stage.APPROVED: Look.BY_ITSELF,
    Stage.NEEDS_SOMEONE: Look.DOUBT,
    Stage.IN_REVIEW: Look.WAITS,
    Stage.DRAFT: Look.WAITS,
}
"""Ideas with a date are not part of the day: nobody has promised them."""


@dataclass(frozen=True, slots=True)
class GoalOfTheWeek:
    """The goal into which most of this week's posts pay."""

    goal: Goal
    posts: int
    whole: int


@dataclass(frozen=True, slots=True)
class SpentBy:
    """Whose wishes the fire budget of the week paid for."""

    department: str
    minutes: int


@dataclass(frozen=True, slots=True)
class Today:
    """The page Heute."""

    day: date
    week: int
    line: DayLine
    piles: Piles
    minutes_left: int
    next_service: datetime
    """When somebody listens again after the service time of today."""
    is_service_day: bool
    is_team: bool
    budget: Budget
    spent_by: tuple[SpentBy, ...]
    goal: GoalOfTheWeek | None

    @property
    def is_too_much(self) -> bool:
        return self.piles.minutes > self.minutes_left > 0


def today(person: Person, *, now: datetime, whole: frozenset[str] = frozenset()) -> Today:
    """Return what the day of the person holds. Some forty queries, whatever the size of the house."""
    house = people.organisation()
    local = timezone.localtime(now)
    monday = plan.monday(local.date())
    acts = people.acts(person, now=now)
    piles = rules.piles(rooms.waiting_for(person, now=now), whole=whole)
    return Today(
        day=local.date(), week=monday.isocalendar().week, line=_line(person, house, now),
        piles=with_threads(piles), minutes_left=rules.minutes_left(local.time(), house.day_ends),
        next_service=_next_service(house, now),
        is_service_day=local.weekday() < SATURDAY, is_team=bool(acts & {Act.PLAN, Act.WRITE, Act.ANSWER, Act.TRIAGE}),
        budget=planning.budget(monday), spent_by=tuple(spent_by(monday)), goal=goal_of_the_week(monday),
    )  # fmt: skip


def with_threads(piles: Piles) -> Piles:
    """Return the piles with the thread at every row that is about a slot. One set of queries for all of them."""
    shown = [*piles.due.rows, *piles.people.rows, *piles.later.rows]
    threads = thread.of_slots({row.slot_id for row in shown if row.slot_id is not None})

    def tied(rows: Iterable[Waiting]) -> tuple[Waiting, ...]:
        return tuple(
            replace(row, thread=threads[row.slot_id]) if row.slot_id in threads and row.thread is None else row
            for row in rows
        )

    return replace(
        piles, due=replace(piles.due, rows=tied(piles.due.rows)),
        people=replace(piles.people, rows=tied(piles.people.rows)), later=replace(piles.later, rows=tied(piles.later.rows)),
    )  # fmt: skip


def _line(person: Person, house: Organisation, now: datetime) -> DayLine:
    local = timezone.localtime(now)
    begins, ends = rules.day_of(local)
    due = (
        planning.visible_to(person, now=now)
        .filter(due_at__gte=begins, due_at__lt=ends, stage__in=LOOKS)
        .order_by("due_at", "pk")
        .values_list("pk", "title", "due_at", "stage")
    )
    appointments = [
        Appointment(
            timezone.localtime(due_at).time(), title, LOOKS[Stage(stage)], reverse("web:thread", args=[pk])
        )
        for pk, title, due_at, stage in due
    ]  # fmt: skip
    return rules.day_line(
        appointments, service_begins=house.service_begins, service_ends=house.service_ends, day_ends=house.day_ends,
        now=local.time(),
    )  # fmt: skip


def _next_service(house: Organisation, now: datetime) -> datetime:
    """Return when the service time after the present one begins."""
    end_of_day = timezone.localtime(now).replace(hour=23, minute=59, second=59)
    return next_service(end_of_day, organisation=house)


def spent_by(monday: date) -> list[SpentBy]:
    """Return whose wishes the fire budget of the week paid for, the most first. One query."""
    rows = (
        Request.objects.filter(slot__spontaneous=True, slot__budget_week=monday, slot__rehearsal=False)
        .exclude(slot__stage=Stage.CANCELLED)
        .order_by()
        .values_list("department__name")
        .annotate(minutes=Sum("slot__effort_minutes"))
        .order_by("-minutes", "department__name")
    )
    return [SpentBy(name or "", minutes) for name, minutes in rows]


def goal_of_the_week(monday: date) -> GoalOfTheWeek | None:
    """Return the goal that most posts of the week pay into, None where none does. Three queries."""
    counted = _week(monday).aggregate(whole=Count("pk"))
    best = (
        _week(monday).filter(goal__isnull=False).order_by().values_list("goal").annotate(posts=Count("pk"))
        .order_by("-posts", "goal").first()
    )  # fmt: skip
    if best is None:
        return None
    return GoalOfTheWeek(strategy.every_goal().get(pk=best[0]), best[1], counted["whole"])


def _week(monday: date) -> models.QuerySet[Slot]:
    begins = plan.kept(datetime.combine(monday, datetime.min.time()))
    return Slot.objects.filter(
        rehearsal=False, planned_local__gte=begins, planned_local__lt=begins + timedelta(days=7)
    ).exclude(stage=Stage.CANCELLED)


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found: posts, ideas that wait, requests, goals."""

    slots: tuple[Slot, ...]
    ideas: tuple[Idea, ...]
    requests: tuple[Request, ...]
    goals: tuple[Goal, ...]

    @property
    def count(self) -> int:
        return len(self.slots) + len(self.ideas) + len(self.requests) + len(self.goals)


MOST_FOUND = 20


def search(wanted: str, *, person: Person, now: datetime) -> Found:
    """Return what has all the words in its title, the latest first, and no more than the person may read. Six queries."""
    slots = planning.visible_to(person, now=now).filter(_all_words("title", wanted))
    requests = desk.visible_to(person, now=now).filter(_all_words("title", wanted))
    goals = strategy.every_goal().filter(_all_words("name", wanted))
    return Found(
        tuple(slots.order_by(models.F("due_at").desc(nulls_last=True), "-pk")[:MOST_FOUND]),
        tuple(ideas.matching(Wanted(words=wanted)).order_by("-came_at", "-pk")[:MOST_FOUND]),
        tuple(requests.select_related("department", "slot").order_by("-received_at", "-pk")[:MOST_FOUND]),
        tuple(goals.order_by("-ends_on", "name", "pk")[:MOST_FOUND]),
    )


def _all_words(field: str, wanted: str) -> Q:
    found = Q()
    for word in wanted.split()[:8]:
        found &= Q(**{f"{field}__icontains": word})
    return found
