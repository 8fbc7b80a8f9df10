"""The own account: language, look, keys, password, roles, the way out."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from eichhorn.foundation import clock
from eichhorn.people import directory, queries, scopes, services
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.forms import LanguageForm
from eichhorn.ui.ways import back

ONE_YEAR_S = 365 * 24 * 3600


@require_GET
@signed_in
def account(request: HttpRequest) -> HttpResponse:
    """Show what is the reader's own."""
    person = queries.persons().get(pk=person_of(request).pk)
    shown = {
        "own": person,
        "roles": [
            role
            for role in directory.roles_of(person, on=queries.today(clock.now()), channels=scopes.channel_names())
            if not role.is_over
        ],
        "form": LanguageForm(initial={"language": person.language}),
        "looks": [("light", _("Light")), ("dark", _("Dark")), ("system", _("Like the device"))],
    }
    return render(request, "people/account.html", shown)


@require_POST
@signed_in
def choose_language(request: HttpRequest) -> HttpResponse:
    """Speak this language to the person from now on, here and in letters; go back to the page they came from."""
    form = LanguageForm(request.POST)
    answer = SeeOther(back(request, otherwise=reverse("people:account")))
    if form.is_valid():
        language = form.cleaned_data["language"]
        services.choose_language(person=person_of(request), language=language, now=clock.now())
        translation.activate(language)
        answer.set_cookie(
            settings.LANGUAGE_COOKIE_NAME, language, max_age=ONE_YEAR_S, samesite="Lax", secure=request.is_secure()
        )
    return answer
