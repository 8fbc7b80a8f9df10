"""The rows of moving by hand: whoever plans. What speaks against the date was read."""

from eichhorn.moving.rules import DoubtKind
from tests.architecture.row import PLAN, Row, slot
from tests.architecture.world import World


def read_and_meant(_world: World) -> dict[str, object]:
    return {"when": "12.6.2031 14:00", "anyhow": ",".join(DoubtKind)}


MOVING = (
    Row("moving:place", PLAN, PLAN, at=slot, sent=read_and_meant),
    Row("moving:take_back", None, PLAN, at=lambda w: (w.move.moving_id,)),
)
