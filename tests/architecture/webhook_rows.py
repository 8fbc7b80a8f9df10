"""The rows of the pages about programs that are told what happens: for those who administer alone."""

from tests.architecture.row import ADMINISTER, Row, number

SENT = {"name": "Kalender", "url": "https://intranet.example/hook", "types": ["delivery.out"]}
WEBHOOKS = (
    Row("webhooks:all", ADMINISTER, ADMINISTER, sent=lambda w: SENT),
    Row("webhooks:endpoint", ADMINISTER, at=number("endpoint")),
    Row("webhooks:change", ADMINISTER, ADMINISTER, at=number("endpoint"), sent=lambda w: SENT),
    Row("webhooks:rotate", None, ADMINISTER, at=number("endpoint")),
    Row("webhooks:switch", None, ADMINISTER, at=number("endpoint")),
    Row("webhooks:remove", None, ADMINISTER, at=number("endpoint")),
    Row("webhooks:test", None, ADMINISTER, at=number("endpoint")),
    Row("webhooks:again", None, ADMINISTER, at=number("call")),
    Row(
        "webhooks:replay", None, ADMINISTER, at=number("endpoint"), answers=frozenset({303}),
        sent=lambda w: {"since": f"{w.now.day}.{w.now.month}.{w.now.year} 00:00", "what": "missing"},
    ),
)  # fmt: skip
