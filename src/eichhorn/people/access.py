"""Who may open a page: people who are signed in, and people with a link.

The difficult thing: a page opened by link must look the same to its reader and to a mail scanner, leave no trace of
the token anywhere, and refuse in words that help. So the decorator below does all of that, and a view only decides.
"""

from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Concatenate

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils import translation

from eichhorn.foundation import clock, crypto
from eichhorn.people import links, renewal, throttle, wording
from eichhorn.people.addresses import address_of
from eichhorn.people.models import Link, Person, User
from eichhorn.people.rules import WITHOUT_END, LinkProblem, LinkPurpose, LinkRefused
from eichhorn.ui import errors

type View[**P] = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


class SeeOther(HttpResponseRedirect):
    """The answer to a POST that did its work: look there."""

    status_code = 303


KNOCKS_PER_ADDRESS = 300
KNOCKS_PER_LINK = 60
PER = timedelta(minutes=5)


def signed_in[**P](view: View[P]) -> View[P]:
    """Let in whoever is signed in as a person; send others to the sign-in page and back."""
    return login_required(view)


def person_of(request: HttpRequest) -> Person:
    """Return the person who is signed in, in a view that lets only them in."""
    assert isinstance(request.user, User)
    return request.user.person


def link_page[**P](
    purpose: LinkPurpose,
) -> Callable[[Callable[Concatenate[HttpRequest, Link, P], HttpResponseBase]], Callable[..., HttpResponseBase]]:
    """Let in whoever has a link for the purpose: the URL's `token` becomes the view's second argument, a Link.

    A refused link is answered with a sentence and, where its addressee is known, with a button that mails them a
    fresh one. The view itself is called for a good link only.
    """

    def decorate(
        view: Callable[Concatenate[HttpRequest, Link, P], HttpResponseBase],
    ) -> Callable[..., HttpResponseBase]:
        @wraps(view)
        def guarded(request: HttpRequest, token: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            now = clock.now()
            answer: HttpResponseBase
            if not _may_knock(request, token, purpose):
                answer = too_often(request)
            else:
                try:
                    link = links.read(token=token, purpose=purpose, now=now)
                except LinkRefused as refused:
                    answer = _refuse(request, token, purpose, refused)
                else:
                    request.link = link  # type: ignore[attr-defined]
                    with _language_of(request, link):
                        try:
                            answer = view(request, link, *args, **kwargs)
                        except LinkRefused as refused:
                            answer = _refuse(request, token, purpose, refused)
            return keep_private(answer)

        return guarded

    return decorate


def keep_private[R: HttpResponseBase](answer: R) -> R:
    """Nobody stores or indexes the answer, and no page reached from it learns its address."""
    # not no-referrer: under it browsers send forms with "Origin: null", and the guard against forged forms says No
    answer["Referrer-Policy"] = "strict-origin"
    answer["Cache-Control"] = "no-store"
    answer["X-Robots-Tag"] = "noindex, nofollow"
    answer._has_been_logged = True  # type: ignore[attr-defined]  # else Django logs the address of every refusal
    return answer


def too_often(request: HttpRequest) -> HttpResponse:
    """Answer somebody who came too often in a short time."""
    answer = errors.too_fast(request)
    answer["Retry-After"] = str(int(PER.total_seconds()))
    return answer


def refusal(request: HttpRequest, refused: LinkRefused) -> HttpResponse:
    """Answer somebody whose link lets nobody in, in a sentence that helps."""
    status = 404 if refused.why is LinkProblem.UNKNOWN else 410
    until = wording.until(refused.since, now=clock.now()) if refused.since is not None else ""
    shown = {"why": refused.why.value, "until": until, "renewable": refused.renewable}
    return render(request, "people/link_refused.html", shown, status=status)


def _refuse(request: HttpRequest, token: str, purpose: LinkPurpose, refused: LinkRefused) -> HttpResponse:
    if request.method == "POST" and refused.renewable and "fresh_link" in request.POST:
        renewal.mail_fresh_link(request, token=token, purpose=purpose, now=clock.now())
        return render(request, "people/link_renewed.html")
    if request.method not in {"GET", "HEAD", "POST"}:
        return HttpResponseNotAllowed(["GET", "POST"])
    return refusal(request, refused)


def _may_knock(request: HttpRequest, token: str, purpose: LinkPurpose) -> bool:
    now = clock.now()
    by_address = throttle.allow(f"link:from:{address_of(request)}", limit=KNOCKS_PER_ADDRESS, per=PER, now=now)
    if purpose in WITHOUT_END:
        return by_address  # the whole house uses this one link
    by_link = throttle.allow(f"link:to:{crypto.token_hash(token)}", limit=KNOCKS_PER_LINK, per=PER, now=now)
    return by_address and by_link


def _language_of(request: HttpRequest, link: Link) -> translation.override:
    """The language the guest chose here, else the one the directory knows of them, else the browser's."""
    chosen = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
    if chosen is None and link.person is not None and not request.user.is_authenticated:
        return translation.override(link.person.language)
    return translation.override(translation.get_language())
