"""Saying who has which part in a cell."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from eichhorn.channels.models import Channel
from eichhorn.foundation import audit
from eichhorn.lenses.models import Share
from eichhorn.lenses.rules import Kind, Lens, Part, Subject
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.strategy.models import Goal, Pillar
from eichhorn.topics.models import Audience

TABLES: dict[Kind, type[models.Model]] = {
    Kind.GOAL: Goal, Kind.AUDIENCE: Audience, Kind.PILLAR: Pillar, Kind.CHANNEL: Channel,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class One:
    """A person or a department, by number; one of the two."""

    person: int | None = None
    department: int | None = None


@transaction.atomic
def set_cell(
    *, lens: Lens, subject: Subject, shares: Mapping[Part, tuple[One, ...]], by: Person | None, now: datetime
) -> None:  # fmt: skip
    """The cell stands as said, and nobody else has a part in it. ValueError where more than one would answer for it."""
    if by is not None:
        people.require(by, Act.STEER, now=now)
    if len(set(shares.get(Part.ACCOUNTABLE, ()))) > 1:
        raise ValueError("one answers for a cell")
    # the row of the subject is the lock of its cells
    TABLES[subject.kind]._default_manager.select_for_update().get(pk=subject.number)
    cell = {"lens": lens, f"{subject.kind.value}_id": subject.number}
    Share.objects.filter(**cell).delete()
    Share.objects.bulk_create(
        Share(part=part, person_id=one.person, department_id=one.department, **cell)
        for part, several in shares.items()
        for one in dict.fromkeys(several)
    )
    details = {"lens": lens.value, "shares": sum(map(len, shares.values()))}
    audit.record(
        "lenses.set",
        of=(subject.kind.value, subject.number),
        by=by.pk if by is not None else None,
        now=now,
        details=details,
    )
