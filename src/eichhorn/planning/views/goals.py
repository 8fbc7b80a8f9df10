"""Goals with their posts."""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries, rules
from eichhorn.planning.models import Slot
from eichhorn.planning.words import sign
from eichhorn.strategy import queries as strategy
from eichhorn.strategy import ways as milestones

POSTS_A_GOAL = 6


@signed_in
@require_safe
def goals(request: HttpRequest) -> HttpResponse:
    """Show the goals of today with their posts, what pays into none, and the share that does."""
    now, person = clock.now(), person_of(request)
    today = people.today(now)
    begins, ends = rules.quarter(today)
    shown = [
        (of_goal, [(slot, sign(slot.stage, outside=slot.outside)) for slot in _most_telling(of_goal, today)])
        for of_goal in queries.goal_posts(on=today, person=person, now=now)
    ]
    loose = queries.posts_without_goal(begins=begins, ends=ends, person=person, now=now)
    ways = milestones.ways((of_goal.goal for of_goal, _ in shown), on=today)
    context = {
        "goals": [(of_goal, rows, ways[of_goal.goal.pk]) for of_goal, rows in shown], "loose": [(slot, sign(slot.stage, outside=slot.outside)) for slot in loose], "share": queries.share(begins=begins, ends=ends),
        "to_come": strategy.goals_to_come(on=today), "past": strategy.goals_past(on=today), "today": today,
        "may_steer": people.may(person, Act.STEER, now=now), "may_plan": people.may(person, Act.PLAN, now=now),
    }  # fmt: skip
    return render(request, "planning/goals.html", context)


def _most_telling(of_goal: queries.GoalPosts, today: date) -> list[Slot]:
    """Return the next posts of the goal, filled up by the latest that are past."""
    ahead = [s for s in of_goal.posts if s.planned_local is None or s.planned_local.date() >= today]
    past = [s for s in of_goal.posts if s.planned_local is not None and s.planned_local.date() < today]
    room = max(0, POSTS_A_GOAL - len(ahead))
    return (past[-room:] if room else []) + ahead[:POSTS_A_GOAL]
