"""The pages on which an administrator says which programs are told what, and sees whether it arrived.

The difficult thing: a secret is shown once. So it stands on the answer to the form that made it and nowhere else, and
nobody stores that page.
"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from eichhorn.foundation import clock
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.access import SeeOther, keep_private, person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say
from eichhorn.webhooks import queries, services, showing
from eichhorn.webhooks.forms import EndpointForm, ReplayForm
from eichhorn.webhooks.models import Call, Endpoint
from eichhorn.webhooks.rules import MOST_ADDRESSES, MOST_AT_ONCE, State, What
from eichhorn.webhooks.services import Made


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def every(request: HttpRequest) -> HttpResponse:
    """Show who is told what; a POST adds an address, and its answer shows the secret, once."""
    permissions.require(person_of(request), Act.ADMINISTER, now=clock.now())
    form = EndpointForm(request.POST if request.method == "POST" else None)
    made = _added(request, form) if request.method == "POST" and form.is_valid() else None
    context = {
        "form": EndpointForm() if made else form, "made": made,
        "rows": [showing.endpoint(one) for one in queries.endpoints()],
    }  # fmt: skip
    status = 422 if form.errors else 200
    return keep_private(render(request, "webhooks/all.html", context, status=status))


@require_GET
@signed_in
def endpoint(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Show one address with its latest calls."""
    return _page(request, _endpoint(request, endpoint_id))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def change(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Describe an address anew."""
    found = _endpoint(request, endpoint_id)
    standing = {"name": found.name, "url": found.url, "types": found.types}
    form = EndpointForm(request.POST if request.method == "POST" else None, initial=standing)
    if request.method == "POST" and form.is_valid():
        services.change(endpoint=found, **form.cleaned_data, by=person_of(request), now=clock.now())
        say.done(request, _("“%(name)s” was changed.") % {"name": form.cleaned_data["name"]})
        return SeeOther(reverse("webhooks:endpoint", args=[found.pk]))
    return render(
        request, "webhooks/change.html", {"form": form, "endpoint": found}, status=422 if form.errors else 200
    )


@require_POST
@signed_in
def rotate(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Give an address a fresh secret; the answer shows it, once."""
    made = services.rotate(endpoint=_endpoint(request, endpoint_id), by=person_of(request), now=clock.now())
    return _page(request, queries.endpoints().get(pk=endpoint_id), made=made)


@require_POST
@signed_in
def switch(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Switch an address off, or on again."""
    found, by, now = _endpoint(request, endpoint_id), person_of(request), clock.now()
    if found.off_at is None:
        services.switch_off(endpoint=found, by=by, now=now)
        say.done(request, _("Nothing more is told to “%(name)s”.") % {"name": found.name})
    else:
        services.switch_on(endpoint=found, by=by, now=now)
        say.done(request, _("“%(name)s” is told what happens from now on.") % {"name": found.name})
    return _back(endpoint_id)


@require_POST
@signed_in
def remove(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Remove an address with its secret and its calls."""
    found = _endpoint(request, endpoint_id)
    services.remove(endpoint=found, by=person_of(request), now=clock.now())
    say.done(request, _("“%(name)s” was removed, with its secret and its calls.") % {"name": found.name})
    return SeeOther(reverse("webhooks:all"))


@require_POST
@signed_in
def test(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Send a call that tells nothing."""
    try:
        services.test(endpoint=_endpoint(request, endpoint_id), by=person_of(request), now=clock.now())
    except services.SwitchedOff:
        say.problem(request, _("It is switched off. Switch it on first."))
    else:
        say.done(request, _("The test leaves now. Load this page again in a moment to see what became of it."))
    return _back(endpoint_id)


@require_POST
@signed_in
def again(request: HttpRequest, call_id: int) -> HttpResponse:
    """Send one call once more."""
    permissions.require(person_of(request), Act.ADMINISTER, now=clock.now())
    call = get_object_or_404(Call.objects.select_related("endpoint"), pk=call_id)
    try:
        services.send_again(call=call, by=person_of(request), now=clock.now())
    except services.SwitchedOff:
        say.problem(request, _("It is switched off. Switch it on first."))
    else:
        say.done(request, _("It leaves once more, under the same id."))
    return _back(call.endpoint_id)


@require_POST
@signed_in
def replay(request: HttpRequest, endpoint_id: int) -> HttpResponse:
    """Send the events since an instant again."""
    found, now = _endpoint(request, endpoint_id), clock.now()
    form = ReplayForm(request.POST, zone=people.zone().key, now=now)
    if not form.is_valid():
        return _page(request, found, form=form)
    since, what = form.cleaned_data["since"], What(form.cleaned_data["what"])
    try:
        number = services.replay(endpoint=found, since=since, what=what, by=person_of(request), now=now)
    except services.SwitchedOff:
        say.problem(request, _("It is switched off. Switch it on first."))
    except services.TooMuch:
        form.add_error(
            "since",
            _("More than %(most)s events happened since then. Choose a later instant.") % {"most": MOST_AT_ONCE},
        )
        return _page(request, found, form=form)
    else:
        said = ngettext("%(number)s event leaves again.", "%(number)s events leave again.", number)
        say.done(request, said % {"number": number} if number else _("There is nothing to send since then."))
    return _back(endpoint_id)


def _added(request: HttpRequest, form: EndpointForm) -> Made | None:
    try:
        return services.add(**form.cleaned_data, by=person_of(request), now=clock.now())
    except services.TooMany:
        form.add_error(None, _("There are %(most)s addresses already. Remove one first.") % {"most": MOST_ADDRESSES})
        return None


def _endpoint(request: HttpRequest, number: int) -> Endpoint:
    permissions.require(person_of(request), Act.ADMINISTER, now=clock.now())
    return get_object_or_404(queries.endpoints(), pk=number)


def _page(
    request: HttpRequest, found: Endpoint, *, made: Made | None = None, form: ReplayForm | None = None
) -> HttpResponse:  # fmt: skip
    asked = request.GET.get("state", "")
    state = State(asked) if asked in set(State) else None
    before = request.GET.get("before", "")
    now, zone = clock.now(), people.zone()
    begins = (found.off_at or found.failing_since or now).astimezone(zone).replace(tzinfo=None)
    if found.off_at is None and found.failing_since is None:
        begins = begins.replace(hour=0, minute=0)
    context = {
        "shown": showing.endpoint(found), "made": made, "state": state, "states": showing.choices(state),
        "page": showing.calls(found, before=int(before[:18]) if before.isdecimal() else None, state=state),
        "form": form or ReplayForm(zone=zone.key, now=now, initial={"since": begins}),
    }  # fmt: skip
    status = 422 if form is not None and form.errors else 200
    return keep_private(render(request, "webhooks/endpoint.html", context, status=status))


def _back(number: int) -> HttpResponse:
    return SeeOther(reverse("webhooks:endpoint", args=[number]))
