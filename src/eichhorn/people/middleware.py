"""What stands around every page: the reader's language, the organisation's clock, and words for refusals.

The difficult thing: services refuse by raising, far below the page. Here each refusal becomes a page that says what
was refused and what helps.
"""

from collections.abc import Callable

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation

from eichhorn.foundation import clock
from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people import queries
from eichhorn.people.access import keep_private, refusal
from eichhorn.people.rules import LinkRefused, NotAllowed

PROGRAMS = "/api/"
"""Whoever comes this way shows a token, and with it the zone is read in the same trip."""


class Around:
    """Speaks the signed-in person's language, counts in the organisation's zone, and puts refusals into words."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith(PROGRAMS):
            timezone.activate(queries.zone())
        if request.user.is_authenticated and settings.LANGUAGE_COOKIE_NAME not in request.COOKIES:
            translation.activate(request.user.person.language)
            request.LANGUAGE_CODE = translation.get_language()
        try:
            answer = self.get_response(request)
        finally:
            timezone.deactivate()
        # also what a view behind a link does not answer itself: a missing picture, a refusal, a breakdown
        behind_link = request.resolver_match is not None and "token" in request.resolver_match.kwargs
        return keep_private(answer) if behind_link else answer

    def process_view(self, request: HttpRequest, view: object, _args: object, _kwargs: object) -> None:
        """Count in the organisation's zone also there, unless the view learns it from the token."""
        if request.path_info.startswith(PROGRAMS) and not hasattr(view, "knows_its_zone"):
            timezone.activate(queries.zone())

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Return the page for a refusal; any other error goes its way."""
        match error:
            case NotAllowed():
                holders = list(queries.holders(error.act, now=clock.now())[:3])
                return render(
                    request, "people/not_allowed.html", {"act": error.act.value, "holders": holders}, status=403
                )
            case PermissionDenied():
                return render(request, "people/not_allowed.html", {"act": "", "holders": []}, status=403)
            case LinkRefused():
                return keep_private(refusal(request, error))
            case ForbiddenMove():
                return render(request, "people/somebody_was_quicker.html", status=409)
            case _:
                return None
