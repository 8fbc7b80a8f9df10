"""The way to a goal: its milestones, what was reached, and where somebody went back."""

from collections.abc import Callable
from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.foundation import clock
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.strategy import queries, services, ways
from eichhorn.strategy.forms import MilestoneForm, TurnForm
from eichhorn.strategy.models import Goal, Milestone
from eichhorn.strategy.rules import State
from eichhorn.ui import say


@signed_in
@require_safe
def way(request: HttpRequest, goal_id: int) -> HttpResponse:
    """Show the milestones of a goal."""
    now, goal = clock.now(), get_object_or_404(queries.every_goal(), pk=goal_id)
    today = people.today(now)
    context = {
        "goal": goal, "way": ways.ways([goal], on=today)[goal.pk], "today": today,
        "may_steer": people.may(person_of(request), Act.STEER, now=now),
    }  # fmt: skip
    return render(request, "strategy/way.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_milestone(request: HttpRequest, goal_id: int) -> HttpResponse:
    """Put a milestone on the way."""
    return _milestone(request, get_object_or_404(queries.every_goal(), pk=goal_id), None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def milestone(request: HttpRequest, milestone_id: int) -> HttpResponse:
    """Change a milestone."""
    standing = _of(milestone_id)
    return _milestone(request, standing.goal, standing)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def reach(request: HttpRequest, milestone_id: int) -> HttpResponse:
    """Say that a milestone is reached, and how one can see it."""
    return _turn(request, milestone_id, State.REACHED)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def go_back(request: HttpRequest, milestone_id: int) -> HttpResponse:
    """Go back on a milestone that was reached, and say why."""
    return _turn(request, milestone_id, State.AHEAD)


@signed_in
@require_POST
def remove(request: HttpRequest, milestone_id: int) -> HttpResponse:
    """Take a milestone off the way, as long as nothing happened to it."""
    permissions.require(person_of(request), Act.STEER, now=clock.now())
    standing = _of(milestone_id)
    return _done(request, standing.goal, lambda: services.remove_milestone(
        milestone=standing, by=person_of(request), now=clock.now()
    ))  # fmt: skip


def _milestone(request: HttpRequest, goal: Goal, standing: Milestone | None) -> HttpResponse:
    now = clock.now()
    permissions.require(person_of(request), Act.STEER, now=now)
    said = None if standing is None else {
        "name": standing.name, "due_on": standing.due_on, "next_step": standing.next_step
    }  # fmt: skip
    form = MilestoneForm(request.POST or None, initial=said)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        services.set_milestone(
            goal=goal, name=given["name"], due_on=given["due_on"], next_step=given["next_step"], milestone=standing,
            by=person_of(request), now=now,
        )  # fmt: skip
        return _to(goal)
    context = {"form": form, "goal": goal, "milestone": standing}
    return render(request, "strategy/milestone.html", context, status=422 if form.errors else 200)


def _turn(request: HttpRequest, milestone_id: int, to: State) -> HttpResponse:
    now, standing, back = clock.now(), _of(milestone_id), to is State.AHEAD
    permissions.require(person_of(request), Act.STEER, now=now)
    form = TurnForm(request.POST or None, back=back, today=people.today(now))
    if request.method == "POST" and form.is_valid():
        said, on = form.cleaned_data["said"], form.cleaned_data["on"]
        return _done(request, standing.goal, lambda: _made(standing, to, said, on, request))
    context = {"form": form, "goal": standing.goal, "milestone": standing, "back": back}
    return render(request, "strategy/turn.html", context, status=422 if form.errors else 200)


def _made(standing: Milestone, to: State, said: str, on: date, request: HttpRequest) -> None:
    by, now = person_of(request), clock.now()
    if to is State.REACHED:
        services.reach(milestone=standing, evidence=said, on=on, by=by, now=now)
    else:
        services.go_back(milestone=standing, reason=said, on=on, by=by, now=now)


def _done(request: HttpRequest, goal: Goal, work: Callable[[], object]) -> HttpResponse:
    try:
        work()
    except ForbiddenMove:
        say.problem(request, gettext("Somebody was quicker: the milestone stands otherwise than you saw it."))
    return _to(goal)


def _of(milestone_id: int) -> Milestone:
    try:
        return queries.milestone(milestone_id)
    except Milestone.DoesNotExist as missing:
        raise Http404 from missing


def _to(goal: Goal) -> HttpResponse:
    return SeeOther(reverse("strategy:way", args=[goal.pk]))
