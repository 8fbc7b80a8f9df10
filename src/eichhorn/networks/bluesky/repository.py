"""The account's own records, as its own server keeps them: the truth, at once and without an index.

The difficult thing: hiding an answer changes a record that says more than that, and others may change it meanwhile. So
what is there stays, and the new one is put only in the place of exactly the one that was read.
"""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from eichhorn.foundation import clock
from eichhorn.networks.answers import NotThere
from eichhorn.networks.base import Refused, Unreachable
from eichhorn.networks.bluesky import identity
from eichhorn.networks.bluesky.listening import objects, parent_of, when, words
from eichhorn.networks.bluesky.records import COLLECTION, GATES, Place, instant_of, place, stamp
from eichhorn.networks.bluesky.xrpc import READ_S, Changed, Door
from eichhorn.networks.doors import OwnPost

PAGE, PAGES = 100, 20
CLOCKS_DIFFER = timedelta(minutes=1)
KEYS_OLDER = timedelta(days=30)
"""How much earlier than its post a key may be: ours come from when a post was first to be sent, or was planned."""
MOST_HIDDEN = 300
"""https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky/feed/threadgate.json"""


def lying(door: Door, there: Place, *, within_s: float = READ_S) -> dict[str, Any] | None:
    """Return what lies in a place: uri, cid and value; None where there is nothing."""
    try:
        found = door.get(
            "com.atproto.repo.getRecord", within_s=within_s, repo=there.did, collection=there.collection, rkey=there.key
        )
    except NotThere:
        return None
    return found if found.get("cid") and isinstance(found.get("value"), dict) else None


def looked_up(door: Door, there: Place, *, own: str, within_s: float = READ_S) -> dict[str, Any]:
    """Return a record of anybody. Our server asks an index for those of others; what is not there yet, their own
    server knows. Raises Refused where it is gone."""
    found = lying(door, there, within_s=within_s)
    if found is None and there.did != own:
        found = lying(Door(identity.home(identity.document(there.did))), there, within_s=within_s)
    if found is None:
        raise Refused("What this post belongs to is not there any more.")
    return found


def own_posts(door: Door, did: str, *, since: datetime) -> Iterator[OwnPost]:
    """Yield the account's posts since the instant, newest first, whoever wrote them with which program."""
    begin, cursor = since - CLOCKS_DIFFER, ""
    for _ in range(PAGES):
        page = door.get("com.atproto.repo.listRecords", repo=did, collection=COLLECTION, limit=PAGE, cursor=cursor)
        rows = objects(page.get("records"))
        for row in rows:
            if post := _own(row, begin):
                yield post
        cursor = str(page.get("cursor") or "")
        if not rows or not cursor or _before(rows[-1], begin):
            return


def _own(row: dict[str, Any], begin: datetime) -> OwnPost | None:
    record = row.get("value")
    if not isinstance(record, dict):
        return None
    there, said_at = place(str(row.get("uri"))), when(record.get("createdAt"))
    if said_at is None or said_at < begin:
        return None
    langs = record.get("langs")
    language = str(langs[0]) if isinstance(langs, list) and langs else ""
    return OwnPost(there.uri, there.url, words(record), said_at, answers=parent_of(record), language=language)


def _before(row: dict[str, Any], begin: datetime) -> bool:
    """Return whether a key is so much older than the instant that all behind it are."""
    at = instant_of(place(str(row.get("uri"))).key)
    return at is not None and at < begin - KEYS_OLDER


def hide(door: Door, network_id: str, *, own: str, hidden: bool) -> None:
    """The answer is hidden below our post, or shown again. Doing it twice does no harm."""
    root = _root(looked_up(door, place(network_id), own=own), own)
    gate = Place(own, GATES, root.key)
    for _ in range(2):
        before = lying(door, gate)
        value = before["value"] if before else {"$type": GATES, "post": root.uri, "createdAt": stamp(clock.now())}
        kept = [uri for uri in value.get("hiddenReplies") or [] if uri != network_id]
        wanted = [*kept, network_id][-MOST_HIDDEN:] if hidden else kept
        if wanted == (value.get("hiddenReplies") or []):
            return
        put = {"repo": own, "collection": GATES, "rkey": gate.key, "record": {**value, "hiddenReplies": wanted}}
        try:
            door.post("com.atproto.repo.putRecord", json=put | {"swapRecord": before["cid"] if before else None})
        except Changed:
            continue
        return
    raise Unreachable("Somebody else is changing who may answer there.")


def _root(found: dict[str, Any], own: str) -> Place:
    """Return our post with which the conversation began. Raises Refused where it is somebody else's."""
    reply = found["value"].get("reply")
    root = reply.get("root") if isinstance(reply, dict) else None
    there = place(str(root.get("uri"))) if isinstance(root, dict) else None
    if there is None or there.did != own:
        raise Refused("Only what stands below a post of our own can be hidden.")
    return there
