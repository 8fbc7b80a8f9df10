"""What stands in a room: the events that a post of ours is made of, and what others say.

The difficult thing: a post with pictures is several events, and the network knows of no post. So each of ours says in its
content to which post it belongs, and the last one, which alone makes the post whole, names the others as well. Rooms keep
what they do not know (https://spec.matrix.org/latest/client-server-api/#types-of-room-events); nobody is shown it.
"""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from eichhorn.networks.base import Message, Picture, Post
from eichhorn.networks.doors import OwnPost
from eichhorn.networks.matrix.api import Api, as_object, as_objects
from eichhorn.networks.matrix.entering import CLIENT, MESSAGE, Place

OURS = "eichhorn.post"
KEY, PART, PICTURES = "key", "part", "pictures"
PAGE, PAGES = 100, 10


@dataclass(frozen=True, slots=True)
class Out:
    """What of a post is out: the event that makes it whole, and its pictures by their number."""

    whole: dict[str, Any] | None
    pictures: dict[int, str]


def text_of(post: Post) -> str:
    """Return what is sent: a warning has no field of its own, so it stands before the text."""
    return "\n\n".join(part for part in (post.content_warning, post.text) if part)


def words(text: str) -> dict[str, Any]:
    return {"msgtype": "m.text", "body": text, "m.mentions": {}}


def shown(picture: Picture, uri: str) -> dict[str, Any]:
    """Return what shows a picture. Its description is the body, which stands in for what cannot be seen."""
    size = {"w": picture.width, "h": picture.height} if picture.width and picture.height else {}
    return {
        "msgtype": "m.image", "body": picture.alt or picture.file_name, "url": uri, "m.mentions": {},
        "info": {"mimetype": picture.media_type, "size": len(picture.content), **size},
    }  # fmt: skip


def mark(post: Post, *, part: int | None = None, pictures: list[str] | None = None) -> dict[str, Any]:
    """Return what says to which post an event belongs; with `pictures` it is the one that makes it whole."""
    said: dict[str, Any] = {KEY: post.key}
    if part is not None:
        said[PART] = part
    if pictures is not None:
        said[PICTURES] = pictures
    return {OURS: said}


def content_of(event: dict[str, Any]) -> dict[str, Any]:
    return as_object(event.get("content"))


def relation_of(event: dict[str, Any]) -> dict[str, Any]:
    return as_object(content_of(event).get("m.relates_to"))


def pictures_of(event: dict[str, Any]) -> list[str]:
    """Return the events of the pictures that belong to the post which this event makes whole, without itself."""
    named = as_object(content_of(event).get(OURS)).get(PICTURES)
    return [each for each in named if isinstance(each, str)] if isinstance(named, list) else []


def when(event: dict[str, Any]) -> datetime | None:
    found = event.get("origin_server_ts")
    return datetime.fromtimestamp(found / 1_000, UTC) if isinstance(found, int) and 0 < found < 4e12 else None


def is_message(event: dict[str, Any]) -> bool:
    """Return whether somebody says something by it: no change of something said, and not taken back."""
    named = isinstance(event.get("event_id"), str) and isinstance(event.get("sender"), str)
    said = content_of(event).get("body")
    return (
        event.get("type") == MESSAGE and named and when(event) is not None and isinstance(said, str) and bool(said)
        and relation_of(event).get("rel_type") != "m.replace"
    )  # fmt: skip


def backwards(api: Api, room: str, *, only: str = "", without: str = "") -> Iterator[dict[str, Any]]:
    """Yield the messages of a room, also those that were taken back, newest first, as far back as we read."""
    wanted: dict[str, Any] = {"types": [MESSAGE], "limit": PAGE}
    wanted |= {"senders": [only]} if only else {}
    wanted |= {"not_senders": [without]} if without else {}
    params: dict[str, Any] = {"dir": "b", "limit": PAGE, "filter": json.dumps(wanted, separators=(",", ":"))}
    seen: set[str] = set()
    for _ in range(PAGES):
        page = api.get(f"{CLIENT}/rooms", room, "messages", **params)
        for event in as_objects(page.get("chunk")):
            if isinstance(event.get("event_id"), str) and event["event_id"] not in seen:
                seen.add(event["event_id"])
                yield event
        further = page.get("end")
        if not isinstance(further, str) or not further or further == params.get("from"):
            return
        params["from"] = further


def out(api: Api, there: Place, post: Post, *, since: datetime) -> Out:
    """Return what of the post stands in the room since the instant."""
    whole, pictures = None, dict[int, str]()
    for event in backwards(api, there.room, only=there.user):
        if (when(event) or since) < since:
            break
        if not is_message(event):
            continue
        said = as_object(content_of(event).get(OURS))
        if said.get(KEY) != post.key:
            continue
        if isinstance(said.get(PICTURES), list):
            whole = event
        if isinstance(number := said.get(PART), int):
            pictures[number] = event["event_id"]
    return Out(whole, pictures)


def own(api: Api, there: Place, *, since: datetime) -> Iterator[OwnPost]:
    """Yield what this account said since the instant, newest first; a picture of a post is no post of its own."""
    for event in backwards(api, there.room, only=there.user):
        said_at = when(event)
        if said_at is None or said_at < since:
            return
        if not is_message(event):
            continue
        said = as_object(content_of(event).get(OURS))
        if PART in said and PICTURES not in said:
            continue
        yield OwnPost(
            event["event_id"], address(there, event["event_id"]), str(content_of(event)["body"]), said_at,
            answers=answered(event),
        )  # fmt: skip


def incoming(api: Api, there: Place, *, since: str) -> Iterator[Message]:
    """Yield the answers and mentions after the mark, oldest first. What others say among themselves stays in the room.

    Looked for is the event of the mark and no instant: what other servers send may be older than what came before it.
    """
    fresh: list[dict[str, Any]] = []
    for number, event in enumerate(backwards(api, there.room, without=there.user)):
        if event["event_id"] == since or (not since and number >= PAGE):
            break
        fresh.append(event)
    for event in reversed(fresh):
        if is_message(event) and (answered(event) or there.user in _mentioned(event)):
            yield message(there, event, marked=True)


def thread(api: Api, there: Place, network_id: str) -> Iterator[Message]:
    """Yield what others said in the thread below an event, oldest first."""
    params: dict[str, Any] = {"dir": "f", "limit": PAGE}
    for _ in range(PAGES):
        page = api.get("/_matrix/client/v1/rooms", there.room, "relations", network_id, "m.thread", MESSAGE, **params)
        for event in as_objects(page.get("chunk")):
            if is_message(event) and event["sender"] != there.user:
                yield message(there, event, marked=False)
        if not isinstance(page.get("next_batch"), str) or not page["next_batch"]:
            return
        params["from"] = page["next_batch"]


def message(there: Place, event: dict[str, Any], *, marked: bool) -> Message:
    said_at, sender = when(event), str(event["sender"])
    assert said_at is not None
    return Message(
        network_id=event["event_id"],
        answers=answered(event),
        author=sender,
        author_name=sender.partition(":")[0].lstrip("@"),
        text=str(content_of(event)["body"]),
        language="",
        url=address(there, event["event_id"]),
        said_at=said_at,
        mark=event["event_id"] if marked else "",
    )


def answered(event: dict[str, Any]) -> str:
    """Return what an event answers: the very message, or the root of the thread where only old clients are shown more."""
    relation = relation_of(event)
    direct = as_object(relation.get("m.in_reply_to")).get("event_id")
    root = relation.get("event_id") if relation.get("rel_type") == "m.thread" else None
    found = root if root and (relation.get("is_falling_back") is True or not direct) else direct
    return found if isinstance(found, str) else ""


def _mentioned(event: dict[str, Any]) -> list[Any]:
    named = as_object(content_of(event).get("m.mentions")).get("user_ids")
    return named if isinstance(named, list) else []


def address(there: Place, event_id: str) -> str:
    """Return where everybody reads an event: https://spec.matrix.org/latest/appendices/#matrixto-navigation."""
    via = quote(there.user.partition(":")[2], safe="")
    return f"https://matrix.to/#/{quote(there.room, safe='')}/{quote(event_id, safe='')}?via={via}"
