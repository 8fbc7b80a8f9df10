"""What a status of the Mastodon API says, and whether it is the post that we mean.

The difficult thing: servers shorten mentions, rewrite markup and leave fields out, and yet a post must be known among
others without doubt. So two texts are compared by what is left of both after everything that servers change.
"""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from eichhorn.foundation.text import comparable
from eichhorn.networks import plain
from eichhorn.networks.base import Picture, Post, Receipt, Video

MENTION = re.compile(r"(@[\w.-]+)@[\w.-]+(?::\d+)?")
LEADING_MENTIONS = re.compile(r"^(?:@[\w.-]+\s+)+")


def mapping(told: Any) -> dict[str, Any]:
    """Return what was told where it is an object, else an empty one."""
    return told if isinstance(told, dict) else {}


def mappings(told: Any) -> list[dict[str, Any]]:
    """Return the objects among what was told, where it is a list."""
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []


def receipt(status: dict[str, Any]) -> Receipt:
    """Return the proof that the status is."""
    return Receipt(network_id=str(status["id"]), url=str(status.get("url") or status.get("uri") or ""))


def when(status: dict[str, Any]) -> datetime | None:
    """Return when it was said; None where the server does not say it with its zone."""
    try:
        found = datetime.fromisoformat(str(status.get("created_at")))
    except ValueError:
        return None
    return found if found.tzinfo else None


def addressed(text: str, handle: str) -> str:
    """Return the reply with the name of whom it answers: without it nobody there is told of it."""
    name = handle.split("@")[1] if "@" in handle else ""
    return text if not name or re.search(rf"@{re.escape(name)}\b", text, re.IGNORECASE) else f"{handle} {text}"


def same(post: Post, status: dict[str, Any]) -> bool:
    """Return whether the status says exactly what the post says, as answer to the same, with as many pictures."""
    if str(status.get("in_reply_to_id") or "") != post.reply_to or status.get("reblog"):
        return False
    if len(mappings(status.get("media_attachments"))) != len(post.pictures) + (post.video is not None):
        return False
    said = [str(status.get("content") or ""), plain.to_html(str(status.get("text") or ""))]
    meant = _essence(plain.to_html(post.text), answers=bool(post.reply_to))
    warned = comparable(plain.to_html(post.content_warning))
    return comparable(plain.to_html(str(status.get("spoiler_text") or ""))) == warned and any(
        _essence(markup, answers=bool(post.reply_to)) == meant for markup in said
    )


def _essence(markup: str, *, answers: bool) -> str:
    """Return the text with mentions as servers shorten them, and for an answer without the mentions before it."""
    text = MENTION.sub(r"\1", comparable(markup))
    return LEADING_MENTIONS.sub("", text) if answers else text


def said_of(picture: Picture | Video) -> dict[str, str]:
    """Return what is told of a picture with its upload."""
    said = {"description": picture.alt} if picture.alt else {}
    if isinstance(picture, Picture) and picture.focus is not None:
        said["focus"] = focus(picture)
    return said


def described(numbers: Sequence[str], attached: Sequence[Picture | Video]) -> list[dict[str, str]]:
    """Return what is said of what stands in a post already, by its number: its description, and where one looks first."""
    return [
        {"id": number, "description": each.alt} | ({"focus": focus(each)} if isinstance(each, Picture) else {})
        for number, each in zip(numbers, attached, strict=True)
    ]


def focus(picture: Picture) -> str:
    """Return where one looks first, as the API writes it: "0.0,0.0" is the middle."""
    x, y = picture.focus or (0.0, 0.0)
    return f"{x},{y}"
