"""An organisation, departments, persons with roles, and clients that are signed in as them."""

import base64
import hmac
import struct
from collections.abc import Collection
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.test import Client

from eichhorn.foundation import clock
from eichhorn.people import links, services
from eichhorn.people.models import Department, Organisation, Person, Team
from eichhorn.people.rules import LinkPurpose, RoleKind
from eichhorn.people.sessions import SessionStore

NOW = datetime(2026, 6, 9, 7, 0, tzinfo=UTC)
"""Tuesday, 9 June 2026, nine o'clock in Erlengrund."""
LONG_AGO = date(2020, 1, 1)
numbers = count(1)


def organisation(*, language: str = "de", zone: str = "Europe/Berlin") -> Organisation:
    """Return the organisation, founded on the first call."""
    return Organisation.objects.first() or services.found_organisation(
        name="Stadtwerke Erlengrund", zone=zone, language=language, service_begins=time(8), service_ends=time(17),
        day_ends=time(16, 45), contact="Miriam Aydın, Durchwahl 214", now=NOW,
    )  # fmt: skip


def department(name: str = "") -> Department:
    return services.add_department(name=name or f"Abteilung {next(numbers)}", by=None, now=NOW)


def person(
    name: str = "",
    *,
    role: RoleKind | None = None,
    begins_on: date = LONG_AGO,
    ends_on: date | None = None,
    channels: Collection[int] | None = None,
    email: str = "",
    department: Department | None = None,
    salutation: str = "",
    language: str = "de",
) -> Person:
    """Return a new person, who holds the role where one is named; without an account."""
    organisation()
    number = next(numbers)
    made = services.add_person(
        name=name or f"Person {number}", email=email or f"person-{number}@erlengrund.example", department=department,
        salutation=salutation, language=language, by=None, now=NOW,
    )  # fmt: skip
    if role is not None:
        services.give_role(
            person=made, kind=role, begins_on=begins_on, ends_on=ends_on, channels=channels, by=None, now=NOW
        )
    return made


def administrator(name: str = "") -> Person:
    """Return somebody who administers and has an account."""
    one = person(name, role=RoleKind.ADMINISTRATOR)
    services.way_in(person=one)
    return one


def team(name: str = "Social-Media-Team", *, members: Collection[Person] = ()) -> Team:
    return services.add_team(name=name, members=members, by=None, now=NOW)


def client_of(person: Person) -> Client:
    """Return a browser in which the person is signed in."""
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(person)
    return client


def session_of(person: Person) -> str:
    """Return the key of a browser in which the person is signed in: one row, where signing in writes four times."""
    account = services.way_in(person=person)
    session = SessionStore()
    session[SESSION_KEY] = str(account.pk)
    session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
    session[HASH_SESSION_KEY] = account.get_session_auth_hash()
    session.create()
    key: str = session.session_key
    return key


def guest(language: str = "de") -> Client:
    """Return a browser in which nobody is signed in."""
    return Client(headers={"accept-language": language})


def link(
    purpose: LinkPurpose, *, person: Person | None = None, object_id: int | None = None,
    lasts: timedelta | None = timedelta(days=7), now: datetime | None = None,
) -> str:  # fmt: skip
    """Return the token of a fresh link, by default made just now."""
    return links.issue(purpose=purpose, person=person, object_id=object_id, lasts=lasts, now=now or clock.now())


def with_password(name: str = "", *, password: str, role: RoleKind | None = None) -> Person:
    """Return a person whose account opens by this password."""
    made = person(name, role=role)
    user = services.way_in(person=made)
    user.set_password(password)
    user.save()
    return made


def app_code(key: str, *, steps: int = 0) -> str:
    """Return what an authenticator app with the typed key shows, so many half minutes from now (RFC 6238)."""
    counter = int(datetime.now(UTC).timestamp()) // 30 + steps
    digest = hmac.digest(base64.b32decode(key.replace(" ", "")), struct.pack(">Q", counter), "sha1")
    at = digest[-1] & 15
    return f"{(struct.unpack('>I', digest[at : at + 4])[0] & 0x7FFFFFFF) % 1_000_000:06}"
