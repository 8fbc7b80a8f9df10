"""The rows of the strategy: everybody reads it, whoever steers writes it."""

from tests.architecture.row import STEER, Row, number
from tests.architecture.world import SIGNED_IN, World


def said(world: World) -> dict[str, object]:
    return {"text": "Wir hören zu.", "based_on": 0}


CONCEPT = (
    Row("concept:document", SIGNED_IN),
    Row("concept:versions", SIGNED_IN),
    Row("concept:version", SIGNED_IN, at=number("strategy")),
    Row("concept:word", SIGNED_IN, at=number("strategy")),
    Row("concept:pdf", SIGNED_IN, at=number("strategy")),
    Row("concept:take_back", None, STEER, at=number("strategy_to_come")),
    Row("concept:draft", SIGNED_IN),
    Row("concept:begin", None, STEER),
    Row("concept:discard", None, STEER),
    Row("concept:decide", STEER, STEER, sent=lambda w: {
        "begins_on": "1.8.2031", "review_on": "", "what_changed": "Mehr Dialog.", "why": "Die Leute fragen.",
    }),
    Row("concept:answer", STEER, STEER, at=lambda w: ("goals",), sent=said),
)  # fmt: skip
