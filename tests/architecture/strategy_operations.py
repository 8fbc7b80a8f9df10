"""The rows of operations for topics and for what was left undone."""

from eichhorn.api.rules import Scope
from tests.architecture.operation import PLAN, STEER, Operation, to
from tests.architecture.world import World


def topic(_world: World) -> dict[str, object]:
    return {"name": "Wärme", "begins_on": "2026-06-01", "ends_on": "2032-01-01"}


STRATEGY_OPERATIONS = (
    Operation("list_topics", Scope.READ, "get", to("/topics")),
    Operation("set_topic", Scope.PLAN, "post", to("/topics"), PLAN, body=topic),
    Operation("read_topic", Scope.READ, "get", to("/topics/{topic}")),
    Operation("change_topic", Scope.PLAN, "put", to("/topics/{topic}"), PLAN, body=topic),
    Operation(
        "write_brief", Scope.PLAN, "put", to("/topics/{topic}/brief"), PLAN,
        body=lambda w: {"based_on": 1, "message": "Vorher sagen."},
    ),
    Operation(
        "plan_topic_post", Scope.PLAN, "post", to("/topics/{topic}/posts"), PLAN, body=lambda w: {"title": "Heizen"}
    ),
    Operation("list_left_over", Scope.READ, "get", to("/left-over")),
    Operation("carry_over", Scope.STEER, "post", to("/left-over/milestone/{undone}/carry"), STEER),
    Operation(
        "let_go", Scope.STEER, "post", to("/left-over/milestone/{undone}/let-go"), STEER,
        body=lambda w: {"because": "Das Fest fällt aus."},
    ),
    Operation("take_up", Scope.STEER, "post", to("/left-over/milestone/{undone}/take-up"), STEER),
)  # fmt: skip
