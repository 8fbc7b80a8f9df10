"""Telling plan and desk what became of a post: calls backwards, drawn from what is written already.

The difficult thing: that a post is out must never be lost because somebody's mail could not be written. So the answer
of the network is kept first, by itself; what follows from it is drawn afterwards, as often as it takes. A delivery is
marked until that is done.
"""

import logging
from collections.abc import Collection
from datetime import datetime

from django.db import DatabaseError, transaction

from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import NEEDS_SOMEONE, Because, State
from eichhorn.desk import services as desk
from eichhorn.planning import services as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import STAGES, Stage
from eichhorn.review import queries as review

logger = logging.getLogger(__name__)


def settle(*, now: datetime, most: int = 20) -> int:
    """Plan and desk know of what changed, for at most so many posts; return for how many. Idempotent."""
    marked = (
        Delivery.objects.filter(settled=False, draft__isnull=False).order_by("pk").values_list("draft_id", flat=True)
    )
    drafts = list(dict.fromkeys(draft for draft in marked[: most * 4] if draft is not None))[:most]
    return sum(_settled(draft_id, now) for draft_id in drafts)


def _settled(draft_id: int, now: datetime) -> bool:
    try:
        conclude(draft_id=draft_id, now=now)
    except DatabaseError:
        raise
    except Exception:
        # the outermost loop of one post: the others must not wait for it, and it is tried again
        logger.exception("delivery.not_settled", extra={"draft": draft_id})
        return False
    return True


@transaction.atomic
def conclude(*, draft_id: int, now: datetime) -> None:
    """The post's slot stands where its deliveries put it, and whoever asked for the post knows once it is out."""
    rows = list(Delivery.objects.filter(draft=draft_id).select_related("draft__slot").order_by("pk"))
    draft = rows[0].draft
    assert draft is not None
    slot = draft.slot
    wanted = set(Slot.channels.through.objects.filter(slot_id=slot.pk).values_list("channel_id", flat=True))
    stage = _stage(rows, wanted, slot, draft_id, now)
    if stage is Stage.OUT:
        desk.fulfil(slot_id=slot.pk, now=now)  # first the request, then the slot: the desk takes them in this order
    if stage is not None and slot.stage != stage and STAGES.may(slot.stage, stage):
        planning.advance(slot=slot, to=stage, now=now)
    for row in rows:
        Delivery.objects.filter(pk=row.pk, state=row.state, settled=False).update(settled=True)


def _stage(
    rows: Collection[Delivery], wanted: Collection[int], slot: Slot, draft_id: int, now: datetime
) -> Stage | None:
    """Return the stage that the deliveries of one post amount to; None where they leave it as it is."""
    states = {State(row.state) for row in rows}
    gone = {row.channel_id for row in rows if row.state in {State.SENT, State.CANCELLED}}
    if states & NEEDS_SOMEONE:
        return Stage.NEEDS_SOMEONE
    if State.SENT in states and states <= {State.SENT, State.CANCELLED} and gone >= set(wanted):
        return Stage.OUT
    if all(row.state == State.CANCELLED and row.because == Because.BY_PERSON for row in rows) and gone >= set(wanted):
        return Stage.CANCELLED
    if slot.stage == Stage.NEEDS_SOMEONE and draft_id in review.standing([draft_id], now=now):
        return Stage.APPROVED
    return None
