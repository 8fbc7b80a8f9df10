"""Putting a post on another date, as somebody means it who looks at the plan.

The difficult thing: between the look and the drop others work too. So the drop says from which date it moved and what it
has read; both are compared under the lock of the post, and what does not fit any more moves nothing.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction

from eichhorn.moving import queries
from eichhorn.moving.rules import Doubt, DoubtKind, unread
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning import rules as plan
from eichhorn.planning import services as slots
from eichhorn.planning.models import Moving, Slot
from eichhorn.planning.services import acts, locks


class Doubted(Exception):
    """Something speaks against the date that nobody has read yet; nothing moved."""

    def __init__(self, doubts: tuple[Doubt, ...], at: datetime) -> None:
        super().__init__("something speaks against the date")
        self.at = at
        self.doubts = doubts


class MovedMeanwhile(Exception):
    """The post does not stand where it was seen; nothing moved. `by` is who moved it, where that is known."""

    def __init__(self, slot: Slot, by: Person | None) -> None:
        super().__init__(f"slot {slot.pk} stands elsewhere")
        self.slot = slot
        self.by = by


@dataclass(frozen=True, slots=True)
class Placed:
    """A post that stands on its new date."""

    slot: Slot
    act: Moving | None
    """By which it can be taken back; None where it stood there already."""
    beside: str
    """What comes on that day anyhow."""


@transaction.atomic
def place(
    *, slot: Slot, to_local: datetime, seen_local: datetime | None, accepted: frozenset[DoubtKind], by: Person,
    now: datetime,
) -> Placed:  # fmt: skip
    """The post stands on the date. Raises Doubted, MovedMeanwhile, NoSuchTime, and of planning NotMovable.

    `seen_local` None: nobody has looked at a date before, so none is compared.
    """
    people.require(by, Act.PLAN, now=now)
    fresh = slots.locked(slot.pk)
    before = plan.wall(fresh.planned_local) if fresh.planned_local is not None else None
    if before == to_local:
        return Placed(fresh, None, "")
    if seen_local is not None and _to_the_minute(seen_local) != _to_the_minute(before):
        raise MovedMeanwhile(fresh, _who_moved(fresh))
    if plan.Stage(fresh.stage) in plan.ENDED:
        raise slots.NotMovable(fresh)
    found = queries.doubts(fresh, to_local=to_local, now=now)
    if unread(found, accepted):
        raise Doubted(found, to_local)
    act = slots.move_many(wishes=[acts.Wish(fresh.pk, to_local)], by=by, now=now)
    fresh.refresh_from_db(fields=["planned_local", "due_at"])
    return Placed(fresh, act, queries.words_of(to_local.date()))


@transaction.atomic
def to_next_free(
    *, slot: Slot, told: datetime | None, accepted: frozenset[DoubtKind], by: Person, now: datetime
) -> Placed:
    """The post stands on the next place that is free for it, or as before where none is. Raises as `place` does, and PlaceTaken.

    `told` is the place that somebody was shown: where it is another by now, nothing moves.
    """
    people.require(by, Act.PLAN, now=now)
    locks.alone()
    fresh = slots.locked(slot.pk)
    if plan.Stage(fresh.stage) in plan.ENDED:
        raise slots.NotMovable(fresh)
    at = planning.next_free_of(fresh, now=now)
    if told is not None and told != at:
        raise slots.PlaceTaken(at)
    if at is None:
        return Placed(fresh, None, "")
    return place(slot=fresh, to_local=at, seen_local=None, accepted=accepted, by=by, now=now)


@transaction.atomic
def take_back(*, act: Moving, by: Person, now: datetime) -> None:
    """What the act moved stands where it stood before. Raises MovedMeanwhile where it was moved or approved since."""
    people.require(by, Act.PLAN, now=now)
    try:
        slots.take_back(act=act, by=by, now=now)
    except slots.ChangedSince as changed:
        standing = changed.slots[0] if changed.slots else Slot.objects.filter(moves__moving=act).first()
        if standing is None:
            raise Moving.DoesNotExist from changed
        raise MovedMeanwhile(standing, _who_moved(standing)) from changed


def _to_the_minute(local: datetime | None) -> datetime | None:
    """Return the time as pages write it."""
    return local.replace(second=0, microsecond=0) if local is not None else None


def _who_moved(slot: Slot) -> Person | None:
    latest = planning.moves_of(slot).first()
    return latest.by if latest is not None else None
