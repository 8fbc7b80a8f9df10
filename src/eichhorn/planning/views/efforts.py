"""Noting what a post cost, and taking over what posts of a kind cost lately."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from eichhorn.foundation import clock
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.planning import queries, services
from eichhorn.planning.forms import SpentForm
from eichhorn.planning.models import KindOfWork, Slot
from eichhorn.ui import say


@signed_in
@require_POST
def note_spent(request: HttpRequest, slot_id: int) -> HttpResponse:
    """Note what the post cost."""
    now, person = clock.now(), person_of(request)
    try:
        standing = queries.slot_of(slot_id, person=person, now=now)
    except Slot.DoesNotExist as missing:
        raise Http404 from missing
    form = SpentForm(request.POST)
    if not form.is_valid():
        say.problem(request, gettext("Please write minutes between 1 and 10,000, or leave it empty."))
        return SeeOther(reverse("planning:slot", args=[slot_id]))
    try:
        services.note_spent(slot=standing, minutes=form.cleaned_data["minutes"], by=person, now=now)
    except services.NotOut:
        say.problem(request, gettext("It is not out yet, so nobody knows what it cost."))
    else:
        say.done(request, gettext("What it cost is noted."))
    return SeeOther(reverse("planning:slot", args=[slot_id]))


@signed_in
@require_POST
def take_learned(request: HttpRequest, kind_id: int) -> HttpResponse:
    """Let a kind cost what its latest posts did."""
    kind = get_object_or_404(KindOfWork, pk=kind_id)
    try:
        services.take_learned(kind=kind, by=person_of(request), now=clock.now())
    except services.NothingLearned:
        say.problem(request, gettext("Too few posts have their effort noted by now."))
    else:
        say.done(request, gettext("The usual effort is taken over."))
    return SeeOther(reverse("planning:kind", args=[kind_id]))
