"""Hours and deputies: one page for each person, with three things to tell."""

from collections.abc import Callable

from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST, require_safe

from eichhorn.duty import queries, services, words
from eichhorn.duty.forms import AbsenceForm, DeputyForm, WeekForm
from eichhorn.duty.models import Absence, Deputy, WorkingWeek
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.ui import say


@require_safe
@signed_in
def own(request: HttpRequest) -> HttpResponse:
    """Show one's own hours, absences and deputies."""
    return _page(request, person_of(request))


@require_safe
@signed_in
def of(request: HttpRequest, person_id: int) -> HttpResponse:
    """Show those of somebody, to whoever may tell them."""
    return _page(request, _told_by(request, person_id))


@require_POST
@signed_in
def tell_week(request: HttpRequest, person_id: int) -> HttpResponse:
    """Tell the hours of the week."""
    person, now = _told_by(request, person_id), clock.now()
    form = WeekForm(request.POST, today=people.today(now))
    return _told(
        request, person, ("week_form", form), gettext("The hours stand."),
        lambda: services.tell_week(
            person=person, from_day=form.cleaned_data["from_day"], minutes=form.minutes(), by=person_of(request), now=now
        ),
    )  # fmt: skip


@require_POST
@signed_in
def be_away(request: HttpRequest, person_id: int) -> HttpResponse:
    """Tell an absence."""
    person, now = _told_by(request, person_id), clock.now()
    form = AbsenceForm(request.POST)
    return _told(
        request, person, ("absence_form", form), gettext("The absence is told."),
        lambda: services.be_away(person=person, **form.cleaned_data, by=person_of(request), now=now),
    )  # fmt: skip


@require_POST
@signed_in
def name_deputy(request: HttpRequest, person_id: int) -> HttpResponse:
    """Name who stands in."""
    person, now = _told_by(request, person_id), clock.now()
    form = DeputyForm(request.POST, person=person, today=people.today(now))
    return _told(
        request, person, ("deputy_form", form), gettext("It is settled who stands in."),
        lambda: services.name_deputy(person=person, **form.cleaned_data, by=person_of(request), now=now),
    )  # fmt: skip


@require_POST
@signed_in
def not_now(request: HttpRequest) -> HttpResponse:
    """Be reminded of one's own hours no more for a year."""
    services.not_now(person=person_of(request), now=clock.now())
    say.done(request, gettext("For a year nobody reminds you of it."))
    return SeeOther(reverse("duty:own"))


@require_POST
@signed_in
def take_back_week(request: HttpRequest, week_id: int) -> HttpResponse:
    """Take hours back that were told."""
    week = get_object_or_404(WorkingWeek.objects.select_related("person"), pk=week_id)
    services.take_back_week(week=week, by=person_of(request), now=clock.now())
    say.done(request, gettext("These hours no longer hold."))
    return SeeOther(_back(request, week.person))


@require_POST
@signed_in
def be_there(request: HttpRequest, absence_id: int) -> HttpResponse:
    """Take an absence back."""
    absence = get_object_or_404(Absence.objects.select_related("person"), pk=absence_id)
    services.be_there(absence=absence, by=person_of(request), now=clock.now())
    say.done(request, gettext("The absence is taken back."))
    return SeeOther(_back(request, absence.person))


@require_POST
@signed_in
def release_deputy(request: HttpRequest, deputy_id: int) -> HttpResponse:
    """Let somebody stand in no longer."""
    deputy = get_object_or_404(Deputy.objects.select_related("person"), pk=deputy_id)
    by = person_of(request)
    services.release_deputy(deputy=deputy, by=by, now=clock.now())
    say.done(request, gettext("Nobody stands in on those days any more."))
    return SeeOther(reverse("duty:own") if by.pk == deputy.deputy_id else _back(request, deputy.person))


def _told_by(request: HttpRequest, person_id: int) -> Person:
    """Return the person; for others than oneself only where one steers."""
    by = person_of(request)
    if by.pk == person_id:
        return by
    permissions.require(by, Act.STEER, now=clock.now())
    return get_object_or_404(Person, pk=person_id)


def _told(
    request: HttpRequest, person: Person, bound: tuple[str, Form], sentence: str, tell: Callable[[], object]
) -> HttpResponse:
    name, form = bound
    if form.is_valid():
        try:
            tell()
        except services.Overlaps:
            form.add_error(
                "begins_on", gettext("For one of these days something is told already. Take that back first.")
            )
        except tuple(words.PROBLEMS) as problem:
            field, why = words.PROBLEMS[type(problem)]
            form.add_error(field if field in form.fields else "from_day", str(why))
        else:
            say.done(request, sentence)
            return SeeOther(_back(request, person))
    return _page(request, person, {name: form})


def _page(request: HttpRequest, person: Person, bound: dict[str, Form] | None = None) -> HttpResponse:
    now, by = clock.now(), person_of(request)
    today = people.today(now)
    standing = queries.week_on(person, today)
    deputies = list(queries.deputies_of(person, since=today))
    context: dict[str, object] = {
        "person": person, "is_own": person.pk == by.pk, "may_steer": people.may(by, Act.STEER, now=now),
        "weeks": [week for week in queries.weeks_of(person) if week.from_day > today or week == standing],
        "absences": queries.absences_of(person, since=today), "deputies": deputies,
        "stands_in": queries.named_deputy(person, since=today), "lacking": queries.lacking(deputies, now=now),
        "is_to_be_reminded": person.pk == by.pk and queries.is_to_be_reminded(person, now=now),
        "week_form": WeekForm(today=today, minutes=tuple(standing.minutes) if standing else None),
        "absence_form": AbsenceForm(), "deputy_form": DeputyForm(person=person, today=today),
    } | (bound or {})  # fmt: skip
    return render(request, "duty/person.html", context, status=422 if bound else 200)


def _back(request: HttpRequest, person: Person) -> str:
    return reverse("duty:own") if person.pk == person_of(request).pk else reverse("duty:of", args=[person.pk])
