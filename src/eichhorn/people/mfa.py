"""How allauth's second factor behaves here: secrets are sealed, the QR code is drawn by us, and a passkey belongs to
the public address of the installation.

The difficult thing: a browser lets a passkey work for one host name, on a secure page, and never for a bare address. So
where the installation has none, passkeys are not offered, and the page says why.
"""

import base64
from ipaddress import ip_address
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from eichhorn.foundation import clock
from eichhorn.people import queries, second_factor
from eichhorn.people.models import User
from eichhorn.ui import qr

PURPOSE = "second-factor"


def passkeys_work() -> bool:
    """Return whether a browser would make a passkey for the public address of the installation."""
    address = urlsplit(settings.PUBLIC_URL)
    host = address.hostname or ""
    if _is_number(host):
        return False
    return address.scheme == "https" or host == "localhost" or host.endswith(".localhost")


class OurFactors(DefaultMFAAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("This did not match. Please try once more."),
        "cannot_delete_authenticator": gettext_lazy(
            "Your role asks for a second factor. Add another one first; then you can remove this one."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Recovery codes need an authenticator app or a passkey first."),
    }

    def encrypt(self, text: str) -> str:
        return settings.KEYS.seal(text, purpose=PURPOSE).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return settings.KEYS.unseal(encrypted_text.encode(), purpose=PURPOSE)

    def get_totp_issuer(self) -> str:
        return f"Eichhorn {queries.organisation().name}"

    def build_totp_url(self, user: User, secret: str) -> str:
        """Return what the code says. Name and house stand in it as apps show them."""
        issuer = self.get_totp_issuer()
        told = urlencode({"secret": secret, "issuer": issuer}, quote_via=quote)
        return f"otpauth://totp/{quote(issuer)}:{quote(user.email)}?{told}"

    def build_totp_svg(self, url: str) -> SafeString:
        """Return the code that an app on the phone reads."""
        return qr.drawn(url)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        return second_factor.may_lose(authenticator, now=clock.now())

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:  # noqa: A002  allauth's name
        number = Authenticator.objects.filter(user=user, type=type).count() + 1
        return _("Passkey %(number)s") % {"number": number}

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        return {"id": urlsplit(settings.PUBLIC_URL).hostname or "", "name": self.get_totp_issuer()}

    def get_public_key_credential_user_entity(self, user: User) -> dict[str, Any]:
        return {"id": user_pk_to_url_str(user).encode(), "display_name": user.person.name, "name": user.email}


def shown_key(secret: str) -> str:
    """Return the key in groups of four, as one types it."""
    key = secret.rstrip("=")
    assert base64.b32decode(secret)
    return " ".join(key[start : start + 4] for start in range(0, len(key), 4))


def _is_number(host: str) -> bool:
    try:
        ip_address(host)
    except ValueError:
        return False
    return True
