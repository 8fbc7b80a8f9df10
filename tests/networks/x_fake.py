"""X as its documentation says that it is: a process of its own, stateful, misbehaving on demand like the fault server.

    python -m tests.networks.x_fake --log /tmp/posts.jsonl --specs FOLDER

With --specs each request is checked against X's own description (`x-openapi.json`), and what lies outside of it is
logged as `off_spec`. The rules that the description lacks are kept always, each with the page that states it.
A token "a1.anything" opens the account a1; what `ended` and `revoked` name opens nothing any more.
"""

import asyncio
import base64
import contextlib
import hashlib
import html
import itertools
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlencode

import regex

from tests.networks import fault_server, x_spec
from tests.networks.fault_api import Answer, Asked
from tests.networks.x_fake_media import Uploads, refusal

type Log = Callable[..., None]
type Post = dict[str, Any]

CLIENT = ("client", "client-secret")
SCOPES = {"tweet.read", "tweet.write", "users.read", "media.write", "offline.access"}
LINK = re.compile(r"https?://[^\s“”\"<>]+[\w/#=&\-+]")
ONE = [(0, 4351), (8192, 8205), (8208, 8223), (8242, 8247)]
FIELDS = {"id", "text", "edit_history_post_ids"}
"""What a post shows unless more is asked for: https://docs.x.com/x-api/fundamentals/fields."""


def user_id(name: str) -> str:
    """Return the number of an account; X has no other names for them."""
    return str(int(hashlib.sha256(name.encode()).hexdigest()[:12], 16))


def weight(text: str) -> int:
    """https://docs.x.com/fundamentals/counting-characters, written here anew so that it checks ours."""
    text = LINK.sub("x" * 23, text)
    emoji = regex.compile(
        r"\p{Emoji_Presentation}[\p{Emoji_Modifier}\ufe0f]?(\u200d\p{Emoji}[\p{Emoji_Modifier}\ufe0f]?)*"
    )
    text = emoji.sub("xx", text)
    return sum(1 if any(low <= ord(point) <= high for low, high in ONE) else 2 for point in text)


@dataclass(slots=True)
class World:
    """Everything this network knows."""

    origin: str = ""
    posts: dict[str, Post] = field(default_factory=dict)
    hidden: set[str] = field(default_factory=set)
    media_takes: int = 0
    """How often a video answers that it is not ready yet."""
    media_fails: bool = False
    subscription: str = "None"
    """What the account pays for; X tells it to the account alone."""
    lag: int = 0
    """So many of the newest posts are in no list yet."""
    page: int = 100
    ended: list[str] = field(default_factory=list)
    """Tokens that are over."""
    renewals: dict[str, str] = field(default_factory=dict)
    """Whose account each renewal opens; it serves once."""
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    shorts: dict[str, str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1_900_000_000_000_000_001, 1_000_003))
    uploads: Uploads = field(init=False)

    def __post_init__(self) -> None:
        self.uploads = Uploads(self.numbers)

    # --- as the fault server wants it ---------------------------------------------------------------------------------

    def topic(self, asked: Asked) -> str:
        whole = (asked.method, asked.path)
        if whole == ("POST", "/2/tweets"):
            return "statuses"
        if asked.path.startswith("/2/media"):
            return "media"
        if asked.path.endswith("/tweets") and asked.path.startswith("/2/users/"):
            return "lookup"
        if asked.path.endswith("/mentions"):
            return "notifications"
        return {"/2/users/me": "verify", "/2/oauth2/token": "token", "/2/tweets/search/recent": "context"}.get(
            asked.path, "other"
        )

    def refusal(self, status: int, told: str) -> dict[str, Any]:
        return refusal(status, told)

    def off_spec(self, description: Any, asked: Asked) -> list[str]:
        return x_spec.off_spec(description, asked)

    def say(self, text: str, author: str = "ada", to: str = "a1", in_reply_to_id: str = "") -> Post:
        """A visitor says something, naming the account unless `to` is empty."""
        said = {"text": f"@{to} {text}" if to else text}
        return self.keep(author, said | ({"reply": {"in_reply_to_tweet_id": in_reply_to_id}} if in_reply_to_id else {}))

    def delete(self, id: str) -> None:  # noqa: A002
        self.posts.pop(id, None)

    # --- who asks -----------------------------------------------------------------------------------------------------

    def answer(self, asked: Asked, log: Log) -> Answer:
        match asked.method, asked.path:
            case "GET", "/2/oauth2/authorize":
                return self.consent(asked)
            case "POST", "/2/oauth2/token":
                return self.token(asked)
        if not asked.token or asked.token.startswith("revoked") or asked.token in self.ended:
            return Answer(
                401, {"title": "Unauthorized", "type": "about:blank", "status": 401, "detail": "Unauthorized"}
            )
        return self.signed_in(asked, log)

    def consent(self, asked: Asked) -> Answer:
        """https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code: S256, a registered client."""
        query = asked.query
        good = query.get("response_type") == "code" and query.get("client_id") == CLIENT[0]
        good &= query.get("code_challenge_method") == "S256" and set(query.get("scope", "").split()) >= SCOPES
        if not good or not query.get("state") or not query.get("code_challenge"):
            return Answer(400, refusal(400, "You weren't able to give access to the App."))
        code = f"code-{next(self.numbers)}"
        self.codes[code] = query
        return Answer(
            302, {}, {"Location": f"{query['redirect_uri']}?{urlencode({'code': code, 'state': query['state']})}"}
        )

    def token(self, asked: Asked) -> Answer:
        """https://docs.x.com/fundamentals/authentication/oauth-2-0/user-access-token: confidential clients use Basic."""
        basic = base64.b64encode(":".join(CLIENT).encode()).decode()
        told = asked.fields
        if asked.headers.get("authorization") != f"Basic {basic}":
            return Answer(
                401, {"error": "unauthorized_client", "error_description": "Missing valid authorization header"}
            )
        invalid = {"error": "invalid_request", "error_description": "Value passed for the token was invalid."}
        if told.get("grant_type") == "refresh_token":
            account = self.renewals.pop(str(told.get("refresh_token")), "")
            return self.given(account) if account else Answer(400, invalid)
        begun = self.codes.pop(str(told.get("code")), None)
        digest = hashlib.sha256(str(told.get("code_verifier")).encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not begun or begun["code_challenge"] != challenge or begun["redirect_uri"] != told.get("redirect_uri"):
            return Answer(400, invalid)
        return self.given("a1")

    def given(self, account: str) -> Answer:
        number = next(self.numbers)
        self.renewals[f"renewal-{number}"] = account
        return Answer(200, {
            "token_type": "bearer", "expires_in": 7200, "access_token": f"{account}.{number}", "scope": " ".join(SCOPES),
            "refresh_token": f"renewal-{number}",
        })  # fmt: skip

    def signed_in(self, asked: Asked, log: Log) -> Answer:
        _, _, head, *tail = asked.path.split("/")
        match asked.method, head, tail:
            case "POST", "tweets", []:
                return self.post(asked, log)
            case "GET", "tweets", []:
                return self.several(asked)
            case "GET", "tweets", ["search", "recent"]:
                return self.search(asked)
            case "DELETE", "tweets", [number]:
                return self.take_back(number, asked.account, log)
            case "PUT", "tweets", [number, "hidden"]:
                return self.hide(number, asked)
            case "GET", "users", ["me"]:
                paid = (
                    {"subscription_type": self.subscription}
                    if asked.query.get("user.fields") == "subscription_type"
                    else {}
                )
                return Answer(200, {"data": self.user(asked.account) | paid})
            case "GET", "users", [owner, "tweets"]:
                mine = [post for post in self.posts.values() if post["author_id"] == owner]
                return self.listed(mine[: len(mine) - self.lag], asked)
            case "GET", "users", [owner, "mentions"]:
                named = [p for p in self.posts.values() if owner in p["names"] and p["author_id"] != owner]
                return self.listed(named[: len(named) - self.lag], asked)
            case _, "media", _:
                self.uploads.takes, self.uploads.fails = self.media_takes, self.media_fails
                return self.uploads.upload(asked, tail)
        return Answer(404, refusal(404, "Not Found"))

    # --- posts --------------------------------------------------------------------------------------------------------

    def post(self, asked: Asked, log: Log) -> Answer:
        told = asked.fields
        if problem := self.problem(told, asked.account):
            status, detail = problem
            return Answer(status, refusal(status, detail))
        made = self.keep(asked.account, told)
        shown = [self.uploads.all[number] for number in told.get("media", {}).get("media_ids", [])]
        log(
            "accepted", id=made["id"], account=asked.account, text=told.get("text", ""), key="",
            reply_to=told.get("reply", {}).get("in_reply_to_tweet_id"), quotes=told.get("quote_tweet_id"),
            alts=[each.alt for each in shown], media=[each.category for each in shown], poll=told.get("poll"),
            bytes=[sum(map(len, each.parts.values())) for each in shown],
        )  # fmt: skip
        return Answer(201, {"data": {"id": made["id"], "text": made["text"], "edit_history_post_ids": [made["id"]]}})

    def problem(self, told: dict[str, Any], account: str) -> tuple[int, str] | None:
        text, shown = str(told.get("text") or ""), list(told.get("media", {}).get("media_ids", []))
        answered, quoted = told.get("reply", {}).get("in_reply_to_tweet_id"), told.get("quote_tweet_id")
        if not text and not shown:
            return 400, "One or more parameters to your request was invalid."
        if weight(text) > 280:  # https://docs.x.com/fundamentals/counting-characters
            return 403, "Your Post text is too long. For more information see https://docs.x.com/counting-characters."
        if any(number not in self.uploads.all or self.uploads.all[number].account != account for number in shown):
            return 400, "Your media IDs are invalid."
        if any(not self.uploads.all[number].ready for number in shown):
            return 400, "Your media IDs are invalid: the media is not ready."
        kinds = [self.uploads.all[number].category for number in shown]
        # https://docs.x.com/x-api/media/quickstart/best-practices: 4 photos, 1 animated GIF or 1 video
        if len(kinds) > 4 or (len(kinds) > 1 and set(kinds) != {"tweet_image"}):
            return 400, "You may attach up to 4 photos, 1 animated GIF or 1 video in a Post."
        if told.get("poll") and shown:
            return 400, "Poll and media are mutually exclusive."
        if answered and answered not in self.posts:
            return 403, "You attempted to reply to a Post that is deleted or not visible to you."
        if quoted and quoted not in self.posts:
            return 403, "You attempted to quote a Post that is deleted or not visible to you."
        if any(post["sent"] == (account, text, answered) for post in self.posts.values()):
            return 403, "You are not allowed to create a Tweet with duplicate content."
        return None

    def keep(self, account: str, told: dict[str, Any]) -> Post:
        """Store a post as X gives it back: links shortened, & < > escaped, names of the answered before it."""
        number, answered = str(next(self.numbers)), told.get("reply", {}).get("in_reply_to_tweet_id")
        urls = []
        whole = str(told.get("text") or "")
        text = html.escape(whole.strip(), quote=False)

        def shorten(found: "re.Match[str]") -> str:
            short = f"https://t.co/{next(self.numbers) % 10**10:010d}"
            urls.append({"start": 0, "end": 23, "url": short, "expanded_url": html.unescape(found[0])})
            return short

        text = LINK.sub(shorten, text)
        shown, references = list(told.get("media", {}).get("media_ids", [])), []
        if answered:
            references.append({"type": "replied_to", "id": answered})
            author = self.posts[answered]["account"] if answered in self.posts else ""
            text = text if not author or author == account or f"@{author}" in text else f"@{author} {text}"
        if quoted := told.get("quote_tweet_id"):
            references.append({"type": "quoted", "id": quoted})
            text += " " + shorten(re.match(".*", f"https://twitter.com/i/web/status/{quoted}"))  # type: ignore[arg-type]
        if shown:
            text += " " + shorten(re.match(".*", f"https://x.com/{account}/status/{number}/photo/1"))  # type: ignore[arg-type]
            urls[-1]["media_key"] = f"3_{shown[0]}"
        poll = told.get("poll")
        self.posts[number] = {
            "id": number, "text": text, "edit_history_post_ids": [number], "author_id": user_id(account),
            "created_at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "conversation_id": self.posts[answered]["conversation_id"] if answered in self.posts else number,
            "entities": {"urls": urls} if urls else {}, "referenced_posts": references, "lang": "de",
            "attachments": ({"media_keys": [f"3_{each}" for each in shown]} if shown else {})
            | ({"poll_ids": [f"7{number}"]} if poll else {}),
            "public_metrics": dict.fromkeys(
                ("repost_count", "reply_count", "like_count", "quote_count", "bookmark_count", "impression_count"), 0
            ),
            "account": account, "sent": (account, whole, answered), "poll": poll,
            "names": sorted({user_id(name) for name in re.findall(r"@(\w+)", text)}),
        }  # fmt: skip
        for other in (answered, quoted):
            if other in self.posts:
                self.posts[other]["public_metrics"]["reply_count" if other == answered else "quote_count"] += 1
        return self.posts[number]

    def take_back(self, number: str, account: str, log: Log) -> Answer:
        if number in self.posts and self.posts[number]["account"] != account:
            return Answer(403, refusal(403, "You are not authorized to delete this Post."))
        if number not in self.posts:
            return Answer(404, refusal(404, "Not Found"))
        del self.posts[number]
        log("deleted", id=number, account=account)
        return Answer(200, {"data": {"deleted": True}})

    def hide(self, number: str, asked: Asked) -> Answer:
        """Only replies in conversations that the account began: https://docs.x.com/x-api/posts/hide-replies/introduction."""
        post = self.posts.get(number)
        root = self.posts.get(post["conversation_id"]) if post else None
        if not post or not root or root["account"] != asked.account or root is post:
            return Answer(403, refusal(403, "You can only hide replies to your own conversations."))
        (self.hidden.add if asked.fields["hidden"] else self.hidden.discard)(number)
        return Answer(200, {"data": {"hidden": number in self.hidden}})

    # --- reading ------------------------------------------------------------------------------------------------------

    def several(self, asked: Asked) -> Answer:
        ids = asked.query.get("ids", "").split(",")
        if len(ids) > 100:
            return Answer(400, refusal(400, "The number of values in the ids query parameter list is too large."))
        found = [self.shown(self.posts[number], asked) for number in ids if number in self.posts]
        gone = [
            {"title": "Not Found Error", "detail": "Could not find post", "value": n}
            for n in ids
            if n not in self.posts
        ]
        return Answer(200, ({"data": found} if found else {}) | ({"errors": gone} if gone else {}))

    def search(self, asked: Asked) -> Answer:
        wanted = dict(term.split(":") for term in asked.query["query"].split(" OR "))
        found = [
            post for post in self.posts.values()
            if post["conversation_id"] == wanted["conversation_id"]
            or any(r == {"type": "replied_to", "id": wanted["in_reply_to_tweet_id"]} for r in post["referenced_posts"])
        ]  # fmt: skip
        return self.listed(found, asked)

    def listed(self, posts: list[Post], asked: Asked) -> Answer:
        """One page, newest first: https://docs.x.com/x-api/fundamentals/pagination."""
        query = asked.query
        if not 5 <= int(query.get("max_results", "10")) <= 100:
            return Answer(400, refusal(400, "The `max_results` query parameter value is not between 5 and 100."))
        if (start := query.get("start_time", "")) and datetime.fromisoformat(start) > datetime.now(UTC):
            return Answer(400, refusal(400, "Invalid 'start_time'. It must be before the time of the request."))
        after, before = (
            int(query.get("since_id", "0")),
            int(query.get("pagination_token") or query.get("next_token") or 10**30),
        )
        meant = [
            post for post in posts
            if after < int(post["id"]) < before and (not start or post["created_at"] >= start.replace("Z", ".000Z"))
        ]  # fmt: skip
        several = meant[::-1][: min(self.page, int(query.get("max_results", "10")))]
        meta: dict[str, Any] = {"result_count": len(several)}
        if len(several) < len(meant):
            meta["next_token"] = several[-1]["id"]
        told: dict[str, Any] = {"meta": meta}
        if several:
            told |= {"data": [self.shown(post, asked) for post in several], "includes": self.included(several, asked)}
        return Answer(200, told)

    def shown(self, post: Post, asked: Asked) -> Post:
        names = FIELDS | set(asked.query.get("post.fields", "").split(","))
        names |= set(asked.query.get("expansions", "").split(",")) & {"author_id", "referenced_posts"}
        return {name: value for name, value in post.items() if name in names and value not in ({}, [])}

    def included(self, posts: list[Post], asked: Asked) -> dict[str, Any]:
        wanted, told = asked.query.get("expansions", "").split(","), dict[str, Any]()
        if "author_id" in wanted:
            told["users"] = [self.user(name) for name in sorted({post["account"] for post in posts})]
        if "attachments.poll_ids" in wanted:
            told["polls"] = [
                {"id": f"7{post['id']}", "options": [{"position": 1, "label": o, "votes": 0} for o in post["poll"]["options"]]}
                for post in posts if post["poll"]
            ]  # fmt: skip
        return told

    def user(self, name: str) -> dict[str, str]:
        return {"id": user_id(name), "username": name, "name": name.title()}


def main() -> None:
    parser = fault_server.options("x_fake", __doc__ or "")
    told = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(fault_server.run(World(), told, x_spec.specs(told.specs) if told.specs else None))


if __name__ == "__main__":
    main()
