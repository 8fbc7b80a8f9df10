"""The page by which somebody rules over what is written of them: confirm, change, rest, delete."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.allies import queries, services, words
from eichhorn.allies.forms import EntryForm
from eichhorn.allies.models import Ally
from eichhorn.allies.rules import State, known_gifts
from eichhorn.foundation import clock
from eichhorn.people.access import SeeOther, link_page
from eichhorn.people.models import Link
from eichhorn.people.rules import LinkPurpose
from eichhorn.ui import say


@link_page(LinkPurpose.ALLY)
@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, link: Link) -> HttpResponse:
    """Show somebody what is written of them, and take in what they say to it."""
    found = _ally(link)
    form = EntryForm(request.POST if request.method == "POST" else None, ally=found)
    if request.method == "POST" and form.is_valid():
        services.say(ally=found, said=form.said(), by=None, now=clock.now())
        say.done(request, _("It is kept as you said it. Thank you."))
        return _to(request)
    asks = [(one, words.SIGNS[State(one.state)]) for one in queries.asks(ally=found).exclude(state=State.DRAFTED)[:20]]
    context = {
        "form": form, "ally": found, "token": _token(request), "gives": words.liked(known_gifts(found.gives)), "asks": asks,
        "rests": found.rests_until is not None and found.rests_until > clock.now().date(),
    }  # fmt: skip
    return render(request, "allies/own.html", context, status=422 if form.errors else 200)


@link_page(LinkPurpose.ALLY)
@require_POST
def confirm(request: HttpRequest, link: Link) -> HttpResponse:
    """Say that it is so."""
    services.confirm(ally=_ally(link), now=clock.now())
    say.done(request, _("Thank you. We ask when you know something that we do not."))
    return _to(request)


@link_page(LinkPurpose.ALLY)
@require_POST
def wake(request: HttpRequest, link: Link) -> HttpResponse:
    """End a rest."""
    services.wake_from_rest(ally=_ally(link), now=clock.now())
    say.done(request, _("Good. You may be asked again."))
    return _to(request)


@link_page(LinkPurpose.ALLY)
@require_POST
def remove(request: HttpRequest, link: Link) -> HttpResponse:
    """Delete all of it."""
    services.remove(ally=_ally(link), by=None, now=clock.now())
    return render(request, "allies/removed.html")


def _ally(link: Link) -> Ally:
    try:
        return queries.ally(link.object_id or 0)
    except Ally.DoesNotExist as error:
        raise Http404 from error


def _token(request: HttpRequest) -> str:
    assert request.resolver_match is not None
    token: str = request.resolver_match.kwargs["token"]
    return token


def _to(request: HttpRequest) -> HttpResponse:
    return SeeOther(reverse("allies:own", args=[_token(request)]))
