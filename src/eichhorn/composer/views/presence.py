"""Who else is here: asked every twenty seconds while a page is looked at, and told in one calm line."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST

from eichhorn.composer import queries, services
from eichhorn.composer.views.parts import draft_of
from eichhorn.foundation import clock
from eichhorn.people.access import person_of, signed_in


@require_POST
@signed_in
def here(request: HttpRequest, draft_id: int) -> HttpResponse:
    """Say that the person is here, or with `gone` that they left; answer who else is."""
    found, person, now = draft_of(request, draft_id), person_of(request), clock.now()
    if "gone" in request.POST:
        services.leave(draft=found, person=person)
        return HttpResponse(status=204)
    services.be_here(draft=found, person=person, now=now)
    return render(request, "composer/here.html", {"others": queries.others_here(found, person, now=now)})
