"""What happens once somebody has signed in, by whichever door: it is on record, their browser stands on their list, and
who owes a second factor is led to set one up before anything else.

The difficult thing: a second factor may be asked for while people work. So what is owed is decided here, at the
sign-in, and kept in the session: nobody is torn out of their writing, and no page costs a question more.
"""

from datetime import datetime

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest

from eichhorn.foundation import audit
from eichhorn.people import devices, second_factor
from eichhorn.people.models import User

OWES = "owes_second_factor"
"""Set in the session of somebody who has to set one up first."""


def arrive(request: HttpRequest, *, user: User, now: datetime) -> None:
    """The sign-in is on record and on the person's list; a missing second factor is asked for."""
    way, second = how(request, user=user)
    devices.begin(request, user=user, way=way, now=now)
    if not second and second_factor.needed_by(user.person, now=now) and not second_factor.has(user):
        request.session[OWES] = True
    audit.record(
        "people.signed_in", of=("person", user.person_id), by=user.person_id, now=now,
        details={"by": way, "second": second},
    )  # fmt: skip


def owes(request: HttpRequest) -> bool:
    """Return whether the person has to set up a second factor first; asks the database only of those who did."""
    if not request.session.get(OWES):
        return False
    assert isinstance(request.user, User)
    if not second_factor.has(request.user):
        return True
    del request.session[OWES]
    return False


def how(request: HttpRequest, *, user: User) -> tuple[str, str]:
    """Return by which door the person came, and by which second factor where there was one."""
    way, second = "link", ""
    for record in get_authentication_records(request, user):
        match record:
            case {"method": "mfa", "passwordless": True}:
                way = "passkey"
            case {"method": "mfa", "type": str(kind)}:
                second = kind
            case {"method": "provider", "asks_second": bool(asks)}:
                way, second = "provider", "provider" if asks else second
            case {"method": "password"}:
                way = "password"
    return way, second
