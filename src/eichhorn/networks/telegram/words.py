"""What a post is on Telegram: which messages it is made of, where it stands, and whether it is the one that we sent.

The difficult thing: an album is as many messages as it has pictures, all of which have to go when it is taken back. So
its id names them all, "12,13,14"; and what stands in the discussion group of the channel has the group before it,
"-100987/45".
"""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from eichhorn.foundation.text import comparable
from eichhorn.networks import plain
from eichhorn.networks.base import Post, Receipt, Refused
from eichhorn.networks.telegram.api import as_object

ID = re.compile(r"(?:(?P<chat>-?\d{1,20})/)?(?P<messages>\d{1,12}(?:,\d{1,12}){0,9})", re.ASCII)
PRIVATE = "-100"
"""With this the ids of channels and groups begin; their private addresses lack it."""


@dataclass(frozen=True, slots=True)
class Place:
    """Which messages, and in which group; none for those of the channel itself."""

    chat: str
    messages: tuple[int, ...]


def place(network_id: str) -> Place:
    """Return what the id names. Raises Refused where it is none of ours."""
    found = ID.fullmatch(network_id)
    if found is None:
        raise Refused(f"{network_id[:80]} is no message of this channel.")
    return Place(found["chat"] or "", tuple(map(int, found["messages"].split(","))))


def text_of(post: Post) -> str:
    """Return what is sent: a warning has no field of its own, so it stands before the text."""
    return "\n\n".join(part for part in (post.content_warning, post.text) if part)


def said(message: dict[str, Any]) -> str:
    """Return what a message says, or what stands beside its picture."""
    return str(message.get("text") or message.get("caption") or "")


def essence(text: str) -> str:
    """Return the text as it stays the same through Telegram, which trims it."""
    return comparable(plain.to_html(text))


def when(message: dict[str, Any]) -> datetime | None:
    """Return when it was said; 0 stands for a message that cannot be read any more."""
    found = message.get("date")
    return datetime.fromtimestamp(found, UTC) if isinstance(found, int) and 0 < found < 4e9 else None


def receipt(messages: list[dict[str, Any]], *, group: str = "") -> Receipt | None:
    """Return the proof that these messages are there; None where one of them has no number."""
    numbers = [message.get("message_id") for message in messages]
    if not numbers or not all(isinstance(number, int) for number in numbers):
        return None
    together = ",".join(map(str, numbers))
    return Receipt(f"{group}/{together}" if group else together, address(messages[0]))


def address(message: dict[str, Any]) -> str:
    """Return where a message is read: by the channel's name, or by its number for its members alone."""
    chat, number = as_object(message.get("chat")), message.get("message_id")
    if name := chat.get("username"):
        return f"https://t.me/{name}/{number}"
    return f"https://t.me/c/{str(chat.get('id') or '').removeprefix(PRIVATE)}/{number}"
