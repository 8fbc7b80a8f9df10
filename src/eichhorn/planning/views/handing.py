"""Who has a post in hand: handing it over, taking it."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.foundation import clock
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.models import Person
from eichhorn.planning import queries, services
from eichhorn.planning.forms import HandOverForm
from eichhorn.planning.models import Slot
from eichhorn.ui import say


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def hand_over(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Hand a post over to somebody, or to nobody."""
    now, standing = clock.now(), _slot(request, slot_id)
    services.require_handing(standing, by=person_of(request), now=now)
    form = HandOverForm(request.POST or None, now=now, slot=standing)
    if request.method == "POST" and form.is_valid() and _handed(request, standing, form):
        return _to(standing)
    context = {"form": form, "slot": standing}
    return render(request, "planning/hand_over.html", context, status=422 if form.errors else 200)


@signed_in
@require_POST
def take(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Take a post in hand."""
    standing, person = _slot(request, slot_id), person_of(request)
    try:
        services.hand_over(slot_ids=[standing.pk], to=person, by=person, now=clock.now())
    except services.NotMovable:
        say.problem(request, gettext("It is out or put back already. Nobody needs to have it in hand."))
    except services.CannotTake:
        say.problem(request, gettext("You may not write on one of its channels."))
    else:
        say.done(request, gettext("“%(title)s” is in your hands.") % {"title": standing.title})
    return _to(standing)


def _handed(request: HttpRequest, standing: Slot, form: HandOverForm) -> bool:
    """Hand the post over; where that cannot be, say why at the form."""
    to: Person | None = form.cleaned_data["to"]
    try:
        services.hand_over(slot_ids=[standing.pk], to=to, by=person_of(request), now=clock.now())
    except services.CannotTake as refused:
        sentence = gettext("%(name)s may not write on one of its channels.")
        form.add_error("to", sentence % {"name": refused.person.name})
    except services.NotMovable:
        form.add_error("to", gettext("It is out or put back already. Nobody needs to have it in hand."))
    else:
        words = {"title": standing.title, "name": to.name if to is not None else ""}
        done = (
            gettext("“%(title)s” is in the hands of %(name)s.") if to else gettext("“%(title)s” is in nobody's hands.")
        )
        say.done(request, done % words)
        return True
    return False


def _slot(request: HttpRequest, slot_id: int) -> Slot:
    try:
        return queries.slot_of(slot_id, person=person_of(request), now=clock.now())
    except Slot.DoesNotExist as missing:
        raise Http404 from missing


def _to(standing: Slot) -> HttpResponse:
    return SeeOther(reverse("planning:slot", args=[standing.pk]))
