"""Codes and passkeys as people give them. Never saves, except where allauth's own forms do.

The difficult thing: allauth counts tries and remembers used codes in the cache of one process. Here both are counted in
the database, for all processes together: ten tries in ten minutes, fifty a day, and an app's code holds once. And a
passkey's answer is bytes from anybody: whatever the library stumbles over in them is a wrong answer, no breakdown.
"""

import struct
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as base
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp
from allauth.mfa.webauthn import forms as webauthn
from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.foundation import clock
from eichhorn.people import throttle
from eichhorn.people.addresses import address_of
from eichhorn.people.models import User

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

TRIES = 10
TRIES_PER = timedelta(minutes=10)
TRIES_A_DAY = 50
CODE_HOLDS = timedelta(minutes=2)
"""Longer than any code of an app is good for."""
KNOCKS_PER_ADDRESS = 60
UNREADABLE = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError, struct.error)
"""What reading bytes that are no passkey's answer ends in."""


def code_field(label: "StrOrPromise") -> forms.CharField:
    return forms.CharField(
        label=label, max_length=20, error_messages={"required": _("Please enter the code.")},
        widget=forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "spellcheck": "false"}),
    )  # fmt: skip


def count_try(user: User) -> None:
    """Count one more try; refused where there were too many."""
    now, name = clock.now(), f"second:{user.pk}"
    quickly = throttle.allow(name, limit=TRIES, per=TRIES_PER, now=now)
    today = throttle.allow(f"{name}:day", limit=TRIES_A_DAY, per=timedelta(days=1), now=now)
    if not (quickly and today):
        raise get_adapter().validation_error("too_many_login_attempts")


class OneTry(forms.Form):
    """A code that is counted, and that holds once."""

    user: User
    authenticator: Authenticator

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("Code"))

    def clean_code(self) -> str:
        count_try(self.user)
        code: str = super().clean_code()  # type: ignore[misc]
        used = f"code:{self.user.pk}:{''.join(code.split())}"
        is_codes = self.authenticator.type == Authenticator.Type.RECOVERY_CODES
        if not is_codes and not throttle.allow(used, limit=1, per=CODE_HOLDS, now=clock.now()):
            raise forms.ValidationError(_("This code was used already. Your app shows a new one every 30 seconds."))
        return code


class CodeForm(OneTry, base.AuthenticateForm):  # type: ignore[misc]
    """The second step of signing in."""


class ConfirmByCodeForm(OneTry, base.ReauthenticateForm):  # type: ignore[misc]
    """The person shows again that it is they."""


class ConfirmByPasswordForm(account.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"] = forms.CharField(
            label=_("Password"), strip=False, error_messages={"required": _("Please enter your password.")},
            widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        )  # fmt: skip


class AppForm(totp.ActivateTOTPForm):  # type: ignore[misc]
    """The first code of a new app: it shows that the app has the key."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"] = code_field(_("The six digits that the app shows"))

    def clean_code(self) -> str:
        count_try(self.user)
        code: str = super().clean_code()
        return code


def credential_field() -> forms.JSONField:
    return forms.JSONField(
        widget=forms.HiddenInput,
        error_messages={
            "required": _("Your browser gave no passkey. It has to allow scripts for this page."),
            "invalid": _("Your browser gave something that we cannot read. Please try once more."),
        },
    )


class PasskeyForm(webauthn.AddWebAuthnForm):  # type: ignore[misc]
    """A new passkey, with a name by which its owner knows it again."""

    passwordless = forms.BooleanField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name"), max_length=60, required=False,
            help_text=_("By which you know it again, for example: work phone."),
        )  # fmt: skip
        self.fields["credential"] = credential_field()

    def clean(self) -> dict[str, Any]:
        try:
            cleaned: dict[str, Any] = super().clean()
        except UNREADABLE as problem:
            raise forms.ValidationError(self.fields["credential"].error_messages["invalid"]) from problem
        return cleaned


class PasskeyNameForm(webauthn.EditWebAuthnForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name"), max_length=60, error_messages={"required": _("Please enter a name.")}
        )


class OneKnock(forms.Form):
    """A passkey shown to the door, counted."""

    user: User | None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = credential_field()

    def clean_credential(self) -> Authenticator:
        if self.user is not None:
            count_try(self.user)
        key = f"passkey::{address_of(context.request)}"
        if not throttle.allow(key, limit=KNOCKS_PER_ADDRESS, per=TRIES_PER, now=clock.now()):
            raise get_adapter().validation_error("too_many_login_attempts")
        try:
            return super().clean_credential()  # type: ignore[misc]
        except UNREADABLE as problem:
            raise forms.ValidationError(self.fields["credential"].error_messages["invalid"]) from problem


class PasskeyAsSecondForm(OneKnock, webauthn.AuthenticateWebAuthnForm):  # type: ignore[misc]
    """A passkey as the second step of signing in."""


class PasskeyAloneForm(OneKnock, webauthn.LoginWebAuthnForm):  # type: ignore[misc]
    """A passkey instead of a password."""


class ConfirmByPasskeyForm(OneKnock, webauthn.ReauthenticateWebAuthnForm):  # type: ignore[misc]
    """The person shows again that it is they."""
