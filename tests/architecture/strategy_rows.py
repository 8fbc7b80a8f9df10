"""The rows of goals, their ways, pillars and campaigns."""

from tests.architecture.row import STEER, Row, goal, milestone, number
from tests.architecture.world import SIGNED_IN, World


def undone(world: World) -> tuple[object, ...]:
    return "milestone", world.numbers["undone"]


STRATEGY = (
    Row("strategy:new_goal", STEER, STEER, sent=goal),
    Row("strategy:goal", STEER, STEER, at=number("goal"), sent=goal),
    Row("redthread:page", SIGNED_IN),
    Row("strategy:tree", SIGNED_IN),
    Row("carrying:page", SIGNED_IN),
    Row("carrying:carry", None, STEER, at=undone),
    Row("carrying:let_go", STEER, STEER, at=undone, sent=lambda w: {"because": "Das Fest fällt aus."}),
    Row("carrying:take_up", None, STEER, at=undone),
    Row("strategy:archive_goal", None, STEER, at=number("goal")),
    Row("strategy:bring_back_goal", None, STEER, at=number("goal")),
    Row("strategy:way", SIGNED_IN, at=number("goal")),
    Row("strategy:new_milestone", STEER, STEER, at=number("goal"), sent=milestone),
    Row("strategy:milestone", STEER, STEER, at=number("milestone"), sent=milestone),
    Row(
        "strategy:reach",
        STEER,
        STEER,
        at=number("milestone"),
        sent=lambda w: {"said": "Zu lesen im Bericht.", "on": "1.2.2026"},
    ),
    Row(
        "strategy:go_back",
        STEER,
        STEER,
        at=number("milestone"),
        sent=lambda w: {"said": "Ein Fehler.", "on": "1.2.2026"},
    ),
    Row("strategy:remove_milestone", None, STEER, at=number("milestone")),
    Row("strategy:pillars", SIGNED_IN, STEER, sent=lambda w: {"name": "Nähe"}),
    Row("strategy:pillar", STEER, STEER, at=number("pillar"), sent=lambda w: {"name": "Nähe", "wished_share_percent": "30"}),
)  # fmt: skip
