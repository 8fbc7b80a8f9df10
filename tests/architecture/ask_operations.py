"""The rows of operations for what we ask departments for."""

from eichhorn.api.rules import Scope
from tests.architecture.operation import WRITE, Operation, to

ASKS = (
    Operation("list_asks", Scope.READ, "get", to("/asks"), WRITE),
    Operation("find_allies", Scope.READ, "get", to("/asks/whom?about=Drehbank"), WRITE),
    Operation(
        "prepare_ask",
        Scope.ASK,
        "post",
        to("/asks"),
        WRITE,
        body=lambda w: {"ally": w.numbers["ally"], "title": "Drehbank", "wants": ["photo"], "letter": "Ein Foto?"},
    ),
    Operation("read_ask", Scope.READ, "get", to("/asks/{ask}"), WRITE),
    Operation("send_ask", Scope.ASK, "post", to("/asks/{ask_drafted}/send"), WRITE),
    Operation("withdraw_ask", Scope.ASK, "post", to("/asks/{ask}/withdraw"), WRITE),
    Operation(
        "note_promise", Scope.ASK, "post", to("/asks/{ask}/promise"), WRITE, body=lambda w: {"day": f"{w.now:%Y-%m-%d}"}
    ),
    Operation("note_no", Scope.ASK, "post", to("/asks/{ask}/no"), WRITE, body=lambda w: {"no": "no_time"}),
    Operation("note_told", Scope.ASK, "post", to("/asks/{ask}/told"), WRITE, body=lambda w: {"words": "Drei Wochen"}),
    Operation(
        "thank_for_ask", Scope.ASK, "post", to("/asks/{ask_given}/thank"), WRITE, body=lambda w: {"text": "Danke"}
    ),
)
