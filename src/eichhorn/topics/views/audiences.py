"""Audiences: who they are, where one meets them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_safe

from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.topics import queries, services
from eichhorn.topics.forms import AudienceForm
from eichhorn.topics.models import Audience
from eichhorn.ui import say


@signed_in
@require_safe
def every(request: HttpRequest) -> HttpResponse:
    """Show everybody to whom we speak."""
    may_steer = people.may(person_of(request), Act.STEER, now=clock.now())
    return render(request, "topics/audiences.html", {"audiences": queries.every_audience(), "may_steer": may_steer})


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Describe an audience."""
    return _edited(request, None)


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def audience(request: HttpRequest, audience_id: int) -> HttpResponse:
    """Describe an audience anew."""
    return _edited(request, get_object_or_404(queries.every_audience(), pk=audience_id))


def _edited(request: HttpRequest, standing: Audience | None) -> HttpResponse:
    now, by = clock.now(), person_of(request)
    permissions.require(by, Act.STEER, now=now)
    form = AudienceForm(request.POST or None, audience=standing)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_audience(**form.cleaned_data, audience=standing, by=by, now=now)
        except services.NameTaken:
            form.add_error("name", gettext("There is an audience of this name already."))
        else:
            say.done(request, gettext("The audience stands."))
            return SeeOther(reverse("topics:audiences"))
    context = {"form": form, "audience": standing}
    return render(request, "topics/audience.html", context, status=422 if form.errors else 200)
