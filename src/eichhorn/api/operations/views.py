"""The plan as one looks at it: kept views, their addresses for others, and what they show as a table or a file to print.

The difficult thing: an address of a view is told once and kept nowhere. So the answer that tells it is sealed where it
has to be kept for a repeat.
"""

from dataclasses import replace
from typing import Annotated

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.operations import choices
from eichhorn.api.operations.slots import asked_by
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.problems import Problem
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import views as shown
from eichhorn.api.schemas.fields import Day, Numbered
from eichhorn.calendar import exporting, paper, queries, services
from eichhorn.calendar.models import Kept
from eichhorn.calendar.printing import FILES, PER, known, sheet
from eichhorn.calendar.rules import Filter, View, read_query
from eichhorn.people import queries as people
from eichhorn.people import throttle
from eichhorn.planning.rules import Stage

router = Router(tags=["views"])
ViewId = Annotated[Numbered, Path(description="The number of the view.", example=4)]
Around = Annotated[Day | None, Query(description="A day of the month or the week, or the day; left out: today.")]


class ViewPage(Page[shown.ViewShown]):
    """A page of kept views."""


@router.get("/views", **operation("list_views", Scope.READ, ViewPage))
def list_views(request: HttpRequest, paging: Paged) -> HttpResponse:
    """List the views in the menu of the token's owner: their own, and those for everybody."""
    caller = caller_of(request)
    rows = queries.kept_by(caller.person)
    shared = queries.shared_of(rows, now=caller.now)
    return page(rows, paging, lambda one: _shown(one, caller, shared=one.pk in shared), ViewPage)


@router.post("/views", **operation("keep_view", Scope.PLAN, shown.ViewShown, status=201))
def keep_view(request: HttpRequest, given: shown.NewView) -> HttpResponse:
    """Keep a view of the plan under a name."""
    caller = caller_of(request)
    tag = choices.tag(given.tag) if given.tag.strip() else None
    if given.tag.strip() and tag is None:
        raise invalid.at("tag", _("No post has this tag."))
    wanted = Filter(
        channel=given.channel, team=given.team, pillar=given.pillar, goal=given.goal, campaign=given.campaign,
        tag=tag.pk if tag is not None else None, stage=given.stage or "", only=given.only or "",
    )  # fmt: skip
    made = services.keep(
        name=given.name, view=given.view, filter_=wanted, for_everybody=given.for_everybody, by=caller.person,
        now=caller.now,
    )  # fmt: skip
    return answers.said(_shown(made, caller, shared=False), status=201)


@router.put("/views/{view_id}", **operation("rename_view", Scope.PLAN, shown.ViewShown))
def rename_view(request: HttpRequest, view_id: ViewId, given: shown.ViewName) -> HttpResponse:
    """Give a view another name. Those of others need the right to plan."""
    caller = caller_of(request)
    kept = services.rename(kept=_kept(caller, view_id), name=given.name, by=caller.person, now=caller.now)
    return answers.said(_told(kept, caller))


@router.post("/views/{view_id}/drop", **operation("drop_view", Scope.PLAN, shown.ViewShown))
def drop_view(request: HttpRequest, view_id: ViewId) -> HttpResponse:
    """Drop a view; its address opens nothing more. Those of others need the right to plan. Answers what it was."""
    caller = caller_of(request)
    kept = _kept(caller, view_id)
    was = _shown(kept, caller, shared=False)
    services.drop(kept=kept, by=caller.person, now=caller.now)
    return answers.said(was)


@router.post("/views/{view_id}/share", **operation("share_view", Scope.PLAN, shown.SharedShown))
def share_view(request: HttpRequest, view_id: ViewId) -> HttpResponse:
    """Make an address by which anybody reads a view for a year, and a feed for calendar programs.

    They are told this once; an earlier address opens nothing more. What is confidential is not in it, and no names.
    """
    caller = caller_of(request)
    token = services.share(kept=_kept(caller, view_id), by=caller.person, now=caller.now)
    at, feed = (settings.PUBLIC_URL + reverse(name, args=[token]) for name in ("calendar:shared", "calendar:feed"))
    until = people.today(caller.now + services.SHARED_FOR)
    answer = answers.said(shown.SharedShown(page=at, feed=feed, until=until))
    answer["Cache-Control"] = "no-store"
    return answer


@router.post("/views/{view_id}/unshare", **operation("unshare_view", Scope.PLAN, shown.ViewShown))
def unshare_view(request: HttpRequest, view_id: ViewId) -> HttpResponse:
    """Close the address of a view, where it has one."""
    caller = caller_of(request)
    kept = _kept(caller, view_id)
    services.unshare(kept=kept, by=caller.person, now=caller.now)
    return answers.said(_told(kept, caller))


@router.get("/views/{view_id}/table", **operation("read_plan_table", Scope.READ, None))
def read_plan_table(
    request: HttpRequest,
    view_id: ViewId,
    from_day: Annotated[Day | None, Query(description="Only planned for this day or later.")] = None,
    until_day: Annotated[Day | None, Query(description="Only planned for earlier than this day.")] = None,
) -> HttpResponse:
    """Read the posts of a view as a table (CSV), by date."""
    caller = caller_of(request)
    asked = asked_by(caller, _filter(_kept(caller, view_id)))
    lines = exporting.table(asked=asked, begins=from_day, ends=until_day)
    return HttpResponse("".join(lines), content_type="text/csv; charset=utf-8")


@router.get("/views/{view_id}/paper", **operation("read_plan_paper", Scope.READ, None, can=("not-ready",)))
def read_plan_paper(request: HttpRequest, view_id: ViewId, day: Around = None) -> HttpResponse:
    """Read a view as a file to print (PDF): its month, week, day or list; of a board the list."""
    caller = caller_of(request)
    if not throttle.allow(f"paper:{caller.person.pk}", limit=FILES, per=PER, now=caller.now):
        raise Problem("too-many-requests", headers={"Retry-After": str(int(PER.total_seconds()))})
    kept, around = _kept(caller, view_id), queries.around(caller.person)
    wanted = known(_filter(kept), around)
    ids = around.channels_of(channel=wanted.channel, team=wanted.team)
    asked = replace(asked_by(caller, wanted), channel_ids=ids)
    made, _name = sheet(View(kept.view), day or asked.today, asked=asked, around=around)
    try:
        return HttpResponse(paper.printed(made), content_type="application/pdf")
    except paper.NotInTime as error:
        detail = _("The file was not ready in time. With a narrower filter it will be.")
        raise Problem("not-ready", detail, reason="not_in_time") from error


def _kept(caller: Caller, number: int) -> Kept:
    return queries.kept_by(caller.person).get(pk=number)


def _filter(kept: Kept) -> Filter:
    return read_query(kept.filter, stages=set(Stage))


def _told(kept: Kept, caller: Caller) -> shown.ViewShown:
    return _shown(kept, caller, shared=kept.pk in queries.shared_of([kept], now=caller.now))


def _shown(kept: Kept, caller: Caller, *, shared: bool) -> shown.ViewShown:
    return shown.view(kept, _filter(kept), mine=kept.owner_id == caller.person.pk, shared=shared)
