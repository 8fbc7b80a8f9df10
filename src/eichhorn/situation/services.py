"""Holding everything, and lifting the hold; and ending the standstill of a restored or moved installation.

The difficult thing: two people press at once. There is one hold at a time, said by the database; who comes second is told
so, and nothing is changed twice.
"""

from datetime import datetime

from django.db import IntegrityError, transaction

from eichhorn.foundation import audit
from eichhorn.foundation.models import Standstill
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.situation.models import Hold


class ReasonMissing(Exception):
    """A hold concerns everybody, so it says why."""


class HeldAlready(Exception):
    """Somebody was quicker."""


class NoStandstill(Exception):
    """Nothing stands still, or no longer: somebody was quicker."""


class NotHeld(Exception):
    """Nothing is held, or no longer."""


@transaction.atomic
def hold(*, reason: str, by: Person, now: datetime) -> Hold:
    """Nothing that was approved before now leaves until the hold is lifted. Raises HeldAlready, ReasonMissing."""
    people.require(by, Act.HOLD, now=now)
    if not reason.strip():
        raise ReasonMissing
    try:
        with transaction.atomic():
            begun = Hold.objects.create(reason=reason.strip()[:300], begun_at=now, begun_by=by)
    except IntegrityError as error:
        raise HeldAlready from error
    audit.record("situation.held", of=("hold", begun.pk), by=by.pk, now=now)
    return begun


@transaction.atomic
def lift(*, by: Person, now: datetime) -> Hold:
    """The hold is over. Whoever asks decides about what it held: see delivery. Raises NotHeld."""
    people.require(by, Act.HOLD, now=now)
    standing = Hold.objects.select_for_update(of=("self",)).filter(open_key=True).first()
    if standing is None:
        raise NotHeld
    standing.open_key, standing.lifted_at, standing.lifted_by = None, now, by
    standing.save(update_fields=["open_key", "lifted_at", "lifted_by"])
    audit.record("situation.lifted", of=("hold", standing.pk), by=by.pk, now=now)
    return standing


@transaction.atomic
def confirm_alone(*, by: Person, now: datetime) -> Standstill:
    """The standstill is over: the person says that no other installation sends in place of this one.

    What was due until now may have left from the other one; delivery asks a person about each. Raises NoStandstill.
    """
    people.require(by, Act.ADMINISTER, now=now)
    standing = Standstill.objects.select_for_update().filter(open_key=True).first()
    if standing is None:
        raise NoStandstill
    standing.open_key, standing.ended_at, standing.ended_by_id = None, now, by.pk
    standing.save(update_fields=["open_key", "ended_at", "ended_by_id"])
    audit.record("situation.confirmed_alone", of=("standstill", standing.pk), by=by.pk, now=now)
    return standing
