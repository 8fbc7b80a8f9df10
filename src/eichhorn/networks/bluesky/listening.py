"""What others said: notifications, conversations and figures, read from an index that lags behind.

The difficult thing: a notification stands at the instant at which its post says that it was written, or was indexed,
whichever is earlier. So one that comes late stands behind others that were read already, and a reply that was indexed
before the post that it answers gives none at all. So reading begins an hour before the mark, and the mark holds, beside
its instant, which messages of that hour were read; and conversations are read as well, from the post downwards.
"""

import base64
import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from eichhorn.networks.answers import NotThere
from eichhorn.networks.base import Message
from eichhorn.networks.bluesky.records import place, stamp
from eichhorn.networks.bluesky.xrpc import Door
from eichhorn.networks.doors import Figures

REASONS = ("mention", "reply", "quote")
LATE = timedelta(hours=1)
PAGE, PAGES = 100, 10
MARK_LONGEST, INSTANT, SIGN = 100, len("2026-11-22T08:00:00.000Z"), 5
DEPTH = 100
AT_ONCE = 25
"""Posts that may be asked for in one question: https://docs.bsky.app/docs/api/app-bsky-feed-get-posts."""


@dataclass(frozen=True, slots=True)
class Mark:
    """How far we have read: the latest instant, and the signs of the messages read last, in that order."""

    until: datetime | None = None
    signs: tuple[str, ...] = ()

    @classmethod
    def read(cls, text: str) -> "Mark":
        try:
            until = datetime.fromisoformat(text[:INSTANT])
        except ValueError:
            return cls()
        rest = text[INSTANT:MARK_LONGEST]
        return cls(until, tuple(rest[start : start + SIGN] for start in range(0, len(rest), SIGN)))

    def after(self, uri: str, at: datetime) -> "Mark":
        until = max(at, self.until) if self.until else at
        return Mark(until, (*self.signs, sign(uri))[-((MARK_LONGEST - INSTANT) // SIGN) :])

    def __str__(self) -> str:
        return stamp(self.until) + "".join(self.signs) if self.until else ""


def sign(uri: str) -> str:
    """Return five letters that stand for a message in a mark."""
    return base64.urlsafe_b64encode(hashlib.sha256(uri.encode()).digest())[:SIGN].decode()


def incoming(door: Door, *, since: str) -> Iterator[Message]:
    """Yield who named, answered or quoted us after the mark, oldest first, and those that were indexed late."""
    mark = Mark.read(since)
    told = [row for row in _notifications(door, mark) if sign(row["uri"]) not in mark.signs]
    for row in sorted(told, key=lambda row: row["indexedAt"]):
        at = when(row["indexedAt"])
        if at is None:
            continue
        mark = mark.after(row["uri"], at)
        if message := _message(row, str(mark)):
            yield message


def _notifications(door: Door, mark: Mark) -> Iterator[dict[str, Any]]:
    """Yield what is told of the time from an hour before the mark on; without a mark the newest page."""
    begin = mark.until - LATE if mark.until else None
    cursor = ""
    for _ in range(PAGES):
        page = door.get("app.bsky.notification.listNotifications", limit=PAGE, reasons=list(REASONS), cursor=cursor)
        rows = [row for row in objects(page.get("notifications")) if row.get("uri") and row.get("indexedAt")]
        for row in rows:
            if begin and (when(row["indexedAt"]) or begin) < begin:
                return
            if row.get("reason") in REASONS:
                yield row
        cursor = str(page.get("cursor") or "")
        if not rows or not cursor or begin is None:
            return


def thread(door: Door, uri: str, *, own: str) -> Iterator[Message]:
    """Yield what others said below a post, oldest first; nothing as long as the index does not know the post."""
    try:
        found = door.get("app.bsky.feed.getPostThread", uri=uri, depth=DEPTH, parentHeight=0)
    except NotThere:
        return
    below = [post for post in _below(found.get("thread")) if _author(post).get("did") != own]
    for post in sorted(below, key=lambda post: str(post.get("indexedAt"))):
        if message := _message(post, ""):
            yield message


def _below(node: Any) -> Iterator[dict[str, Any]]:
    """Yield every post below one. What is blocked or gone is passed over, with a list instead of depth in calls."""
    waiting = _replies(node)
    while waiting:
        node = waiting.pop()
        if isinstance(node.get("post"), dict) and node["post"].get("uri"):
            yield node["post"]
        waiting += _replies(node)


def _replies(node: Any) -> list[dict[str, Any]]:
    return objects(node.get("replies")) if isinstance(node, dict) else []


def _message(post: dict[str, Any], mark: str) -> Message | None:
    """Return what a post, or a notification of one, says to us."""
    record, author, at = post.get("record"), _author(post), when(post.get("indexedAt"))
    if not isinstance(record, dict) or at is None:
        return None
    written = when(record.get("createdAt"))
    languages = record.get("langs")
    uri = str(post["uri"])
    return Message(
        network_id=uri,
        answers=parent_of(record) or (str(post.get("reasonSubject") or "") if post.get("reason") == "quote" else ""),
        author=f"@{author.get('handle') or author.get('did')}",
        author_name=str(author.get("displayName") or author.get("handle") or author.get("did") or ""),
        text=words(record),
        language=str(languages[0]) if isinstance(languages, list) and languages else "",
        url=place(uri).url,
        said_at=min(written, at) if written else at,
        mark=mark,
    )


def words(record: Mapping[str, Any]) -> str:
    """Return what a record says, with its links written out; of one without words what its pictures show."""
    text = _written_out(str(record.get("text") or ""), objects(record.get("facets"))).strip()
    embed = record.get("embed")
    if text or not isinstance(embed, dict):
        return text
    media = embed["media"] if isinstance(embed.get("media"), dict) else embed
    shown = [str(image.get("alt") or "") for image in objects(media.get("images"))]
    external = media.get("external")
    if isinstance(external, dict):
        shown.append(str(external.get("uri") or ""))
    return "\n".join(line for line in shown if line)


def _written_out(text: str, facets: Sequence[dict[str, Any]]) -> str:
    """Return the text with each shortened link as the address to which it leads; its places are bytes of UTF-8."""
    written = text.encode()
    for begin, end, uri in sorted(_links(facets), reverse=True):
        if 0 <= begin < end <= len(written) and uri.encode() != written[begin:end]:
            written = written[:begin] + uri.encode() + written[end:]
    return written.decode(errors="replace")


def _links(facets: Sequence[dict[str, Any]]) -> Iterator[tuple[int, int, str]]:
    for facet in facets:
        index = facet.get("index")
        for feature in objects(facet.get("features")):
            uri = feature.get("uri")
            if (
                feature.get("$type") == "app.bsky.richtext.facet#link"
                and isinstance(uri, str)
                and isinstance(index, dict)
            ):
                begin, end = index.get("byteStart"), index.get("byteEnd")
                if isinstance(begin, int) and isinstance(end, int):
                    yield begin, end, uri


def figures(door: Door, uris: Sequence[str]) -> dict[str, Figures]:
    """Return what the network counts, by id; what the index does not know is missing."""
    found: dict[str, Figures] = {}
    for start in range(0, len(uris), AT_ONCE):
        page = door.get("app.bsky.feed.getPosts", uris=list(uris[start : start + AT_ONCE]))
        for post in objects(page.get("posts")):
            passed_on = [number for name in ("repostCount", "quoteCount") if (number := _count(post, name)) is not None]
            found[str(post.get("uri"))] = Figures(
                replies=_count(post, "replyCount"),
                likes=_count(post, "likeCount"),
                shares=sum(passed_on) if passed_on else None,
            )
    return found


def _count(post: dict[str, Any], name: str) -> int | None:
    number = post.get(name)
    return number if isinstance(number, int) else None


def parent_of(record: Mapping[str, Any]) -> str:
    """Return the id of what a record answers, empty where it answers nothing."""
    reply = record.get("reply")
    parent = reply.get("parent") if isinstance(reply, dict) else None
    return str(parent.get("uri") or "") if isinstance(parent, dict) else ""


def _author(post: dict[str, Any]) -> dict[str, Any]:
    author = post.get("author")
    return author if isinstance(author, dict) else {}


def objects(told: Any) -> list[dict[str, Any]]:
    return [each for each in told if isinstance(each, dict)] if isinstance(told, list) else []


def when(text: Any) -> datetime | None:
    """Return the instant that a server or a stranger wrote; None where it is none."""
    try:
        found = datetime.fromisoformat(str(text))
    except ValueError:
        return None
    return found.astimezone(UTC) if found.tzinfo else None
