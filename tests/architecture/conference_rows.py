"""The rows of the editorial meeting: everybody reads along, whoever plans decides."""

from eichhorn.conference import queries
from eichhorn.people.rules import RoleKind
from tests.architecture.row import PLAN, Row, number
from tests.architecture.world import SIGNED_IN, World


def adjourned(world: World) -> dict[str, object]:
    person = world.persons[RoleKind.MANAGER]
    line = queries.line(world.numbers["line"], person=person, now=world.now)
    return {"deed": "adjourn", "seen": queries.standings([line])[line.pk].mark}


def described(world: World) -> dict[str, object]:
    return {"title": "Redaktionskonferenz", "when": "12.6.2031 10:00", "people": [world.persons[RoleKind.MANAGER].pk]}


CONFERENCE = (
    Row("conference:all", SIGNED_IN),
    Row("conference:new", PLAN, PLAN, sent=described),
    Row("conference:meeting", SIGNED_IN, at=number("running")),
    Row("conference:edit", PLAN, PLAN, at=number("meeting"), sent=described),
    Row(
        "conference:people",
        PLAN,
        PLAN,
        at=number("running"),
        sent=lambda w: {"people": [w.persons[RoleKind.MANAGER].pk]},
    ),
    Row("conference:open", None, PLAN, at=number("meeting")),
    Row("conference:close", None, PLAN, at=number("running")),
    Row("conference:call_off", None, PLAN, at=number("meeting")),
    Row("conference:point", None, PLAN, at=number("meeting"), sent=lambda w: {"title": "Wer fotografiert im Juli?"}),
    Row("conference:add", None, PLAN, at=number("closed"), sent=lambda w: {"text": "Es war der andere Brunnen."}),
    Row("conference:mail", None, PLAN, at=number("closed")),
    Row("conference:screen", SIGNED_IN, at=number("running")),
    Row("conference:line", SIGNED_IN, PLAN, at=number("line"), sent=adjourned),
)
