"""The rows of requests by mail."""

from tests.architecture.row import ADMINISTER, TRIAGE, Row, number, request

MAILBOX = (
    Row("mailbox:setup", ADMINISTER, ADMINISTER, sent=lambda w: {"known_domains": "erlengrund.example", "server": "mx.erlengrund.example", "keeps_days": "180"}),
    Row("mailbox:try_it", None, ADMINISTER),
    Row("mailbox:letter", TRIAGE, at=number("letter")),
    Row("mailbox:done", None, TRIAGE, at=number("letter")),
    Row("mailbox:of_request", TRIAGE, at=request),
)  # fmt: skip
