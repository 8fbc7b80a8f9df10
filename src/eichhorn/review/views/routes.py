"""Who is asked about posts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.review import queries, services
from eichhorn.review.forms import RouteForm, SoleForm
from eichhorn.review.rules import RouteKind
from eichhorn.ui import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def routes(request: HttpRequest) -> HttpResponse:
    """Show who is asked about posts, and change it."""
    now, person = clock.now(), person_of(request)
    chosen = request.POST.get("kind") if request.method == "POST" else ""
    form = RouteForm(request.POST if chosen == RouteKind.FOUR_EYES else None, now=now)
    sole = SoleForm(request.POST if chosen == RouteKind.SOLE else None)
    if chosen == RouteKind.FOUR_EYES and form.is_valid():
        approver = form.cleaned_data["approver"]
        services.set_four_eyes(name=_("Four eyes"), approver=approver, by=person, now=now)
        say.done(request, _("%(name)s is asked from now on.") % {"name": approver.name})
        return SeeOther(reverse("review:routes"))
    if chosen == RouteKind.SOLE and sole.is_valid():
        services.declare_sole(holder=person, because=sole.cleaned_data["because"], now=now)
        say.done(request, _("You decide alone from now on, and everybody can see it."))
        return SeeOther(reverse("review:routes"))
    acts, route = people.acts(person, now=now), queries.default_route()
    four_eyes_stand = route is not None and route.kind == RouteKind.FOUR_EYES
    context = {
        "route": route, "earlier": list(queries.routes().filter(is_default=False)[:20]), "form": form, "sole": sole,
        "administers": Act.ADMINISTER in acts,
        "may_decide_alone": {Act.STEER, Act.WRITE} <= acts and (Act.ADMINISTER in acts or not four_eyes_stand),
    }  # fmt: skip
    return render(request, "review/routes.html", context, status=422 if form.errors or sole.errors else 200)
