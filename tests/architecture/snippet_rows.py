"""The rows of what is written again and again."""

from tests.architecture.row import STEER, WRITE, Row, number
from tests.architecture.world import SIGNED_IN

SNIPPETS = (
    Row("snippets:hashtags", SIGNED_IN),
    Row("snippets:of_kind", SIGNED_IN, WRITE, at=lambda w: ("template",), sent=lambda w: {"name": "Neu", "text": "Ab {Tag}"}),
    Row(
        "snippets:snippet", SIGNED_IN, WRITE, at=lambda w: ("hashtags", w.numbers["snippet"]),
        sent=lambda w: {"name": "Neu", "text": "wasser"},
    ),
    Row("snippets:drop", None, WRITE, at=lambda w: ("hashtags", w.numbers["snippet"])),
    Row("snippets:mentions", SIGNED_IN, WRITE, sent=lambda w: {"name": "Neu"}),
    Row("snippets:mentioned", SIGNED_IN, WRITE, at=number("mentioned"), sent=lambda w: {"name": "Neu"}),
    Row("snippets:forget", None, WRITE, at=number("mentioned")),
    Row("snippets:links", SIGNED_IN, STEER, sent=lambda w: {"domains": "erlengrund.example", "source": "social"}),
)  # fmt: skip
