"""Pages for what went wrong: what happened, what is safe, what we do now, what you can do. In this order.

The difficult thing: the page for a breakdown must show itself when almost nothing works, so it asks no database and
no other room; it takes the language of the request and nothing else.
"""

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from eichhorn.ui.context import shell

type Text = str | Promise


@dataclass(frozen=True, slots=True)
class Said:
    """What one error page says."""

    icon: str
    title: Text
    happened: Text
    safe: Text
    you: Text


PAGES: dict[int, Said] = {
    400: Said(
        "alert-circle",
        _("We did not understand this"),
        _("What your browser sent did not fit together."),
        _("Nothing was changed."),
        _("Please go back, load the page again and try once more."),
    ),
    403: Said(
        "lock",
        _("This is not open to you"),
        _("Your role does not allow this step."),
        _("Nothing was changed."),
        _("If you need this for your work, ask your social media team."),
    ),
    404: Said(
        "map-2",
        _("There is no page here"),
        _("The address may have a typing error, or the page has moved."),
        _("Nothing was lost by this."),
        _("Start again from the first page, or check the link in the mail."),
    ),
    410: Said(
        "clock-hour-4",
        _("This link is no longer valid"),
        _("Links like this one hold for a certain time or for one decision."),
        _("What was written before is kept."),
        _("Ask the team that sent it for a new one."),
    ),
    429: Said(
        "hourglass",
        _("That was a little too fast"),
        _("Many tries came from your connection in a short time, so we pause."),
        _("Nothing was changed."),
        _("Please wait a few minutes, then try once more."),
    ),
    500: Said(
        "plug-connected-x",
        _("Something broke on our side"),
        _("The page could not be shown. We have written down what happened."),
        _("What was saved before is safe, and nothing is sent twice because of this."),
        _("Please go back and try again in a minute. If it happens again, tell your administrator the time."),
    ),
}


STALE_FORM = Said(
    "clock-hour-4",
    _("This page stood open for too long"),
    _("Between opening the form and sending it, your sign-in or its protection has changed."),
    _("Nothing was changed, and what you wrote is still in your browser."),
    _("Go back, copy what you wrote, load the page again and send it once more."),
)

TEMPLATE = "ui/errors/error.html"


def page(request: HttpRequest, status: int, said: Said | None = None) -> HttpResponse:
    """Return the page of this status."""
    return render(request, TEMPLATE, {"said": said or PAGES[status], "status": status}, status=status)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return page(request, 400)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return page(request, 403)


def stale_form(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """Answer a form whose protection is missing or too old."""
    return page(request, 403, STALE_FORM)


def missing(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001
    return page(request, 404)


def gone(request: HttpRequest) -> HttpResponse:
    return page(request, 410)


def too_fast(request: HttpRequest) -> HttpResponse:
    return page(request, 429)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer when something broke; without context processors, because one of them may be what broke."""
    return HttpResponse(render_to_string(TEMPLATE, {**shell(request), "said": PAGES[500], "status": 500}), status=500)
