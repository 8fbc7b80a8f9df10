"""Every real server as the contract sees it: our account on it, what lies there, and somebody else who answers.

Adding one: a class with the four methods of Peer, which reads the server without any code of ours, and a line in PEERS.
"""

import re
import time
from collections.abc import Callable, Collection
from dataclasses import dataclass, field, replace
from typing import Any, Protocol
from uuid import uuid4

import pytest

from eichhorn.foundation import clock
from eichhorn.networks import plain
from eichhorn.networks.base import Account, Keys, Network, Post
from eichhorn.networks.bluesky import Bluesky
from eichhorn.networks.mastodon import Mastodon
from eichhorn.networks.matrix import Matrix
from eichhorn.networks.wordpress import WordPress
from tests.servers import bluesky as networks_of_bluesky
from tests.servers.running import Running
from tests.servers.synapse import Room, Synapse
from tests.servers.wordpress import Site


@dataclass(frozen=True, slots=True)
class There:
    """A post of our account as it lies on the server."""

    network_id: str
    text: str
    alts: tuple[str, ...] = ()
    language: str | None = None
    """None where the server keeps none."""
    answers: str = ""


class Peer(Protocol):
    """A running server with our account on it, on which nothing has been said."""

    def door(self) -> Network:
        """Return the network as our account."""

    def wrong(self) -> Network:
        """Return the network with a key that opens nothing."""

    def there(self) -> list[There]:
        """Return what our account has said, the latest first, read without any code of ours."""

    def answer(self, to: str, text: str) -> None:
        """Somebody else answers the post, once others can see it."""


@dataclass(slots=True)
class OfMastodon:
    server: Running

    def door(self) -> Network:
        token = self.server.tokens["stadtwerke"]
        told = Mastodon(Account(self.server.url, Keys(token))).tell()
        return Mastodon(Account(self.server.url, Keys(token), account_id=told.account_id, software=told.software))

    def wrong(self) -> Network:
        return Mastodon(Account(self.server.url, Keys("falsch")))

    def there(self) -> list[There]:
        return [
            There(
                str(status["id"]), plain.from_html(status["content"]),
                tuple(medium["description"] for medium in status["media_attachments"]),
                None if self.server.software == "snac" else status["language"], str(status["in_reply_to_id"] or ""),
            )
            for status in self.server.statuses("stadtwerke")
        ]  # fmt: skip

    def answer(self, to: str, text: str) -> None:
        self.server.say(f"@stadtwerke {text}", to=to)


@dataclass(slots=True)
class OfBluesky:
    server: networks_of_bluesky.Network

    def door(self) -> Network:
        return self.server.door("stadtwerke")

    def wrong(self) -> Network:
        account = self.server.door("stadtwerke")._account
        return Bluesky(replace(account, keys=Keys("falsch", renewal="falsch")))

    def there(self) -> list[There]:
        return [
            There(
                row["uri"], row["value"]["text"],
                tuple(image["alt"] for image in row["value"].get("embed", {}).get("images", [])),
                row["value"]["langs"][0], row["value"].get("reply", {}).get("parent", {}).get("uri", ""),
            )
            for row in self.server.records("stadtwerke")
        ]  # fmt: skip

    def answer(self, to: str, text: str) -> None:
        token = self.server.session("ada")
        networks_of_bluesky.awaited(
            lambda: self.server.ask("GET", "app.bsky.feed.getPosts", token=token, uris=to)["posts"]
        )
        ours = {"uri": to, "cid": next(row["cid"] for row in self.server.records("stadtwerke") if row["uri"] == to)}
        self.server.write("ada", text, created_at=clock.now(), reply={"root": ours, "parent": ours})


@dataclass(slots=True)
class OfWordPress:
    server: Site

    def door(self) -> Network:
        return WordPress(Account(self.server.url, Keys(self.server.tokens["stadtwerke"])))

    def wrong(self) -> Network:
        return WordPress(Account(self.server.url, Keys("stadtwerke:falsch")))

    def there(self) -> list[There]:
        posts = [
            There(
                str(post["id"]),
                f"{plain.from_html(post['title']['raw'])}\n\n{_words(post)}",
                _alts(post),
                _language(post),
            )
            for post in self.server.posts()
        ]
        comments = [
            There(
                f"c{said['id']}", plain.from_html(said["content"]["rendered"]),
                answers=f"c{said['parent']}" if said["parent"] else str(said["post"]),
            )
            for said in self.server.ask("GET", "/comments", author="1")
        ]  # fmt: skip
        return [*comments, *posts]

    def answer(self, to: str, text: str) -> None:
        self.server.say(text, on=to)


def _words(post: dict[str, Any]) -> str:
    return plain.from_html(re.sub(r"<figure.*?</figure>", "", post["content"]["raw"], flags=re.DOTALL))


def _alts(post: dict[str, Any]) -> tuple[str, ...]:
    return tuple(plain.from_html(alt) for alt in re.findall(r'<img[^>]* alt="([^"]*)"', post["content"]["rendered"]))


def _language(post: dict[str, Any]) -> str:
    [language] = set(re.findall(r'<span lang="(\w+)">', post["content"]["rendered"]))
    return str(language)


@dataclass(slots=True)
class OfMatrix:
    server: Synapse
    room: Room = field(init=False)

    def __post_init__(self) -> None:
        self.room = self.server.room()

    def door(self) -> Network:
        given = {"room": self.room.alias, "matrix_user": "", "password_or_token": self.server.tokens["stadtwerke"]}
        url, keys = Matrix.sign_in(self.server.url, given)
        return Matrix(Account(url, keys, account_id=self.room.id))

    def wrong(self) -> Network:
        account = self.door()._account  # type: ignore[attr-defined]
        return Matrix(replace(account, keys=replace(account.keys, token="falsch")))

    def there(self) -> list[There]:
        """Pictures are events of their own before the text that they belong to; what was taken back has no content."""
        found: list[There] = []
        alts: list[str] = []
        for event in self.room.said():
            content = event["content"]
            relation = content.get("m.relates_to", {})
            if event["sender"] != self.server.user("stadtwerke") or not content:
                continue
            if relation.get("rel_type") == "m.replace":
                kept = next(place for place, post in enumerate(found) if post.network_id == relation["event_id"])
                found[kept] = replace(found[kept], text=content["m.new_content"]["body"])
            elif content["msgtype"] == "m.image":
                alts.append(content["body"])
            else:
                answers = relation.get("event_id") or relation.get("m.in_reply_to", {}).get("event_id", "")
                found.append(There(event["event_id"], content["body"], tuple(alts), answers=answers))
                alts = []
        return found[::-1]

    def answer(self, to: str, text: str) -> None:
        below = {"rel_type": "m.thread", "event_id": to, "is_falling_back": True, "m.in_reply_to": {"event_id": to}}
        self.room.say(text, relation=below)


@dataclass(frozen=True, slots=True)
class Kind:
    """A server that the contract is asked of."""

    fixture: str
    network: type[Network]
    peer: Callable[[Any], Peer]
    marks: Collection[pytest.MarkDecorator] = ()
    lacks: frozenset[str] = frozenset()
    """What its API has, and this server does not do."""
    drops_repeats: bool = False
    """It promises that the same key makes no second post."""


PEERS = (
    Kind("mastodon_mock", Mastodon, OfMastodon, drops_repeats=True),
    Kind("stage", Mastodon, OfMastodon, [pytest.mark.django_db(transaction=True)]),
    Kind("snac", Mastodon, OfMastodon, lacks=frozenset({"delete"})),
    Kind("bluesky", Bluesky, OfBluesky, [pytest.mark.xdist_group("bluesky")], drops_repeats=True),
    Kind("wordpress", WordPress, OfWordPress, [pytest.mark.xdist_group("wordpress")]),
    Kind("synapse", Matrix, OfMatrix, [pytest.mark.xdist_group("synapse")], drops_repeats=True),
)


def every(*doors: type, lacking: str = "", drops_repeats: bool | None = None) -> pytest.MarkDecorator:
    """Ask it of each server whose network declares all these doors, and of those alone that keep keys, or do not."""
    asked = [
        pytest.param(kind, id=kind.fixture, marks=kind.marks)
        for kind in PEERS
        if all(issubclass(kind.network, door) for door in doors)
        and lacking not in kind.lacks
        and drops_repeats in {None, kind.drops_repeats}
    ]
    return pytest.mark.parametrize("peer", asked, indirect=True)


def post(text: str, **more: Any) -> Post:
    return Post(**{"key": str(uuid4()), "text": text, "language": "de", "made_at": clock.now(), **more})


def awaited[T](look: Callable[[], T], *, enough: Callable[[T], bool] = bool, within_s: float = 20) -> T:
    """Return what is seen once it is enough, or after a while what is seen then."""
    until = time.monotonic() + within_s
    while not enough(seen := look()) and time.monotonic() < until:
        time.sleep(0.1)
    return seen
