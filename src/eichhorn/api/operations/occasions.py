"""Holidays and occasions: what comes on which days, and what the house keeps."""

from datetime import timedelta
from typing import Annotated

from django.db import models
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.operations import choices
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.problems import Fault, Problem
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import occasions as shown
from eichhorn.api.schemas.fields import Day, Numbered
from eichhorn.occasions import queries, rules, services
from eichhorn.occasions.models import Entry
from eichhorn.occasions.rules import LONGEST_PERIOD, MOST_LINES, Kind, read
from eichhorn.occasions.services import Wording
from eichhorn.occasions.words import WRONGS
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act

router = Router(tags=["occasions"])
OccasionId = Annotated[Numbered, Path(description="The number of the occasion.", example=4)]
FileId = Annotated[Numbered, Path(description="The number of the file.", example=1)]
FromDay = Annotated[Day, Query(description="From this day on.", example="2026-06-01")]
UntilDay = Annotated[Day, Query(description="Before this day; a year later at most.", example="2026-07-01")]


class OccasionPage(Page[shown.OccasionShown]):
    """A page of occasions."""


@router.get("/days", **operation("list_days", Scope.READ, shown.DaysShown))
def list_days(request: HttpRequest, from_day: FromDay, until_day: UntilDay) -> HttpResponse:
    """List all that comes in a period: public and school holidays, occasions, times before elections. Look before you plan."""
    if not from_day < until_day <= from_day + LONGEST_PERIOD:
        raise invalid.about("until_day", _("This has to be a later day, a year later at most."))
    found = queries.between(from_day, until_day)
    return answers.said(shown.DaysShown(items=[shown.day(one) for one in found]))


@router.get("/occasions", **operation("list_occasions", Scope.READ, OccasionPage))
def list_occasions(request: HttpRequest, paging: Paged) -> HttpResponse:
    """List the occasions that the house keeps, those read from files and those that are over too."""
    return page(_whole(), paging, shown.occasion, OccasionPage)


@router.post("/occasions", **operation("add_occasion", Scope.STEER, shown.OccasionShown, status=201))
def add_occasion(request: HttpRequest, given: shown.NewOccasion) -> HttpResponse:
    """Keep an occasion."""
    caller = caller_of(request)
    made = services.add(wording=_wording(given, None, caller), by=caller.person, now=caller.now)
    return answers.said(_read(made.pk), status=201, at=f"/occasions/{made.pk}")


@router.get("/occasions/{occasion_id}", **operation("read_occasion", Scope.READ, shown.OccasionShown))
def read_occasion(request: HttpRequest, occasion_id: OccasionId) -> HttpResponse:
    """Read one occasion."""
    return answers.said(_read(occasion_id))


@router.put("/occasions/{occasion_id}", **operation("change_occasion", Scope.STEER, shown.OccasionShown))
def change_occasion(request: HttpRequest, occasion_id: OccasionId, given: shown.NewOccasion) -> HttpResponse:
    """Describe an occasion anew, as a whole."""
    caller = caller_of(request)
    standing = _written(caller, occasion_id)
    services.change(entry=standing, wording=_wording(given, standing, caller), by=caller.person, now=caller.now)
    return answers.said(_read(occasion_id))


@router.post("/occasions/{occasion_id}/remove", **operation("remove_occasion", Scope.STEER, shown.OccasionShown))
def remove_occasion(request: HttpRequest, occasion_id: OccasionId) -> HttpResponse:
    """Keep an occasion no longer; what was planned for it stays."""
    caller = caller_of(request)
    before = shown.occasion(_written(caller, occasion_id))
    services.remove(entry=Entry.objects.get(pk=occasion_id), by=caller.person, now=caller.now)
    return answers.said(before)


@router.post("/occasions/{occasion_id}/settle", **operation("settle_occasion", Scope.PLAN, shown.OccasionShown))
def settle_occasion(request: HttpRequest, occasion_id: OccasionId, given: shown.Coming) -> HttpResponse:
    """Say that for one coming it is decided whether something is planned: it is offered no more this time."""
    caller = caller_of(request)
    permissions.require(caller.person, Act.PLAN, now=caller.now)
    entry = _whole().get(pk=occasion_id)
    period = (given.begins_on, given.begins_on + timedelta(days=1))
    comes = rules.comings(entry.begins_on, entry.ends_on, yearly=entry.yearly, between=period)
    if given.begins_on not in [first for first, _after in comes]:
        raise invalid.at("begins_on", _("It does not begin on this day."))
    services.settle(entry=entry, begins_on=given.begins_on, by=caller.person, now=caller.now)
    return answers.said(_read(occasion_id))


@router.get("/date-files", **operation("list_date_files", Scope.READ, shown.DateFilesShown))
def list_date_files(request: HttpRequest) -> HttpResponse:
    """List the files of dates that were read, for example school holidays, with how many dates came from each."""
    return answers.said(shown.DateFilesShown(items=[shown.date_file(one) for one in queries.sources()]))


@router.post("/date-files", **operation("read_date_file", Scope.STEER, shown.DatesReadShown))
def read_date_file(request: HttpRequest, given: shown.NewDateFile) -> HttpResponse:
    """Take in the dates of a table or a calendar file, such as the school holidays of a canton; `look` only looks.

    All or nothing: every line that is not understood is named. The same name again takes the place of what stood there.
    """
    caller = caller_of(request)
    permissions.require(caller.person, Act.STEER, now=caller.now)
    lines = read(given.content)
    if not lines:
        raise invalid.at("content", _("No dates stand in it."))
    if len(lines) > MOST_LINES:
        raise invalid.at("content", invalid.sentence("too_long", {"max_length": MOST_LINES}))
    if wrong := [one for one in lines if one.wrong is not None]:
        said = [(one.number, WRONGS[one.wrong]) for one in wrong if one.wrong is not None]
        faults = [
            Fault(_("Line %(number)s: %(why)s") % {"number": number, "why": why}, pointer="#/content")
            for number, why in said
        ]
        raise Problem("invalid", faults=faults, lines=[{"line": one.number, "reason": one.wrong} for one in wrong])
    dates = [one.dated for one in lines if one.dated is not None]
    made = None
    if not given.look:
        made = services.take_in(
            name=given.name, kind=Kind(given.kind), dates=dates, by=caller.person, now=caller.now
        )  # fmt: skip
    return answers.said(shown.dates_read(made, dates))


@router.post("/date-files/{file_id}/drop", **operation("drop_date_file", Scope.STEER, shown.DateFileShown))
def drop_date_file(request: HttpRequest, file_id: FileId) -> HttpResponse:
    """Take out of the calendar what was read from a file. Answers what it was."""
    caller = caller_of(request)
    permissions.require(caller.person, Act.STEER, now=caller.now)
    source = queries.sources().get(pk=file_id)
    was = shown.date_file(source)
    services.drop(source=source, by=caller.person, now=caller.now)
    return answers.said(was)


def _wording(given: shown.NewOccasion, standing: Entry | None, caller: Caller) -> Wording:
    ends_on = shown.day_after(given)
    if not given.begins_on < ends_on <= given.begins_on + LONGEST_PERIOD:
        raise invalid.at("ends_on", _("This has to be a later day, a year later at most."))
    if given.level is not None and (given.yearly or given.lead_days is not None or given.team or given.pillar):
        raise invalid.at("level", _("An election comes once, and has neither team nor pillar nor lead time."))
    return Wording(
        name=given.name, name_en=given.name_en.strip(), begins_on=given.begins_on, ends_on=ends_on, yearly=given.yearly,
        kind=Kind.OWN if given.level is None else Kind.ELECTION, level=given.level, lead_days=given.lead_days,
        team=choices.team(given.team), pillar=choices.pillar(given.pillar, standing),
    )  # fmt: skip


def _written(caller: Caller, number: int) -> Entry:
    """Return the occasion that somebody wrote; one that was read from a file changes with the file."""
    permissions.require(caller.person, Act.STEER, now=caller.now)
    found = _whole().get(pk=number)
    if found.source is not None:
        raise Problem(
            "stands-elsewhere", _("It was read from a file. Read the file anew under its name."), reason="from_file"
        )
    return found


def _whole() -> models.QuerySet[Entry]:
    return Entry.objects.select_related("source", "pillar").prefetch_related("settled").fetch_mode(models.FETCH_RAISE)


def _read(number: int) -> shown.OccasionShown:
    return shown.occasion(_whole().get(pk=number))
