"""Handing a request on, and what was said on the phone."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from eichhorn.desk import queries, services
from eichhorn.desk.forms import CalledForm, HandOnForm
from eichhorn.desk.models import Request
from eichhorn.desk.views.triage import page, see_other, sheet_of, undecidable
from eichhorn.foundation import clock
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say


@signed_in
@require_POST
def hand_on(request: HttpRequest, request_id: int) -> HttpResponse:
    """Give the request to another team; whoever asked gets a letter."""
    standing = _standing(request, request_id)
    form = HandOnForm(request.POST, besides=standing.team)
    if form.is_valid():
        given = form.cleaned_data
        try:
            services.hand_on(
                request=standing, team=given["team"], text=given["handed"], by=person_of(request), now=clock.now()
            )
        except services.Undecidable as refused:
            say.problem(request, undecidable(refused))
        else:
            say.done(
                request,
                gettext("%(team)s looks at “%(title)s” from now on.")
                % {"team": given["team"].name, "title": standing.title},
            )
        return see_other("desk:triage")
    return page(request, sheet_of(request, standing), hand_on_form=form)


@signed_in
@require_POST
def called(request: HttpRequest, request_id: int) -> HttpResponse:
    """Keep what was said on the phone."""
    standing, form = _standing(request, request_id), CalledForm(request.POST)
    if form.is_valid():
        try:
            services.called(request=standing, text=form.cleaned_data["said"], by=person_of(request), now=clock.now())
        except services.Undecidable as refused:
            say.problem(request, undecidable(refused))
        else:
            say.done(request, gettext("What was said stands with “%(title)s”.") % {"title": standing.title})
        return see_other("desk:decide", standing.pk)
    return page(request, sheet_of(request, standing), called_form=form)


def _standing(request: HttpRequest, request_id: int) -> Request:
    permissions.require(person_of(request), Act.TRIAGE, now=clock.now())
    get_object_or_404(Request, pk=request_id)
    return queries.whole_request(request_id)
