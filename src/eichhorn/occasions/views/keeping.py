"""Keeping occasions: the page, regions, occasions of the house, elections."""

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.foundation import clock
from eichhorn.occasions import queries, rules, services
from eichhorn.occasions.forms import ElectionForm, OwnForm, RegionForm
from eichhorn.occasions.models import Entry, Region
from eichhorn.occasions.rules import Kind
from eichhorn.occasions.words import KINDS, LEVELS
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say


@signed_in
@require_safe
def all_of_them(request: HttpRequest) -> HttpResponse:
    """Show what is kept."""
    return _page(request)


@signed_in
@require_POST
def show_region(request: HttpRequest) -> HttpResponse:
    """Let the holidays of a region stand in the calendar."""
    form = RegionForm(request.POST)
    permissions.require(person_of(request), Act.STEER, now=clock.now())
    if not form.is_valid():
        return _page(request, region_form=form)
    region = services.show(**form.cleaned_data, by=person_of(request), now=clock.now())
    say.done(request, gettext("The holidays of %(of)s stand in the calendar.") % {"of": region.of})
    return back()


@signed_in
@require_POST
def hide_region(request: HttpRequest, region_id: int) -> HttpResponse:
    """Take the holidays of a region out of the calendar."""
    region = get_object_or_404(Region, pk=region_id)
    services.hide(region=region, by=person_of(request), now=clock.now())
    say.done(request, gettext("The holidays of %(of)s are shown no more.") % {"of": region.of})
    return back()


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_own(request: HttpRequest) -> HttpResponse:
    """Keep an occasion of the house."""
    return _edited(request, OwnForm, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new_election(request: HttpRequest) -> HttpResponse:
    """Keep the time before an election."""
    return _edited(request, ElectionForm, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def entry(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Change what is kept."""
    standing = get_object_or_404(Entry, pk=entry_id, source__isnull=True)
    return _edited(request, ElectionForm if standing.kind == Kind.ELECTION else OwnForm, standing)


@signed_in
@require_POST
def remove(request: HttpRequest, entry_id: int) -> HttpResponse:
    """Keep it no more."""
    standing = get_object_or_404(Entry, pk=entry_id, source__isnull=True)
    services.remove(entry=standing, by=person_of(request), now=clock.now())
    say.done(request, gettext("“%(name)s” is kept no more.") % {"name": queries.named(standing)})
    return back()


def _edited(request: HttpRequest, kind: type[OwnForm] | type[ElectionForm], standing: Entry | None) -> HttpResponse:
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.STEER, now=now)
    form = kind(request.POST or None, entry=standing)
    if request.method == "POST" and form.is_valid():
        if standing is None:
            standing = services.add(wording=form.wording, by=by, now=now)
        else:
            services.change(entry=standing, wording=form.wording, by=by, now=now)
        say.done(request, gettext("“%(name)s” stands in the calendar.") % {"name": queries.named(standing)})
        return back()
    context = {"form": form, "entry": standing, "is_election": kind is ElectionForm}
    return render(request, "occasions/entry.html", context, status=422 if form.errors else 200)


def _page(request: HttpRequest, *, region_form: RegionForm | None = None) -> HttpResponse:
    now = clock.now()
    today = people.today(now)
    regions = [
        (region, rules.has_school(region.of), rules.school_known_until(region.of, year=today.year))
        for region in queries.regions()
    ]
    kept = [
        (one, queries.named(one), KINDS[Kind(one.kind)], LEVELS.get(rules.Level(one.level)) if one.level else "")
        for one in queries.entries(today=today)
    ]
    context = {
        "regions": regions, "own": [row for row in kept if row[0].kind != Kind.ELECTION],
        "elections": [row for row in kept if row[0].kind == Kind.ELECTION], "sources": queries.sources(),
        "region_form": region_form or RegionForm(), "may_steer": people.may(person_of(request), Act.STEER, now=now),
    }  # fmt: skip
    return render(request, "occasions/all.html", context, status=422 if region_form is not None else 200)


def back() -> HttpResponseRedirect:
    """Return the way back to the page of what is kept."""
    answer = redirect("occasions:all")
    answer.status_code = 303
    return answer
