"""Taking an acceptance back: the newcomer leaves the plan, and what made room for it stands where it stood.

The difficult thing: it is one step back or none. So all rows are held before anything is looked at, and whatever speaks
against it is named as a whole: somebody writes on it, something was moved, approved or sent since, or a date has passed.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.people.models import Person
from eichhorn.planning import letters, queries, rules
from eichhorn.planning.models import Move, Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.services import locks
from eichhorn.planning.services.acts import CAN_MOVE, Wish, held_for, is_as_left, move_many


class Hindrance(StrEnum):
    """What stands in the way."""

    BEGUN = "begun"
    """Somebody writes on the newcomer, or it has left the plan."""
    MOVED = "moved"
    """It stands elsewhere by now, or was approved for its new date."""
    OUT = "out"
    PASSED = "passed"
    """Its old date lies behind us."""
    FULL = "full"
    """Its old day was given away."""


@dataclass(frozen=True, slots=True)
class InTheWay:
    slot: Slot
    because: Hindrance


class CannotUndo(Exception):
    """Something was changed since, or sent; nothing has moved."""

    def __init__(self, hindrances: tuple[InTheWay, ...]) -> None:
        super().__init__(f"in the way: {[(one.slot.pk, str(one.because)) for one in hindrances]}")
        self.hindrances = hindrances


@transaction.atomic
def undo_acceptance(*, newcomer: Slot, by: Person, now: datetime) -> tuple[Slot, ...]:
    """The newcomer is put back, and what moved for it stands where it stood; whom it touches knows. Returns what moved back.

    CannotUndo where something stands in the way.
    """
    locks.alone()
    moves = {move.slot_id: move for move in Move.objects.filter(displaced_by=newcomer).order_by("pk")}
    slots = {slot.pk: slot for slot in held_for(by, {newcomer.pk, *moves}, now=now)}
    new = slots.pop(newcomer.pk)
    hindrances = tuple(_in_the_way(new, slots, moves, now))
    if hindrances:
        raise CannotUndo(hindrances)
    Slot.objects.filter(pk=new.pk).update(stage=Stage.CANCELLED)
    wishes = [Wish(pk, move.before_local) for pk, move in moves.items()]
    seen = {pk: move.after_local for pk, move in moves.items()}
    move_many(wishes=wishes, by=by, now=now, seen=seen)
    back = tuple(Slot.objects.filter(pk__in=slots).prefetch_related("channels").order_by("planned_local", "pk"))
    full = tuple(InTheWay(slot, Hindrance.FULL) for slot in back if queries.over_ceiling(slot))
    if full:
        raise CannotUndo(full)
    letters.tell_moved_back(newcomer, back, by=by, now=now)
    audit.record("planning.undid", of=("slot", new.pk), by=by.pk, now=now, details={"moved_back": len(back)})
    return back


def _in_the_way(new: Slot, slots: dict[int, Slot], moves: dict[int, Move], now: datetime) -> Iterator[InTheWay]:
    """Yield what was changed since, the newcomer first. One query."""
    latest = dict(Move.objects.filter(slot__in=[new.pk, *slots]).order_by("pk").values_list("slot_id", "pk"))
    if new.stage != Stage.IDEA:
        yield InTheWay(new, Hindrance.OUT if new.stage == Stage.OUT else Hindrance.BEGUN)
    elif new.pk in latest:
        yield InTheWay(new, Hindrance.MOVED)
    for pk, slot in slots.items():
        move = moves[pk]
        if slot.stage == Stage.OUT:
            yield InTheWay(slot, Hindrance.OUT)
        elif Stage(slot.stage) not in CAN_MOVE or latest[pk] != move.pk or not is_as_left(slot, move):
            yield InTheWay(slot, Hindrance.MOVED)
        elif move.before_local is None or rules.instant(move.before_local, slot.zone) <= now:
            yield InTheWay(slot, Hindrance.PASSED)
