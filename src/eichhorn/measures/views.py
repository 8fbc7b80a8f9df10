"""A measure: set it, see what planning it would do, plan it, take that back, change it, remove it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.foundation import clock
from eichhorn.measures import queries, services
from eichhorn.measures.forms import MeasureForm
from eichhorn.measures.models import Measure
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning import services as plans
from eichhorn.planning.words import sign
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Campaign
from eichhorn.topics import queries as topics
from eichhorn.topics.models import Topic
from eichhorn.ui import say


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Set a measure of a topic."""
    return _form(request, get_object_or_404(topics.every_topic(), pk=topic_id), None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_for_campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Set a measure of a campaign that nobody has ended."""
    return _form(request, get_object_or_404(strategy.campaigns(), pk=campaign_id), None)


@signed_in
@require_safe
def of_campaign(request: HttpRequest, campaign_id: int) -> HttpResponse:
    """Show the measures of a campaign."""
    campaign = get_object_or_404(strategy.every_campaign(), pk=campaign_id)
    context = {
        "campaign": campaign, "measures": queries.every_measure().filter(campaign=campaign),
        "may_plan": people.may(person_of(request), Act.PLAN, now=clock.now()),
    }  # fmt: skip
    return render(request, "measures/of_campaign.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, measure_id: int) -> HttpResponse:
    """Describe a measure anew."""
    standing = _measure(measure_id)
    return _form(request, standing.of, standing)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def remove(request: HttpRequest, measure_id: int) -> HttpResponse:
    """Say what of a measure stays in the plan, and remove it."""
    now, by, standing = clock.now(), person_of(request), _measure(measure_id)
    permissions.require(by, Act.PLAN, now=now)
    if request.method == "POST":
        services.remove(measure=standing, by=by, now=now)
        say.done(request, gettext("The measure is removed."))
        return SeeOther(_page_of(standing.of))
    context = {
        "measure": standing, "untouched": queries.untouched(standing).count(),
        "stays": queries.posts_of(standing).count(), "back": _page_of(standing.of),
    }  # fmt: skip
    return render(request, "measures/remove.html", context)


@signed_in
@require_safe
def measure(request: HttpRequest, measure_id: int) -> HttpResponse:
    """Show what planning the measure would do, or what it put into the plan."""
    now, person, standing = clock.now(), person_of(request), _measure(measure_id)
    posts = planning.listed(person=person, now=now).filter(pk__in=queries.posts_of(standing).order_by().values("pk"))
    found = queries.dry_run(standing, now=now) if standing.planned_at is None else ()
    context = {
        "measure": standing, "at": _page_of(standing.of), "proposals": found, "seen": repr(found), "untouched": queries.untouched(standing).count(),
        "posts": [(slot, sign(slot.stage)) for slot in posts], "may_plan": people.may(person, Act.PLAN, now=now),
        "later": sum(one.is_later for one in found), "without": sum(one.local is None for one in found),
    }  # fmt: skip
    return render(request, "measures/measure.html", context)


@signed_in
@require_POST
def plan(request: HttpRequest, measure_id: int) -> HttpResponse:
    """Plan all posts of the measure where they were shown."""
    now, by, standing = clock.now(), person_of(request), _measure(measure_id)
    permissions.require(by, Act.PLAN, now=now)
    found = queries.dry_run(standing, now=now)
    try:
        if request.POST.get("seen") != repr(found):
            raise services.Changed
        number = services.plan(measure=standing, seen=found, by=by, now=now)
    except services.Changed:
        say.problem(request, gettext("The plan has changed meanwhile. Nothing is planned yet; please look again."))
    except plans.CampaignEnded:
        say.problem(request, gettext("Somebody ended this campaign. Nothing is planned."))
    else:
        said = ngettext("%(count)s post stands in the plan.", "%(count)s posts stand in the plan.", number)
        say.done(request, said % {"count": number})
    return _to(standing)


@signed_in
@require_POST
def undo(request: HttpRequest, measure_id: int) -> HttpResponse:
    """Put back what of the measure nobody has worked on."""
    now, by, standing = clock.now(), person_of(request), _measure(measure_id)
    permissions.require(by, Act.PLAN, now=now)
    number = services.undo(measure=standing, by=by, now=now)
    said = ngettext("%(count)s post is put back.", "%(count)s posts are put back.", number)
    say.done(request, said % {"count": number})
    return _to(standing)


def _form(request: HttpRequest, of: Topic | Campaign, standing: Measure | None) -> HttpResponse:
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.PLAN, now=now)
    sent = request.POST if request.method == "POST" else None
    form = MeasureForm(sent, of=of, today=people.today(now), standing=standing)
    if request.method == "POST" and form.is_valid():
        if standing is None:
            standing = services.set_measure(of=of, wanted=form.wanted, by=by, now=now)
        else:
            services.change(measure=standing, wanted=form.wanted, by=by, now=now)
        return _to(standing)
    context = {
        "form": form, "of": of, "at": _page_of(of), "measure": standing,
        "stays": queries.posts_of(standing).count() if standing is not None else 0,
    }  # fmt: skip
    return render(request, "measures/form.html", context, status=422 if form.errors else 200)


def _page_of(of: Topic | Campaign) -> str:
    return reverse("topics:topic" if isinstance(of, Topic) else "measures:of_campaign", args=[of.pk])


def _measure(measure_id: int) -> Measure:
    return get_object_or_404(queries.every_measure(), pk=measure_id)


def _to(standing: Measure) -> HttpResponse:
    return SeeOther(reverse("measures:measure", args=[standing.pk]))
