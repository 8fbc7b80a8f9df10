"""What the desk promises, read."""

from datetime import datetime

from django.conf import settings

from eichhorn.desk.models import Terms
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act

SEAL = "desk-form"


def terms() -> Terms:
    """Return what is promised, or the usual. One query."""
    return Terms.objects.select_related("appeal_to").first() or Terms()


def may_reopen(person: Person, *, now: datetime) -> bool:
    """Return whether the person may take up again what was declined: the team, and who decides about objections."""
    return people.may(person, Act.TRIAGE, now=now) or terms().appeal_to_id == person.pk


def form_token() -> str:
    """Return the token of the public form, empty while there is none. One query."""
    sealed = terms().form_token_sealed
    return settings.KEYS.unseal(bytes(sealed), purpose=SEAL) if sealed is not None else ""
