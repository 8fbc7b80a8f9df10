"""Links by which people without an account send ideas: made for a time, shown once, closed by a press."""

from datetime import datetime

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.ideas.models import Door
from eichhorn.ideas.rules import SPANS, Lasts
from eichhorn.people import links
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act, LinkPurpose


@transaction.atomic
def open_door(*, name: str, lasts: Lasts, by: Person | None, now: datetime) -> tuple[Door, str]:
    """Return a fresh link for ideas and its token, which is told this once. `by` None is the installation itself."""
    if by is not None:
        people.require(by, Act.PLAN, now=now)
    door = Door.objects.create(name=name.strip(), made_by=by, made_at=now, ends_at=now + SPANS[lasts])
    token = links.issue(purpose=LinkPurpose.IDEA, object_id=door.pk, lasts=SPANS[lasts], now=now)
    audit.record("ideas.door_opened", of=("idea_door", door.pk), by=by.pk if by is not None else None, now=now)
    return door, token


@transaction.atomic
def close_door(*, door: Door, by: Person, now: datetime) -> None:
    """The link lets nobody in any more; what came by it stays. Idempotent."""
    people.require(by, Act.PLAN, now=now)
    links.revoke(purpose=LinkPurpose.IDEA, object_id=door.pk, now=now)
    if Door.objects.filter(pk=door.pk, closed_at__isnull=True).update(closed_at=now):
        audit.record("ideas.door_closed", of=("idea_door", door.pk), by=by.pk, now=now)
