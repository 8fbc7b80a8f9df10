"""A room on Matrix, spoken in by one account: https://spec.matrix.org/latest/client-server-api/.

The difficult thing, what became of a post whose answer was lost, is known here twice over. Every event is sent under a
transaction id made of the post's key, and the server answers a second try with the first one's event
(https://spec.matrix.org/latest/client-server-api/#transaction-identifiers); it remembers that for the device that spoke,
Synapse for 30 minutes in memory and for a day in its tables, others may for less. And each event says in the room itself
to which post it belongs, which our own server tells at once. So a second try looks first, and sends what is missing alone.

A post with pictures is several events, pictures first. From the first of them on something can be seen, so whatever
fails then is a doubt and no refusal, until the last one makes the post whole.
"""

import hashlib
import json
import time
from collections.abc import Collection, Iterator, Mapping
from datetime import datetime, timedelta
from typing import Any, ClassVar

from eichhorn.foundation import clock
from eichhorn.foundation.text import Unit
from eichhorn.networks.answers import Asking, NotThere, Server
from eichhorn.networks.base import (
    Account,
    Capabilities,
    Fact,
    Keys,
    Message,
    NetworkError,
    Picture,
    Post,
    Receipt,
    Refused,
    Told,
    Unreachable,
    Unsure,
    Visibility,
)
from eichhorn.networks.doors import Asked, OwnPost
from eichhorn.networks.matrix import entering, events
from eichhorn.networks.matrix.api import Api, as_object
from eichhorn.networks.matrix.entering import CLIENT, MESSAGE

SPEC = "https://spec.matrix.org/latest/client-server-api"
READ_ON = "2026-11-22"
TEXT_LIMIT, ALT_LIMIT, PICTURES, EVENT_LIMIT = 15_000, 2_000, 10, 61_000
"""A whole event has 65,536 bytes, with the signatures that servers add; a changed text stands in it twice, and
written as JSON a sign may take two bytes for one."""
PREPARE_S, WHOLE_S = 25.0, 55.0
"""Up to the first event; and everything, within the minute after which delivery gives an attempt up."""
KEYS_KEPT = timedelta(minutes=25)
AT_ONCE = timedelta(seconds=5)
"""A post that is sent later than so long after it was made may have been tried before."""
CLOCKS_DIFFER = timedelta(minutes=1)


class Matrix:
    """One account in one room."""

    slug: ClassVar[str] = "matrix"
    label: ClassVar[str] = "Matrix"
    capabilities: ClassVar[Capabilities] = Capabilities(
        text_limit=Fact(TEXT_LIMIT, f"{SPEC}/#size-limits", READ_ON),
        unit=Unit.BYTES,
        link_length=None,
        pictures=Fact(PICTURES, f"{SPEC}/#mimage", READ_ON),
        alt_limit=Fact(ALT_LIMIT, f"{SPEC}/#mimage", READ_ON),
        language=False,
        content_warning=False,
    )

    def __init__(self, account: Account) -> None:
        self._account = account
        self._place = entering.place(account.keys.place)
        self._server = Server(account.server_url.rstrip("/"), account.keys.token)
        self._api = Api(self._server)

    @property
    def drops_repeats_for(self) -> timedelta | None:
        return KEYS_KEPT

    # --- saying -------------------------------------------------------------------------------------------------------

    def send(self, post: Post) -> Receipt:
        _check(post)
        begun, there = time.monotonic(), self._tried(post)
        if there.whole:
            return self._receipt(str(there.whole["event_id"]))
        pictures = dict(there.pictures)
        try:
            return self._receipt(self._complete(post, pictures, begun))
        except Unsure:
            raise
        except NetworkError as error:
            if pictures:
                raise Unsure(f"A part of it is out. {error.told}") from error
            raise

    def _complete(self, post: Post, pictures: dict[int, str], begun: float) -> str:
        """Return the event that makes the post whole; what is out is added to `pictures` the moment that it is."""
        relation = self._relation(post.reply_to) if post.reply_to else {}
        missing = [number for number in range(len(post.pictures)) if number not in pictures]
        uris = {number: self._upload(post.pictures[number], begun + PREPARE_S) for number in missing}
        text, last = events.text_of(post), len(post.pictures) - 1
        for number in missing:
            ends = not text and number == last
            mark = events.mark(post, part=number, pictures=_in_order(pictures) if ends else None)
            shown = events.shown(post.pictures[number], uris[number])
            pictures[number] = self._put(f"{post.key}-{number}", shown | relation | mark, begun)
        if not text:
            return pictures[last]
        whole = events.words(text) | relation | events.mark(post, pictures=_in_order(pictures))
        return self._put(post.key, whole, begun)

    def _tried(self, post: Post) -> events.Out:
        """Return what an earlier try left in the room; a post that was made just now was not tried before."""
        if post.made_at is None or clock.now() - post.made_at <= AT_ONCE:
            return events.Out(None, {})
        return events.out(self._api, self._place, post, since=post.made_at - CLOCKS_DIFFER)

    def _put(self, transaction: str, content: dict[str, Any], begun: float) -> str:
        if (left := begun + WHOLE_S - time.monotonic()) <= 0:
            raise Unreachable("There was no time left for it.")
        parts = (f"{CLIENT}/rooms", self._place.room, "send", MESSAGE, transaction)
        made = self._api.ask("PUT", *parts, within_s=left, asking=Asking.SEEN, json=content)
        if not isinstance(made.get("event_id"), str) or not made["event_id"]:
            raise Unsure("The server took the message and did not name it.")
        return str(made["event_id"])

    def _upload(self, picture: Picture, until: float) -> str:
        """Return the address of a picture. Twice does no harm: nobody sees it yet."""
        if (left := until - time.monotonic()) <= 0:
            raise Unreachable("The pictures were not ready in time.")
        uri = self._api.ask(
            "POST", "/_matrix/media/v3/upload", within_s=left, content=picture.content,
            params={"filename": picture.file_name}, headers={"Content-Type": picture.media_type},
        ).get("content_uri")  # fmt: skip
        if not isinstance(uri, str) or not uri.startswith("mxc://"):
            raise Unreachable("The server took the picture and did not name it.")
        return uri

    def _relation(self, event_id: str) -> dict[str, Any]:
        """Return how an event answers another: in its thread, in one below our own, else to it alone."""
        answered = self._event(event_id)
        above, sender = events.relation_of(answered), str(answered.get("sender") or "")
        root = above.get("event_id") if above.get("rel_type") == "m.thread" else None
        relation: dict[str, Any] = {"m.in_reply_to": {"event_id": event_id}}
        ours = sender == self._place.user
        if root or ours:
            relation |= {"rel_type": "m.thread", "event_id": root or event_id, "is_falling_back": ours}
        named = {} if ours or not sender else {"user_ids": [sender]}
        return {"m.relates_to": relation, "m.mentions": named}

    def _event(self, event_id: str) -> dict[str, Any]:
        return self._api.get(f"{CLIENT}/rooms", self._place.room, "event", event_id)

    def _receipt(self, event_id: str) -> Receipt:
        return Receipt(event_id, events.address(self._place, event_id))

    # --- changing what is out -----------------------------------------------------------------------------------------

    def edit(self, network_id: str, post: Post) -> Receipt:
        """Text and descriptions are changed; the pictures stay."""
        _check(post)
        there = self._event(network_id)
        if not events.content_of(there):
            raise Refused("The message was taken back.")
        pictures = events.pictures_of(there)
        alone = events.content_of(there).get("msgtype") == "m.image"
        if len(pictures) + alone != len(post.pictures) or alone is bool(events.text_of(post)):
            raise Refused("In a room only the text and the descriptions of a post can be changed.")
        for event_id, picture in zip([*pictures, *([network_id] if alone else [])], post.pictures, strict=True):
            before = events.content_of(self._event(event_id))
            after = events.shown(picture, str(before.get("url") or ""))
            self._replace(event_id, {**after, "info": before.get("info", {})}, before)
        if not alone:
            self._replace(network_id, events.words(events.text_of(post)), events.content_of(there))
        return self._receipt(network_id)

    def _replace(self, event_id: str, content: dict[str, Any], before: dict[str, Any]) -> None:
        """The event says something else, and everybody sees that it was changed."""
        kept = {events.OURS: before[events.OURS]} if events.OURS in before else {}
        new = content | kept
        whole = new | {
            "body": f"* {content['body']}", "m.new_content": new,
            "m.relates_to": {"rel_type": "m.replace", "event_id": event_id},
        }  # fmt: skip
        self._api.ask(
            "PUT", f"{CLIENT}/rooms", self._place.room, "send", MESSAGE, _transaction("edit", event_id, new), json=whole
        )

    def delete(self, network_id: str) -> None:
        """The post and its pictures say nothing any more; that something stood there stays to be seen."""
        try:
            there = self._event(network_id)
        except NotThere:
            return
        for event_id in (*events.pictures_of(there), network_id):
            parts = (f"{CLIENT}/rooms", self._place.room, "redact", event_id, _transaction("redact", event_id, {}))
            self._api.ask("PUT", *parts, json={})

    # --- looking and listening ----------------------------------------------------------------------------------------

    def find(self, post: Post, *, since: datetime, known: Collection[str] = ()) -> Receipt | None:
        """Return the post by the key that its events carry; where a part is missing, it is not there."""
        whole = events.out(self._api, self._place, post, since=since - CLOCKS_DIFFER).whole
        if whole is None or whole["event_id"] in known:
            return None
        return self._receipt(str(whole["event_id"]))

    def own(self, *, since: datetime) -> Iterator[OwnPost]:
        return events.own(self._api, self._place, since=since)

    def incoming(self, *, since: str) -> Iterator[Message]:
        return events.incoming(self._api, self._place, since=since)

    def thread(self, network_id: str) -> Iterator[Message]:
        return events.thread(self._api, self._place, network_id)

    # --- what the server tells ----------------------------------------------------------------------------------------

    def tell(self) -> Told:
        room = self._place.room
        return Told(picture_bytes=self._most_bytes(), account=self._named("m.room.canonical_alias", "alias")
            or self._named("m.room.name", "name") or room, account_id=room)  # fmt: skip

    def _named(self, kind: str, name: str) -> str:
        try:
            found = self._api.get(f"{CLIENT}/rooms", self._place.room, "state", kind).get(name)
        except NotThere:
            return ""
        return found if isinstance(found, str) else ""

    def _most_bytes(self) -> int | None:
        try:
            most = as_object(self._api.get("/_matrix/client/v1/media/config")).get("m.upload.size")
        except Refused:
            return None  # an older server, which does not say
        return most if isinstance(most, int) and most > 0 else None

    # --- letting us in ------------------------------------------------------------------------------------------------

    @classmethod
    def asks(cls) -> tuple[Asked, ...]:
        return entering.ASKS

    @classmethod
    def sign_in(cls, server_url: str, given: Mapping[str, str]) -> tuple[str, Keys]:
        return entering.sign_in(server_url, given)


def _in_order(pictures: dict[int, str]) -> list[str]:
    return [pictures[number] for number in sorted(pictures)]


def _transaction(act: str, event_id: str, content: dict[str, Any]) -> str:
    """Return the same id for the same act, so that doing it twice does it once."""
    return f"{act}-{hashlib.sha256(json.dumps([event_id, content], sort_keys=True).encode()).hexdigest()[:40]}"


def _check(post: Post) -> None:
    """Raise Refused for what the room would show otherwise than it was meant, or refuse halfway."""
    size = len(json.dumps(events.text_of(post), ensure_ascii=False).encode()) * 2
    problems = {
        f"A message on Matrix takes {TEXT_LIMIT:,} bytes.": size > EVENT_LIMIT,
        f"Eichhorn sends {PICTURES} pictures at most.": len(post.pictures) > PICTURES,
        "There is nothing to say.": not events.text_of(post) and not post.pictures,
        "Videos, polls and quotes do not leave for Matrix by machine.": bool(post.video or post.poll or post.quotes),
        "What is said in a room is for all who are in it.": post.visibility is not Visibility.PUBLIC,
    }
    for sentence, found in problems.items():
        if found:
            raise Refused(sentence)
