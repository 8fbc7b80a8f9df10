"""The rows of operations around the plan: kept views, when channels speak, what comes in by links and files."""

from eichhorn.api.rules import Scope
from tests.architecture.operation import PLAN, STEER, Operation, to
from tests.architecture.world import World


def beginning(_world: World) -> dict[str, object]:
    return {"places": [{"weekday": 1, "at": ["09:30"]}], "posts_per_week": 2}


VIEWS = (
    Operation("list_views", Scope.READ, "get", to("/views")),
    Operation("keep_view", Scope.PLAN, "post", to("/views"), body=lambda w: {"name": "Woche", "view": "week"}),
    # the view stands in everybody's menu
    Operation("rename_view", Scope.PLAN, "put", to("/views/{kept_view}"), PLAN, body=lambda w: {"name": "Plan"}),
    Operation("drop_view", Scope.PLAN, "post", to("/views/{kept_view}/drop"), PLAN),
    Operation("share_view", Scope.PLAN, "post", to("/views/{kept_view}/share"), PLAN),
    Operation("unshare_view", Scope.PLAN, "post", to("/views/{kept_view}/unshare"), PLAN),
    Operation("read_plan_table", Scope.READ, "get", to("/views/{kept_view}/table")),
    Operation("read_plan_paper", Scope.READ, "get", to("/views/{kept_view}/paper")),
)  # fmt: skip

CADENCE = (
    Operation("read_cadence", Scope.READ, "get", to("/channels/{channel}/cadence")),
    Operation("set_cadence", Scope.STEER, "put", to("/channels/{channel}/cadence"), STEER, body=beginning),
    Operation("list_gaps", Scope.READ, "get", to("/gaps")),
    Operation("list_idea_doors", Scope.READ, "get", to("/idea-doors"), PLAN),
    Operation("open_idea_door", Scope.PLAN, "post", to("/idea-doors"), PLAN, body=lambda w: {"name": "Baustelle"}),
    Operation("close_idea_door", Scope.PLAN, "post", to("/idea-doors/{idea_door}/close"), PLAN),
    Operation("list_date_files", Scope.READ, "get", to("/date-files")),
    Operation(
        "read_date_file", Scope.STEER, "post", to("/date-files"), STEER,
        body=lambda w: {"name": "Ferien Bern", "content": "Sommerferien; 2031-07-05; 2031-08-10"},
    ),
    Operation("drop_date_file", Scope.STEER, "post", to("/date-files/{dates}/drop"), STEER),
)  # fmt: skip
