"""Telling the plan and the desk what became of a post: calls backwards, inside the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime

from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.desk import services as desk
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import STAGES, Stage

NEEDS_SOMEONE = frozenset({State.UNSURE, State.STOPPED, State.EXPIRED})


def follow(rows: Iterable[Delivery], *, now: datetime) -> None:
    """Each post's slot is out once all its deliveries are, and needs someone while one of them does. Replies have none."""
    drafts = {row.draft_id for row in rows if row.draft_id is not None}
    if not drafts:
        return
    states: dict[int, set[State]] = {}
    slots: dict[int, Slot] = {}
    for row in Delivery.objects.filter(draft__in=drafts).select_related("draft__slot").order_by("draft__slot_id"):
        assert row.draft is not None
        slots[row.draft.slot_id] = row.draft.slot
        states.setdefault(row.draft.slot_id, set()).add(State(row.state))
    for slot_id, found in states.items():
        stage = _stage(found)
        slot = slots[slot_id]
        if stage is None or slot.stage == stage or not STAGES.may(slot.stage, stage):
            continue
        planning.advance(slot=slot, to=stage, now=now)
        if stage is Stage.OUT:
            desk.fulfil(slot_id=slot_id, now=now)


def _stage(states: set[State]) -> Stage | None:
    """Return the stage that the deliveries of one post amount to; None where they leave it as it is."""
    if states & NEEDS_SOMEONE:
        return Stage.NEEDS_SOMEONE
    if State.SENT in states and states <= {State.SENT, State.CANCELLED}:
        return Stage.OUT
    return None
