"""How django-allauth behaves here: nobody signs up, tries are counted for all processes together, letters leave our way.

The difficult thing: allauth counts tries in the cache of one process and mails through Django. Both are turned to what
this house has: counts in the database, and notices that are kept until they left. Every sign-in, whatever its door, ends
in `login` below, and every change of a second factor in `send_notification_mail`.
"""

import time
from datetime import datetime, timedelta
from typing import Any

from allauth.account import app_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.authentication import get_authentication_records
from allauth.core import context as allauth_context
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eichhorn.foundation import clock
from eichhorn.people import arrival, letters, queries, second_factor, throttle
from eichhorn.people.addresses import address_of
from eichhorn.people.backend import PeopleWhoAreHere
from eichhorn.people.models import User

TRIES_PER_NAME_AND_ADDRESS = 10
"""So that a guess from elsewhere does not shut the door before the right one."""
TRIES_PER_NAME = 100
TRIES_PER_ADDRESS = 60
TRIES_PER = timedelta(minutes=10)
LETTERS_PER_NAME = 5
LETTERS_PER_ADDRESS = 30
LETTERS_PER = timedelta(hours=1)
CHANGES = {
    "mfa/email/totp_activated": "app_added",
    "mfa/email/totp_deactivated": "app_removed",
    "mfa/email/webauthn_added": "passkey_added",
    "mfa/email/webauthn_removed": "passkey_removed",
    "mfa/email/recovery_codes_generated": "codes_renewed",
}
"""What allauth calls its letters about second factors, and what happened."""


class OurWay(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("Address and password do not match. Please check both."),
        "too_many_login_attempts": _("Too many tries in a short time. Please try again in ten minutes."),
        "enter_current_password": _("This is not your present password. Please type it once more."),
        "incorrect_password": _("This is not your password. Please type it once more."),
        "account_inactive": _("This account is closed."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        return address_of(request)

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        now, address = clock.now(), address_of(request)
        name = str(credentials.get("email", "")).lower()
        limits = {
            f"sign-in:{name}:{address}": TRIES_PER_NAME_AND_ADDRESS,
            f"sign-in:{name}": TRIES_PER_NAME,
            f"sign-in::{address}": TRIES_PER_ADDRESS,
        }
        if not throttle.allow_all(limits, per=TRIES_PER, now=now):
            raise self.validation_error("too_many_login_attempts")

    def pre_login(self, request: HttpRequest, user: User, **kwargs: Any) -> HttpResponse | None:
        """Refuse whoever has left, by whichever door they come."""
        if not PeopleWhoAreHere().user_can_authenticate(user):
            refused: HttpResponse = self.respond_user_inactive(request, user)
            return refused
        answer: HttpResponse | None = super().pre_login(request, user, **kwargs)
        return answer

    def login(self, request: HttpRequest, user: User) -> None:
        super().login(request, user)
        arrival.arrive(request, user=user, now=clock.now())

    def is_reauthentication_required(self, *, app: str, **kwargs: Any) -> bool:
        """Ask again where the last time that the person showed who they are is more than five minutes past."""
        request = allauth_context.request
        records = get_authentication_records(request, request.user)
        fresh = any(time.time() - record["at"] < app_settings.REAUTHENTICATION_TIMEOUT for record in records)
        return not fresh and super().is_reauthentication_required(app=app, **kwargs)

    def add_message(
        self, request: HttpRequest, level: int, message_template: str | None = None, *_args: Any, **others: Any
    ) -> None:
        """Say what was changed, and what was refused; that somebody signed in, they see."""
        said = others.get("message") or {
            "account/messages/password_changed.txt": gettext("Your new password holds from now on."),
            "account/messages/password_set.txt": gettext("Your new password holds from now on."),
            "mfa/messages/totp_activated.txt": gettext("Your app is set up. It is asked for at the next sign-in."),
            "mfa/messages/totp_deactivated.txt": gettext("The app is removed."),
            "mfa/messages/webauthn_added.txt": gettext("The passkey is added."),
            "mfa/messages/webauthn_removed.txt": gettext("The passkey is removed."),
        }.get(message_template or "")
        if said:
            messages.add_message(request, level, said)

    def send_notification_mail(self, template_prefix: str, user: User, *args: Any, **kwargs: Any) -> None:
        """A changed second factor is on record and its owner hears of it; other letters go allauth's way."""
        if template_prefix in CHANGES:
            second_factor.changed(user=user, what=CHANGES[template_prefix], now=clock.now())
        else:
            super().send_notification_mail(template_prefix, user, *args, **kwargs)

    def get_reset_password_from_key_url(self, key: str) -> str:
        uid, _dash, secret = key.partition("-")
        return settings.PUBLIC_URL + reverse("account_reset_password_from_key", kwargs={"uidb36": uid, "key": secret})

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Hand over the two letters that there are: a way to a new password, and that it was changed."""
        now = clock.now()
        person = queries.person_by_email(email)
        if person is None or not self._may_write(email, now):
            return
        with translation.override(person.language):
            if template_prefix == "account/email/password_reset_key":
                subject = gettext("A new password for Eichhorn")
                body = gettext(
                    "Hello %(name)s,\n\nyou can choose a new password here:\n\n%(address)s\n\n"
                    "The link holds for one hour. If you did not ask for it, nothing needs to be done: "
                    "your password stays as it is.\n"
                ) % {"name": person.name, "address": context["password_reset_url"]}
            else:
                subject = gettext("Your password was changed")
                body = gettext(
                    "Hello %(name)s,\n\nyour password for Eichhorn was changed just now. "
                    "If that was not you, please choose a new one here at once:\n\n%(address)s\n"
                ) % {"name": person.name, "address": settings.PUBLIC_URL + reverse("account_reset_password")}
        letters.write(
            to_email=person.email, to_person=person, language=person.language, subject=subject, body=body,
            about=("person", person.pk), now=now,
        )  # fmt: skip

    def _may_write(self, email: str, now: datetime) -> bool:
        limits = {
            f"letter:{email.lower()}": LETTERS_PER_NAME,
            f"letter::{address_of(self.request)}": LETTERS_PER_ADDRESS,
        }
        return throttle.allow_all(limits, per=LETTERS_PER, now=now)
