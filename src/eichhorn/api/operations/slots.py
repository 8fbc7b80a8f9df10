"""The plan: slots, their dates, what they cost."""

from typing import Annotated

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router
from pydantic import Field

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.operations import choices
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.problems import Problem
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import doubts
from eichhorn.api.schemas import plan as shown
from eichhorn.api.schemas.fields import Day, Local, Numbered, words_of
from eichhorn.calendar import queries as calendar
from eichhorn.calendar.rules import MOST, Filter, Only
from eichhorn.moving import queries as moving
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act
from eichhorn.planning import queries, services
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.rules.tags import LONGEST_TAG, TagTooLong, tags_of
from eichhorn.strategy.models import Campaign

router = Router(tags=["slots"])
AnotherDate = Annotated[Local, Query(description="Wall-clock time in the slot's zone.", example="2026-06-12T09:30")]
OnlyWanted = Annotated[Only, words_of(Only)]
SlotId = Annotated[Numbered, Path(description="The number of the slot.", example=7)]


class SlotPage(Page[shown.SlotShown]):
    """A page of slots."""


class MovePage(Page[shown.MoveShown]):
    """A page of moves."""


class KindPage(Page[shown.KindShown]):
    """A page of kinds of work."""


@router.get("/slots", **operation("list_slots", Scope.READ, SlotPage))
def list_slots(
    request: HttpRequest,
    paging: Paged,
    stage: Annotated[Stage | None, Query(description="Only at this stage.")] = None,
    channel: Annotated[Numbered | None, Query(description="Only on this channel.")] = None,
    team: Annotated[Numbered | None, Query(description="Only on channels of this team.")] = None,
    pillar: Annotated[Numbered | None, Query(description="Only for this pillar.")] = None,
    goal: Annotated[
        Annotated[int, Field(ge=0, le=MOST)] | None, Query(description="Only for this goal; 0: without a goal.")
    ] = None,
    campaign: Annotated[Numbered | None, Query(description="Only of this campaign.")] = None,
    tag: Annotated[str | None, Query(description="Only with this tag, whatever its capitals.", max_length=40)] = None,
    only: Annotated[
        OnlyWanted | None, Query(description="mine: in the hands of the token's owner; spontaneous: came in late.")
    ] = None,
    from_day: Annotated[Day | None, Query(description="Only planned for this day or later.")] = None,
    until_day: Annotated[Day | None, Query(description="Only planned for earlier than this day.")] = None,
) -> HttpResponse:
    """List what is planned, the newest first; of what was put back only where `stage` asks for it."""
    caller = caller_of(request)
    known = choices.tag(tag) if tag is not None else None
    if tag is not None and known is None:
        return page(Slot.objects.none(), paging, shown.slot, SlotPage)
    wanted = Filter(
        channel=channel, team=team, pillar=pillar, goal=goal, campaign=campaign, tag=known.pk if known else None,
        stage=stage or "", only=only or "",
    )  # fmt: skip
    rows = calendar.listed(asked=asked_by(caller, wanted), begins=from_day, ends=until_day)
    return page(rows, paging, shown.slot, SlotPage)


def asked_by(caller: Caller, wanted: Filter) -> calendar.Asked:
    """Return what the caller asks of the plan, as the calendar asks it. No query."""
    today = people.today(caller.now)
    return calendar.Asked(
        person=caller.person, now=caller.now, today=today, zone=choices.zone(), filter=wanted, channel_ids=frozenset()
    )


@router.post("/slots", **operation("plan_slot", Scope.PLAN, shown.SlotShown, status=201))
def plan_slot(request: HttpRequest, given: shown.NewSlot) -> HttpResponse:
    """Plan something. Without a date it is an idea."""
    caller = caller_of(request)
    made = services.plan(
        title=given.title, goal=choices.goal(given.goal, caller.now), channels=choices.channels(given.channels),
        kind=choices.kind(given.kind), planned_local=given.planned_local, zone=choices.zone(), movable=given.movable,
        confidential=given.confidential, belongs=_belonging(given), by=caller.person, now=caller.now,
    )  # fmt: skip
    return answers.said(_read(made.pk), status=201, at=f"/slots/{made.pk}")


@router.get("/slots/{slot_id}", **operation("read_slot", Scope.READ, shown.SlotShown))
def read_slot(request: HttpRequest, slot_id: SlotId) -> HttpResponse:
    """Read one slot."""
    return answers.said(shown.slot(_slot(caller_of(request), slot_id)))


@router.put("/slots/{slot_id}", **operation("describe_slot", Scope.PLAN, shown.SlotShown))
def describe_slot(request: HttpRequest, slot_id: SlotId, given: shown.SlotText) -> HttpResponse:
    """Describe a slot anew, as a whole; its date and its stage stay."""
    caller = caller_of(request)
    standing, kind = _slot(caller, slot_id), choices.kind(given.kind)
    effort = standing.effort_minutes if kind == standing.kind else queries.effort_of(kind)
    services.describe(
        slot=standing, title=given.title, goal=choices.goal(given.goal, caller.now, standing=standing.goal), kind=kind,
        effort_minutes=effort, movable=given.movable, confidential=given.confidential,
        channels=choices.channels(given.channels), belongs=_belonging(given, standing.campaign), by=caller.person,
        now=caller.now,
    )  # fmt: skip
    return answers.said(_read(slot_id))


@router.get("/slots/{slot_id}/moves", **operation("list_moves", Scope.READ, MovePage))
def list_moves(request: HttpRequest, slot_id: SlotId, paging: Paged) -> HttpResponse:
    """List how a slot moved, the latest first."""
    return page(queries.moves_of(_slot(caller_of(request), slot_id)), paging, shown.move, MovePage)


@router.get("/slots/{slot_id}/doubts", **operation("read_doubts", Scope.READ, doubts.DoubtsShown))
def read_doubts(request: HttpRequest, slot_id: SlotId, planned_local: AnotherDate) -> HttpResponse:
    """Read what speaks against another date: an approval that would be lost, a full day, an embargo. Changes nothing."""
    caller = caller_of(request)
    slot = _slot(caller, slot_id)
    found = moving.doubts(slot, to_local=planned_local, now=caller.now)
    return answers.said(doubts.doubts(planned_local, found, moving.next_places(slot, now=caller.now)))


@router.post("/slots/{slot_id}/move", **operation("move_slot", Scope.PLAN, shown.SlotShown))
def move_slot(request: HttpRequest, slot_id: SlotId, given: shown.NewDate) -> HttpResponse:
    """Give a slot another date. An approval holds on where the new date lies in its window."""
    caller = caller_of(request)
    services.move(
        slot=_slot(caller, slot_id), planned_local=given.planned_local, by=caller.person, now=caller.now
    )  # fmt: skip
    return answers.said(_read(slot_id))


@router.post("/slots/{slot_id}/hand-over", **operation("hand_slot_over", Scope.PLAN, shown.SlotShown))
def hand_slot_over(request: HttpRequest, slot_id: SlotId, given: shown.Handing) -> HttpResponse:
    """Hand a post over to somebody, who is told by mail, or to nobody."""
    caller = caller_of(request)
    standing, to = _slot(caller, slot_id), choices.person(given.to, caller, at="to") if given.to is not None else None
    services.hand_over(slot_ids=[standing.pk], to=to, by=caller.person, now=caller.now)
    return answers.said(_read(slot_id))


@router.post("/slots/{slot_id}/put-back", **operation("put_slot_back", Scope.PLAN, shown.SlotShown))
def put_slot_back(request: HttpRequest, slot_id: SlotId) -> HttpResponse:
    """Take a slot out of the plan; nothing is deleted."""
    return _advanced(caller_of(request), slot_id, Stage.CANCELLED)


@router.post("/slots/{slot_id}/take-up", **operation("take_slot_up", Scope.PLAN, shown.SlotShown))
def take_slot_up(request: HttpRequest, slot_id: SlotId) -> HttpResponse:
    """Bring back into the plan what was put back."""
    caller = caller_of(request)
    permissions.require(caller.person, Act.PLAN, now=caller.now)
    if _slot(caller, slot_id).stage != Stage.CANCELLED:
        raise Problem("stands-elsewhere", reason="not_put_back")
    return _advanced(caller, slot_id, Stage.DRAFT)


@router.get("/kinds", **operation("list_kinds", Scope.READ, KindPage))
def list_kinds(request: HttpRequest, paging: Paged) -> HttpResponse:
    """List the kinds of work, and what each usually costs."""
    return page(queries.kinds(), paging, shown.kind, KindPage)


def _slot(caller: Caller, number: int) -> Slot:
    return queries.slot_of(number, person=caller.person, now=caller.now)


def _read(number: int) -> shown.SlotShown:
    """Return the slot as it stands now. Three queries."""
    found = Slot.objects.select_related("with_person").prefetch_related("channels", "tags")
    return shown.slot(found.fetch_mode(models.FETCH_RAISE).get(pk=number))


def _belonging(given: shown.SlotText, standing: Campaign | None = None) -> services.Belonging:
    try:
        return services.Belonging(choices.campaign(given.campaign, standing=standing), tags_of(given.tags))
    except TagTooLong as problem:
        raise invalid.at("tags", _("A tag has %(most)s letters at most.") % {"most": LONGEST_TAG}) from problem


def _advanced(caller: Caller, number: int, to: Stage) -> HttpResponse:
    permissions.require(caller.person, Act.PLAN, now=caller.now)
    standing = _slot(caller, number)
    for channel in standing.channels.all():
        permissions.require(caller.person, Act.PLAN, now=caller.now, channel=channel.pk)
    services.advance(slot=standing, to=to, now=caller.now)
    return answers.said(_read(number))
