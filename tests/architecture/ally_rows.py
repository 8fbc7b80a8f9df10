"""The rows of allies and of what they are asked for."""

from eichhorn.people.rules import LinkPurpose
from tests.architecture.row import WRITE, Row, number
from tests.architecture.world import EVERYBODY, World


def entry(_world: World) -> dict[str, object]:
    return {"gives": ["photo"], "way": "mail", "per_quarter": "3", "reminders": "1"}


def ask(_world: World) -> dict[str, object]:
    return {"title": "Drehbank", "wants": ["photo"], "letter": "Ein Foto?", "way": "mail"}


ALLIES = (
    Row("allies:allies", WRITE),
    Row("allies:new", WRITE, WRITE, asked=lambda w: {"person": str(w.someone.pk)}, sent=entry),
    Row("allies:ally", WRITE, at=number("ally")),
    Row("allies:change", WRITE, WRITE, at=number("ally_unconfirmed"), sent=entry),
    Row("allies:invite", None, WRITE, at=number("ally")),
    Row("allies:remove", None, WRITE, at=number("ally")),
    Row("allies:department", WRITE, at=number("ally_department")),
    Row("allies:asks", WRITE),
    Row("allies:ask_new", WRITE, WRITE, asked=lambda w: {"ally": str(w.numbers["ally"])}, sent=ask),
    Row("allies:ask", WRITE, at=number("ask")),
    Row("allies:ask_change", WRITE, WRITE, at=number("ask_drafted"), sent=ask),
    Row("allies:ask_send", None, WRITE, at=number("ask_drafted")),
    Row("allies:ask_link", None, WRITE, at=number("ask")),
    Row("allies:ask_withdraw", None, WRITE, at=number("ask")),
    Row("allies:ask_promised", None, WRITE, at=number("ask"), sent=lambda w: {"promise-day": f"{w.now:%d.%m.%Y}"}),
    Row("allies:ask_declined", None, WRITE, at=number("ask"), sent=lambda w: {"no-no": "no_time"}),
    Row("allies:ask_told", None, WRITE, at=number("ask"), sent=lambda w: {"told-words": "Drei Wochen"}),
    Row("allies:ask_thank", None, WRITE, at=number("ask_given"), sent=lambda w: {"text": "Danke"}),
    Row("allies:speech", WRITE, at=number("gift")),
    Row("allies:answer", EVERYBODY, EVERYBODY, sent=lambda w: {"words": "Drei Wochen"}, link=LinkPurpose.ASK),
    Row("allies:later", EVERYBODY, EVERYBODY, sent=lambda w: {"day": f"{w.now:%d.%m.%Y}"}, link=LinkPurpose.ASK),
    Row("allies:no", EVERYBODY, EVERYBODY, sent=lambda w: {"no": "no_time"}, link=LinkPurpose.ASK),
    Row("allies:done", EVERYBODY, link=LinkPurpose.ASK),
    Row("allies:own", EVERYBODY, EVERYBODY, sent=entry, link=LinkPurpose.ALLY),
    Row("allies:own_confirm", None, EVERYBODY, link=LinkPurpose.ALLY),
    Row("allies:own_wake", None, EVERYBODY, link=LinkPurpose.ALLY),
    Row("allies:own_remove", None, EVERYBODY, link=LinkPurpose.ALLY),
)
