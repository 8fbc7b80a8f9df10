"""The page on which a person makes and revokes their programs' tokens, and the reference of the interface.

The difficult thing: a token is shown once. So it stands on the answer to the form that made it and nowhere else: not in
an address, not in a session, not in a message; nobody stores that page.
"""

from datetime import timedelta

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from eichhorn.api import document, queries, reference, services
from eichhorn.api.caller import asked_language
from eichhorn.api.forms import TokenForm
from eichhorn.api.models import Token
from eichhorn.api.problems import Problem
from eichhorn.api.rules import LASTS, MOST_TOKENS, Scope
from eichhorn.api.services import Made
from eichhorn.api.words import SCOPES
from eichhorn.foundation import clock
from eichhorn.people.access import SeeOther, keep_private, person_of, signed_in
from eichhorn.ui import say

ENDED_ARE_SHOWN_FOR = timedelta(days=30)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def tokens(request: HttpRequest) -> HttpResponse:
    """Show the reader's own tokens; a POST makes one, and its answer shows the secret, once."""
    form = TokenForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        made = _made(request, form)
        if made is not None:
            return _page(request, TokenForm(), made=made)
    return _page(request, form, status=422 if form.errors else 200)


@require_POST
@signed_in
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """End a token of the reader's own."""
    found = Token.objects.filter(pk=token_id, person=person_of(request)).first()
    if found is None:
        raise Http404
    services.revoke(token=found, by=person_of(request), now=clock.now())
    say.done(request, _("“%(name)s” lets nobody in any more.") % {"name": found.name})
    return SeeOther(reverse("api:tokens"))


@require_safe
def reference_page(request: HttpRequest) -> HttpResponse:
    """Show what programs can do; to everybody, for it is the same in every house."""
    context = {
        "sections": reference.sections(), "problems": reference.problems(), "scopes": reference.scopes(),
        "about": document.ABOUT,
    }  # fmt: skip
    return render(request, "api/reference.html", context)


@require_safe
def openapi(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer the OpenAPI document."""
    return HttpResponse(document.text(), content_type="application/json")


@csrf_exempt
def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:  # noqa: ARG001
    """Answer a program that asks for an address which is not there."""
    with translation.override(asked_language(request) or settings.LANGUAGE_CODE):
        return Problem("not-found").answer()


def _made(request: HttpRequest, form: TokenForm) -> Made | None:
    given = form.cleaned_data
    try:
        return services.make_token(
            person=person_of(request), name=given["name"], scopes=[Scope(scope) for scope in given["scopes"]],
            lasts=LASTS[given["lasts"]], now=clock.now(),
        )  # fmt: skip
    except services.TooMany:
        form.add_error(None, _("You have %(most)s tokens already. Revoke one first.") % {"most": MOST_TOKENS})
        return None


def _page(request: HttpRequest, form: TokenForm, *, made: Made | None = None, status: int = 200) -> HttpResponse:
    now, person = clock.now(), person_of(request)
    context = {
        "form": form, "made": made, "now": now,
        "rows": [(token, _scopes(token)) for token in queries.of_person(person, now=now)],
        "ended": list(queries.ended_of(person, now=now, since=now - ENDED_ARE_SHOWN_FOR)),
    }  # fmt: skip
    return keep_private(render(request, "api/tokens.html", context, status=status))


def _scopes(token: Token) -> list[str]:
    """Return what the token is for, in words."""
    return [str(word) for scope, word in SCOPES.items() if scope.value in token.scopes]
