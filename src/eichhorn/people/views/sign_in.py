"""How one signs in: password, second factors, and where one is signed in.

The difficult thing: whoever sits down at somebody's open browser must not be able to lock them out. So every change asks
to be confirmed where the sign-in is more than five minutes past; allauth leads there and back.
"""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView, EditWebAuthnView, RemoveWebAuthnView
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse, reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from eichhorn.foundation import clock
from eichhorn.people import devices, mfa, second_factor, wording
from eichhorn.people.access import SeeOther, signed_in
from eichhorn.people.models import User

TO_OWN = reverse_lazy("people:sign_in")


@require_GET
@signed_in
def overview(request: HttpRequest) -> HttpResponse:
    """Show how the reader signs in, and where they are signed in."""
    now, user = clock.now(), _user(request)
    factors = list(Authenticator.objects.filter(user=user).order_by("created_at", "pk"))
    codes = next((one for one in factors if one.type == Authenticator.Type.RECOVERY_CODES), None)
    shown = {
        "has_password": user.has_usable_password(),
        "app": next((one for one in factors if one.type == Authenticator.Type.TOTP), None),
        "passkeys": [(one, one.wrap()) for one in factors if one.type == Authenticator.Type.WEBAUTHN],
        "passkeys_work": mfa.passkeys_work(),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes is not None else None,
        "needed": second_factor.needed_by(user.person, now=now),
        "devices": [
            (one, wording.device(one), wording.way(one.way)) for one in devices.of(request, user=user, now=now)
        ],
    }
    return render(request, "people/sign_in.html", shown)


@require_GET
@signed_in
def needed(request: HttpRequest) -> HttpResponse:
    """Say to somebody who owes a second factor why, and what to do."""
    return render(request, "people/second_factor_needed.html", {"passkeys_work": mfa.passkeys_work()})


@require_POST
@signed_in
def end_session(request: HttpRequest, number: int) -> HttpResponse:
    """Sign the reader out on one other device."""
    user = _user(request)
    if not devices.end(user=user, number=number, by=user.person_id, now=clock.now()):
        raise Http404
    messages.success(request, _("You are signed out there."))
    return SeeOther(str(TO_OWN))


@require_POST
@signed_in
def end_others(request: HttpRequest) -> HttpResponse:
    """Sign the reader out everywhere but here."""
    count = devices.end_others(request, user=_user(request), now=clock.now())
    told = ngettext(
        "You are signed out on %(number)s other device.", "You are signed out on %(number)s other devices.", count
    )
    messages.success(request, told % {"number": count} if count else _("You are signed in nowhere else."))
    return SeeOther(str(TO_OWN))


class AddApp(ActivateTOTPView):  # type: ignore[misc]
    """Set up an authenticator app; the key is shown as a picture and to type."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        return {**context, "shown_key": mfa.shown_key(context["form"].secret)}


class AddPasskey(AddWebAuthnView):  # type: ignore[misc]
    """Make a passkey, where the address of the installation allows one."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        # allauth drops the form that came back with mistakes
        return {**context, "form": kwargs.get("form") or context["form"], "passkeys_work": mfa.passkeys_work()}


class RenamePasskey(EditWebAuthnView):  # type: ignore[misc]
    success_url = TO_OWN


class RemovePasskey(RemoveWebAuthnView):  # type: ignore[misc]
    """Remove a passkey, unless a role asks for a second factor and there is no other."""

    success_url = TO_OWN

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        may = second_factor.may_lose(self.object, now=clock.now())
        return {**super().get_context_data(**kwargs), "may_lose": may, "passkey": self.object.wrap()}

    def form_valid(self, form: Any) -> HttpResponse:
        if not second_factor.may_lose(self.get_object(), now=clock.now()):
            messages.error(self.request, mfa.OurFactors.error_messages["cannot_delete_authenticator"])
            return SeeOther(reverse("mfa_remove_webauthn", args=[self.object.pk]))
        answer: HttpResponse = super().form_valid(form)
        return answer


add_app = AddApp.as_view()
add_passkey = AddPasskey.as_view()
rename_passkey = RenamePasskey.as_view()
remove_passkey = RemovePasskey.as_view()


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user
