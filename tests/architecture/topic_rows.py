"""The rows of topics and audiences."""

from eichhorn.people.rules import RoleKind
from tests.architecture.row import PLAN, STEER, Row, number, slot
from tests.architecture.world import SIGNED_IN, World


def topic(world: World) -> dict[str, object]:
    owner = world.persons[RoleKind.MANAGER].pk
    return {"name": "Wärme", "owner": owner, "begins_on": "1.6.2031", "last_day": "31.8.2031", "state": "idea"}


TOPICS = (
    Row("topics:themenplan", SIGNED_IN),
    Row("topics:new", PLAN, PLAN, sent=topic),
    Row("topics:topic", SIGNED_IN, at=number("topic")),
    Row("topics:change", PLAN, PLAN, at=number("topic"), sent=topic),
    Row("topics:brief", PLAN, PLAN, at=number("topic"), sent=lambda w: {"message": "Vorher sagen.", "based_on": "1"}),
    Row("topics:version", SIGNED_IN, at=lambda w: (w.numbers["topic"], 1)),
    Row("topics:post", None, PLAN, at=number("topic"), sent=lambda w: {"title": "Wärme im Winter"}),
    Row("topics:choose", PLAN, PLAN, at=slot, sent=lambda w: {"topic": w.numbers["topic"]}),
    Row("topics:audiences", SIGNED_IN),
    Row("topics:new_audience", STEER, STEER, sent=lambda w: {"name": "Pendlerinnen"}),
    Row("topics:audience", STEER, STEER, at=number("audience"), sent=lambda w: {"name": "Familien"}),
)
