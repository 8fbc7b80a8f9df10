"""What a row of an operation for programs is made of."""

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


READERS, WRITE, PLAN, STEER, TRIAGE, PUBLISH, ANSWER = (
    whoever_may(act) for act in (Act.READ, Act.WRITE, Act.PLAN, Act.STEER, Act.TRIAGE, Act.PUBLISH, Act.ANSWER)
)


def to(path: str) -> Path:
    """Return a function that fills numbers of the world into the path: "/drafts/{draft}"."""
    return lambda world: path.format(**world.numbers | {
        "draft": world.draft.pk, "slot": world.slot.pk, "approval": world.approval.pk, "request": world.request.pk,
        "accepted": world.accepted.pk, "delivery": world.delivery.pk, "message": world.message.pk,
        "channel": world.channel.pk, "picture": world.picture,
    })  # fmt: skip
