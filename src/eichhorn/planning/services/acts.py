"""Moving slots, one or many in one act, and taking such an act back.

The difficult thing: many posts move together or not at all, while others plan, approve and send. So an act takes the
plan with others of its kind, then the rows of its slots in the order of their numbers, and only then looks at what
stands there: whoever sends or approves takes the same rows, and nobody waits in a circle. An act is taken back as long
as its slots stand exactly where it put them and nobody has said Yes to the new date.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import IntegrityError, transaction

from eichhorn.foundation import audit
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.planning import rules
from eichhorn.planning.models import Move, Moving, Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.services import locks
from eichhorn.planning.services.slots import dated, may_plan

CAN_MOVE = frozenset({*rules.MOVABLE, Stage.NEEDS_SOMEONE})


class NotMovable(Exception):
    """The slot is out or put back; its date is history."""

    def __init__(self, slot: Slot) -> None:
        super().__init__(f"slot {slot.pk} is {slot.stage}")
        self.slot = slot


class ChangedSince(Exception):
    """These slots stand no longer as they did when the act was decided or done; nothing has moved."""

    def __init__(self, slots: Sequence[Slot]) -> None:
        super().__init__(f"changed since: {[slot.pk for slot in slots]}")
        self.slots = tuple(slots)


@dataclass(frozen=True, slots=True)
class Wish:
    """Where one slot is to stand; None takes its date away and makes it an idea without one."""

    slot_id: int
    local: datetime | None
    """On the wall clock of the slot's own zone."""


@transaction.atomic
def move_many(
    *,
    wishes: Iterable[Wish],
    by: Person | None,
    now: datetime,
    seen: Mapping[int, datetime | None] | None = None,
    displaced_by: Slot | None = None,
) -> Moving | None:
    """All slots stand where they are wished, by one act that can be taken back; None where all stood there already.

    `seen` says at which wall-clock times whoever decided saw them: where one stands elsewhere by now, nothing moves
    (ChangedSince). Nothing moves either where one may not be planned by the person (NotAllowed), is history
    (NotMovable), or would stand at a time that the clock skips (NoSuchTime). Eight queries, however many slots.
    """
    wanted = {wish.slot_id: wish.local for wish in wishes}
    slots = held_for(by, wanted, now=now)
    if seen is not None:
        _as_seen(slots, seen)
    moved = [slot for slot in slots if not _is_at(slot, wanted[slot.pk])]
    if not moved:
        return None
    moving = None if displaced_by is not None else Moving.objects.create(by=by, at=now)
    _put(moved, wanted, moving=moving, displaced_by=displaced_by, by=by, now=now)
    return moving


@transaction.atomic
def take_back(*, act: Moving, by: Person | None, now: datetime) -> Moving:
    """What the act moved stands where it stood before; taking back the returned act does it once more.

    ChangedSince where one was moved since or approved for its new date, or the act was taken back already; nothing moves.
    """
    moves = {move.slot_id: move for move in Move.objects.filter(moving=act).order_by("pk")}
    slots = held_for(by, moves, now=now)
    latest = dict(Move.objects.filter(slot__in=slots).order_by("pk").values_list("slot_id", "pk"))
    changed = [slot for slot in slots if latest[slot.pk] != moves[slot.pk].pk or not is_as_left(slot, moves[slot.pk])]
    if changed or not slots:
        raise ChangedSince(changed)
    try:
        with transaction.atomic():
            moving = Moving.objects.create(by=by, at=now, takes_back=act)
    except IntegrityError as taken:  # by somebody who was quicker
        raise ChangedSince(slots) from taken
    wanted = {pk: move.before_local for pk, move in moves.items()}
    _put(slots, wanted, moving=moving, displaced_by=None, by=by, now=now)
    return moving


@transaction.atomic
def put_back_many(*, slot_ids: Iterable[int], by: Person | None, now: datetime) -> int:
    """None of the slots is part of the plan any more; return how many left it. ForbiddenMove where one is out."""
    slots = [slot for slot in held_for(by, slot_ids, now=now) if slot.stage != Stage.CANCELLED]
    for slot in slots:
        rules.STAGES.check(Stage(slot.stage), Stage.CANCELLED)
    Slot.objects.filter(pk__in=[slot.pk for slot in slots]).update(stage=Stage.CANCELLED)
    told = (
        audit.Act("planning.advanced", ("slot", slot.pk), {"before": slot.stage, "after": Stage.CANCELLED.value})
        for slot in slots
    )
    audit.record_all(told, by=by.pk if by is not None else None, now=now)
    return len(slots)


@transaction.atomic
def move(
    *, slot: Slot, planned_local: datetime, by: Person | None, now: datetime, displaced_by: Slot | None = None
) -> Slot:
    """The slot has the other date; who moved it, and for whom, is kept. The same date: nothing happens."""
    move_many(wishes=[Wish(slot.pk, planned_local)], by=by, now=now, displaced_by=displaced_by)
    return Slot.objects.select_related("goal").get(pk=slot.pk)


def held(slot_ids: Iterable[int]) -> list[Slot]:
    """Return the slots with their rows locked until the end of the transaction, in the order of their numbers."""
    locks.together()
    numbers = set(slot_ids)
    found = Slot.objects.select_for_update(of=("self",)).filter(pk__in=numbers).prefetch_related("channels")
    slots = list(found.order_by("pk"))
    if len(slots) < len(numbers):
        raise Slot.DoesNotExist
    return slots


def held_for(by: Person | None, slot_ids: Iterable[int], *, now: datetime) -> list[Slot]:
    """Return the slots, held, that the person may plan; NotAllowed where one is on a channel that they may not."""
    slots = held(slot_ids)
    with people.roles_read_once():
        may_plan(by, channel_ids={channel.pk for slot in slots for channel in slot.channels.all()}, now=now)
    return slots


def _put(
    slots: Sequence[Slot], wanted: Mapping[int, datetime | None], *, moving: Moving | None, displaced_by: Slot | None,
    by: Person | None, now: datetime,
) -> None:  # fmt: skip
    """Each of the slots stands where it is wanted, and its move is kept. Three queries."""
    moves = []
    for slot in slots:
        if Stage(slot.stage) not in CAN_MOVE:
            raise NotMovable(slot)
        before = slot.planned_local
        dated(slot, wanted[slot.pk])
        moves.append(
            Move(slot=slot, moving=moving, stage=slot.stage, before_local=before, after_local=slot.planned_local,
                 by=by, displaced_by=displaced_by, at=now)
        )  # fmt: skip
    Slot.objects.bulk_update(slots, ["planned_local", "due_at"])
    Move.objects.bulk_create(moves)
    audit.record_all(map(_told, moves), by=by.pk if by is not None else None, now=now)


def _told(move: Move) -> audit.Act:
    times = {"before": move.before_local, "after": move.after_local}
    details = {name: local.isoformat() if local is not None else None for name, local in times.items()}
    return audit.Act("planning.moved", ("slot", move.slot_id), {**details, "act": move.moving_id})


def _is_at(slot: Slot, local: datetime | None) -> bool:
    if slot.planned_local is None or local is None:
        return slot.planned_local is None and local is None
    return rules.wall(slot.planned_local) == rules.wall(local)


def is_as_left(slot: Slot, move: Move) -> bool:
    """Return whether the slot stands where the move put it, and nobody has said Yes to that date since."""
    approved_since = slot.stage == Stage.APPROVED and move.stage != Stage.APPROVED
    return _is_at(slot, move.after_local) and not approved_since


def _as_seen(slots: Sequence[Slot], seen: Mapping[int, datetime | None]) -> None:
    changed = [slot for slot in slots if not _is_at(slot, seen[slot.pk])]
    if changed:
        raise ChangedSince(changed)
