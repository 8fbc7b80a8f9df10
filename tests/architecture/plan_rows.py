"""The rows of what belongs together: campaigns, and who has a post in hand, one act on several posts."""

from eichhorn.planning import rules
from eichhorn.planning.models import Slot
from eichhorn.several.rules import as_seen
from tests.architecture.row import PLAN, STEER, WRITE, Row, campaign, number, slot
from tests.architecture.world import SIGNED_IN, World


def handed_to_nobody(world: World) -> dict[str, object]:
    """The one act that also whoever writes may do."""
    slot = Slot.objects.get(pk=world.slot.pk)
    local = rules.wall(slot.planned_local) if slot.planned_local else None
    return {"what": "hand_over", "to": "", "seen": as_seen(slot.pk, local)}


TOGETHER = (
    Row("planning:campaigns", SIGNED_IN),
    Row("strategy:new_campaign", STEER, STEER, sent=campaign),
    Row("strategy:campaign", STEER, STEER, at=number("campaign"), sent=campaign),
    Row("strategy:end_campaign", None, STEER, at=number("campaign")),
    Row("strategy:go_on_with_campaign", None, STEER, at=number("campaign")),
    Row("planning:hand_over", PLAN | WRITE, PLAN | WRITE, at=slot, sent=lambda w: {"to": ""}),
    # whoever may not write cannot have it in hand either, and is told so on its page
    Row("planning:note_spent", None, WRITE, at=slot, sent=lambda w: {"minutes": "50"}),
    Row("planning:take", None, PLAN | WRITE, at=slot),
    Row("several:several", PLAN | WRITE, PLAN | WRITE, sent=handed_to_nobody, answers=frozenset({200, 303, 409})),
)
