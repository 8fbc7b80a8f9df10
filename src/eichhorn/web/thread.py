"""The thread of a slot, tied together from what each room knows; nothing of it is stored.

The difficult thing: seven rooms are asked, on every page and for every row. So each room is asked once for all slots
together, and a page costs the same few queries whether it shows one thread or fifty.
"""

from collections.abc import Collection

from eichhorn.content import queries as content
from eichhorn.delivery import queries as delivery
from eichhorn.desk import queries as desk
from eichhorn.dialogue import queries as dialogue
from eichhorn.planning.models import Slot
from eichhorn.review import queries as review
from eichhorn.strategy import queries as strategy
from eichhorn.ui.thread import Knot, KnotName, KnotState, Thread


def of_slot(slot_id: int, *, size: str = "full") -> Thread | None:  # noqa: ARG001  part of EICHHORN_THREAD's form
    """Return the thread of the slot, None where there is no such slot. At most eight queries."""
    return of_slots([slot_id]).get(slot_id)


def of_slots(slot_ids: Collection[int]) -> dict[int, Thread]:
    """Return the threads of the slots. At most eight queries, however many slots."""
    slots = list(Slot.objects.filter(pk__in=slot_ids).select_related("goal").order_by("pk"))
    if not slots:
        return {}
    known = [slot.pk for slot in slots]
    requests, drafts, reviews = desk.knots(known), content.knots(known), review.knots_of(known)
    deliveries, answers = delivery.knots(known), dialogue.knots(known)
    outside = delivery.knots_outside([slot.pk for slot in slots if slot.outside])
    return {
        slot.pk: _outside(outside[slot.pk])
        if slot.pk in outside
        else Thread(
            (
                strategy.knot(slot), requests[slot.pk], drafts[slot.pk], *reviews[slot.pk], deliveries[slot.pk],
                answers[slot.pk],
            )
        )
        for slot in slots
    }  # fmt: skip


def _outside(out: Knot) -> Thread:
    """Return the thread of what was published past Eichhorn: it came no other way than that it is out."""
    return Thread(tuple(out if name is KnotName.DELIVERY else Knot(name, KnotState.SKIP) for name in KnotName))
