"""Series: what comes again. Each time is a slot of its own, with its own draft and its own approval."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.operations import choices
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import plan
from eichhorn.api.schemas import series as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act
from eichhorn.planning import queries, services
from eichhorn.planning.models import Series
from eichhorn.planning.rules.series import Frequency, Rule
from eichhorn.planning.services import Wording

router = Router(tags=["series"])
SeriesId = Annotated[Numbered, Path(description="The number of the series.", example=3)]


class SeriesPage(Page[shown.SeriesShown]):
    """A page of series."""


class TimePage(Page[plan.SlotShown]):
    """A page of the slots of a series."""


@router.get("/series", **operation("list_series", Scope.READ, SeriesPage))
def list_series(request: HttpRequest, paging: Paged) -> HttpResponse:
    """List the series, those that have ended too."""
    caller = caller_of(request)
    return page(queries.all_series(caller.person, now=caller.now), paging, shown.series, SeriesPage)


@router.post("/series", **operation("begin_series", Scope.PLAN, shown.SeriesShown, status=201))
def begin_series(request: HttpRequest, given: shown.NewSeries) -> HttpResponse:
    """Begin a series. Its times of the next eight weeks stand in the plan at once, later ones come by themselves."""
    caller = caller_of(request)
    made = services.begin_series(
        wording=_wording(given, None, caller), zone=choices.zone(), by=caller.person, now=caller.now
    )
    return answers.said(_read(caller, made.pk), status=201, at=f"/series/{made.pk}")


@router.post("/series/preview", **operation("preview_series", Scope.READ, shown.TimesShown))
def preview_series(request: HttpRequest, given: shown.RuleSent) -> HttpResponse:
    """Show the next times of a rule, and plan nothing: look before you begin or change a series."""
    return answers.said(shown.times(queries.next_dates(_rule(given), zone=choices.zone(), now=caller_of(request).now)))


@router.get("/series/{series_id}", **operation("read_series", Scope.READ, shown.SeriesShown))
def read_series(request: HttpRequest, series_id: SeriesId) -> HttpResponse:
    """Read one series."""
    return answers.said(_read(caller_of(request), series_id))


@router.put("/series/{series_id}", **operation("change_series", Scope.PLAN, shown.SeriesShown))
def change_series(request: HttpRequest, series_id: SeriesId, given: shown.NewSeries) -> HttpResponse:
    """Describe a series anew, as a whole. Its times that nobody has touched follow; what somebody has touched stays."""
    caller = caller_of(request)
    permissions.require(caller.person, Act.PLAN, now=caller.now)
    standing = _series(caller, series_id)
    wording = _wording(given, standing, caller)
    if not queries.next_dates(wording.rule, zone=standing.zone, now=caller.now, count=1):
        raise services.NeverComes
    services.change_series(series=standing, wording=wording, by=caller.person, now=caller.now)
    return answers.said(_read(caller, series_id))


@router.post("/series/{series_id}/end", **operation("end_series", Scope.PLAN, shown.SeriesShown))
def end_series(request: HttpRequest, series_id: SeriesId) -> HttpResponse:
    """End a series: no further times come, and those that nobody has touched leave the plan."""
    caller = caller_of(request)
    services.end_series(series=_series(caller, series_id), by=caller.person, now=caller.now)
    return answers.said(_read(caller, series_id))


@router.get("/series/{series_id}/slots", **operation("list_slots_of_series", Scope.READ, TimePage))
def list_slots_of_series(request: HttpRequest, series_id: SeriesId, paging: Paged) -> HttpResponse:
    """List the times of a series that stand in the plan."""
    caller = caller_of(request)
    slots = queries.slots_of(_series(caller, series_id), person=caller.person, now=caller.now)
    return page(slots.prefetch_related("channels"), paging, plan.slot, TimePage)


def _wording(given: shown.NewSeries, standing: Series | None, caller: Caller) -> Wording:
    return Wording(
        title=given.title, channels=tuple(choices.channels(given.channels)), kind=choices.kind(given.kind),
        goal=choices.goal(given.goal, caller.now, standing=standing.goal if standing is not None else None),
        confidential=given.confidential, rule=_rule(given),
    )  # fmt: skip


def _rule(given: shown.RuleSent) -> Rule:
    """Return the rule, or say at which place something is missing for its frequency."""
    match given.frequency:
        case Frequency.WEEKLY if not given.weekdays:
            raise invalid.at("weekdays", _("Name one day of the week at least."))
        case Frequency.MONTH_DAY if not given.month_day:
            raise invalid.at("month_day", _("Name the day of the month."))
        case Frequency.MONTH_WEEKDAY if not given.nth:
            raise invalid.at("nth", _("Say which one of the month it is."))
        case Frequency.MONTH_WEEKDAY if len(set(given.weekdays)) != 1:
            raise invalid.at("weekdays", _("Name exactly one day of the week."))
    if given.ends_on is not None and given.ends_on <= given.begins_on:
        raise invalid.at("ends_on", _("A period has one day at least: this is the first day after it."))
    if given.ends_on is not None and given.number is not None:
        raise invalid.at("number", _("Say either until when or how often."))
    return shown.rule(given)


def _series(caller: Caller, number: int) -> Series:
    return queries.all_series(caller.person, now=caller.now).get(pk=number)


def _read(caller: Caller, number: int) -> shown.SeriesShown:
    return shown.series(_series(caller, number))
