"""The rows of what belongs together: campaigns, and who has a post in hand."""

from tests.architecture.row import PLAN, STEER, WRITE, Row, campaign, number, slot
from tests.architecture.world import SIGNED_IN

TOGETHER = (
    Row("planning:campaigns", SIGNED_IN),
    Row("strategy:new_campaign", STEER, STEER, sent=campaign),
    Row("strategy:campaign", STEER, STEER, at=number("campaign"), sent=campaign),
    Row("strategy:end_campaign", None, STEER, at=number("campaign")),
    Row("strategy:go_on_with_campaign", None, STEER, at=number("campaign")),
    Row("planning:hand_over", PLAN | WRITE, PLAN | WRITE, at=slot, sent=lambda w: {"to": ""}),
    # whoever may not write cannot have it in hand either, and is told so on its page
    Row("planning:take", None, PLAN | WRITE, at=slot),
)
