"""The list of posts, and how a new one begins."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.composer.forms import NewPostForm
from eichhorn.composer.views.parts import threads_of, to
from eichhorn.content import queries, services
from eichhorn.desk import queries as desk
from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.ideas import queries as ideas
from eichhorn.ideas import services as pool
from eichhorn.ideas.models import Idea
from eichhorn.ideas.rules import State
from eichhorn.ideas.words import not_open
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning import seeking
from eichhorn.planning import services as plans
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.words import SIGNS
from eichhorn.ui import say

CHOOSABLE = (Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED, Stage.NEEDS_SOMEONE, Stage.OUT)


@require_safe
@signed_in
def posts(request: HttpRequest) -> HttpResponse:
    """List the posts, those with work first."""
    now, person = clock.now(), person_of(request)
    stage = request.GET.get("stage", "")
    stage = stage if stage in set(Stage) else ""
    rows = list(queries.posts(planning.visible_to(person, now=now), only=stage))
    threads = threads_of([draft.slot_id for draft in rows])
    acts = people.acts(person, now=now)
    context = {
        "rows": [(draft, SIGNS[Stage(draft.slot.stage)], threads.get(draft.slot_id)) for draft in rows],
        "stage": stage, "stages": [(choice, SIGNS[choice]) for choice in CHOOSABLE],
        "may_begin": {Act.WRITE, Act.PLAN} <= acts, "may_choose": bool({Act.WRITE, Act.PLAN} & acts),
    }  # fmt: skip
    return render(request, "composer/posts.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def new(request: HttpRequest) -> HttpResponse:
    """Begin a post: its slot and its draft."""
    now, house, person = clock.now(), people.organisation(), person_of(request)
    for act in (Act.WRITE, Act.PLAN):
        permissions.require(person, act, now=now)
    sought = seeking.sought(request.POST, zone=house.zone, now=now)
    asked: dict[str, object] = {
        **{name: request.GET.get(name, "") for name in ("title", "when", "goal", "campaign")},
        "channels": request.GET.getlist("channels"),
    }
    idea = _idea(request)
    if idea is not None and idea.state != State.OPEN:
        return _too_late(request, idea)
    if idea is not None:
        asked |= {
            "title": idea.title, "goal": idea.goal_id or (idea.topic.goal_id if idea.topic is not None else None), "channels": [one.pk for one in idea.channels.all()],
            "tags": [one.name for one in idea.tags.all()],
        }  # fmt: skip
    form = NewPostForm(
        None if sought else request.POST or None, zone=house.zone, today=people.today(now),
        initial=sought.initial if sought is not None else asked,
    )  # fmt: skip
    if not sought and request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        if idea is not None:
            return _taken(request, idea, given)
        slot = plans.plan(
            title=given["title"], goal=given["goal"], channels=given["channels"], kind=None, planned_local=given["when"],
            zone=house.zone, by=person, now=now, stage=Stage.DRAFT, with_person=person,
            belongs=plans.Belonging(given["campaign"], given["tags"]),
        )  # fmt: skip
        return to(services.begin(slot=slot, by=person, now=now))
    context = {"form": form, "sought": sought, "idea": idea}
    return render(request, "composer/new.html", context, status=422 if form.errors else 200)


@require_POST
@signed_in
def begin(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Begin the draft of a slot, with what was asked for where it came from a request; where there is one, go there."""
    now = clock.now()
    try:
        slot = planning.slot_of(slot_id, person=person_of(request), now=now)
    except Slot.DoesNotExist as error:
        raise Http404 from error
    asked = desk.request_of_slot(slot_id)
    version = desk.latest_version(asked) if asked is not None else None
    return to(services.begin(slot=slot, by=person_of(request), now=now, request_version=version))


def _idea(request: HttpRequest) -> Idea | None:
    """Return the idea that the post is to come of, None where none is named."""
    number = row_number(request.GET.get("idea", ""))
    if number is None:
        return None
    try:
        return ideas.idea(number)
    except Idea.DoesNotExist as error:
        raise Http404 from error


def _taken(request: HttpRequest, idea: Idea, given: dict[str, Any]) -> HttpResponse:
    """Make the post of the idea; where somebody was quicker show what became of it."""
    try:
        draft = pool.take(
            idea=idea, title=given["title"], goal=given["goal"], channels=given["channels"], planned_local=given["when"],
            zone=people.organisation().zone, belongs=plans.Belonging(given["campaign"], given["tags"]),
            by=person_of(request), now=clock.now(),
        )  # fmt: skip
    except pool.NotOpen as late:
        return _too_late(request, late.idea)
    return to(draft)


def _too_late(request: HttpRequest, idea: Idea) -> HttpResponse:
    say.problem(request, not_open(idea))
    return SeeOther(reverse("ideas:idea", args=[idea.pk]))
