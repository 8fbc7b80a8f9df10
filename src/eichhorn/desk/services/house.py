"""What the desk promises, and the public link to its form."""

from datetime import datetime

from django.conf import settings
from django.db import transaction

from eichhorn.desk.models import Terms
from eichhorn.desk.queries.house import SEAL
from eichhorn.desk.queries.objections import open_objections
from eichhorn.desk.services.objecting import hand_over_objections
from eichhorn.foundation import audit
from eichhorn.people import links
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act, LinkPurpose


class ObjectionsWait(Exception):
    """Somebody was promised a decision by a named person, so somebody has to stay named."""


@transaction.atomic
def set_terms(
    *, answer_hours: int, appeal_to: Person | None, appeal_days: int, by: Person | None, now: datetime
) -> Terms:
    """This is promised to requesters from now on, and whoever is newly named has the objections that wait.

    `by` None is the installation itself. Raises ObjectionsWait where nobody would be left to decide about them.
    """
    _require(by, now)
    if appeal_to is None and open_objections():
        raise ObjectionsWait
    before = Terms.objects.filter(only_one=True).values_list("appeal_to_id", flat=True).first()
    terms, _ = Terms.objects.update_or_create(
        only_one=True, defaults={"answer_hours": answer_hours, "appeal_to": appeal_to, "appeal_days": appeal_days}
    )
    if appeal_to is not None and appeal_to.pk != before:
        hand_over_objections(to=appeal_to, now=now)
    audit.record("desk.terms_set", of=("desk_terms", terms.pk), by=_id(by), now=now)
    return terms


@transaction.atomic
def renew_form_link(*, by: Person | None, now: datetime) -> str:
    """Return the token of a fresh public form; the one before lets nobody in any more."""
    _require(by, now)
    terms, _ = Terms.objects.select_for_update().get_or_create(only_one=True)
    links.revoke(purpose=LinkPurpose.FORM, object_id=None, now=now)
    token = links.issue(purpose=LinkPurpose.FORM, now=now)
    terms.form_token_sealed = settings.KEYS.seal(token, purpose=SEAL)
    terms.save(update_fields=["form_token_sealed"])
    audit.record("desk.form_link_renewed", of=("desk_terms", terms.pk), by=_id(by), now=now)
    return token


def _require(by: Person | None, now: datetime) -> None:
    if by is not None:
        people.require(by, Act.STEER, now=now)


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
