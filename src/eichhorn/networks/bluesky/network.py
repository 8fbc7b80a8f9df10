"""One account on Bluesky, or on any other server of the AT protocol: what it says, and what it can take back.

The difficult thing, knowing whether a post is there, is easy here: we choose the key of its record before we send it, a
record is put under its key and never beside it, and our own server tells at once what lies under a key. What others
said is another matter: it comes from an index that lags behind, see `listening`.
"""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar

from eichhorn.foundation import clock
from eichhorn.foundation.text import Unit
from eichhorn.networks.answers import Asking
from eichhorn.networks.base import (
    Account,
    Capabilities,
    Card,
    Client,
    Fact,
    Keys,
    Message,
    Picture,
    Post,
    Receipt,
    Refused,
    Told,
    Unauthorised,
    Unreachable,
    Unsure,
)
from eichhorn.networks.bluesky import consent, identity, listening, records, repository, session
from eichhorn.networks.bluesky.records import COLLECTION, Embeds, Place, place
from eichhorn.networks.bluesky.xrpc import Door
from eichhorn.networks.doors import Asked, Figures, OwnPost

USUAL = "https://bsky.social"
LEXICONS = "https://github.com/bluesky-social/atproto/blob/main/lexicons/app/bsky"
READ_ON = "2026-11-22"
PREPARE_S = 25.0
"""All that comes before the post: whom it names, what it answers and quotes, its pictures."""
POST_S = 30.0
AT_ONCE = timedelta(minutes=1)
"""A post that leaves later than so long after it was first to be sent may be there already, and says its own instant:
feeds sort by it, and nobody would see one that says that it is a day old."""
FOR_EVER = timedelta(days=365)
"""A record's key is kept as long as the record: https://atproto.com/specs/repository."""


class Bluesky:
    """One account."""

    slug: ClassVar[str] = "bluesky"
    label: ClassVar[str] = "Bluesky"
    capabilities: ClassVar[Capabilities] = Capabilities(
        text_limit=Fact(records.TEXT_LIMIT, f"{LEXICONS}/feed/post.json", READ_ON),
        unit=Unit.GRAPHEMES,
        link_length=None,
        pictures=Fact(records.PICTURES, f"{LEXICONS}/embed/images.json", READ_ON),
        alt_limit=Fact(2_000, "https://github.com/bluesky-social/social-app/blob/main/src/lib/constants.ts", READ_ON),
        picture_bytes=Fact(records.PICTURE_BYTES, f"{LEXICONS}/embed/images.json", READ_ON),
        byte_limit=Fact(records.BYTE_LIMIT, f"{LEXICONS}/feed/post.json", READ_ON),
        quotes=True,
        cards=True,
    )

    def __init__(self, account: Account) -> None:
        self._account = account
        self._door = Door(account.server_url.rstrip("/"), account.keys)
        self._did = account.account_id

    @property
    def drops_repeats_for(self) -> timedelta | None:
        return FOR_EVER

    # --- saying -------------------------------------------------------------------------------------------------------

    def send(self, post: Post) -> Receipt:
        records.check(post)
        there, now = self._place(post), clock.now()
        late = post.made_at is not None and now - post.made_at > AT_ONCE
        if late and repository.lying(self._door, there):
            return Receipt(there.uri, there.url)  # an earlier try arrived; what people read since is not put anew
        until = time.monotonic() + PREPARE_S
        written_at = now if late or post.made_at is None else post.made_at
        record = records.record(post, self._prepare(post, until), written_at=written_at)
        said = self._door.post(
            "com.atproto.repo.putRecord", within_s=POST_S, asking=Asking.SEEN,
            json={"repo": there.did, "collection": COLLECTION, "rkey": there.key, "record": record},
        )  # fmt: skip
        if said.get("uri") != there.uri:
            raise Unsure("The server took the post and named another one.")
        return Receipt(there.uri, there.url)

    def _place(self, post: Post) -> Place:
        return Place(self._own_did(), COLLECTION, records.record_key(post))

    def _own_did(self) -> str:
        if not self._did:
            self._did = self._session()["did"]
        return self._did

    def _prepare(self, post: Post, until: float) -> Embeds:
        return Embeds(
            reply=self._answered(post.reply_to, until) if post.reply_to else None,
            quoted=_exact(self._looked_up(post.quotes, until)) if post.quotes else None,
            people=self._people(records.mentioned(records.wording(post)), until),
            pictures=[self._upload(picture, until) for picture in post.pictures],
            thumb=self._thumb(post.card, until) if post.card and not post.pictures else None,
        )

    def _answered(self, network_id: str, until: float) -> dict[str, Mapping[str, str]]:
        """Return what a reply names: the post that it answers, and the one with which the conversation began."""
        found = self._looked_up(network_id, until)
        parent = _exact(found)
        above = found["value"].get("reply")
        root = above.get("root") if isinstance(above, dict) else None
        if isinstance(root, dict) and root.get("uri") and root.get("cid"):
            return {"root": _exact(root), "parent": parent}
        return {"root": parent, "parent": parent}

    def _looked_up(self, network_id: str, until: float) -> dict[str, Any]:
        return repository.looked_up(self._door, place(network_id), own=self._own_did(), within_s=_within(until))

    def _people(self, handles: Sequence[str], until: float) -> dict[str, str]:
        """Return the DIDs of those who are named; a name that nobody has stays plain text."""
        found = {}
        for handle in handles:
            try:
                told = self._door.get("com.atproto.identity.resolveHandle", within_s=_within(until), handle=handle)
            except Refused:
                continue
            if identity.DID.match(str(told.get("did"))):
                found[handle] = str(told["did"])
        return found

    def _upload(self, picture: Picture, until: float) -> dict[str, Any]:
        """Return the blob of a picture. Asking twice does no harm: it is named after its content."""
        said = self._door.post(
            "com.atproto.repo.uploadBlob", within_s=_within(until), content=picture.content,
            headers={"Content-Type": picture.media_type},
        )  # fmt: skip
        blob = said.get("blob")
        if not isinstance(blob, dict) or not blob.get("ref"):
            raise Unreachable("The server took the picture and did not name it.")
        return blob

    def _thumb(self, card: Card, until: float) -> dict[str, Any] | None:
        return self._upload(card.picture, until) if card.picture else None

    # --- looking ------------------------------------------------------------------------------------------------------

    def find(self, post: Post, *, since: datetime, known: Collection[str] = ()) -> Receipt | None:  # noqa: ARG002
        """Return the post by its key: no other post has it, and our own server knows it at once."""
        there = self._place(post)
        if there.uri in known or repository.lying(self._door, there) is None:
            return None
        return Receipt(there.uri, there.url)

    def own(self, *, since: datetime) -> Iterator[OwnPost]:
        return repository.own_posts(self._door, self._own_did(), since=since)

    # --- listening ----------------------------------------------------------------------------------------------------

    def incoming(self, *, since: str) -> Iterator[Message]:
        return listening.incoming(self._door, since=since)

    def thread(self, network_id: str) -> Iterator[Message]:
        return listening.thread(self._door, network_id, own=self._own_did())

    def measure(self, network_ids: Sequence[str]) -> Mapping[str, Figures]:
        return listening.figures(self._door, network_ids)

    # --- changing what is out -----------------------------------------------------------------------------------------

    def delete(self, network_id: str) -> None:
        there = place(network_id)
        if there.did != self._own_did():
            raise Refused("Only posts of this account can be taken back.")
        asked = {"repo": there.did, "collection": there.collection, "rkey": there.key}
        self._door.post("com.atproto.repo.deleteRecord", json=asked)

    def hide(self, network_id: str, *, hidden: bool) -> None:
        repository.hide(self._door, network_id, own=self._own_did(), hidden=hidden)

    # --- what the server tells ----------------------------------------------------------------------------------------

    def tell(self) -> Told:
        session = self._session()
        return Told(
            picture_bytes=records.PICTURE_BYTES,
            account=f"@{session['handle']}" if session["handle"] else session["did"],
            account_id=session["did"],
        )

    def _session(self) -> dict[str, str]:
        said = self._door.get("com.atproto.server.getSession")
        if not identity.DID.match(str(said.get("did"))):
            raise Unauthorised("The server does not say whose account this is.")
        if said.get("active") is False:
            raise Unauthorised(f"The account is not active: {said.get('status') or 'no reason told'}.")
        return {"did": str(said["did"]), "handle": str(said.get("handle") or "")}

    # --- being let in -------------------------------------------------------------------------------------------------

    @classmethod
    def usual_server(cls) -> str:
        return USUAL

    @classmethod
    def asks(cls) -> tuple[Asked, ...]:
        return session.ASKS

    @classmethod
    def sign_in(cls, server_url: str, given: Mapping[str, str]) -> tuple[str, Keys]:
        return session.sign_in((server_url or USUAL).rstrip("/"), given)

    @classmethod
    def register(cls, server_url: str, *, redirect_uri: str) -> Client:
        return consent.register((server_url or USUAL).rstrip("/"), redirect_uri=redirect_uri)

    @classmethod
    def consent_url(cls, server_url: str, client: Client, *, redirect_uri: str, state: str, challenge: str) -> str:  # noqa: ARG003
        return consent.consent_url(client, redirect_uri=redirect_uri, state=state, challenge=challenge)

    @classmethod
    def redeem(cls, server_url: str, client: Client, *, redirect_uri: str, code: str, verifier: str) -> Keys:  # noqa: ARG003
        return consent.redeem(client, redirect_uri=redirect_uri, code=code, verifier=verifier)

    def renew(self) -> Keys:
        return consent.renewed(self._account) if self._account.keys.proof else session.renewed(self._account)


def _exact(found: Mapping[str, Any]) -> dict[str, str]:
    """Return the exact version of a record, as others name it."""
    return {"uri": str(found["uri"]), "cid": str(found["cid"])}


def _within(until: float) -> float:
    if (left := until - time.monotonic()) <= 0:
        raise Unreachable("The pictures were not ready in time.")
    return left
