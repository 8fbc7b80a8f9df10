"""The page of the standstill: why nothing leaves, what happens afterwards, and the button that ends it."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eichhorn.foundation import clock, standstill
from eichhorn.people import queries as people
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.situation import services
from eichhorn.ui import say


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def standing(request: HttpRequest) -> HttpResponse:
    """Show whether this installation stands still; end it where whoever may says that it is the only one."""
    person, now = person_of(request), clock.now()
    if request.method == "POST":
        try:
            services.confirm_alone(by=person, now=now)
            say.done(request, _("Confirmed. What is approved leaves again."))
        except services.NoStandstill:
            say.done(request, _("It was confirmed already."))
        return SeeOther(reverse("situation:standstill"))
    context = {"standing": standstill.current(), "may": people.may(person, Act.ADMINISTER, now=now)}
    return render(request, "situation/standstill.html", context)
