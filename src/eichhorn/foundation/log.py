"""Logs are events with ids: one line of JSON each, never a secret and never the text of a post.

The difficult thing: a link's token is part of an address, and addresses are logged by code that is not ours. So the
last step before a line is written takes out whatever looks like a token, wherever it stands.
"""

import json
import logging
import re
from datetime import UTC, datetime

PLAIN = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}

TOKEN = re.compile(
    r"(?<![A-Za-z0-9_-])(?:[A-Za-z0-9_-]{43}|[0-9a-z]{1,13}-[0-9a-z]{6,7}-[0-9a-f]{32})(?![A-Za-z0-9_-])"
)
"""A link's token (256 bits in URL-safe base64), or the key of a letter about a forgotten password."""
SIGNING = re.compile(r"whsec_[A-Za-z0-9+/=]+")
"""The secret with which calls to other programs are signed."""


class EventFormatter(logging.Formatter):
    """Writes one line of JSON: instant, level, event, and the extra fields given with it."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
        }
        line |= {key: value for key, value in vars(record).items() if key not in PLAIN and key != "request"}
        if record.exc_info:
            line["trace"] = self.formatException(record.exc_info)
        # first each text, where a line break still is one; then the line, for what a text of ours lies inside of
        shown = {key: hidden(value) if isinstance(value, str) else value for key, value in line.items()}
        return hidden(json.dumps(shown, default=str, ensure_ascii=False))


def hidden(text: str) -> str:
    """Return the text without what looks like a token or the secret of calls."""
    return TOKEN.sub("[token]", SIGNING.sub("[secret]", text))
