"""Series: plan one, see it, change it, end it. Its next dates are seen before anything is planned."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.foundation import clock
from eichhorn.foundation.typed import row_number
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries, services
from eichhorn.planning.models import Series, Slot
from eichhorn.planning.series_forms import SeriesForm
from eichhorn.planning.series_words import ON_HOLIDAY, in_words
from eichhorn.planning.words import sign
from eichhorn.ui import say

AFTERWARDS = 4
"""So many dates are shown beyond what stands in the plan."""


@signed_in
@require_safe
def all_of_them(request: HttpRequest) -> HttpResponse:
    """Show every series in words."""
    now = clock.now()
    found = [(one, in_words(one.rule)) for one in queries.all_series(person_of(request), now=now)]
    may_plan = people.may(person_of(request), Act.PLAN, now=now)
    return render(request, "planning/all_series.html", {"rows": found, "may_plan": may_plan})


@signed_in
@require_safe
def series(request: HttpRequest, series_id: int) -> HttpResponse:
    """Show one series: its rule in words, what stands in the plan, and what comes next."""
    now, standing = clock.now(), _series(request, series_id)
    slots = list(queries.slots_of(standing, person=person_of(request), now=now))
    days = {slot.series_day for slot in slots}
    found = queries.next_dates(standing.rule, zone=standing.zone, now=now, count=len(slots) + AFTERWARDS)
    coming = [one for one in found if one.day not in days][:AFTERWARDS] if standing.ended_at is None else []
    context = {
        "series": standing, "words": in_words(standing.rule), "on_holiday": ON_HOLIDAY[standing.rule.on_holiday],
        "ahead": [(slot, sign(slot.stage)) for slot in slots if slot.due_at is not None and slot.due_at > now],
        "past": sum(slot.due_at is not None and slot.due_at <= now for slot in slots),
        "coming": coming, "may_plan": people.may(person_of(request), Act.PLAN, now=now),
    }  # fmt: skip
    return render(request, "planning/series.html", context)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Plan a series, on wish from a slot whose date is one of its times."""
    return _edited(request, None, _slot(request))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: HttpRequest, series_id: int) -> HttpResponse:
    """Change a series; what people have touched stays."""
    return _edited(request, _series(request, series_id), None)


@signed_in
@require_POST
def end(request: HttpRequest, series_id: int) -> HttpResponse:
    """End a series; what people have touched stays."""
    standing = _series(request, series_id)
    services.end_series(series=standing, by=person_of(request), now=clock.now())
    say.done(request, gettext("The series “%(title)s” has ended.") % {"title": standing.title})
    return _to(standing)


def _edited(request: HttpRequest, standing: Series | None, slot: Slot | None) -> HttpResponse:
    now, by, house = clock.now(), person_of(request), people.organisation()
    permissions.require(by, Act.PLAN, now=now)
    zone = standing.zone if standing is not None else house.zone
    form = SeriesForm(request.POST or None, zone=zone, today=people.today(now), slot=slot, series=standing)
    context: dict[str, object] = {"form": form, "series": standing, "slot": slot}
    if request.method == "POST" and form.is_valid():
        coming = queries.next_dates(form.rule, zone=zone, now=now)
        if not coming:
            form.add_error("begins_on", gettext("This rule means no day that is still to come."))
        elif request.POST.get("seen") == repr(form.rule):
            return _to(_kept(request, form, standing, slot))
        else:
            context |= {"coming": coming, "words": in_words(form.rule), "seen": repr(form.rule)}
    return render(request, "planning/series_form.html", context, status=422 if form.errors else 200)


def _kept(request: HttpRequest, form: SeriesForm, standing: Series | None, slot: Slot | None) -> Series:
    now, by = clock.now(), person_of(request)
    if standing is None:
        made = services.begin_series(wording=form.wording, zone=form.zone, slot=slot, by=by, now=now)
        say.done(request, gettext("The series “%(title)s” stands in the plan.") % {"title": made.title})
        return made
    services.change_series(series=standing, wording=form.wording, by=by, now=now)
    say.done(request, gettext("The series is changed. What somebody has touched stays as it stands."))
    return standing


def _slot(request: HttpRequest) -> Slot | None:
    """Return the slot that the address names, None where it names none that may be seen."""
    number = row_number(request.GET.get("slot", ""))
    if number is None:
        return None
    try:
        return queries.slot_of(number, person=person_of(request), now=clock.now())
    except Slot.DoesNotExist as missing:
        raise Http404 from missing


def _series(request: HttpRequest, series_id: int) -> Series:
    try:
        return queries.all_series(person_of(request), now=clock.now()).get(pk=series_id)
    except Series.DoesNotExist as missing:
        raise Http404 from missing


def _to(standing: Series) -> HttpResponseRedirect:
    answer = redirect("planning:series", standing.pk)
    answer.status_code = 303
    return answer
