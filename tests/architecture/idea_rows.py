"""The rows of the pool of ideas."""

from eichhorn.people.rules import Act, LinkPurpose, RoleKind
from tests.architecture.row import PLAN, WRITE, Row, number
from tests.architecture.world import EVERYBODY, SIGNED_IN, World, whoever_may

READS = whoever_may(Act.READ)
WRITES_OR_BROUGHT_IT = WRITE | {RoleKind.MANAGER.value}


def noted(_world: World) -> dict[str, object]:
    return {"title": "Wasserturm von innen", "link": "erlengrund.example/turm"}


IDEAS = (
    Row("ideas:ideas", SIGNED_IN),
    Row("ideas:new", READS, READS, sent=noted),
    Row("ideas:idea", SIGNED_IN, at=number("idea")),
    Row("ideas:change", WRITES_OR_BROUGHT_IT, WRITES_OR_BROUGHT_IT, at=number("idea"), sent=noted),
    Row("ideas:seen", None, WRITE, at=number("idea_by_phone")),
    Row("ideas:aside", None, WRITE, at=number("idea"), sent=lambda w: {"because": "Erst im Herbst"}),
    Row("ideas:back", None, WRITE, at=number("idea_aside")),
    Row("ideas:doors", PLAN, PLAN, sent=lambda w: {"name": "Klärwerk", "lasts": "week"}),
    Row("ideas:close", None, PLAN, at=number("idea_door")),
    Row("ideas:bring", EVERYBODY, EVERYBODY, sent=noted, link=LinkPurpose.IDEA),
    Row("ideas:sent", EVERYBODY, link=LinkPurpose.IDEA),
)
