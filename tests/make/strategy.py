"""Goals, pillars and campaigns."""

from datetime import date, datetime
from itertools import count

from eichhorn.people.models import Person
from eichhorn.strategy import services
from eichhorn.strategy.models import Campaign, Goal, Milestone, Pillar
from tests import make

numbers = count(1)


def goal(
    name: str = "",
    *,
    owner: Person | None = None,
    why: str = "",
    pillar: Pillar | None = None,
    parent: Goal | None = None,
    begins_on: date = date(2026, 4, 1),
    ends_on: date = date(2027, 1, 1),
) -> Goal:
    """Return a new goal, in force on the day on which tests play."""
    return services.set_goal(
        name=name or f"Ziel {next(numbers)}", why=why, owner=owner or make.people.person(), pillar=pillar,
        parent=parent, begins_on=begins_on, ends_on=ends_on, by=None, now=make.people.NOW,
    )  # fmt: skip


def pillar(name: str = "", *, wished: int | None = None) -> Pillar:
    return services.set_pillar(
        name=name or f"Säule {next(numbers)}", wished_share_percent=wished, by=None, now=make.people.NOW
    )


def campaign(
    name: str = "",
    *,
    owner: Person | None = None,
    goal: Goal | None = None,
    begins_on: date = date(2026, 4, 1),
    ends_on: date = date(2027, 1, 1),
    now: datetime = make.people.NOW,
) -> Campaign:
    """Return a new campaign, running on the day on which tests play."""
    return services.set_campaign(
        name=name or f"Kampagne {next(numbers)}", why="", owner=owner or make.people.person(), goal=goal,
        begins_on=begins_on, ends_on=ends_on, by=None, now=now,
    )  # fmt: skip


def milestone(
    to: Goal, name: str = "", *, due_on: date = date(2026, 7, 1), now: datetime = make.people.NOW
) -> Milestone:
    """Return a new milestone on the way to the goal; it lies ahead."""
    return services.set_milestone(goal=to, name=name or f"Meilenstein {next(numbers)}", due_on=due_on, by=None, now=now)
