"""The rows of operations that do something with a request without answering it."""

from eichhorn.api.rules import Scope
from tests.architecture.operation import TRIAGE, Operation, to

PASSING = (
    Operation(
        "hand_on_request", Scope.TRIAGE, "post", to("/requests/{request}/hand-on"), TRIAGE,
        body=lambda w: {"team": w.numbers["team"], "text": "Die Technik weiß mehr darüber."},
    ),
    Operation(
        "note_call", Scope.TRIAGE, "post", to("/requests/{request}/called"), TRIAGE,
        body=lambda w: {"text": "Freitag reicht ihm auch."},
    ),
)  # fmt: skip
