"""Where a message stands, by when we promised to answer, and what of a foreign text may be stored.

The difficult thing: everything here was written by strangers. It is text and nothing else: no markup, no address that a
browser would run, no sign that a database refuses.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from urllib.parse import urlsplit

from eichhorn.networks import base

ANSWER_WITHIN_WORKING_H = 6.0
"""What is promised to the public: so many hours of the service time."""
SILENT_AFTER = timedelta(minutes=5)
"""A server that has not answered for so long is named on the page; a shorter silence is nobody's business."""
FIRST_PAUSE, LONGEST_PAUSE = timedelta(minutes=1), timedelta(minutes=15)
LONGEST_TEXT = 20_000
LONGEST_ID = 200
LONGEST_NAME = 200
LONGEST_URL = 500
LONGEST_LANGUAGE = 10


class State(StrEnum):
    """Where a message stands."""

    NEW = "new"
    ANSWERED = "answered"
    NEEDS_NONE = "needs_none"
    """Somebody read it and decided that it needs no answer."""


@dataclass(frozen=True, slots=True)
class Heard:
    """A message as it is stored: it fits, and holds nothing but text."""

    network_id: str
    answers: str
    author: str
    author_name: str
    text: str
    language: str
    url: str
    said_at: datetime
    private: bool


def pause_after(silences: int) -> timedelta:
    """Return for how long a server is left alone that was silent so often in a row: 1 min at first, 15 min at last."""
    grown: timedelta = FIRST_PAUSE * 2 ** min(max(silences, 1) - 1, 10)
    return min(grown, LONGEST_PAUSE)


def heard(message: base.Message) -> Heard | None:
    """Return the message ready to be stored, or None where the network named no id by which it could be stored once."""
    network_id = plain(message.network_id)
    if not network_id or len(network_id) > LONGEST_ID:
        return None
    return Heard(
        network_id=network_id,
        answers=plain(message.answers)[:LONGEST_ID],
        author=plain(message.author)[:LONGEST_NAME] or "?",
        author_name=plain(message.author_name)[:LONGEST_NAME],
        text=plain(message.text, keep="\n")[:LONGEST_TEXT],
        language=plain(message.language)[:LONGEST_LANGUAGE],
        url=address(message.url),
        said_at=message.said_at,
        private=message.private,
    )


def plain(text: str, *, keep: str = "") -> str:
    """Return the text without signs that are no letters: control characters, lone surrogates, changes of direction."""
    return "".join(sign for sign in text if sign in keep or (sign.isprintable() and sign not in TURNING)).strip()


TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs that turn the direction of writing, and so can make a text look like another one."""


def address(url: str) -> str:
    """Return the address where it leads to a page on the web, else nothing."""
    clean = plain(url)
    try:
        parts = urlsplit(clean)
    except ValueError:
        return ""
    return clean if parts.scheme in {"http", "https"} and parts.netloc and len(clean) <= LONGEST_URL else ""


def addressed_length(author: str) -> int:
    """Return how many characters the network puts before a reply, so that its reader is told: the handle and a space."""
    return len(author) + 1 if author.startswith("@") else 0
