"""How this house plans: places, budget, kinds of work, lead time."""

from decimal import Decimal

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.channels.models import Channel
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.planning import queries, rules, services
from eichhorn.planning.forms import BudgetForm, KindForm, PlacesForm, TermsForm
from eichhorn.planning.models import KindOfWork
from eichhorn.planning.words import WEEKDAYS, wish
from eichhorn.ui import moments, say


@signed_in
@require_safe
def cadence(request: HttpRequest) -> HttpResponse:
    """Show how this house plans."""
    return _page(request)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def places(request: HttpRequest, channel_id: int) -> HttpResponse:
    """Change the regular places of a channel."""
    now, channel = clock.now(), get_object_or_404(Channel, pk=channel_id)
    permissions.require(person_of(request), Act.STEER, now=now)
    standing = dict(queries.places_of([channel.pk]).get(channel.pk, {}))
    initial = {"posts_per_week": queries.rhythms().get(channel.pk)}
    form = PlacesForm(request.POST or None, places=standing, initial=initial)
    if request.method == "POST" and form.is_valid():
        by, wished = person_of(request), form.cleaned_data["posts_per_week"]
        with transaction.atomic():
            services.set_places(channel=channel, places=form.places, by=by, now=now)
            services.set_rhythm(channel=channel, posts_per_week=wished, by=by, now=now)
        say.done(request, gettext("The places of %(channel)s stand.") % {"channel": channel.name})
        return _back()
    return render(request, "planning/places.html", {"form": form, "channel": channel}, status=_status(form))


@signed_in
@require_POST
def budget(request: HttpRequest) -> HttpResponse:
    """Set the fire budget from a week on."""
    form = BudgetForm(request.POST)
    if not form.is_valid():
        return _page(request, budget_form=form)
    services.set_budget(
        from_day=form.cleaned_data["from_day"], minutes_per_week=form.minutes,
        minutes_per_quarter=form.quarter_minutes, by=person_of(request), now=clock.now(),
    )  # fmt: skip
    say.done(request, gettext("The fire budget stands."))
    return _back()


@signed_in
@require_POST
def terms(request: HttpRequest) -> HttpResponse:
    """Set the usual lead time and the holidays."""
    form = TermsForm(request.POST)
    if not form.is_valid():
        return _page(request, terms_form=form)
    services.set_terms(**form.cleaned_data, by=person_of(request), now=clock.now())
    say.done(request, gettext("Lead time and holidays stand."))
    return _back()


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def kind(request: HttpRequest, kind_id: int | None = None) -> HttpResponse:
    """Add or change a kind of work."""
    now = clock.now()
    permissions.require(person_of(request), Act.STEER, now=now)
    standing = get_object_or_404(KindOfWork, pk=kind_id) if kind_id is not None else None
    shown = (
        {"name": standing.name, "name_en": standing.name_en, "effort_minutes": standing.effort_minutes}
        if standing
        else {}
    )
    form = KindForm(request.POST or None, kind=standing, initial=shown)
    if request.method == "POST" and form.is_valid():
        if standing is None:
            services.add_kind(**form.cleaned_data, by=person_of(request), now=now)
        else:
            services.change_kind(kind=standing, **form.cleaned_data, by=person_of(request), now=now)
        return _back()
    return render(
        request,
        "planning/kind.html",
        {"form": form, "kind": standing, "learned": queries.learned(standing) if standing else None},
        status=_status(form),
    )


def _page(
    request: HttpRequest, *, budget_form: BudgetForm | None = None, terms_form: TermsForm | None = None
) -> HttpResponse:
    now, today = clock.now(), people.today(clock.now())
    terms, week = queries.terms(), queries.budget(rules.monday(today))
    if budget_form is None:
        hours = None if week.whole is None else Decimal(week.whole) / 60
        own = queries.own_quarter(rules.monday(today))
        quarter = None if own is None else Decimal(own) / 60
        budget_form = BudgetForm(initial={"hours": hours, "quarter_hours": quarter, "from_day": rules.monday(today)})
    if terms_form is None:
        terms_form = TermsForm(initial={"lead_days": terms.lead_days, "holidays_of": terms.holidays_of})
    context = {
        "channels": _channels(), "kinds": queries.kinds(), "week": week, "budget_form": budget_form,
        "terms_form": terms_form, "may_steer": people.may(person_of(request), Act.STEER, now=now), "terms": terms,
    }  # fmt: skip
    return render(request, "planning/cadence.html", context, status=_status(budget_form, terms_form))


def _channels() -> list[tuple[Channel, str, str]]:
    """Return each channel with its places in words, "Mo 11:00, Mi 11:00 und 16:00", and with what is wished."""
    places, wished = queries.places_of(), queries.rhythms()
    channels = Channel.objects.filter(retired_on__isnull=True).order_by("name", "pk")
    return [(channel, _in_words(places.get(channel.pk, {})), wish(wished.get(channel.pk))) for channel in channels]


def _in_words(places: object) -> str:
    assert isinstance(places, dict)
    return "; ".join(
        f"{WEEKDAYS[weekday]} {', '.join(moments.clock(at) for at in times)}"
        for weekday, times in sorted(places.items())
    )


def _status(*forms: Form) -> int:
    return 422 if any(form.is_bound and form.errors for form in forms) else 200


def _back() -> HttpResponseRedirect:
    answer = redirect("planning:cadence")
    answer.status_code = 303
    return answer
