"""The Themenplan, one topic with its brief and its posts, and the topic of a post."""

from datetime import date

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.words import sign
from eichhorn.strategy import queries as strategy
from eichhorn.topics import queries, rules, services
from eichhorn.topics.forms import BriefForm, ChooseTopicForm, PostForm, TopicForm
from eichhorn.topics.models import Brief, Topic
from eichhorn.topics.showing import parts_of
from eichhorn.topics.words import SIGNS
from eichhorn.ui import say


@signed_in
@require_safe
def themenplan(request: HttpRequest) -> HttpResponse:
    """Show the topics of a year over its months, and where it is silent."""
    now = clock.now()
    today = people.today(now)
    year = _year(request.GET.get("year", ""), today)
    pillars = [(one.pk, one.name) for one in strategy.pillars()]
    found = queries.topic_year(year, today=today, pillars=pillars)
    context = {
        "plan": found, "rows": [(row, SIGNS[rules.TopicState(row.topic.state)]) for row in found.rows],
        "this_month": today.replace(day=1),
        "silent": [date(year, month, 1) for month in found.silent], "this_year": today.year,
        "before": max(year - 1, 2000), "after": min(year + 1, 2099), "may_plan": people.may(person_of(request), Act.PLAN, now=now),
    }  # fmt: skip
    return render(request, "topics/themenplan.html", context)


@signed_in
@require_safe
def topic(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Show a topic: its brief and its posts."""
    return _shown(request, _topic(topic_id), PostForm())


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Set a topic."""
    return _edited(request, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Change a topic."""
    return _edited(request, _topic(topic_id))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def brief(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Write the brief anew; the versions before it stay."""
    now, standing, theirs = clock.now(), _topic(topic_id), None
    permissions.require(person_of(request), Act.PLAN, now=now)
    form = BriefForm(request.POST or None, brief=queries.brief_of(standing))
    if request.method == "POST" and form.is_valid():
        based_on = form.cleaned_data["based_on"]
        try:
            services.write_brief(topic=standing, parts=form.parts, based_on=based_on, by=person_of(request), now=now)
        except services.Collision as newer:
            theirs = newer.theirs
            kept = request.POST.copy()
            kept["based_on"] = str(theirs.number)
            form = BriefForm(kept, brief=theirs)
        else:
            say.done(request, gettext("The brief stands."))
            return SeeOther(reverse("topics:topic", args=[standing.pk]))
    context = {"topic": standing, "form": form, "theirs": theirs, "their_parts": parts_of(theirs)}
    return render(request, "topics/brief.html", context, status=422 if form.errors or theirs else 200)


@signed_in
@require_safe
def version(request: HttpRequest, topic_id: int, number: int) -> HttpResponse:
    """Show the brief as it was."""
    standing = _topic(topic_id)
    found = get_object_or_404(Brief.objects.select_related("by"), topic=standing, number=number)
    return render(request, "topics/version.html", {"topic": standing, "brief": found, "parts": parts_of(found)})


@signed_in
@require_POST
def post(request: HttpRequest, topic_id: int) -> HttpResponse:
    """Plan a post for the topic."""
    now, standing, form = clock.now(), _topic(topic_id), PostForm(request.POST)
    permissions.require(person_of(request), Act.PLAN, now=now)
    if not form.is_valid():
        return _shown(request, standing, form)
    title, zone = form.cleaned_data["title"], people.organisation().zone
    made = services.plan_post(topic=standing, title=title, zone=zone, by=person_of(request), now=now)
    say.done(request, gettext("“%(title)s” stands in the plan.") % {"title": made.title})
    return SeeOther(reverse("planning:slot", args=[made.pk]))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Say to which topic a post belongs."""
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.PLAN, now=now)
    try:
        slot = planning.slot_of(slot_id, person=by, now=now)
    except Slot.DoesNotExist as missing:
        raise Http404 from missing
    form = ChooseTopicForm(request.POST or None, standing=queries.topic_of(slot_id))
    if request.method == "POST" and form.is_valid():
        services.tie(slot_id=slot_id, topic=form.cleaned_data["topic"], by=by, now=now)
        return SeeOther(reverse("planning:slot", args=[slot_id]))
    return render(request, "topics/choose.html", {"slot": slot, "form": form}, status=422 if form.errors else 200)


def _edited(request: HttpRequest, standing: Topic | None) -> HttpResponse:
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.PLAN, now=now)
    form = TopicForm(request.POST or None, topic=standing, by=by, today=people.today(now))
    if request.method == "POST" and form.is_valid():
        saved = services.set_topic(said=form.described, topic=standing, by=by, now=now)
        say.done(request, gettext("The topic “%(name)s” stands.") % {"name": saved.name})
        return SeeOther(reverse("topics:topic", args=[saved.pk]))
    return render(request, "topics/form.html", {"form": form, "topic": standing}, status=422 if form.errors else 200)


def _shown(request: HttpRequest, standing: Topic, form: PostForm) -> HttpResponse:
    now, person = clock.now(), person_of(request)
    briefs = list(queries.briefs_of(standing))
    context = {
        "topic": standing, "sign": SIGNS[rules.TopicState(standing.state)], "form": form, "briefs": briefs,
        "parts": parts_of(briefs[0] if briefs else None), "audiences": standing.audiences.order_by("name", "pk"),
        "posts": [(slot, sign(slot.stage, outside=slot.outside)) for slot in queries.slots_of(standing, person=person, now=now)],
        "may_plan": people.may(person, Act.PLAN, now=now),
    }  # fmt: skip
    return render(request, "topics/topic.html", context, status=422 if form.errors else 200)


def _topic(topic_id: int) -> Topic:
    return get_object_or_404(queries.every_topic(), pk=topic_id)


def _year(written: str, today: date) -> int:
    """Return the year that stands in the address; this one where it is none, or lies where no plan is."""
    is_year = len(written) == 4 and written.isascii() and written.isdigit()
    return int(written) if is_year and 2000 <= int(written) <= 2099 else today.year
