"""The doors that a link opens: sign in once, choose a first password, set up an empty house.

The difficult thing: mail scanners open links. So a GET only shows a button, and what happens once happens by its POST.
"""

from allauth.account.utils import perform_login
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from eichhorn.foundation import clock
from eichhorn.people import services
from eichhorn.people.access import SeeOther, link_page
from eichhorn.people.forms import PasswordForm, SetUpForm
from eichhorn.people.models import Link, Organisation, User
from eichhorn.people.rules import LinkProblem, LinkPurpose, LinkRefused


@require_http_methods(["GET", "HEAD", "POST"])
@link_page(LinkPurpose.SIGN_IN)
def enter(request: HttpRequest, link: Link) -> HttpResponse:
    """Sign in the link's person, once, when they press the button."""
    if request.method != "POST":
        return render(request, "people/enter.html", {"addressee": link.person})
    return _welcome(request, services.enter(link=link, now=clock.now()))


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@link_page(LinkPurpose.INVITATION)
def invited(request: HttpRequest, link: Link) -> HttpResponse:
    """Let the invited person choose a password, once."""
    assert link.person is not None
    form = PasswordForm(request.POST if request.method == "POST" else None, person=link.person)
    if not form.is_valid():
        return render(request, "people/invited.html", {"addressee": link.person, "form": form})
    user = services.choose_password(link=link, password=form.cleaned_data["password"], now=clock.now())
    return _welcome(request, user)


@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
@link_page(LinkPurpose.SET_UP)
def set_up(request: HttpRequest, link: Link) -> HttpResponse:
    """Let the first person found the organisation; closed for ever afterwards."""
    if Organisation.objects.exists():
        raise LinkRefused(LinkProblem.USED)
    form = SetUpForm(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        return render(request, "people/set_up.html", {"form": form})
    try:
        with transaction.atomic():
            user = services.set_up(link=link, language=request.LANGUAGE_CODE[:2], now=clock.now(), **form.cleaned_data)
    except services.AlreadyFounded as late:
        raise LinkRefused(LinkProblem.USED) from late
    return _welcome(request, user)


def _welcome(request: HttpRequest, user: User) -> HttpResponse:
    """Let them in as after a password: whoever has a second factor is asked for it here as well."""
    return SeeOther(perform_login(request, user, redirect_url="/").url)
