"""What a post cost in the end: noted by the team, kept without a person, and offered where kinds of work are declared."""

from datetime import datetime

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning.models import KindOfWork, Slot
from eichhorn.planning.queries import efforts
from eichhorn.planning.rules import Stage
from eichhorn.planning.services.house import change_kind

LEAST, MOST = 1, 10_000


class NotOut(Exception):
    """Only what is out has cost something in the end."""


class NotSaneEffort(ValueError):
    """Nobody spends so little or so much on a post."""


class NothingLearned(Exception):
    """Too few posts of the kind have their effort noted."""


@transaction.atomic
def note_spent(*, slot: Slot, minutes: int | None, by: Person, now: datetime) -> None:
    """The post cost so many minutes, all who worked on it together; None forgets it. Raises NotOut, NotSaneEffort."""
    people.require(by, Act.WRITE, now=now)
    if minutes is not None and not LEAST <= minutes <= MOST:
        raise NotSaneEffort
    standing = Slot.objects.select_for_update(no_key=True).get(pk=slot.pk)
    if standing.stage != Stage.OUT:
        raise NotOut
    standing.spent_minutes = minutes
    standing.save(update_fields=["spent_minutes"])
    audit.record("planning.spent_noted", of=("slot", slot.pk), by=by.pk, now=now)


@transaction.atomic
def take_learned(*, kind: KindOfWork, by: Person, now: datetime) -> KindOfWork:
    """The kind costs from now on what its latest posts did. Raises NothingLearned."""
    people.require(by, Act.STEER, now=now)
    learned = efforts.learned(kind)
    if learned is None:
        raise NothingLearned
    return change_kind(kind=kind, name=kind.name, name_en=kind.name_en, effort_minutes=learned.minutes, by=by, now=now)
