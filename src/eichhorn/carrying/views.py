"""What was left undone: one list, and for each thing whether it is carried over or let go."""

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.carrying import queries, rules, services
from eichhorn.carrying.forms import LetGoForm
from eichhorn.carrying.rules import Kind
from eichhorn.carrying.words import KINDS, quarter
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say
from eichhorn.ui.moments import day


@signed_in
@require_safe
def page(request: HttpRequest) -> HttpResponse:
    """Show what is undone though its period is over, and what was decided lately."""
    now = clock.now()
    today = people.today(now)
    context = {
        "left": [(one, *KINDS[one.kind], [quarter(past.was_on) for past in one.carried]) for one in queries.left_over(today=today)],
        "decisions": [(one, quarter(one.was_on), KINDS[one.kind][0]) for one in queries.decisions()[: queries.MOST_DECISIONS]],
        "until": rules.next_period(today=today)[1], "may_steer": people.may(person_of(request), Act.STEER, now=now),
    }  # fmt: skip
    return render(request, "carrying/page.html", context)


@signed_in
@require_POST
def carry(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Carry something over to the next period."""
    by, now = person_of(request), clock.now()
    permissions.require(by, Act.STEER, now=now)
    try:
        made = services.carry_over(kind=_kind(kind), number=number, by=by, now=now)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    if made is not None and made.to_on is not None:
        say.done(request, gettext("Carried over to %(day)s.") % {"day": day(made.to_on, with_year=True)})
    return SeeOther(reverse("carrying:page"))


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def let_go(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Let something go, with a reason."""
    by, now = person_of(request), clock.now()
    permissions.require(by, Act.STEER, now=now)
    found = queries.left_over(today=people.today(now))
    left = next((one for one in found if (one.kind, one.number) == (_kind(kind), number)), None)
    if left is None:
        return SeeOther(reverse("carrying:page"))
    form = LetGoForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        because = form.cleaned_data["because"]
        services.let_go(kind=left.kind, number=number, because=because, by=by, now=now)
        say.done(request, gettext("Let go. It stays to be read here, with its reason."))
        return SeeOther(reverse("carrying:page"))
    return render(request, "carrying/let_go.html", {"form": form, "left": left}, status=422 if form.errors else 200)


@signed_in
@require_POST
def take_up(request: HttpRequest, kind: str, number: int) -> HttpResponse:
    """Take up again what was let go."""
    by, now = person_of(request), clock.now()
    permissions.require(by, Act.STEER, now=now)
    try:
        services.take_up(kind=_kind(kind), number=number, by=by, now=now)
    except ObjectDoesNotExist as missing:
        raise Http404 from missing
    return SeeOther(reverse("carrying:page"))


def _kind(kind: str) -> Kind:
    try:
        return Kind(kind)
    except ValueError as unknown:
        raise Http404 from unknown
