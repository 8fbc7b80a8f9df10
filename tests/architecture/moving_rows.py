"""The rows of moving by hand: whoever plans. What speaks against the date was read."""

from eichhorn.moving.rules import DoubtKind
from tests.architecture.row import PLAN, Row, channel, slot
from tests.architecture.world import SIGNED_IN, World


def read_and_meant(_world: World) -> dict[str, object]:
    return {"when": "12.6.2031 14:00", "anyhow": ",".join(DoubtKind)}


def at_the_end(world: World) -> dict[str, object]:
    return {"what": "end", "slot": world.slot.pk}


MOVING = (
    Row("moving:place", PLAN, PLAN, at=slot, sent=read_and_meant),
    Row("moving:next_free", None, PLAN, at=slot),
    Row("queueing:queues", SIGNED_IN),
    Row("queueing:queue", SIGNED_IN, at=channel),
    # what would be lost is asked on a page of its own
    Row("queueing:rearrange", None, PLAN, at=channel, sent=at_the_end, answers=frozenset({303, 409})),
    Row("queueing:take_back", None, PLAN, at=lambda w: (w.move.moving_id,)),
    Row("moving:take_back", None, PLAN, at=lambda w: (w.move.moving_id,)),
)
