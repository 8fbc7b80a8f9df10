"""Entering a request for somebody who asked by phone, by mail or in the corridor."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods

from eichhorn.desk.forms import EnteredForm, PastedForm, Proposed, RequestForm, proposed
from eichhorn.desk.views.guests import form_for, is_asked_again, opened, questions, typed
from eichhorn.desk.views.parts import by_htmx
from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def enter(request: HttpRequest) -> HttpResponse:
    """Take in a request for somebody else, who gets the link to its page."""
    by, now = person_of(request), clock.now()
    permissions.require(by, Act.TRIAGE, now=now)
    if is_asked_again(request):
        form = form_for(request, now=now, bound=False, initial=typed(request), of=EnteredForm)
        return questions(request, form) if by_htmx(request) else _page(request, form)
    if "read" in request.POST:
        return _read(request, now)
    form = form_for(request, now=now, of=EnteredForm)
    if form.is_valid() and (made := opened(form, now, by=by)) is not None:
        say.done(
            request,
            gettext("The request of %(name)s is entered.") % {"name": made.requester_name},
        )
        answer = redirect("desk:decide", made.pk)
        answer.status_code = 303
        return answer
    return _page(request, form)


def _read(request: HttpRequest, now: datetime) -> HttpResponse:
    """Show the form with what the copied message proposes; nothing is entered."""
    message, found = PastedForm(request.POST), Proposed(typed(request))
    if message.is_valid():
        copied, zone = message.cleaned_data["pasted"], people.organisation().zone
        found = proposed(copied, typed=found.values, zone=zone, today=people.today(now))
    return _page(request, form_for(request, now=now, bound=False, initial=found.values, of=EnteredForm), message, found)


def _page(
    request: HttpRequest, form: RequestForm, message: PastedForm | None = None, found: Proposed | None = None
) -> HttpResponse:
    message = message or PastedForm(initial={"pasted": request.POST.get("pasted", "")})
    wrong = bool(form.errors or message.errors)
    context = {"form": form, "message": message, "found": found, "lost_picture": bool(request.FILES)}
    return render(request, "desk/enter.html", context, status=422 if wrong else 200)
