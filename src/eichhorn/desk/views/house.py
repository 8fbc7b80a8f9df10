"""The public link to the form, and what the desk promises."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.desk import queries, services
from eichhorn.desk.forms import TermsForm
from eichhorn.foundation import clock
from eichhorn.people import services as permissions
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say


@signed_in
@require_http_methods(["GET", "HEAD", "POST"])
def form_link(request: HttpRequest) -> HttpResponse:
    """Show the link to the form, and change what is promised."""
    now, terms = clock.now(), queries.terms()
    permissions.require(person_of(request), Act.STEER, now=now)
    initial = {"answer_hours": terms.answer_hours, "appeal_to": terms.appeal_to, "appeal_days": terms.appeal_days}
    form = TermsForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            services.set_terms(**form.cleaned_data, by=person_of(request), now=now)
        except services.ObjectionsWait:
            form.add_error("appeal_to", gettext("An objection waits for a decision. Please name who decides it."))
        else:
            say.done(request, gettext("This is promised from now on."))
            return _back()
    token = queries.form_token()
    address = settings.PUBLIC_URL + reverse("desk:ask", args=[token]) if token else ""
    return render(
        request, "desk/form_link.html", {"form": form, "address": address}, status=422 if form.errors else 200
    )


@signed_in
@require_POST
def renew(request: HttpRequest) -> HttpResponse:
    """Give the form another link; the one before lets nobody in any more."""
    services.renew_form_link(by=person_of(request), now=clock.now())
    say.done(request, gettext("The form has a fresh link."))
    return _back()


def _back() -> HttpResponse:
    answer = redirect("desk:form_link")
    answer.status_code = 303
    return answer
