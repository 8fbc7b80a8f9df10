"""The first minutes of an installation: the demo is loaded once, and the console shows the ways in.

The difficult thing: a first start may be cut off. The demo is loaded in one transaction and only where no organisation
is, so the next start does what is missing and nothing twice.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import translation

from eichhorn.people import links
from eichhorn.people.models import Organisation, Person, Role
from eichhorn.people.rules import LinkPurpose, RoleKind

SIGN_IN_LASTS = timedelta(hours=12)
SET_UP_LASTS = timedelta(hours=12)


@transaction.atomic
def load_demo(*, now: datetime) -> None:
    """The demo organisation is there afterwards. Idempotent."""
    from eichhorn.config import demo

    if not Organisation.objects.exists():
        with translation.override("de"):
            demo.load(now=now)


def ways_in(*, kind: str, public_url: str, now: datetime) -> list[tuple[str, str]]:
    """Return (who, address) of fresh one-time links: the demo's roles, or the set-up of an empty installation."""
    if kind == "empty":
        if Organisation.objects.exists():
            return []
        token = links.issue(purpose=LinkPurpose.SET_UP, lasts=SET_UP_LASTS, now=now)
        return [("Set up this installation", f"{public_url}/set-up/{token}/")]
    return [
        (f"{person.name} ({kind_of_role})", f"{public_url}/enter/{_sign_in(person, now)}/")
        for kind_of_role, person in _of_each_role(now)
    ]


def _sign_in(person: Person, now: datetime) -> str:
    return links.issue(purpose=LinkPurpose.SIGN_IN, person=person, lasts=SIGN_IN_LASTS, now=now)


def _of_each_role(now: datetime) -> list[tuple[str, Person]]:
    """Return the first person with an account for each kind of role. One query."""
    roles = (
        Role.objects.filter(begins_on__lte=now.date(), person__user__is_active=True, person__left_on=None)
        .select_related("person")
        .order_by("pk")
    )
    first: dict[str, Person] = {}
    for role in roles:
        first.setdefault(role.kind, role.person)
    return [(kind.value, first[kind.value]) for kind in RoleKind if kind.value in first]
