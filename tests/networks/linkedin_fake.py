"""LinkedIn as its documentation says that it is: a process of its own, stateful, misbehaving on demand.

    python -m tests.networks.linkedin_fake --log /tmp/posts.jsonl

There is no machine-readable description of its API, so every rule stands here with the page that states it; what a
request does against them is logged as `off_spec`. A token "a1.anything" is a member who administers what `pages` says.
DOCS = https://learn.microsoft.com/en-us/linkedin
"""

import asyncio
import contextlib
import itertools
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlencode

from tests.networks import fault_server
from tests.networks.fault_api import Answer, Asked
from tests.networks.linkedin_words import shown, size

type Log = Callable[..., None]
type Thing = dict[str, Any]

CLIENT = ("client", "client-secret")
SCOPES = {"w_organization_social", "r_organization_social", "rw_organization_admin"}
VERSIONS = {f"2026{month:02}" for month in range(1, 12)} | {"202512"}
"""Each is kept for a year: DOCS/marketing/versioning."""
FIELDS = {
    "author", "commentary", "visibility", "distribution", "lifecycleState", "isReshareDisabledByAuthor", "content",
    "reshareContext",
}  # fmt: skip
"""DOCS/marketing/community-management/shares/posts-api: what is not known is refused."""
COMMENT = re.compile(r"^urn:li:comment:\((urn:li:\w+:\d+),(\d+)\)$")


@dataclass(slots=True)
class World:
    """Everything this network knows."""

    origin: str = ""
    pages: dict[str, list[str]] = field(default_factory=lambda: {"a1": ["41"], "a2": ["41", "42"], "a0": []})
    """Which organisations each member administers."""
    posts: dict[str, Thing] = field(default_factory=dict)
    comments: dict[str, Thing] = field(default_factory=dict)
    images: dict[str, Thing] = field(default_factory=dict)
    notifications: list[Thing] = field(default_factory=list)
    decorated: bool = True
    """Whether notifications say what was said."""
    media_takes: int = 0
    media_fails: bool = False
    lag: int = 0
    page: int = 100
    ended: list[str] = field(default_factory=list)
    codes: dict[str, str] = field(default_factory=dict)
    renewals: dict[str, str] = field(default_factory=dict)
    renews: bool = True
    """Whether the program may have refresh tokens; LinkedIn gives them to some."""
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(7_100_000_000_000_000_001))

    # --- as the fault server wants it ---------------------------------------------------------------------------------

    def topic(self, asked: Asked) -> str:
        head = asked.path.split("/")[2] if asked.path.startswith("/rest/") else asked.path
        if asked.method == "POST" and (asked.path == "/rest/posts" or asked.path.endswith("/comments")):
            return "statuses"
        return {
            "posts": "lookup", "images": "media", "socialActions": "context", "organizationAcls": "verify",
            "organizationalEntityNotifications": "notifications", "/oauth/v2/accessToken": "token",
            "organizationalEntityShareStatistics": "figures",
        }.get(head, "media" if asked.path.startswith("/dms-uploads/") else "other")  # fmt: skip

    def refusal(self, status: int, told: str) -> Thing:
        """DOCS/shared/api-guide/concepts/error-handling."""
        return {"status": status, "code": "ERROR", "serviceErrorCode": 100, "message": told}

    def off_spec(self, description: Any, asked: Asked) -> list[str]:
        """DOCS/shared/api-guide/concepts/protocol-version and DOCS/marketing/versioning."""
        if not asked.path.startswith("/rest/"):
            return []
        wrong = [] if asked.headers.get("x-restli-protocol-version") == "2.0.0" else ["no protocol version"]
        finder = asked.method == "GET" and "q" in asked.query and asked.path == "/rest/posts"
        if finder and asked.headers.get("x-restli-method", "").upper() != "FINDER":
            wrong.append("a finder is not called one")
        return [f"{asked.method} {asked.path}: {each}" for each in wrong]

    def say(self, text: str, author: str = "ada", in_reply_to_id: str = "", told: bool = True) -> Thing:
        """A member comments on a post or on a comment; the page's administrators are told unless `told` is false."""
        made = self.comment(f"urn:li:person:{author}", text, in_reply_to_id)
        if told:
            self.tell("COMMENT", made, self.post_of(in_reply_to_id))
        return made

    def delete(self, id: str) -> None:  # noqa: A002
        self.comments.pop(id, None)
        self.posts.pop(id, None)

    def tell(self, action: str, made: Thing, post: Thing) -> None:
        said = {"entity": made["commentUrn"], "owner": made["actor"], "text": made["message"]["text"]}
        self.notifications.append({
            "notificationId": next(self.numbers), "organizationalEntity": post["author"], "action": action,
            "sourcePost": post["activity"], "lastModifiedAt": made["created"]["time"],
            "generatedActivity": made["commentUrn"].replace("(urn:li:activity:", "(activity:"),
            "decoratedSourcePost": {"entity": post["id"], "owner": post["author"], "text": post["commentary"]},
            **({"decoratedGeneratedActivity": {"comment": said}} if self.decorated else {}),
        })  # fmt: skip

    # --- who asks -----------------------------------------------------------------------------------------------------

    def answer(self, asked: Asked, log: Log) -> Answer:
        match asked.method, asked.path:
            case "GET", "/oauth/v2/authorization":
                return self.consent(asked)
            case "POST", "/oauth/v2/accessToken":
                return self.token(asked)
        if not asked.token or asked.token.startswith("revoked") or asked.token in self.ended:
            told = {"status": 401, "serviceErrorCode": 65601, "code": "REVOKED_ACCESS_TOKEN"}
            return Answer(401, told | {"message": "The token used in the request has been revoked by the user"})
        if asked.method == "PUT" and asked.path.startswith("/dms-uploads/"):
            return self.take(asked.path.rsplit("/", 1)[1], asked)
        version = asked.headers.get("linkedin-version", "")
        if version not in VERSIONS:
            told = {
                "status": 426,
                "code": "NONEXISTENT_VERSION",
                "message": f"Requested version {version} is not active",
            }
            return Answer(426, told)
        return self.signed_in(asked, log)

    def consent(self, asked: Asked) -> Answer:
        """DOCS/shared/authentication/authorization-code-flow; a program with a secret has no PKCE."""
        query = asked.query
        good = query.get("response_type") == "code" and query.get("client_id") == CLIENT[0] and query.get("state")
        if not good or "code_challenge" in query or not set(query.get("scope", "").split()) >= SCOPES:
            return Answer(400, {"error": "unauthorized_scope_error"})
        code = f"code-{next(self.numbers)}"
        self.codes[code] = query["redirect_uri"]
        back = urlencode({"code": code, "state": query["state"]})
        return Answer(302, {}, {"Location": f"{query['redirect_uri']}?{back}"})

    def token(self, asked: Asked) -> Answer:
        """DOCS/shared/authentication/programmatic-refresh-tokens: the renewal stays the same for its year."""
        told = asked.fields
        if (told.get("client_id"), told.get("client_secret")) != CLIENT:
            return Answer(401, {"error": "invalid_client", "error_description": "Client authentication failed"})
        if told.get("grant_type") == "refresh_token":
            if told.get("refresh_token") not in self.renewals:
                return Answer(
                    400, {"error": "invalid_grant", "error_description": "The provided refresh token is invalid"}
                )
            return self.given(self.renewals[told["refresh_token"]], told["refresh_token"])
        if self.codes.pop(str(told.get("code")), None) != told.get("redirect_uri") or not told.get("redirect_uri"):
            return Answer(400, {"error": "invalid_request", "error_description": "authorization code not found"})
        renewal = f"renewal-{next(self.numbers)}" if self.renews else ""
        self.renewals |= {renewal: "a1"} if renewal else {}
        return self.given("a1", renewal)

    def given(self, member: str, renewal: str) -> Answer:
        lasting = {"refresh_token": renewal, "refresh_token_expires_in": 31_536_000} if renewal else {}
        made = {"access_token": f"{member}.{next(self.numbers)}", "expires_in": 5_184_000, "scope": ",".join(SCOPES)}
        return Answer(200, made | lasting)

    def signed_in(self, asked: Asked, log: Log) -> Answer:
        head, *tail = [unquote(part) for part in asked.path.removeprefix("/rest/").split("/")]
        match asked.method, head, tail:
            case _, "posts", _:
                return self.about_posts(tail, asked, log)
            case "POST", "images", []:
                return self.begin_image(asked)
            case "GET", "images", [urn] if urn in self.images:
                return self.image(urn)
            case _, "socialActions", [urn, "comments", *further]:
                return self.social(urn, further, asked, log)
            case "GET", "organizationAcls", []:
                roles = [
                    {"role": "ADMINISTRATOR", "state": "APPROVED", "organization": f"urn:li:organization:{number}"}
                    for number in self.pages.get(asked.account, [])
                ]  # fmt: skip
                return self.elements(roles, asked)
            case "GET", "organizations", [number]:
                name = {"41": "Stadtwerke", "42": "Bäder"}.get(number, number)
                vanity = {"41": "stadtwerke-erlengrund", "42": "baeder-erlengrund"}.get(number, number)
                return Answer(200, {"id": int(number), "localizedName": name, "vanityName": vanity})
            case "GET", "organizationalEntityNotifications", []:
                start = int((re.search(r"start:(\d+)", asked.query.get("timeRange", "")) or ["", "0"])[1])
                told = [n for n in self.notifications if n["lastModifiedAt"] >= start]
                return self.elements(told[::-1], asked)
            case "GET", "organizationalEntityShareStatistics", []:
                return self.figures(asked)
        return Answer(404, self.refusal(404, "Resource not found"))

    def elements(self, things: list[Thing], asked: Asked) -> Answer:
        """DOCS/shared/api-guide/concepts/pagination."""
        start, count = int(asked.query.get("start", "0")), min(int(asked.query.get("count", "10")), 100)
        paging = {"start": start, "count": count, "links": []}
        return Answer(200, {"paging": paging, "elements": things[start : start + count]})

    def about_posts(self, tail: list[str], asked: Asked, log: Log) -> Answer:
        match asked.method, tail:
            case "POST", []:
                return self.publish(asked, log)
            case "POST", [urn] if urn in self.posts:
                return self.change(self.posts[urn], asked, log)
            case "DELETE", [urn]:
                if self.posts.pop(urn, None):
                    log("deleted", id=urn)
                return Answer(204, b"")
            case "GET", [urn] if urn in self.posts:
                return Answer(200, self.posts[urn])
            case "GET", []:
                return self.listed(asked)
        return Answer(404, self.refusal(404, "Resource not found"))

    # --- posts --------------------------------------------------------------------------------------------------------

    def publish(self, asked: Asked, log: Log) -> Answer:
        told = asked.fields
        if problem := self.problem(told, asked):
            status, message = problem
            return Answer(status, self.refusal(status, message))
        number, now = next(self.numbers), int(time.time() * 1000)
        urn = f"urn:li:share:{number}"
        self.posts[urn] = told | {
            "id": urn, "createdAt": now, "publishedAt": now, "lastModifiedAt": now, "activity": f"urn:li:activity:{number + 5}",
            "commentary": told["commentary"],
        }  # fmt: skip
        content = told.get("content", {})
        media = [content["media"]] if "media" in content else content.get("multiImage", {}).get("images", [])
        log(
            "accepted", id=urn, account=told["author"], text=shown(told["commentary"])[:3_000], key="", reply_to=None,
            alts=[each.get("altText") for each in media], article=content.get("article"),
            quotes=told.get("reshareContext", {}).get("parent"),
        )  # fmt: skip
        return Answer(201, b"", {"x-restli-id": urn})

    def problem(self, told: Thing, asked: Asked) -> tuple[int, str] | None:
        """DOCS/marketing/community-management/shares/posts-api."""
        if unknown := set(told) - FIELDS:
            return 422, f"ERROR :: /{min(unknown)} :: unrecognized field found but not allowed"
        for name in ("author", "commentary", "visibility", "distribution", "lifecycleState"):
            if name not in told:
                return 422, f"ERROR :: /{name} :: field is required but not found and has no default value"
        if told["author"].rsplit(":", 1)[1] not in self.pages.get(asked.account, []):
            return 403, "Not enough permissions to access: posts.CREATE.20260801"
        content = told.get("content", {})
        images = content.get("multiImage", {}).get("images", [])
        if "multiImage" in content and not 2 <= len(images) <= 20:  # .../shares/multiimage-post-api
            return 422, "ERROR :: /content/multiImage/images :: a multi image post has 2 to 20 images"
        media = [content["media"]] if "media" in content else images
        if any(self.images.get(each["id"], {}).get("status") != "AVAILABLE" for each in media):
            return 400, "Image is not available"
        if any(size(each.get("altText", "")) > 4_086 for each in media):
            return 422, "ERROR :: altText :: length is out of range"
        if (parent := told.get("reshareContext", {}).get("parent")) and parent not in self.posts:
            return 400, "The reshared post does not exist"
        if twin := next((p for p in self.posts.values() if all(p.get(f) == told.get(f) for f in FIELDS)), None):
            return 422, f"Content is a duplicate of {twin['id']}"
        return None

    def change(self, post: Thing, asked: Asked, log: Log) -> Answer:
        change = asked.fields.get("patch", {}).get("$set", {})
        if asked.headers.get("x-restli-method") != "PARTIAL_UPDATE" or set(change) - {"commentary"}:
            return Answer(422, self.refusal(422, "Only the commentary can be changed"))
        post |= change
        log("edited", id=post["id"], text=shown(post["commentary"]))
        return Answer(204, b"")

    def listed(self, asked: Asked) -> Answer:
        query = asked.query
        if "ids" in query:
            wanted = query["ids"].removeprefix("List(").removesuffix(")").split(",")
            return Answer(200, {"results": {each: self.posts[each] for each in wanted if each in self.posts}})
        mine = [post for post in self.posts.values() if post["author"] == query.get("author")]
        return self.elements(mine[: len(mine) - self.lag][::-1], asked)

    def figures(self, asked: Asked) -> Answer:
        """.../organizations/share-statistics: a post that nobody did anything with is left out."""
        if "nostatistics" in asked.token:
            return Answer(
                403, self.refusal(403, "Not enough permissions to access: organizationalEntityShareStatistics")
            )
        wanted = re.findall(r"urn:li:\w+:\d+", asked.query.get("shares", "") + asked.query.get("ugcPosts", ""))
        counted = {urn: sum(self.post_of(c["object"])["id"] == urn for c in self.comments.values()) for urn in wanted}
        return self.elements(
            [
                {"share": urn, "organizationalEntity": asked.query["organizationalEntity"], "totalShareStatistics": {
                    "commentCount": number, "likeCount": 2, "shareCount": 1, "impressionCount": 90, "clickCount": 3,
                }}
                for urn, number in counted.items() if number
            ],
            asked,
        )  # fmt: skip

    # --- pictures -----------------------------------------------------------------------------------------------------

    def begin_image(self, asked: Asked) -> Answer:
        """.../shares/images-api."""
        if asked.query.get("action") != "initializeUpload":
            return Answer(400, self.refusal(400, "Unknown action"))
        number = f"D4E{next(self.numbers)}"
        owner = asked.fields["initializeUploadRequest"]["owner"]
        urn = f"urn:li:image:{number}"
        self.images[urn] = {"id": urn, "owner": owner, "status": "WAITING_UPLOAD", "waits": self.media_takes}
        return Answer(200, {"value": {"uploadUrl": f"{self.origin}/dms-uploads/{number}", "image": urn}})

    def take(self, number: str, asked: Asked) -> Answer:
        self.images[f"urn:li:image:{number}"]["status"] = "PROCESSING" if asked.body else "WAITING_UPLOAD"
        return Answer(201, b"")

    def image(self, urn: str) -> Answer:
        image = self.images[urn]
        if image["status"] == "PROCESSING":
            image["waits"] -= 1
            if self.media_fails:
                image["status"] = "PROCESSING_FAILED"
            elif image["waits"] < 0:
                image["status"] = "AVAILABLE"
        return Answer(200, {name: image[name] for name in ("id", "owner", "status")})

    # --- comments -----------------------------------------------------------------------------------------------------

    def post_of(self, urn: str) -> Thing:
        """Return the post that is meant by its own name, by its activity, or by a comment below it."""
        if found := COMMENT.match(urn):
            urn = found[1]
        return next((p for p in self.posts.values() if urn in (p["id"], p["activity"])), {})

    def social(self, urn: str, further: list[str], asked: Asked, log: Log) -> Answer:
        """.../shares/comments-api."""
        post = self.post_of(urn)
        if not post or (COMMENT.match(urn) and urn not in self.comments):
            return Answer(404, self.refusal(404, "Social action not found"))
        if further:
            return self.one_comment(f"urn:li:comment:({post['activity']},{further[0]})", asked, log)
        if asked.method == "GET":
            above = urn if COMMENT.match(urn) else None
            told = [
                c for c in self.comments.values() if c["object"] == post["activity"] and c.get("parentComment") == above
            ]
            return self.elements(told, asked)
        told = asked.fields
        if told.get("actor", "").rsplit(":", 1)[1] not in self.pages.get(asked.account, []):
            return Answer(403, self.refusal(403, "Not enough permissions to access: socialActions.CREATE"))
        if size(told["message"]["text"]) > 1_250:
            return Answer(400, self.refusal(400, "Comment text exceeds 1250 characters"))
        if bool(COMMENT.match(urn)) != ("parentComment" in told) or self.post_of(told["object"]) is not post:
            return Answer(400, self.refusal(400, "object and parentComment do not fit"))
        made = self.comment(told["actor"], told["message"]["text"], urn)
        log(
            "accepted", id=made["commentUrn"], account=told["actor"], text=told["message"]["text"], key="", reply_to=urn
        )
        return Answer(201, made, {"x-restli-id": made["id"]})

    def comment(self, actor: str, text: str, below: str) -> Thing:
        number, post = str(next(self.numbers)), self.post_of(below)
        urn = f"urn:li:comment:({post['activity']},{number})"
        now = int(time.time() * 1000)
        self.comments[urn] = {
            "id": number, "commentUrn": urn, "actor": actor, "object": post["activity"], "message": {"text": text, "attributes": []},
            "created": {"time": now, "actor": actor}, "lastModified": {"time": now, "actor": actor},
        }  # fmt: skip
        if COMMENT.match(below):
            self.comments[urn]["parentComment"] = below
            above = self.comments[below]
            number_below = above.get("commentsSummary", {}).get("totalFirstLevelComments", 0) + 1
            above["commentsSummary"] = {"totalFirstLevelComments": number_below}
        return self.comments[urn]

    def one_comment(self, urn: str, asked: Asked, log: Log) -> Answer:
        if urn not in self.comments:
            return Answer(404, self.refusal(404, "Comment not found"))
        comment = self.comments[urn]
        if asked.method == "GET":
            return Answer(200, comment)
        if asked.query.get("actor") != comment["actor"]:
            return Answer(403, self.refusal(403, "Not enough permissions to access: socialActions"))
        if asked.method == "DELETE":
            del self.comments[urn]
            log("deleted", id=urn)
            return Answer(204, b"")
        comment["message"]["text"] = asked.fields["patch"]["message"]["$set"]["text"]
        log("edited", id=urn, text=comment["message"]["text"])
        return Answer(200, comment)


def main() -> None:
    parser = fault_server.options("linkedin_fake", __doc__ or "")
    told = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(fault_server.run(World(), told, specs=True))


if __name__ == "__main__":
    main()
