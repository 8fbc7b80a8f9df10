"""The pool of ideas: read, keep, change, put aside, bring back, take into the plan."""

from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of, need
from eichhorn.api.operations import choices
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import ideas as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.ideas import queries, services
from eichhorn.ideas.models import Door, Idea
from eichhorn.ideas.rules import LONGEST_SEARCH, State, Wanted, address_of
from eichhorn.ideas.services import Said
from eichhorn.media.models import Picture
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act
from eichhorn.planning.rules.tags import LONGEST_TAG, TagTooLong, tags_of
from eichhorn.planning.services import Belonging

router = Router(tags=["ideas"])
IdeaId = Annotated[Numbered, Path(description="The number of the idea.", example=12)]

DoorId = Annotated[Numbered, Path(description="The number of the link.", example=3)]


class IdeaPage(Page[shown.IdeaShown]):
    """A page of ideas."""


@router.get("/ideas", **operation("list_ideas", Scope.READ, IdeaPage))
def list_ideas(
    request: HttpRequest,
    paging: Paged,
    state: Annotated[
        shown.IdeaState | None, Query(description="Where they stand; left out: those in the pool.")
    ] = None,
    words: Annotated[str | None, Query(max_length=LONGEST_SEARCH, description="Only with these words in them.")] = None,
    topic: Annotated[Numbered | None, Query(description="Only of this topic.")] = None,
) -> HttpResponse:
    """List ideas, the newest first."""
    caller = caller_of(request)
    found = queries.told(
        queries.matching(Wanted(words=words or "", state=state or State.OPEN, topic=topic)),
        person=caller.person,
        now=caller.now,
    )
    return page(found, paging, shown.idea, IdeaPage)


@router.post("/ideas", **operation("add_idea", Scope.DRAFT, shown.IdeaShown, status=201))
def add_idea(request: HttpRequest, given: shown.NewIdea) -> HttpResponse:
    """Keep an idea in the pool."""
    caller = caller_of(request)
    made = services.add(said=_said(caller, given, None), by=caller.person, now=caller.now)
    return answers.said(_shown(caller, made.pk), status=201, at=f"/ideas/{made.pk}")


@router.get("/ideas/{idea_id}", **operation("read_idea", Scope.READ, shown.IdeaShown))
def read_idea(request: HttpRequest, idea_id: IdeaId) -> HttpResponse:
    """Read one idea."""
    return answers.said(_shown(caller_of(request), idea_id))


@router.put("/ideas/{idea_id}", **operation("change_idea", Scope.DRAFT, shown.IdeaShown, can=("collision",)))
def change_idea(request: HttpRequest, idea_id: IdeaId, given: shown.ChangedIdea) -> HttpResponse:
    """Write an idea anew, as a whole, while it waits in the pool."""
    caller, standing = caller_of(request), queries.idea(idea_id)
    services.change(
        idea=standing, said=_said(caller, given, standing), based_on=given.based_on, by=caller.person, now=caller.now
    )
    return answers.said(_shown(caller, idea_id))


@router.post("/ideas/{idea_id}/put-aside", **operation("put_idea_aside", Scope.DRAFT, shown.IdeaShown))
def put_idea_aside(request: HttpRequest, idea_id: IdeaId, given: shown.PutAside) -> HttpResponse:
    """Put an idea aside: it is kept, and can be brought back."""
    caller = caller_of(request)
    services.put_aside(idea=queries.idea(idea_id), because=given.because, by=caller.person, now=caller.now)
    return answers.said(_shown(caller, idea_id))


@router.post("/ideas/{idea_id}/bring-back", **operation("bring_idea_back", Scope.DRAFT, shown.IdeaShown))
def bring_idea_back(request: HttpRequest, idea_id: IdeaId) -> HttpResponse:
    """Bring an idea back into the pool; one that became a post comes back once that was put back."""
    caller = caller_of(request)
    services.bring_back(idea=queries.idea(idea_id), by=caller.person, now=caller.now)
    return answers.said(_shown(caller, idea_id))


@router.post("/ideas/{idea_id}/take", **operation("take_idea", Scope.DRAFT, shown.IdeaShown, status=201))
def take_idea(request: HttpRequest, idea_id: IdeaId, given: shown.TakenIdea) -> HttpResponse:
    """Make a post of an idea: a slot and a draft with its note, its link and its pictures, all at once or nothing.

    The post belongs to the topic of the idea. It needs the scope plan as well. Where somebody was quicker nothing is made (409).
    """
    caller, standing = need(request, Scope.PLAN), queries.idea(idea_id)
    draft = services.take(
        idea=standing, title=" ".join(given.title.split()) or standing.title,
        goal=choices.goal(given.goal, caller.now, standing=standing.goal), channels=choices.channels(given.channels),
        planned_local=given.planned_local, zone=choices.zone(),
        belongs=Belonging(choices.campaign(given.campaign), _tags(given.tags)), by=caller.person, now=caller.now,
    )  # fmt: skip
    return answers.said(_shown(caller, idea_id), status=201, at=f"/drafts/{draft.pk}")


@router.get("/idea-doors", **operation("list_idea_doors", Scope.READ, shown.DoorsShown))
def list_idea_doors(request: HttpRequest) -> HttpResponse:
    """List the links by which people without an account send ideas from a phone; those who plan read them."""
    caller = caller_of(request)
    permissions.require(caller.person, Act.PLAN, now=caller.now)
    return answers.said(shown.DoorsShown(items=[shown.door(one) for one in queries.doors(now=caller.now)]))


@router.post("/idea-doors", **operation("open_idea_door", Scope.PLAN, shown.OpenedDoorShown, status=201))
def open_idea_door(request: HttpRequest, given: shown.NewDoor) -> HttpResponse:
    """Make a link by which people without an account send ideas. Its address is told this once."""
    caller = caller_of(request)
    door, token = services.open_door(name=given.name, lasts=given.lasts, by=caller.person, now=caller.now)
    address = settings.PUBLIC_URL + reverse("ideas:bring", args=[token])
    whole = shown.OpenedDoorShown(**shown.door(door).model_dump(), address=address)
    answer = answers.said(whole, status=201, at="/idea-doors")
    answer["Cache-Control"] = "no-store"
    return answer


@router.post("/idea-doors/{door_id}/close", **operation("close_idea_door", Scope.PLAN, shown.DoorShown))
def close_idea_door(request: HttpRequest, door_id: DoorId) -> HttpResponse:
    """Let nobody in by a link any more; what came by it stays."""
    caller = caller_of(request)
    permissions.require(caller.person, Act.PLAN, now=caller.now)
    door = Door.objects.get(pk=door_id)
    services.close_door(door=door, by=caller.person, now=caller.now)
    return answers.said(shown.door(door))


def _shown(caller: Caller, idea_id: int) -> shown.IdeaShown:
    return shown.idea(queries.told(Idea.objects.all(), person=caller.person, now=caller.now).get(pk=idea_id))


def _said(caller: Caller, given: shown.NewIdea, standing: Idea | None) -> Said:
    link = address_of(given.link) if given.link.strip() else ""
    if given.link.strip() and not link:
        raise invalid.at("link", _("This is no address of a page. It begins with https://."))
    return Said(
        title=given.title, note=given.note, link=link, had_by=" ".join(given.had_by.split()),
        goal=choices.goal(given.goal, caller.now, standing=standing.goal if standing is not None else None),
        pillar=choices.pillar(given.pillar, standing), topic=choices.topic(given.topic, standing), channels=choices.channels(given.channels),
        tags=_tags(given.tags), kept=_pictures(given),
    )  # fmt: skip


def _tags(given: list[str]) -> tuple[str, ...]:
    try:
        return tags_of(given)
    except TagTooLong as problem:
        raise invalid.at("tags", _("A tag has %(most)s letters at most.") % {"most": LONGEST_TAG}) from problem


def _pictures(given: shown.NewIdea) -> list[tuple[Picture, str]]:
    known = {one.digest: one for one in Picture.objects.filter(digest__in={one.media for one in given.attachments})}
    for place, one in enumerate(given.attachments):
        if one.media not in known:
            raise invalid.at(f"attachments/{place}/media", _("There is no such picture. Send it first."))
    return [(known[one.media], one.alt) for one in given.attachments]
