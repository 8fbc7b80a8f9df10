"""Making and changing goals and pillars."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.strategy import queries, services
from eichhorn.strategy.forms import GoalForm, PillarForm
from eichhorn.strategy.models import Goal
from eichhorn.ui import say


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_goal(request: HttpRequest) -> HttpResponse:
    """Set a goal."""
    return _goal(request, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def goal(request: HttpRequest, goal_id: int) -> HttpResponse:
    """Change a goal."""
    return _goal(request, get_object_or_404(queries.every_goal(), pk=goal_id))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pillars(request: HttpRequest) -> HttpResponse:
    """Show the pillars, and add one."""
    now = clock.now()
    form = PillarForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_pillar(**form.cleaned_data, by=person_of(request), now=now)
        except services.NameTaken:
            form.add_error("name", gettext("There is a pillar of this name already."))
        else:
            say.done(request, gettext("The pillar stands."))
            return _see_other("strategy:pillars")
    may_steer = people.may(person_of(request), Act.STEER, now=now)
    context = {"pillars": queries.every_pillar(), "form": form, "may_steer": may_steer}
    return render(request, "strategy/pillars.html", context, status=422 if form.errors else 200)


def _goal(request: HttpRequest, standing: Goal | None) -> HttpResponse:
    now = clock.now()
    permissions.require(person_of(request), Act.STEER, now=now)
    form = GoalForm(request.POST or None, goal=standing, today=people.today(now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        saved = services.set_goal(
            name=given["name"], why=given["why"], owner=given["owner"], pillar=given["pillar"],
            begins_on=given["begins_on"], ends_on=form.ends_on, goal=standing, by=person_of(request), now=now,
        )  # fmt: skip
        say.done(request, gettext("The goal “%(name)s” stands.") % {"name": saved.name})
        return _see_other("planning:goals")
    return render(request, "strategy/goal.html", {"form": form, "goal": standing}, status=422 if form.errors else 200)


def _see_other(name: str) -> HttpResponseRedirect:
    answer = redirect(reverse(name))
    answer.status_code = 303
    return answer
