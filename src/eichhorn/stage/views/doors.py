"""The consent page of the stage: somebody who is signed in lets a program speak for an account.

The difficult thing: a code sent to a wrong address opens the account to a stranger. So nothing is sent anywhere but to
an address that the program registered, and a mistake about that is shown here, never sent there.
"""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from eichhorn.foundation import clock
from eichhorn.people.access import signed_in
from eichhorn.stage import queries, services
from eichhorn.stage.forms import ConsentForm
from eichhorn.stage.models import App
from eichhorn.stage.services import No, StageRefused


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def authorize(request: HttpRequest) -> HttpResponse:
    """Ask whether and as whom a program may speak; on consent lead back to it with a code."""
    asked = request.GET
    app, back = queries.app(asked.get("client_id", "")), asked.get("redirect_uri", "")
    if app is None or back not in app.redirect_uris.split() or asked.get("response_type") != "code":
        return render(request, "stage/unknown_program.html", status=400)
    if "deny" in request.POST:
        return _back(back, error="access_denied", state=asked.get("state", ""))
    form = ConsentForm(request.POST if request.method == "POST" else None, accounts=list(queries.accounts()))
    if form.is_valid():
        try:
            code = _consent(request, app, form)
        except StageRefused as refused:
            _say_why(form, refused)
        else:
            return _back(back, code=code, state=asked.get("state", ""))
    return render(
        request, "stage/authorize.html", {"form": form, "program": app.name}, status=422 if form.errors else 200
    )


def _consent(request: HttpRequest, app: App, form: ConsentForm) -> str:
    if request.GET.get("code_challenge") and request.GET.get("code_challenge_method") != "S256":
        raise StageRefused(No.CODE)
    actor = services.account(handle=form.chosen_handle(), name=form.cleaned_data["name"])
    challenge, back = request.GET.get("code_challenge", ""), request.GET["redirect_uri"]
    return services.consent(app=app, actor=actor, redirect_uri=back, challenge=challenge, now=clock.now())


def _say_why(form: ConsentForm, refused: StageRefused) -> None:
    if refused.why is No.HANDLE:
        form.add_error(
            "handle", _("Small letters, digits and underscores, at least two, and not beginning with gast_.")
        )
    else:
        form.add_error(None, _("The program asked in a way that the stage does not know."))


def _back(where: str, **told: str) -> HttpResponse:
    joined = f"{where}{'&' if '?' in where else '?'}{urlencode({name: value for name, value in told.items() if value})}"
    answer = HttpResponse(status=303, headers={"Location": joined})
    answer["Referrer-Policy"] = "no-referrer"
    return answer
