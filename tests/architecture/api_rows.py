"""The table of all operations for programs: which scope each needs, and whose role is let in.

One row for each operation; an operation without a row fails. A token has to have the scope, and its owner's role has to
allow the step: each alone helps nothing.
"""

from collections.abc import Callable
from dataclasses import dataclass

from eichhorn.api.rules import Scope
from eichhorn.people.rules import Act
from tests.architecture.world import SIGNED_IN, World, whoever_may

type Path = Callable[[World], str]
type Body = Callable[[World], object]


def nothing(_world: World) -> object:
    return {}


@dataclass(frozen=True, slots=True)
class Operation:
    """Who may do one operation, and a request by which it would be done."""

    name: str
    scope: Scope
    method: str
    path: Path
    who: frozenset[str] = SIGNED_IN
    body: Body = nothing
    also: frozenset[Scope] = frozenset()
    """Scopes that this very request needs as well."""
    form: bool = False
    """Sent as a form with files, not as JSON."""
    refused: int = 403
    answers: frozenset[int] = frozenset({200, 201})


WRITE = whoever_may(Act.WRITE)
PLAN = whoever_may(Act.PLAN)


def to(path: str) -> Path:
    """Return a function that fills numbers of the world into the path: "/drafts/{draft}"."""
    return lambda world: path.format(
        draft=world.draft.pk, slot=world.slot.pk, approval=world.approval.pk, request=world.request.pk,
        accepted=world.accepted.pk, delivery=world.delivery.pk, message=world.message.pk, channel=world.channel.pk,
        picture=world.picture, goal=world.numbers["goal"],
    )  # fmt: skip


def post(world: World) -> dict[str, object]:
    return {
        "post": {"title": "Tag der offenen Tür", "channels": [world.channel.pk]},
        "content": {"text": "Kommt alle."},
    }


DRAFTS = (
    Operation("list_drafts", Scope.READ, "get", to("/drafts")),
    Operation(
        "begin_draft", Scope.DRAFT, "post", to("/drafts"), WRITE & PLAN, body=post, also=frozenset({Scope.PLAN})
    ),
    Operation("read_draft", Scope.READ, "get", to("/drafts/{draft}")),
    Operation("list_versions", Scope.READ, "get", to("/drafts/{draft}/versions")),
    Operation(
        "save_version", Scope.DRAFT, "post", to("/drafts/{draft}/versions"), WRITE,
        body=lambda w: {"text": "Neu.", "based_on": 1},
    ),
    Operation("read_version", Scope.READ, "get", to("/drafts/{draft}/versions/1")),
    Operation("restore_version", Scope.DRAFT, "post", to("/drafts/{draft}/versions/1/restore"), WRITE),
    Operation("list_findings", Scope.READ, "get", to("/drafts/{draft}/findings")),
    Operation(
        "give_reason", Scope.DRAFT, "post", to("/drafts/{draft}/reasons"), WRITE,
        body=lambda w: {"finding": "1:alt", "reason": "Ein Zitat."},
    ),
    Operation("hand_in_draft", Scope.PROPOSE, "post", to("/drafts/{draft}/hand-in"), WRITE),
)  # fmt: skip

OPERATIONS = (*DRAFTS,)
