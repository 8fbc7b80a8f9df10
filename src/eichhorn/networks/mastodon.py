"""Every server that speaks the Mastodon API: Mastodon, GoToSocial, Takahe, snac, Pleroma, our own stage.

The difficult thing: behind one API the servers differ in limits, in codes, in what they leave out, and in whether they
keep their word about the Idempotency-Key. So nothing is assumed: limits are read, ids are opaque, absent fields are
normal, and a key counts only where NodeInfo says that the software is Mastodon itself, which keeps keys for an hour
(app/services/post_status_service.rb: `redis.setex(idempotency_key, 3_600, @status.id)`), and not at once (pull request
21840), and may answer a repeat with 500 (issue 40399), which is a doubt like every other 500.
"""

import hashlib
import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode, urlsplit

from eichhorn.foundation import clock, http
from eichhorn.foundation.text import Unit
from eichhorn.networks import instance, plain, statuses
from eichhorn.networks.answers import Asking, NotThere, Server, read
from eichhorn.networks.base import (
    Account,
    Capabilities,
    Client,
    Fact,
    Keys,
    Message,
    Picture,
    Poll,
    Post,
    Receipt,
    Refused,
    Told,
    Unauthorised,
    Unreachable,
    Unsure,
    Video,
    Visibility,
)
from eichhorn.networks.doors import Figures, OwnPost

READ_S = 15.0
PREPARE_S = 25.0
"""All that comes before the post: its pictures, the message that it answers."""
POST_S = 30.0
"""The post itself; with the preparation shorter than the minute after which delivery gives an attempt up."""
KEYS_KEPT = timedelta(minutes=50)
"""Mastodon keeps keys for an hour from the moment of posting; ten minutes are left for what lies between."""
CLOCKS_DIFFER = timedelta(minutes=1)
PAGE, PAGES = 40, 10
NARROWER = ("private", "direct")
VISIBILITIES = {Visibility.PUBLIC: "public", Visibility.UNLISTED: "unlisted", Visibility.FOLLOWERS: "private"}
SHORTEST_POLL_S = 300
POLLS = "https://docs.joinmastodon.org/methods/statuses/#create"


class Mastodon:
    """One account on one server."""

    slug: ClassVar[str] = "mastodon"
    label: ClassVar[str] = "Mastodon"
    capabilities: ClassVar[Capabilities] = Capabilities(
        text_limit=Fact(500, "https://docs.joinmastodon.org/user/posting/", "2026-11-22"),
        unit=Unit.GRAPHEMES,
        link_length=23,
        pictures=Fact(4, "https://docs.joinmastodon.org/user/posting/", "2026-11-22"),
        alt_limit=Fact(1_500, "https://docs.joinmastodon.org/user/posting/", "2026-11-22"),
        video_types=("video/mp4", "video/webm", "video/quicktime"),
        poll_options=Fact(4, POLLS, "2026-11-22"),
        poll_option_limit=Fact(50, POLLS, "2026-11-22"),
        focus=True,
        quotes=True,
        visibilities=tuple(Visibility),
    )

    def __init__(self, account: Account) -> None:
        self._account = account
        self._server = Server(account.server_url.rstrip("/"), account.keys.token)

    @property
    def drops_repeats_for(self) -> timedelta | None:
        return KEYS_KEPT if self._account.software == "mastodon" else None

    # --- saying -------------------------------------------------------------------------------------------------------

    def send(self, post: Post) -> Receipt:
        until = time.monotonic() + PREPARE_S
        parent = self._parent(post.reply_to, until) if post.reply_to else {}
        attached: list[Picture | Video] = [*post.pictures, *([post.video] if post.video is not None else [])]
        media = [self._upload(each, until) for each in attached]
        wanted: dict[str, Any] = {
            "status": self._answering(parent, post.text),
            "visibility": parent["visibility"]
            if parent.get("visibility") in NARROWER
            else VISIBILITIES[post.visibility],
            "language": post.language,
            "spoiler_text": post.content_warning,
            "sensitive": True if post.content_warning else None,
            "in_reply_to_id": post.reply_to,
            "media_ids": media,
            "poll": _poll(post.poll),
            "quoted_status_id": post.quotes,
        }
        answer = self._server.ask(
            "POST", "/api/v1/statuses", within_s=POST_S, asking=Asking.SEEN,
            json={name: value for name, value in wanted.items() if value}, headers={"Idempotency-Key": post.key},
        )  # fmt: skip
        status = read(answer, asking=Asking.SEEN)
        if not isinstance(status, dict) or not status.get("id"):
            raise Unsure("The server took the request and did not name the post.")
        return statuses.receipt(status)

    def _parent(self, network_id: str, until: float) -> dict[str, Any]:
        """Return the message that is answered: a reply stays as private as that is, and names whom it answers."""
        answer = self._server.ask("GET", f"/api/v1/statuses/{network_id}", within_s=_within(until))
        return statuses.mapping(read(answer))

    def _answering(self, parent: dict[str, Any], words: str) -> str:
        """Return the words as they answer somebody; who goes on in a thread of ours is not addressed."""
        return statuses.addressed(words, self._handle(parent)) if parent and not self._is_ours(parent) else words

    def _is_ours(self, status: dict[str, Any]) -> bool:
        return (
            bool(self._account.account_id)
            and str(statuses.mapping(status.get("account")).get("id")) == self._account.account_id
        )

    def _upload(self, picture: Picture | Video, until: float) -> str:
        """Return the id of what was uploaded once the server has it ready. Twice does no harm: nobody sees it yet."""
        form: dict[str, Any] = {
            "files": {"file": (_name(picture), picture.content, picture.media_type)},
            "data": statuses.said_of(picture),
        }
        if isinstance(picture, Video) and (poster := picture.poster):
            form["files"]["thumbnail"] = (poster.file_name, poster.content, poster.media_type)
        try:
            answer = self._server.ask("POST", "/api/v2/media", within_s=_within(until), **form)
        except NotThere:
            answer = self._server.ask("POST", "/api/v1/media", within_s=_within(until), **form)
        taken = statuses.mapping(read(answer))
        if not taken.get("id"):
            raise Unreachable("The server took the picture and did not name it.")
        if answer.status_code == 202 or not taken.get("url"):
            self._await(str(taken["id"]), until)
        return str(taken["id"])

    def _await(self, media_id: str, until: float) -> None:
        pause = 0.2
        while True:
            try:
                answer = self._server.ask("GET", f"/api/v1/media/{media_id}", within_s=_within(until))
            except NotThere:
                return  # some servers have no such page; then the picture is as ready as it will be
            if answer.status_code == 200 and statuses.mapping(read(answer)).get("url"):
                return
            http.rest(min(pause, _within(until)))
            pause = min(pause * 2, 3)

    # --- changing what is out -----------------------------------------------------------------------------------------

    def exchange(self, network_id: str, post: Post) -> Receipt:
        """The post says what `post` says, and shows its pictures and its video, brought there anew."""
        return self._edit(network_id, post, keeps=False)

    def edit(self, network_id: str, post: Post) -> Receipt:
        """The post says what `post` says; its pictures and its video stay where their number is the same, with the new descriptions."""
        return self._edit(network_id, post, keeps=True)

    def _edit(self, network_id: str, post: Post, *, keeps: bool) -> Receipt:
        until = time.monotonic() + PREPARE_S
        there = statuses.mapping(read(self._server.ask("GET", f"/api/v1/statuses/{network_id}", within_s=READ_S)))
        kept = [str(medium.get("id")) for medium in statuses.mappings(there.get("media_attachments"))]
        wanted: dict[str, Any] = {
            "status": post.text, "language": post.language, "spoiler_text": post.content_warning,
            "sensitive": bool(post.content_warning),
        }  # fmt: skip
        if post.poll is not None:
            wanted["poll"] = (_poll(post.poll) or {}) | _still_open(there)
        attached: list[Picture | Video] = [*post.pictures, *([post.video] if post.video is not None else [])]
        if keeps and len(kept) == len(attached):
            wanted["media_ids"] = kept
            wanted["media_attributes"] = statuses.described(kept, attached)
        else:
            wanted["media_ids"] = [self._upload(each, until) for each in attached]
        answer = self._server.ask("PUT", f"/api/v1/statuses/{network_id}", within_s=POST_S, json=wanted)
        return statuses.receipt(statuses.mapping(read(answer)) or there)

    def delete(self, network_id: str) -> None:
        try:
            self._server.ask("DELETE", f"/api/v1/statuses/{network_id}", within_s=READ_S)
        except NotThere as error:
            if self._is_there(network_id):
                raise Refused("This server does not let programs delete posts.") from error

    def _is_there(self, network_id: str) -> bool:
        try:
            self._server.ask("GET", f"/api/v1/statuses/{network_id}", within_s=READ_S)
        except NotThere:
            return False
        return True

    # --- looking ------------------------------------------------------------------------------------------------------

    def find(self, post: Post, *, since: datetime, known: Collection[str] = ()) -> Receipt | None:
        from_when = since - CLOCKS_DIFFER
        for status in self._own(from_when):
            if str(status.get("id")) not in known and statuses.same(post, status):
                return statuses.receipt(status)
        return None

    def _own(self, from_when: datetime) -> Iterator[dict[str, Any]]:
        """Yield our own statuses since the instant, newest first."""
        account_id = self._account.account_id or self.tell_account()["id"]
        params: dict[str, str | int] = {"limit": PAGE, "exclude_reblogs": "true"}
        seen: set[str] = set()
        for _ in range(PAGES):
            answer = self._server.ask("GET", f"/api/v1/accounts/{account_id}/statuses", within_s=READ_S, params=params)
            page = [status for status in statuses.mappings(read(answer)) if str(status.get("id")) not in seen]
            recent = [status for status in page if (statuses.when(status) or from_when) >= from_when]
            yield from recent
            if not page or len(recent) < len(page):
                return
            seen |= {str(status.get("id")) for status in page}
            params["max_id"] = str(page[-1].get("id"))

    def own(self, *, since: datetime) -> Iterator[OwnPost]:
        for status in self._own(since):
            if status.get("visibility") == "direct":  # a letter to somebody, not a publication
                continue
            if status.get("id") and (said_at := statuses.when(status)) is not None and said_at >= since:
                proof = statuses.receipt(status)
                yield OwnPost(
                    proof.network_id, proof.url, plain.from_html(str(status.get("content") or "")), said_at,
                    answers=str(status.get("in_reply_to_id") or ""), language=str(status.get("language") or ""),
                )  # fmt: skip

    def measure(self, network_ids: Sequence[str]) -> Mapping[str, Figures]:
        found: dict[str, Figures] = {}
        for network_id in network_ids:
            try:
                answer = self._server.ask("GET", f"/api/v1/statuses/{network_id}", within_s=READ_S)
            except NotThere:
                continue
            status = statuses.mapping(read(answer))
            found[network_id] = Figures(
                replies=_count(status, "replies_count"), likes=_count(status, "favourites_count"),
                shares=_count(status, "reblogs_count"),
            )  # fmt: skip
        return found

    # --- listening ----------------------------------------------------------------------------------------------------

    def incoming(self, *, since: str) -> Iterator[Message]:
        """Yield mentions and replies after the notification that the mark names."""
        seen = {since}
        mark = since
        for _ in range(PAGES):
            params = {"limit": PAGE, "types[]": "mention"} | ({"min_id": mark} if mark else {})
            page = statuses.mappings(
                read(self._server.ask("GET", "/api/v1/notifications", within_s=READ_S, params=params))
            )
            ids = [str(told.get("id")) for told in page]
            fresh = page[: ids.index(mark)] if mark in ids else page  # a server that ignores min_id sends old ones too
            fresh = [told for told in fresh if str(told.get("id")) not in seen]
            for told in reversed(fresh):
                if told.get("type") == "mention" and (
                    message := self._message(statuses.mapping(told.get("status")), str(told["id"]))
                ):
                    yield message
            if not fresh or not since:
                return
            seen |= set(ids)
            mark = str(fresh[0]["id"])

    def thread(self, network_id: str) -> Iterator[Message]:
        answer = self._server.ask("GET", f"/api/v1/statuses/{network_id}/context", within_s=READ_S)
        below = statuses.mappings(statuses.mapping(read(answer)).get("descendants"))
        for status in sorted(below, key=lambda status: str(status.get("created_at", ""))):
            own = str(statuses.mapping(status.get("account")).get("id")) == self._account.account_id
            if not own and (message := self._message(status, "")):
                yield message

    def _message(self, status: dict[str, Any], mark: str) -> Message | None:
        said_at = statuses.when(status)
        if not status.get("id") or said_at is None:
            return None
        account = statuses.mapping(status.get("account"))
        warned, content = str(status.get("spoiler_text") or ""), plain.from_html(str(status.get("content") or ""))
        return Message(
            network_id=str(status["id"]),
            answers=str(status.get("in_reply_to_id") or ""),
            author=self._handle(status),
            author_name=str(account.get("display_name") or account.get("username") or ""),
            text="\n\n".join(part for part in (warned, content) if part),
            language=str(status.get("language") or ""),
            url=str(status.get("url") or status.get("uri") or ""),
            said_at=said_at,
            mark=mark,
            private=status.get("visibility") in NARROWER,
        )

    def _handle(self, status: dict[str, Any]) -> str:
        """Return the author as people write it: "@ada@erlengrund.social"."""
        account = statuses.mapping(status.get("account"))
        name = str(account.get("acct") or account.get("username") or "").lstrip("@")
        home = urlsplit(str(account.get("url") or "")).netloc or urlsplit(self._server.url).netloc
        return f"@{name}" if "@" in name or not name else f"@{name}@{home}"

    # --- what the server tells ----------------------------------------------------------------------------------------

    def tell(self) -> Told:
        return instance.told(self._server, self.tell_account())

    def tell_account(self) -> dict[str, str]:
        """Return who we are there: id, handle, url."""
        account = statuses.mapping(
            read(self._server.ask("GET", "/api/v1/accounts/verify_credentials", within_s=READ_S))
        )
        if not account.get("id"):
            raise Unauthorised("The server does not say whose account this is.")
        return {
            "id": str(account["id"]),
            "handle": self._handle({"account": account}),
            "url": str(account.get("url") or ""),
        }

    # --- connecting ---------------------------------------------------------------------------------------------------

    @classmethod
    def register(cls, server_url: str, *, redirect_uri: str) -> Client:
        server = Server(server_url.rstrip("/"))
        scopes = instance.scopes(server)
        wanted = {"client_name": "Eichhorn", "redirect_uris": redirect_uri, "scopes": scopes}
        made = statuses.mapping(read(server.ask("POST", "/api/v1/apps", within_s=READ_S, data=wanted)))
        if not made.get("client_id") or not made.get("client_secret"):
            raise Refused("This server does not register programs the way the Mastodon API asks for.")
        return Client(str(made["client_id"]), str(made["client_secret"]), scopes)

    @classmethod
    def consent_url(cls, server_url: str, client: Client, *, redirect_uri: str, state: str, challenge: str) -> str:
        asked = {
            "response_type": "code", "client_id": client.client_id, "redirect_uri": redirect_uri, "scope": client.scopes,
            "state": state, "code_challenge": challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        return f"{server_url.rstrip('/')}/oauth/authorize?{urlencode(asked)}"

    @classmethod
    def redeem(cls, server_url: str, client: Client, *, redirect_uri: str, code: str, verifier: str) -> Keys:
        asked = {
            "grant_type": "authorization_code", "client_id": client.client_id, "client_secret": client.client_secret,
            "redirect_uri": redirect_uri, "code": code, "code_verifier": verifier, "scope": client.scopes,
        }  # fmt: skip
        given = statuses.mapping(
            read(Server(server_url.rstrip("/")).ask("POST", "/oauth/token", within_s=READ_S, data=asked))
        )
        if not given.get("access_token"):
            raise Unauthorised("The server gave no token for the consent.")
        return Keys(str(given["access_token"]))


def _name(picture: Picture | Video) -> str:
    """Return a name that no other picture has: snac keeps a file under its name, and would put one over the other."""
    mark = hashlib.sha256(picture.content + picture.alt.encode()).hexdigest()[:12]
    return f"{mark}-{picture.file_name}"


def _within(until: float) -> float:
    if (left := until - time.monotonic()) <= 0:
        raise Unreachable("The pictures were not ready in time.")
    return left


def _poll(poll: Poll | None) -> dict[str, Any] | None:
    if poll is None:
        return None
    return {"options": list(poll.options), "expires_in": int(poll.lasts.total_seconds()), "multiple": poll.several}


def _still_open(status: dict[str, Any]) -> dict[str, int]:
    """Return the rest of the time that the poll out there has, so that an edit neither shortens nor prolongs it.

    Raises Refused once it is over: an edit would open it again.
    """
    poll = statuses.mapping(status.get("poll"))
    if not poll:
        return {}
    try:
        ends_at = datetime.fromisoformat(str(poll.get("expires_at")))
    except ValueError:
        return {}
    left = ends_at - clock.now()
    if poll.get("expired") or left <= timedelta(0):
        raise Refused("The poll is over, and an edit would open it again.")
    return {"expires_in": max(int(left.total_seconds()), SHORTEST_POLL_S)}


def _count(status: dict[str, Any], name: str) -> int | None:
    """Return what the server counted; None where it does not say."""
    found = status.get(name)
    return found if isinstance(found, int) and found >= 0 else None
