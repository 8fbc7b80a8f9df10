"""Making and changing goals, pillars and campaigns."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.strategy import queries, services
from eichhorn.strategy.forms import CampaignForm, GoalForm, PillarForm, StandingPillarForm
from eichhorn.strategy.models import Campaign, Goal, Pillar
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


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def pillar(request: HttpRequest, pillar_id: int) -> HttpResponse:
    """Change a pillar: its name, the share that is wished, whether it rests."""
    standing, now = get_object_or_404(Pillar, pk=pillar_id), clock.now()
    permissions.require(person_of(request), Act.STEER, now=now)
    initial = {name: getattr(standing, name) for name in StandingPillarForm.base_fields}
    form = StandingPillarForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_pillar(**form.cleaned_data, pillar=standing, by=person_of(request), now=now)
        except services.NameTaken:
            form.add_error("name", gettext("There is a pillar of this name already."))
        else:
            say.done(request, gettext("The pillar stands."))
            return _see_other("strategy:pillars")
    return render(
        request, "strategy/pillar.html", {"pillar": standing, "form": form}, status=422 if form.errors else 200
    )


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_campaign(request: HttpRequest) -> HttpResponse:
    """Begin a campaign."""
    return _campaign(request, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Change a campaign."""
    return _campaign(request, get_object_or_404(queries.every_campaign(), pk=campaign_id))


@signed_in
@require_POST
def end_campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """End a campaign."""
    standing = get_object_or_404(queries.every_campaign(), pk=campaign_id)
    services.end_campaign(campaign=standing, by=person_of(request), now=clock.now())
    say.done(request, gettext("“%(name)s” is ended. Its posts stay as they are.") % {"name": standing.name})
    return _see_other("planning:campaigns")


@signed_in
@require_POST
def go_on_with_campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Let a campaign run again."""
    standing = get_object_or_404(queries.every_campaign(), pk=campaign_id)
    services.go_on_with_campaign(campaign=standing, by=person_of(request), now=clock.now())
    say.done(request, gettext("“%(name)s” runs again.") % {"name": standing.name})
    return _see_other("planning:campaigns")


def _campaign(request: HttpRequest, standing: Campaign | None) -> HttpResponse:
    now, person = clock.now(), person_of(request)
    permissions.require(person, Act.STEER, now=now)
    form = CampaignForm(request.POST or None, campaign=standing, by=person, today=people.today(now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        saved = services.set_campaign(
            name=given["name"], why=given["why"], owner=given["owner"], goal=given["goal"],
            begins_on=given["begins_on"], ends_on=form.ends_on, campaign=standing, by=person, now=now,
        )  # fmt: skip
        say.done(request, gettext("The campaign “%(name)s” stands.") % {"name": saved.name})
        return _see_other("planning:campaigns")
    shown = {"form": form, "campaign": standing}
    return render(request, "strategy/campaign.html", shown, status=422 if form.errors else 200)


def _goal(request: HttpRequest, standing: Goal | None) -> HttpResponse:
    now = clock.now()
    permissions.require(person_of(request), Act.STEER, now=now)
    form = GoalForm(request.POST or None, goal=standing, under=request.GET.get("under", ""), today=people.today(now))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            saved = services.set_goal(
                name=given["name"], why=given["why"], owner=given["owner"], pillar=given["pillar"], parent=given["parent"],
                begins_on=given["begins_on"], ends_on=form.ends_on, goal=standing, by=person_of(request), now=now,
            )  # fmt: skip
        except (services.WouldCircle, services.IsArchived):
            form.add_error(
                "parent", gettext("Somebody has just changed the tree: this goal cannot stand above it now.")
            )
        else:
            say.done(request, gettext("The goal “%(name)s” stands.") % {"name": saved.name})
            return _see_other("planning:goals")
    below = queries.below(standing) if standing is not None else 0
    context = {"form": form, "goal": standing, "below": below}
    return render(request, "strategy/goal.html", context, status=422 if form.errors else 200)


def _see_other(name: str) -> HttpResponseRedirect:
    answer = redirect(reverse(name))
    answer.status_code = 303
    return answer
