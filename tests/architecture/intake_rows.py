"""The rows of the form's builder."""

from tests.architecture.row import STEER, Row, number
from tests.architecture.world import World


def asks(_world: World) -> dict[str, object]:
    return {"label_de": "Wie viele kommen?", "kind": "line", "choices": ""}


INTAKE = (
    Row("intake:types", STEER),
    Row("intake:new_type", STEER, STEER, sent=lambda w: {"name_de": "Veranstaltung"}),
    Row("intake:type", STEER, STEER, at=number("request_type"), sent=lambda w: {"name_de": "Veranstaltung"}),
    Row("intake:retire", None, STEER, at=number("request_type")),
    Row("intake:offer", None, STEER, at=number("request_type")),
    Row("intake:new_question", STEER, STEER, sent=asks),
    Row("intake:question", STEER, STEER, at=number("question"), sent=asks),
    Row("intake:move", None, STEER, at=number("question"), sent=lambda w: {"to": "up"}),
    Row("intake:remove", None, STEER, at=number("question")),
)
