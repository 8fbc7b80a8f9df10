"""The rows of measures."""

from tests.architecture.row import PLAN, Row, number
from tests.architecture.world import SIGNED_IN, World


def measure(world: World) -> dict[str, object]:
    return {
        "title": "Einladung",
        "channels": [world.channel.pk],
        "how": "before",
        "until": "1.6.2031",
        "days_before": "7, 1",
    }


MEASURES = (
    Row("measures:new", PLAN, PLAN, at=number("topic"), sent=measure),
    Row("measures:measure", SIGNED_IN, at=number("measure")),
    Row("measures:of_campaign", SIGNED_IN, at=number("campaign")),
    Row("measures:new_for_campaign", PLAN, PLAN, at=number("campaign"), sent=measure),
    Row("measures:change", PLAN, PLAN, at=number("measure"), sent=measure),
    Row("measures:remove", PLAN, PLAN, at=number("measure")),
    Row("measures:plan", None, PLAN, at=number("measure")),
    Row("measures:undo", None, PLAN, at=number("measure")),
)
