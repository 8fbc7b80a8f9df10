"""Pages of the channels: the list, one channel, adding one, and the way to a server's consent page and back."""

from django.conf import settings
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from eichhorn.channels import forms, queries, services, words
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import AlreadyEntered, ConnectingFailed, Health, NameTaken
from eichhorn.foundation import clock
from eichhorn.networks.bluesky import program as about_us
from eichhorn.networks.doors import SignsIn
from eichhorn.people import queries as people
from eichhorn.people import services as people_services
from eichhorn.people.access import person_of, signed_in
from eichhorn.people.rules import Act
from eichhorn.ui import say


@require_GET
@signed_in
def all_channels(request: HttpRequest) -> HttpResponse:
    rows = [queries.shown(channel) for channel in queries.active()]
    return render(
        request,
        "channels/all.html",
        {
            "rows": rows,
            "closed": sum(row.channel.health == Health.DISCONNECTED for row in rows),
            "retired": [queries.shown(channel) for channel in queries.retired()],
            "administers": people.may(person_of(request), Act.ADMINISTER, now=clock.now()),
        },
    )


@require_GET
@signed_in
def choose(request: HttpRequest) -> HttpResponse:
    """Which kind of channel it shall be."""
    people_services.require(person_of(request), Act.ADMINISTER, now=clock.now())
    rows = [(network, words.line(network.slug)) for network in queries.offered()]
    return render(request, "channels/choose.html", {"rows": rows, "stage": settings.STAGE})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add(request: HttpRequest, kind: str) -> HttpResponse:
    by, now = person_of(request), clock.now()
    people_services.require(by, Act.ADMINISTER, now=now)
    kind_of_form = forms.form_of(kind)
    if kind_of_form is None or (kind == "stage" and not settings.STAGE):
        raise Http404
    form = kind_of_form(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            if kind == "stage":
                channel = services.open_on_stage(**form.cleaned_data, by=by, now=now)
            else:
                channel = services.add(network=kind, **form.cleaned_data, by=by, now=now)
        except NameTaken:
            form.add_error("name", _("Another channel has this name already."))
        else:
            return _to(channel)
    names = {network.slug: network.label for network in queries.offered()}
    return _form(request, form, {"kind": kind, "network": names.get(kind, ""), "known": forms.KNOWN_BY_HAND})


@require_GET
@signed_in
def one(request: HttpRequest, number: int) -> HttpResponse:
    return _one(request, _channel(number))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def describe(request: HttpRequest, number: int) -> HttpResponse:
    by, now, channel = person_of(request), clock.now(), _channel(number)
    people_services.require(by, Act.ADMINISTER, now=now)
    kind = forms.ByHandForm if queries.by_hand(channel) else forms.DescriptionForm
    initial = {name: getattr(channel, name) for name in kind.base_fields}
    form = kind(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_valid():
        try:
            services.describe(channel=channel, **form.cleaned_data, by=by, now=now)
        except NameTaken:
            form.add_error("name", _("Another channel has this name already."))
        else:
            say.done(request, _("Saved."))
            return _to(channel)
    return _form(request, form, {"channel": _channel(number), "known": forms.KNOWN_BY_HAND})


@require_POST
@signed_in
def connect(request: HttpRequest, number: int) -> HttpResponse:
    """Show the way to the server's consent page. It is a link: a form may only lead to ourselves (CSP form-action)."""
    channel = _channel(number)
    try:
        leaving = services.begin_connecting(
            channel=channel, redirect_uri=_redirect_uri(), by=person_of(request), now=clock.now()
        )
    except ConnectingFailed as failed:
        return _one(request, channel, problem=words.why_not(failed), status=422)
    answer = render(request, "channels/leaving.html", {"shown": queries.shown(channel), "leaving": leaving})
    answer["Cache-Control"] = "no-store"
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def sign_in(request: HttpRequest, number: int) -> HttpResponse:
    """Let us in by something typed; what was typed never comes back to the page."""
    by, now, channel = person_of(request), clock.now(), _channel(number)
    people_services.require(by, Act.ADMINISTER, now=now)
    network = queries.network_class(channel.network)
    if not issubclass(network, SignsIn) or channel.retired_on:
        raise Http404
    form = forms.SignInForm(request.POST if request.method == "POST" else None, asked=network.asks())
    if form.is_valid():
        try:
            services.sign_in(channel=channel, given=form.cleaned_data, by=by, now=now)
        except ConnectingFailed as failed:
            form.add_error(None, words.why_not(failed))
        else:
            say.done(request, _("%(channel)s is connected.") % {"channel": channel.name})
            return _to(channel)
    return _door(request, channel, form, "channels/sign_in.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@signed_in
def register(request: HttpRequest, number: int) -> HttpResponse:
    """Type what the network gave the organisation when it registered the program."""
    by, now, channel = person_of(request), clock.now(), _channel(number)
    people_services.require(by, Act.ADMINISTER, now=now)
    form = forms.RegistrationForm(request.POST if request.method == "POST" else None)
    if channel.retired_on or not queries.shown(channel).ways.registered_at:
        raise Http404
    if form.is_valid():
        services.register(channel=channel, **form.cleaned_data, by=by, now=now)
        say.done(request, _("Kept. The next step is your consent on the server."))
        return _to(channel)
    return _door(request, channel, form, "channels/register.html")


@require_GET
@never_cache
@signed_in
def connected(request: HttpRequest) -> HttpResponse:
    """Come back from the consent page. A GET that changes something: the state makes sure that we asked for it."""
    back = request.GET
    try:
        channel = services.finish_connecting(
            state=back.get("state", ""), code=back.get("code", ""), denied="error" in back, issuer=back.get("iss", ""),
            redirect_uri=_redirect_uri(), by=person_of(request), now=clock.now(),
        )  # fmt: skip
    except ConnectingFailed as failed:
        say.problem(request, words.why_not(failed))
        return HttpResponse(status=303, headers={"Location": reverse("channels:all")})
    say.done(request, _("%(channel)s is connected.") % {"channel": channel.name})
    return _to(channel)


@require_POST
@signed_in
def disconnect(request: HttpRequest, number: int) -> HttpResponse:
    by, now, channel = person_of(request), clock.now(), _channel(number)
    people_services.require(by, Act.ADMINISTER, now=now)
    if queries.by_hand(channel):
        raise Http404
    services.disconnect(channel=channel, because="", by=by.pk, now=now)
    say.done(request, _("Disconnected. What was planned waits here until the channel is connected again."))
    return _to(channel)


@require_POST
@signed_in
def retire(request: HttpRequest, number: int) -> HttpResponse:
    channel = _channel(number)
    services.retire(channel=channel, by=person_of(request), now=clock.now())
    say.done(request, _("%(channel)s is given up. Its history stays.") % {"channel": channel.name})
    return HttpResponse(status=303, headers={"Location": reverse("channels:all")})


@require_POST
@signed_in
def refresh(request: HttpRequest, number: int) -> HttpResponse:
    by, now, channel = person_of(request), clock.now(), _channel(number)
    people_services.require(by, Act.ADMINISTER, now=now)
    if services.refresh(channel=channel, now=now):
        say.done(request, _("The server has told its limits."))
    else:
        say.problem(request, _("The server did not answer. The limits it told last still count."))
    return _to(channel)


@require_POST
@signed_in
def sending(request: HttpRequest, number: int) -> HttpResponse:
    """Set how far apart posts leave there, and how late one still leaves by itself."""
    by, now, channel = person_of(request), clock.now(), _channel(number)
    people_services.require(by, Act.ADMINISTER, now=now)
    if channel.retired_on or queries.by_hand(channel):
        say.problem(request, _("Nothing leaves this channel by itself, so there is nothing to set."))
        return _to(channel)
    form = forms.SendingForm(request.POST)
    if form.is_valid():
        services.set_sending(channel=channel, **form.cleaned_data, by=by, now=now)
        say.done(request, _("Saved. It holds for every post that leaves from now on."))
        return _to(channel, "sending")
    return _one(request, channel, sending_form=form, status=422)


@require_GET
def program(_request: HttpRequest) -> HttpResponse:
    """Tell servers of the AT protocol who asks for consent there. One that is not reached by https has no such page."""
    if not settings.HTTPS:
        raise Http404
    return JsonResponse(about_us.document(_redirect_uri()))


@require_POST
@signed_in
def enter_access(request: HttpRequest, number: int) -> HttpResponse:
    """Write down that somebody can get into the account itself."""
    by, now, channel = person_of(request), clock.now(), _channel(number)
    people_services.require(by, Act.ADMINISTER, now=now)
    form = forms.AccessForm(request.POST)
    if form.is_valid():
        try:
            services.enter_access(channel=channel, **form.cleaned_data, by=by, now=now)
        except AlreadyEntered:
            form.add_error("who", _("Somebody of this name stands in the list already."))
        else:
            say.done(request, _("Entered."))
            return _to(channel, "access")
    return _one(request, channel, access_form=form, status=422)


@require_POST
@signed_in
def access(request: HttpRequest, number: int, access_id: int) -> HttpResponse:
    """Write down that an access asks for a second factor, or that it was taken away."""
    channel = _channel(number)
    found = get_object_or_404(channel.accesses.all(), pk=access_id)
    if request.POST.get("step") == "end":
        services.end_access(access=found, by=person_of(request), now=clock.now())
    else:
        services.confirm_second_factor(access=found, by=person_of(request), now=clock.now())
    say.done(request, _("Saved."))
    return _to(channel, "access")


@require_POST
@signed_in
def looked_after(request: HttpRequest, number: int) -> HttpResponse:
    """Write down that somebody looked today: at the imprint, or at who can get in."""
    channel, by, now = _channel(number), person_of(request), clock.now()
    if request.POST.get("at") == "imprint":
        services.check_imprint(channel=channel, by=by, now=now)
    else:
        services.review_access(channel=channel, by=by, now=now)
    say.done(request, _("Noted for today. We ask again in half a year."))
    return _to(channel, "access")


def _channel(number: int) -> Channel:
    return get_object_or_404(Channel.objects.select_related("owner_team"), pk=number)


def _one(
    request: HttpRequest, channel: Channel, *, problem: str = "", access_form: Form | None = None,
    sending_form: Form | None = None, status: int = 200,
) -> HttpResponse:  # fmt: skip
    now = clock.now()
    administers = people.may(person_of(request), Act.ADMINISTER, now=now)
    shown = {"shown": queries.shown(channel), "administers": administers, "problem": problem}
    if administers:  # who can get in is nobody else's business
        lasting, ended = queries.accesses(channel)
        imprint_due, access_due = queries.reviews_due(channel, today=people.today(now))
        shown |= {
            "lasting": lasting, "ended": ended, "imprint_due": imprint_due, "access_due": access_due,
            "access_form": access_form or forms.AccessForm(),
            "sending_form": sending_form
            or forms.SendingForm(
                initial={"pace_minutes": channel.pace_minutes, "late_after_minutes": channel.late_after_minutes}
            ),
        }  # fmt: skip
    return render(request, "channels/one.html", shown, status=status)


def _form(request: HttpRequest, form: forms.DescriptionForm, shown: dict[str, object]) -> HttpResponse:
    return render(request, "channels/form.html", {"form": form} | shown, status=422 if form.errors else 200)


def _door(request: HttpRequest, channel: Channel, form: Form, page: str) -> HttpResponse:
    shown = {"form": form, "shown": queries.shown(channel), "redirect_uri": _redirect_uri()}
    return render(request, page, shown, status=422 if form.errors else 200)


def _redirect_uri() -> str:
    return f"{settings.PUBLIC_URL}{reverse('channels:connected')}"


def _to(channel: Channel, part: str = "") -> HttpResponse:
    here = reverse("channels:channel", args=[channel.pk]) + (f"#{part}" if part else "")
    return HttpResponse(status=303, headers={"Location": here})
