"""How everybody signs in here: of whom a second factor is asked, and which provider vouches for people."""

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from eichhorn.foundation import clock
from eichhorn.people import identities, oidc, own_roles, saml, second_factor, services, wording
from eichhorn.people.access import SeeOther, person_of, signed_in
from eichhorn.people.models import Identity, Provider
from eichhorn.people.provider_forms import ProviderForm, SamlForm, SecondFactorForm
from eichhorn.people.rules import Act, ProviderKind, RoleKind


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Show the rules; say of whom a second factor is asked."""
    by, now = person_of(request), clock.now()
    services.require(by, Act.ADMINISTER, now=now)
    form = SecondFactorForm(
        request.POST if request.method == "POST" else None, own=own_roles.all_of_them(),
        initial={"roles": second_factor.asked_of()},
    )  # fmt: skip
    if form.is_valid():
        chosen = form.cleaned_data["roles"]
        kinds = [RoleKind(name) for name in chosen if not name.startswith("own:")]
        own = [int(name.removeprefix("own:")) for name in chosen if name.startswith("own:")]
        second_factor.ask_of(kinds=kinds, own=own, by=by, now=now)
        messages.success(request, _("Saved. It holds from everybody's next sign-in on."))
        return _to_rules()
    shown = {"form": form, "providers": Provider.objects.order_by("name"), "lacking": second_factor.lacking(now=now)}
    return render(request, "people/sign_in_rules.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_provider(request: HttpRequest) -> HttpResponse:
    """Let a provider vouch for people; it is asked at once whether it is there."""
    by, now = person_of(request), clock.now()
    services.require(by, Act.ADMINISTER, now=now)
    form = ProviderForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            oidc.told_by(form.cleaned_data["issuer"])
            added = identities.add(kind=ProviderKind.OIDC, by=by, now=now, **form.cleaned_data)
        except oidc.NotBelieved as problem:
            form.add_error("issuer", wording.doubt(problem.why))
        except services.NameTaken:
            form.add_error("name", _("There is a provider of this name already."))
        else:
            messages.success(request, _("The sign-in page offers “%(name)s” from now on.") % {"name": added.name})
            return SeeOther(reverse("people:provider", args=[added.pk]))
    return render(request, "people/add_provider.html", {"form": form})


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def add_saml(request: HttpRequest) -> HttpResponse:
    """Let a provider vouch for people that speaks SAML."""
    by, now = person_of(request), clock.now()
    services.require(by, Act.ADMINISTER, now=now)
    form = SamlForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        typed = form.cleaned_data
        try:
            issuer, entrance, certificate = saml.told_by(typed["metadata"])
            added = identities.add(
                name=typed["name"], kind=ProviderKind.SAML, issuer=issuer, entrance=entrance, certificate=certificate,
                asks_second=typed["asks_second"], by=by, now=now,
            )  # fmt: skip
        except oidc.NotBelieved:
            form.add_error("metadata", _("These are no metadata of a SAML provider with address and certificate."))
        except services.NameTaken:
            form.add_error("name", _("There is a provider of this name already."))
        else:
            messages.success(request, _("The sign-in page offers “%(name)s” from now on.") % {"name": added.name})
            return SeeOther(reverse("people:provider", args=[added.pk]))
    return render(request, "people/add_saml.html", {"form": form})


@require_http_methods(["GET", "HEAD"])
@signed_in
def provider(request: HttpRequest, number: int) -> HttpResponse:
    """Show a provider, and the address that it has to know."""
    services.require(person_of(request), Act.ADMINISTER, now=clock.now())
    one = get_object_or_404(Provider, pk=number)
    is_saml = one.kind == ProviderKind.SAML
    told = ("people:saml_metadata", "people:saml_post") if is_saml else ("people:back_from_provider",)
    addresses = [settings.PUBLIC_URL + reverse(view, args=[one.pk]) for view in told]
    shown = {
        "provider": one,
        "back": addresses[-1],
        "entity": addresses[0] if is_saml else "",
        "count": one.identities.count(),
    }
    return render(request, "people/provider.html", shown)


@require_POST
@signed_in
def remove_provider(request: HttpRequest, number: int) -> HttpResponse:
    """Let the provider vouch for nobody any more."""
    one = get_object_or_404(Provider, pk=number)
    identities.remove(provider=one, by=person_of(request), now=clock.now())
    messages.success(request, _("“%(name)s” lets nobody in any more.") % {"name": one.name})
    return _to_rules()


@require_POST
@signed_in
def let_go(request: HttpRequest, number: int) -> HttpResponse:
    """Forget by which subject a provider knows a person, so that they can come by another one."""
    identity = get_object_or_404(Identity.objects.select_related("user"), pk=number)
    person = identity.user.person_id
    identities.let_go(identity=identity, by=person_of(request), now=clock.now())
    messages.success(request, _("The next one who comes with this verified address is taken for the person."))
    return SeeOther(reverse("people:person", args=[person]))


def _to_rules() -> HttpResponse:
    return SeeOther(reverse("people:sign_in_rules"))
