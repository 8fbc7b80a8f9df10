"""Signing in by an account of the organisation: going to its provider, and coming back.

The difficult thing: whoever comes back may carry what somebody else began. So what was begun lies in the session of
this very browser, holds ten minutes, and is taken out before anything is believed.
"""

import logging

from allauth.account.internal.flows.login import record_authentication
from allauth.account.utils import perform_login
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_POST

from eichhorn.foundation import clock
from eichhorn.people import identities, oidc, saml, throttle
from eichhorn.people.access import KNOCKS_PER_ADDRESS, PER, SeeOther, keep_private, too_often
from eichhorn.people.addresses import address_of
from eichhorn.people.models import Provider, User
from eichhorn.people.oidc import Doubt, NotBelieved
from eichhorn.people.rules import ProviderKind
from eichhorn.people.sessions import SessionStore

KEPT_IN = "at_provider"
HOLDS_S = 600
LIES_S = 120
HOME = "/"
logger = logging.getLogger(__name__)


@require_GET
@never_cache
def leave_for(request: HttpRequest, number: int) -> HttpResponse:
    """Send somebody to the provider."""
    provider = get_object_or_404(Provider, pk=number)
    if request.user.is_authenticated:
        return HttpResponseRedirect(HOME)
    if not _may_knock(request):
        return too_often(request)
    try:
        there, departure = _departure(provider)
    except NotBelieved as problem:
        return not_believed(request, provider, problem)
    kept = {"number": provider.pk, "departure": departure, "next": _next(request)}
    request.session[KEPT_IN] = {**kept, "at": clock.now().timestamp()}
    return HttpResponseRedirect(there)


@require_POST
@csrf_exempt
@never_cache
def saml_post(request: HttpRequest, number: int) -> HttpResponse:
    """Take what a browser carries over from the provider, and look at it once the browser shows who it is.

    A browser sends no session along with a form that another site made it send. So the answer lies here for two
    minutes, and the next request, which is the browser's own, says whose sign-in it belongs to.
    """
    provider = get_object_or_404(Provider, pk=number, kind=ProviderKind.SAML)
    if not _may_knock(request):
        return too_often(request)
    laid = SessionStore()
    laid["answer"] = request.POST.get("SAMLResponse", "")[: saml.LARGEST_ANSWER + 1]
    laid.set_expiry(LIES_S)
    laid.create()
    return SeeOther(f"{reverse('people:back_from_provider', args=[provider.pk])}?laid={laid.session_key}")


@require_GET
def saml_metadata(request: HttpRequest, number: int) -> HttpResponse:  # noqa: ARG001
    """Tell the provider what it has to know of us; nothing of it is secret."""
    provider = get_object_or_404(Provider, pk=number, kind=ProviderKind.SAML)
    told = saml.metadata(identities.saml_registration_of(provider))
    return HttpResponse(told, content_type="application/samlmetadata+xml")


@require_GET
@never_cache
def come_back(request: HttpRequest, number: int) -> HttpResponse:
    """Let in whom the provider vouches for, where the directory knows them."""
    provider = get_object_or_404(Provider, pk=number)
    if request.user.is_authenticated:
        return HttpResponseRedirect(HOME)
    if not _may_knock(request):
        return too_often(request)
    try:
        departure, then = _begun(request, provider)
        claims = _claims(request, provider, departure)
        user = identities.recognise(
            provider=provider, subject=claims.subject, email=claims.email, email_verified=claims.email_verified,
            now=clock.now(),
        )  # fmt: skip
    except NotBelieved as problem:
        return not_believed(request, provider, problem)
    except identities.NotRecognised as problem:
        return not_recognised(request, provider, problem)
    return let_in(request, user, provider=provider, then=then)


def let_in(request: HttpRequest, user: User, *, provider: Provider, then: str) -> HttpResponse:
    """Sign the person in as after a password: whoever has a second factor here is asked for it."""
    record_authentication(request, user, "provider", number=provider.pk, asks_second=provider.asks_second)
    answer: HttpResponse = perform_login(request, user, redirect_url=then)
    return keep_private(answer)


def not_believed(request: HttpRequest, provider: Provider, problem: NotBelieved) -> HttpResponse:
    """Say what went wrong on the way, and log it for the administration."""
    logger.warning("people.provider_not_believed", extra={"provider": provider.pk, "why": str(problem)})
    shown = {"provider": provider, "why": problem.why.value}
    status = 502 if problem.why in {Doubt.UNREACHABLE, Doubt.NO_PROVIDER} else 403
    return keep_private(render(request, "people/not_believed.html", shown, status=status))


def not_recognised(request: HttpRequest, provider: Provider, problem: identities.NotRecognised) -> HttpResponse:
    """Say to somebody whom the provider knows why this house does not let them in."""
    shown = {"provider": provider, "why": type(problem).__name__, "email": problem.email}
    return keep_private(render(request, "people/not_believed.html", shown, status=403))


def _departure(provider: Provider) -> tuple[str, dict[str, str]]:
    """Return where the person goes, and what is remembered until they are back."""
    if provider.kind == ProviderKind.SAML:
        there, asked = saml.depart(identities.saml_registration_of(provider))
        return there, {"request": asked}
    there, departure = oidc.depart(identities.registration_of(provider), back=_back(provider))
    return there, departure.as_kept()


def _claims(request: HttpRequest, provider: Provider, departure: dict[str, str]) -> oidc.Claims:
    """Return whom the provider vouches for, by what it sent along."""
    if provider.kind == ProviderKind.SAML:
        laid = SessionStore(request.GET.get("laid", ""))
        answer = laid.get("answer", "")
        laid.delete()
        return saml.come_back(identities.saml_registration_of(provider), answer, request=departure["request"])
    if "error" in request.GET or "code" not in request.GET:
        raise NotBelieved(Doubt.REFUSED, "it sent no code")
    return oidc.come_back(
        identities.registration_of(provider), oidc.Departure(**departure), code=request.GET["code"],
        state=request.GET.get("state", ""), issuer=request.GET.get("iss", ""), back=_back(provider),
    )  # fmt: skip


def _begun(request: HttpRequest, provider: Provider) -> tuple[dict[str, str], str]:
    """Take out what was begun in this browser; a second time there is nothing."""
    kept = request.session.pop(KEPT_IN, None)
    request.session.save()  # before anything slow: two answers at once must not both find it
    if kept is None or kept["number"] != provider.pk or clock.now().timestamp() - kept["at"] > HOLDS_S:
        raise NotBelieved(Doubt.WORN_OUT, "not begun here")
    return kept["departure"], kept["next"]


def _next(request: HttpRequest) -> str:
    wanted = request.GET.get("next", "")
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts={request.get_host()}) else HOME


def _back(provider: Provider) -> str:
    address: str = settings.PUBLIC_URL + reverse("people:back_from_provider", args=[provider.pk])
    return address


def _may_knock(request: HttpRequest) -> bool:
    return throttle.allow(f"provider:from:{address_of(request)}", limit=KNOCKS_PER_ADDRESS, per=PER, now=clock.now())
