"""X by its API v2, for one account, by a registration that an administrator makes there by hand.

The difficult thing: X keeps no key that makes a second try harmless, so a post whose answer never came is looked for in
the account's own timeline and never sent again. And what renews a token serves once: whoever loses the answer to it has
to be let in by a person.
"""

import time
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, ClassVar
from urllib.parse import urlencode

from eichhorn.foundation import clock
from eichhorn.foundation.text import Unit
from eichhorn.networks.answers import Asking, NotThere, Server
from eichhorn.networks.base import (
    Account,
    Capabilities,
    Client,
    Fact,
    Keys,
    Message,
    Post,
    Receipt,
    Refused,
    Told,
    Unauthorised,
    Unsure,
    Visibility,
)
from eichhorn.networks.doors import Figures, OwnPost
from eichhorn.networks.x import media, words
from eichhorn.networks.x.api import Api, as_object, as_objects

SERVER = "https://api.x.com"
CONSENT = "https://x.com/i/oauth2/authorize"
SCOPES = "tweet.read tweet.write tweet.moderate.write users.read media.write offline.access"
CREATE = "https://docs.x.com/x-api/posts/create-posts"
COUNTING = "https://docs.x.com/fundamentals/counting-characters"
UPLOADS = "https://docs.x.com/x-api/media/quickstart/best-practices"
METADATA = "https://docs.x.com/x-api/media/create-media-metadata"
READ_ON = "2026-11-22"
PICTURES, ALT_LIMIT, OPTIONS, OPTION_LIMIT = 4, 1_000, 4, 25
PICTURE_BYTES, ANIMATION_BYTES, VIDEO_BYTES = 5_000_000, 15_000_000, 512_000_000
VIDEO_S, PREMIUM_VIDEO_S = 140, 600
"""How long a video may play; with a subscription X takes at least as long ones as we have."""
LONGER_VIDEOS = {"Premium", "PremiumPlus"}
"""Subscriptions of an account, as X names them, with which longer videos are taken."""
SHORTEST_POLL, LONGEST_POLL = timedelta(minutes=5), timedelta(days=7)
PREPARE_S, PREPARE_VIDEO_S, WHOLE_S = 25.0, 40.0, 55.0
"""All that comes before the post; and that with the post itself, shorter than the minute of delivery's attempt."""
CLOCKS_DIFFER = timedelta(minutes=1)
PAGES = 10
READING = {
    "max_results": "100",
    "post.fields": "created_at,attachments,entities,note_post,lang",
}


class X:
    """One account on X."""

    slug: ClassVar[str] = "x"
    label: ClassVar[str] = "X"
    capabilities: ClassVar[Capabilities] = Capabilities(
        text_limit=Fact(280, COUNTING, READ_ON),
        unit=Unit.WEIGHTED,
        link_length=23,
        pictures=Fact(PICTURES, UPLOADS, READ_ON),
        alt_limit=Fact(ALT_LIMIT, METADATA, READ_ON),
        picture_bytes=Fact(PICTURE_BYTES, UPLOADS, READ_ON),
        animation_bytes=Fact(ANIMATION_BYTES, UPLOADS, READ_ON),
        language=False,
        content_warning=False,
        video_types=("video/mp4", "video/quicktime", "video/webm"),
        video_bytes=Fact(VIDEO_BYTES, UPLOADS, READ_ON),
        video_seconds=Fact(VIDEO_S, UPLOADS, READ_ON),
        poll_options=Fact(OPTIONS, CREATE, READ_ON),
        poll_option_limit=Fact(OPTION_LIMIT, CREATE, READ_ON),
        poll_minutes=(int(SHORTEST_POLL.total_seconds()) // 60, int(LONGEST_POLL.total_seconds()) // 60),
        poll_several=False,
        quotes=True,
    )

    def __init__(self, account: Account) -> None:
        self._account = account
        self._api = Api(Server(account.server_url.rstrip("/"), account.keys.token))

    @property
    def drops_repeats_for(self) -> timedelta | None:
        return None

    # --- saying -------------------------------------------------------------------------------------------------------

    def send(self, post: Post) -> Receipt:
        _check(post)
        begun = time.monotonic()
        shown = media.put(self._api, post, begun + (PREPARE_VIDEO_S if post.video else PREPARE_S))
        wanted: dict[str, Any] = {"text": words.text_of(post)}
        if shown:
            wanted["media"] = {"media_ids": shown}
        if post.reply_to:
            wanted["reply"] = {"in_reply_to_tweet_id": post.reply_to}
        if post.quotes:
            wanted["quote_tweet_id"] = post.quotes
        if post.poll:
            minutes = int(post.poll.lasts.total_seconds() // 60)
            wanted["poll"] = {"options": list(post.poll.options), "duration_minutes": minutes}
        within_s = begun + WHOLE_S - time.monotonic()
        made = self._api.ask("POST", "/2/tweets", within_s=within_s, asking=Asking.SEEN, json=wanted)
        network_id = as_object(made.get("data")).get("id")
        if not network_id:
            raise Unsure("X took the request and did not name the post.")
        return _receipt(str(network_id))

    def delete(self, network_id: str) -> None:
        try:
            self._api.ask("DELETE", f"/2/tweets/{network_id}")
        except NotThere:
            return

    def hide(self, network_id: str, *, hidden: bool) -> None:
        self._api.ask("PUT", f"/2/tweets/{network_id}/hidden", json={"hidden": hidden})

    # --- looking ------------------------------------------------------------------------------------------------------

    def find(self, post: Post, *, since: datetime, known: Collection[str] = ()) -> Receipt | None:
        for tweet, polls in self._mine(since - CLOCKS_DIFFER):
            if str(tweet.get("id")) not in known and words.same(post, tweet, polls):
                return _receipt(str(tweet["id"]))
        return None

    def own(self, *, since: datetime) -> Iterator[OwnPost]:
        for tweet, _ in self._mine(since):
            if (said_at := words.when(tweet)) and not words.referred(tweet, "retweeted"):
                network_id = str(tweet["id"])
                answers = words.referred(tweet, "replied_to")
                yield OwnPost(
                    network_id, _receipt(network_id).url, words.said(tweet), said_at, answers, _language(tweet)
                )

    def _mine(self, since: datetime) -> Iterator[tuple[dict[str, Any], dict[str, list[str]]]]:
        """Yield our own posts since the instant, newest first, with what their polls offer."""
        latest = clock.now() - timedelta(seconds=10)  # X refuses to look from the future on
        params = READING | {
            "exclude": "retweets", "start_time": f"{min(since, latest).astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
            "expansions": "referenced_posts,attachments.poll_ids", "poll.fields": "options",
        }  # fmt: skip
        seen: set[str] = set()
        path = f"/2/users/{self._id()}/tweets"
        for page in self._api.pages(path, params, most=PAGES, token="pagination_token"):  # noqa: S106
            polls = {
                str(poll.get("id")): [str(option.get("label")) for option in as_objects(poll.get("options"))]
                for poll in as_objects(as_object(page.get("includes")).get("polls"))
            }
            for tweet in as_objects(page.get("data")):
                if tweet.get("id") and tweet["id"] not in seen and (words.when(tweet) or since) >= since:
                    seen.add(tweet["id"])
                    yield tweet, polls

    def measure(self, network_ids: Sequence[str]) -> Mapping[str, Figures]:
        found: dict[str, Figures] = {}
        for first in range(0, len(network_ids), 100):
            params = {"ids": ",".join(network_ids[first : first + 100]), "post.fields": "public_metrics"}
            for tweet in as_objects(self._api.ask("GET", "/2/tweets", params=params).get("data")):
                found[str(tweet.get("id"))] = _figures(as_object(tweet.get("public_metrics")))
        return found

    # --- listening ----------------------------------------------------------------------------------------------------

    def incoming(self, *, since: str) -> Iterator[Message]:
        """Yield what names us after the post that is the mark; X keeps the latest 800."""
        params = READING | _with_authors() | ({"since_id": since} if since else {})
        path = f"/2/users/{self._id()}/mentions"
        pages = self._api.pages(path, params, most=PAGES if since else 1, token="pagination_token")  # noqa: S106
        yield from self._messages(pages, after=since, marked=True)

    def thread(self, network_id: str) -> Iterator[Message]:
        """Yield what was said below the post in the last seven days, which is as far as X searches."""
        query = f"conversation_id:{network_id} OR in_reply_to_tweet_id:{network_id}"
        params = READING | _with_authors() | {"query": query}
        pages = self._api.pages("/2/tweets/search/recent", params, most=PAGES, token="next_token")  # noqa: S106
        yield from self._messages(pages, after="", marked=False)

    def _messages(self, pages: Iterator[dict[str, Any]], *, after: str, marked: bool) -> Iterator[Message]:
        """Yield each message once, oldest first; ids of X grow with time."""
        heard: dict[int, Message] = {}
        for page in pages:
            authors = {str(user.get("id")): user for user in as_objects(as_object(page.get("includes")).get("users"))}
            for tweet in as_objects(page.get("data")):
                message = self._message(tweet, authors, marked=marked)
                if message and int(message.network_id) > int(after or 0):
                    heard[int(message.network_id)] = message
        yield from (heard[number] for number in sorted(heard))

    def _message(self, tweet: dict[str, Any], authors: dict[str, Any], *, marked: bool) -> Message | None:
        network_id, said_at, author_id = str(tweet.get("id") or ""), words.when(tweet), str(tweet.get("author_id"))
        if not network_id.isdecimal() or said_at is None or author_id == self._account.account_id:
            return None
        author = as_object(authors.get(author_id))
        return Message(
            network_id=network_id,
            answers=words.referred(tweet, "replied_to"),
            author=f"@{author['username']}" if author.get("username") else author_id,
            author_name=str(author.get("name") or author.get("username") or ""),
            text=words.said(tweet),
            language=_language(tweet),
            url=_receipt(network_id).url,
            said_at=said_at,
            mark=network_id if marked else "",
        )

    # --- whose account it is ------------------------------------------------------------------------------------------

    def tell(self) -> Told:
        me = self._me()
        return Told(
            account=f"@{me['username']}" if me.get("username") else "", account_id=str(me["id"]),
            video_seconds=PREMIUM_VIDEO_S if me.get("subscription_type") in LONGER_VIDEOS else None,
        )  # fmt: skip

    def _me(self) -> dict[str, Any]:
        me = as_object(self._api.ask("GET", "/2/users/me", params={"user.fields": "subscription_type"}).get("data"))
        if not me.get("id"):
            raise Unauthorised("X does not say whose account this is.")
        return me

    def _id(self) -> str:
        return self._account.account_id or str(self._me()["id"])

    # --- letting us in ------------------------------------------------------------------------------------------------

    @classmethod
    def usual_server(cls) -> str:
        return SERVER

    @classmethod
    def registered_at(cls) -> str:
        return "https://console.x.com/"

    @classmethod
    def registration(cls, client_id: str, client_secret: str) -> Client:
        return Client(client_id, client_secret, SCOPES)

    @classmethod
    def register(cls, server_url: str, *, redirect_uri: str) -> Client:
        raise Refused(f"{server_url} registers no program by itself, so nobody comes back to {redirect_uri}.")

    @classmethod
    def consent_url(cls, server_url: str, client: Client, *, redirect_uri: str, state: str, challenge: str) -> str:
        asked = {
            "response_type": "code", "client_id": client.client_id, "redirect_uri": redirect_uri,
            "scope": client.scopes, "state": state, "code_challenge": challenge, "code_challenge_method": "S256",
        }  # fmt: skip
        place = server_url.rstrip("/")
        return f"{CONSENT if place == SERVER else f'{place}/2/oauth2/authorize'}?{urlencode(asked)}"

    @classmethod
    def redeem(cls, server_url: str, client: Client, *, redirect_uri: str, code: str, verifier: str) -> Keys:
        asked = {
            "grant_type": "authorization_code", "code": code, "redirect_uri": redirect_uri, "code_verifier": verifier,
        }  # fmt: skip
        return _keys(server_url, client, asked)

    def renew(self) -> Keys:
        client, keys = self._account.client, self._account.keys
        if client is None or not keys.renewal:
            if keys.ends_at and keys.ends_at > clock.now():
                return keys
            raise Unauthorised("Nothing renews this token: a person has to connect the channel again.")
        asked = {"grant_type": "refresh_token", "refresh_token": keys.renewal}
        return _keys(self._account.server_url, client, asked)


def _keys(server_url: str, client: Client, asked: dict[str, str]) -> Keys:
    """Return the keys that X gives for a code or a renewal, which both serve once, so that nothing asks twice."""
    now = clock.now()
    try:
        given = Api(Server(server_url.rstrip("/"))).ask(
            "POST", "/2/oauth2/token", asking=Asking.ONCE, data=asked, auth=(client.client_id, client.client_secret)
        )
    except Refused as refusal:
        raise Unauthorised(refusal.told) from refusal
    if not given.get("access_token"):
        raise Unauthorised("X gave no token.")
    lasts, renewal = given.get("expires_in"), str(given.get("refresh_token") or "")
    ends_at = now + timedelta(seconds=lasts) if isinstance(lasts, int | float) and lasts > 0 else None
    return Keys(
        str(given["access_token"]), renewal=renewal, ends_at=ends_at, renewal_ends_at=None if renewal else ends_at
    )


def _check(post: Post) -> None:
    """Raise Refused for what X would show otherwise than it was meant, or refuse after its pictures were uploaded."""
    alts = [*(picture.alt for picture in post.pictures), *([post.video.alt] if post.video else [])]
    problems = {
        "On X everything is public.": post.visibility is not Visibility.PUBLIC,
        f"X takes {PICTURES} pictures, or one video.": len(post.pictures) > PICTURES
        or bool(post.video and post.pictures),
        f"X takes descriptions of {ALT_LIMIT} characters.": any(len(alt) > ALT_LIMIT for alt in alts),
        "X shows a poll without pictures and videos.": bool(post.poll and (post.video or post.pictures)),
    }
    if poll := post.poll:
        fits = 2 <= len(poll.options) <= OPTIONS and all(0 < len(option) <= OPTION_LIMIT for option in poll.options)
        problems |= {
            f"A poll on X offers 2 to {OPTIONS} answers of up to {OPTION_LIMIT} characters.": not fits,
            "A poll on X lasts five minutes to seven days.": not SHORTEST_POLL <= poll.lasts <= LONGEST_POLL,
            "In a poll on X everybody chooses one answer.": poll.several,
        }
    for sentence, found in problems.items():
        if found:
            raise Refused(sentence)


def _with_authors() -> dict[str, str]:
    return {"expansions": "author_id,referenced_posts", "user.fields": "username,name"}


def _receipt(network_id: str) -> Receipt:
    return Receipt(network_id=network_id, url=f"https://x.com/i/web/status/{network_id}")


def _language(tweet: dict[str, Any]) -> str:
    """Return the language that X found; it writes "und" and "zxx" where it found none."""
    found = str(tweet.get("lang") or "")
    return "" if found in ("und", "zxx") or found.startswith("q") else found


def _figures(counted: dict[str, Any]) -> Figures:
    def number(*names: str) -> int | None:
        found = [counted[name] for name in names if isinstance(counted.get(name), int)]
        return sum(found) if found else None

    return Figures(
        replies=number("reply_count"),
        likes=number("like_count"),
        shares=number("repost_count", "retweet_count", "quote_count"),
        views=number("impression_count"),
    )
