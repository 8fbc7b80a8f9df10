"""The gate: whoever owes a second factor sets it up first, and can do nothing else until then.

The difficult thing: a link needs no account, so it opens its page also for somebody who stands at the gate.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from eichhorn.foundation import clock
from eichhorn.people import arrival, devices
from eichhorn.people.access import SeeOther

OPEN = frozenset({
    "people:second_factor_needed", "mfa_activate_totp", "mfa_add_webauthn", "mfa_view_recovery_codes",
    "mfa_download_recovery_codes", "account_reauthenticate", "mfa_reauthenticate", "mfa_reauthenticate_webauthn",
    "account_logout", "people:language", "ui:language", "ui:look",
})  # fmt: skip
"""What somebody needs to set one up, or to leave."""


class Gate:
    """Asked before every page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """Return the way to the set-up, or None where the page may be opened."""
        if not request.user.is_authenticated:
            return None
        devices.follow(request, now=clock.now())
        match = request.resolver_match
        if "token" in kwargs or match is None or match.view_name in OPEN or not arrival.owes(request):
            return None
        return SeeOther(reverse("people:second_factor_needed"))
