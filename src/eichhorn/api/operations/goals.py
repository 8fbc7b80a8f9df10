"""Goals, the pillars to which they belong, and campaigns."""

from datetime import date, timedelta
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.operations import choices
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import plan as shown
from eichhorn.api.schemas.fields import Day, Numbered
from eichhorn.people import queries as people
from eichhorn.redthread import queries as redthread
from eichhorn.strategy import queries, services
from eichhorn.strategy.models import Goal

router = Router(tags=["goals"])
CampaignId = Annotated[Numbered, Path(description="The number of the campaign.", example=1)]
GoalId = Annotated[Numbered, Path(description="The number of the goal.", example=1)]


class GoalPage(Page[shown.GoalShown]):
    """A page of goals."""


class CampaignPage(Page[shown.CampaignShown]):
    """A page of campaigns."""


class PillarPage(Page[shown.PillarShown]):
    """A page of pillars."""


@router.get("/goals", **operation("list_goals", Scope.READ, GoalPage))
def list_goals(request: HttpRequest, paging: Paged) -> HttpResponse:
    """List all goals: those in force, those to come, and those whose period is over."""
    return page(queries.every_goal(), paging, shown.goal, GoalPage)


@router.post("/goals", **operation("set_goal", Scope.STEER, shown.GoalShown, status=201))
def set_goal(request: HttpRequest, given: shown.NewGoal) -> HttpResponse:
    """Set a goal."""
    made = _set(caller_of(request), given, None)
    return answers.said(shown.goal(queries.every_goal().get(pk=made.pk)), status=201, at=f"/goals/{made.pk}")


@router.get("/goals/{goal_id}", **operation("read_goal", Scope.READ, shown.GoalShown))
def read_goal(request: HttpRequest, goal_id: GoalId) -> HttpResponse:
    """Read one goal."""
    return answers.said(shown.goal(queries.every_goal().get(pk=goal_id)))


@router.put("/goals/{goal_id}", **operation("change_goal", Scope.STEER, shown.GoalShown))
def change_goal(request: HttpRequest, goal_id: GoalId, given: shown.NewGoal) -> HttpResponse:
    """Describe a goal anew, as a whole."""
    _set(caller_of(request), given, queries.every_goal().get(pk=goal_id))
    return answers.said(shown.goal(queries.every_goal().get(pk=goal_id)))


@router.post("/goals/{goal_id}/archive", **operation("archive_goal", Scope.STEER, shown.GoalShown))
def archive_goal(request: HttpRequest, goal_id: GoalId) -> HttpResponse:
    """Put a goal away with all that hangs below it. What is tied to them stays so."""
    caller = caller_of(request)
    services.archive_goal(goal=queries.every_goal().get(pk=goal_id), by=caller.person, now=caller.now)
    return answers.said(shown.goal(queries.every_goal().get(pk=goal_id)))


@router.post("/goals/{goal_id}/bring-back", **operation("bring_back_goal", Scope.STEER, shown.GoalShown))
def bring_back_goal(request: HttpRequest, goal_id: GoalId) -> HttpResponse:
    """Take a goal out of the archive, with those below it that were put away together with it."""
    caller = caller_of(request)
    services.bring_back_goal(goal=queries.every_goal().get(pk=goal_id), by=caller.person, now=caller.now)
    return answers.said(shown.goal(queries.every_goal().get(pk=goal_id)))


@router.get("/campaigns", **operation("list_campaigns", Scope.READ, CampaignPage))
def list_campaigns(request: HttpRequest, paging: Paged) -> HttpResponse:
    """List all campaigns, also those that somebody ended."""
    return page(queries.every_campaign(), paging, shown.campaign, CampaignPage)


@router.post("/campaigns", **operation("set_campaign", Scope.STEER, shown.CampaignShown, status=201))
def set_campaign(request: HttpRequest, given: shown.NewCampaign) -> HttpResponse:
    """Begin a campaign."""
    caller = caller_of(request)
    _whole_days(given.begins_on, given.ends_on)
    made = services.set_campaign(
        name=given.name, why=given.why, owner=choices.person(given.owner, caller), begins_on=given.begins_on,
        goal=choices.goal(given.goal, caller.now), ends_on=given.ends_on, by=caller.person, now=caller.now,
    )  # fmt: skip
    shown_ = shown.campaign(queries.every_campaign().get(pk=made.pk))
    return answers.said(shown_, status=201, at=f"/campaigns/{made.pk}")


@router.get("/campaigns/{campaign_id}", **operation("read_campaign", Scope.READ, shown.CampaignShown))
def read_campaign(request: HttpRequest, campaign_id: CampaignId) -> HttpResponse:
    """Read one campaign."""
    return answers.said(shown.campaign(queries.every_campaign().get(pk=campaign_id)))


@router.get("/pillars", **operation("list_pillars", Scope.READ, PillarPage))
def list_pillars(request: HttpRequest, paging: Paged) -> HttpResponse:
    """List the lasting subjects."""
    return page(queries.every_pillar(), paging, shown.pillar, PillarPage)


@router.get("/red-thread", **operation("read_red_thread", Scope.READ, shown.RedThreadShown))
def read_red_thread(
    request: HttpRequest,
    on: Annotated[
        Day | None, Query(description="A day of the quarter; today where none is given.", example="2026-06-09")
    ] = None,
) -> HttpResponse:
    """Read what of a quarter is tied to goals and pillars, what hangs loose, and the next step to each goal."""
    caller = caller_of(request)
    today = people.today(caller.now)
    found = redthread.red_thread(on=on or today, today=today, person=caller.person, now=caller.now)
    return answers.said(shown.red_thread(found))


def _set(caller: Caller, given: shown.NewGoal, standing: Goal | None) -> Goal:
    _whole_days(given.begins_on, given.ends_on)
    return services.set_goal(
        name=given.name, why=given.why, owner=choices.person(given.owner, caller), begins_on=given.begins_on,
        pillar=choices.pillar(given.pillar, standing), parent=choices.parent(given.parent, standing), ends_on=given.ends_on, goal=standing, by=caller.person,
        now=caller.now,
    )  # fmt: skip


def _whole_days(begins_on: date, ends_on: date) -> None:
    if ends_on - begins_on < timedelta(days=1):
        raise invalid.at("ends_on", _("A period has one day at least: this is the first day after it."))
