"""What the fault server answers while it behaves: accounts, pictures, statuses, notifications."""

import hashlib
import html
import itertools
import json
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.parser import BytesParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode

TOPICS = {
    ("POST", "/api/v1/statuses"): "statuses",
    ("POST", "/api/v1/apps"): "apps",
    ("POST", "/oauth/token"): "token",
    ("GET", "/api/v1/notifications"): "notifications",
    ("GET", "/api/v1/accounts/verify_credentials"): "verify",
    ("GET", "/api/v1/instance"): "instance",
    ("GET", "/api/v2/instance"): "instance",
}
type Log = Callable[..., None]


@dataclass(slots=True)
class Asked:
    """One request, read whole."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    topic: str = ""
    """What kind of request it is, as the network says; faults are ordered on a topic."""
    target: str = ""
    """Path and query as they were written."""

    @property
    def token(self) -> str:
        return self.headers.get("authorization", "").removeprefix("Bearer ").strip()

    @property
    def account(self) -> str:
        """Whose token it is: what stands before the first dot."""
        return self.token.partition(".")[0]

    @property
    def key(self) -> str:
        return self.headers.get("idempotency-key", "")

    @property
    def fields(self) -> dict[str, Any]:
        kind = self.headers.get("content-type", "")
        if kind.startswith("application/json"):
            return dict(json.loads(self.body or b"{}"))
        if kind.startswith("multipart/form-data"):
            return {name: content for name, _, content in self.parts()}
        pairs = parse_qsl(self.body.decode(), keep_blank_values=True)
        many = {name.removesuffix("[]") for name, _ in pairs if name.endswith("[]")}
        single = {name: value for name, value in pairs if not name.endswith("[]")}
        return single | {name: [value for other, value in pairs if other == f"{name}[]"] for name in many}

    def parts(self) -> Iterator[tuple[str, str, Any]]:
        """Yield name, media type and content of each part of a form with files."""
        message = BytesParser().parsebytes(
            b"Content-Type: " + self.headers["content-type"].encode() + b"\r\n\r\n" + self.body
        )
        for part in message.get_payload():
            content = part.get_payload(decode=True)  # type: ignore[union-attr]
            name = str(part.get_param("name", header="content-disposition"))  # type: ignore[union-attr]
            file_name = part.get_filename()  # type: ignore[union-attr]
            yield name, part.get_content_type(), content if file_name else content.decode()  # type: ignore[union-attr]


@dataclass(slots=True)
class Answer:
    status: int
    content: Any
    headers: dict[str, str] = field(default_factory=dict)

    def bytes(self) -> bytes:
        return self.content if isinstance(self.content, bytes) else json.dumps(self.content).encode()

    @property
    def media_type(self) -> str:
        return "text/html" if isinstance(self.content, bytes) and self.content.startswith(b"<") else "application/json"


@dataclass(slots=True)
class World:
    """Everything this network knows."""

    software: str = "mastodon"
    keeps_keys: bool = True
    origin: str = ""
    text_limit: int = 500
    pictures: int = 4
    alt_limit: int = 1500
    with_v2: bool = True
    """Whether /api/v2/instance and /api/v2/media exist."""
    media_takes: int = 0
    """How often a picture answers that it is not ready yet."""
    statuses: dict[str, dict[str, Any]] = field(default_factory=dict)
    media: dict[str, dict[str, Any]] = field(default_factory=dict)
    waiting: dict[str, int] = field(default_factory=dict)
    notifications: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    keys: dict[tuple[str, str], str] = field(default_factory=dict)
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(110_000_000_000_000_001))

    def topic(self, asked: Asked) -> str:
        if "/media" in asked.path:
            return "media"
        if asked.method in ("DELETE", "PUT"):
            return {"DELETE": "delete", "PUT": "edit"}[asked.method]
        if asked.path.endswith("/context"):
            return "context"
        if asked.path.startswith("/api/v1/accounts/") and asked.path.endswith("/statuses"):
            return "lookup"
        return TOPICS.get((asked.method, asked.path), "other")

    def refusal(self, status: int, told: str) -> dict[str, Any]:
        """Return how the network says no."""
        return {"error": told}

    def off_spec(self, description: Any, asked: Asked) -> list[str]:
        return off_spec(description, asked)

    def answer(self, asked: Asked, log: Log) -> Answer:
        if found := self.open_doors(asked):
            return found
        if not asked.token or asked.token.startswith("revoked"):
            return Answer(401, {"error": "The access token is invalid"})
        head, _, tail = asked.path.removeprefix("/api/").partition("/")[2].partition("/")
        match asked.method, head, tail:
            case "POST", "statuses", "":
                return self.post(asked, log)
            case "GET", "statuses", number if number.endswith("/context"):
                return self.context(number.removesuffix("/context"))
            case "GET", "statuses", number if number in self.statuses:
                return Answer(200, self.statuses[number])
            case "PUT", "statuses", number if number in self.statuses:
                return self.edit(number, asked, log)
            case "DELETE", "statuses", number if number in self.statuses:
                return Answer(200, self.statuses.pop(number))
            case "GET", "accounts", "verify_credentials":
                return Answer(200, self.account(asked.account) | {"source": {"language": "de"}})
            case "GET", "accounts", tail if tail.endswith("/statuses"):
                mine = [s for s in self.statuses.values() if s["account"]["id"] == tail.removesuffix("/statuses")]
                return Answer(200, page(mine, asked))
            case "GET", "notifications", "":
                return Answer(200, page([n for owner, n in self.notifications if owner == asked.account], asked))
            case "POST", "media", "":
                return self.take_picture(asked)
            case "GET", "media", number if number in self.media:
                return self.picture(number)
        return Answer(404, {"error": "Record not found"})

    def open_doors(self, asked: Asked) -> Answer | None:
        """What is answered without a token."""
        match asked.method, asked.path:
            case "GET", "/.well-known/nodeinfo" if self.software:
                rel = "http://nodeinfo.diaspora.software/ns/schema/2.0"
                return Answer(200, {"links": [{"rel": rel, "href": f"{self.origin}/nodeinfo/2.0"}]})
            case "GET", "/nodeinfo/2.0" if self.software:
                return Answer(200, {"version": "2.0", "software": {"name": self.software, "version": "0.20-dev"}})
            case "GET", "/api/v1/instance":
                return Answer(200, {"uri": "fault", "version": "3.5.0", "configuration": self.configuration()})
            case "GET", "/api/v2/instance" if self.with_v2:
                return Answer(200, {"domain": "fault", "version": "4.4.0", "configuration": self.configuration()})
            case "POST", "/api/v1/apps":
                return Answer(200, {"id": "1", "client_id": "client", "client_secret": "secret"})
            case "GET", "/oauth/authorize":
                back = urlencode({"code": "code-a1", "state": asked.query.get("state", "")})
                return Answer(302, {}, {"Location": f"{asked.query['redirect_uri']}?{back}"})
            case "POST", "/oauth/token":
                return self.token(asked)
        return None

    def token(self, asked: Asked) -> Answer:
        code = str(asked.fields.get("code", ""))
        if not code.startswith("code-"):
            return Answer(400, {"error": "invalid_grant", "error_description": "The code is unknown."})
        return Answer(200, {"access_token": code.removeprefix("code-"), "token_type": "Bearer"})

    def configuration(self) -> dict[str, Any]:
        return {
            "statuses": {
                "max_characters": self.text_limit,
                "max_media_attachments": self.pictures,
                "characters_reserved_per_url": 23,
            },
            "media_attachments": {
                "supported_mime_types": ["image/jpeg", "image/png"],
                "image_size_limit": 1_000_000,
                "description_limit": self.alt_limit,
            },
        }

    def post(self, asked: Asked, log: Log) -> Answer:
        told = asked.fields
        text = str(told.get("status") or "")
        media = [str(number) for number in told.get("media_ids") or []]
        if known := self.keys.get((asked.token, asked.key)) if asked.key and self.keeps_keys else None:
            return Answer(200, self.statuses[known])
        if len(text) > self.text_limit or (not text and not media):
            return Answer(422, {"error": "Validation failed: Text is too long or missing"})
        status = self.keep(asked.account, text, told, media)
        self.keys[asked.token, asked.key] = status["id"]
        log(
            "accepted", id=status["id"], account=asked.account, text=text, key=asked.key, language=told.get("language"),
            spoiler=told.get("spoiler_text") or "", reply_to=told.get("in_reply_to_id"),
            alts=[self.media[number]["description"] for number in media],
            pictures=[{name: self.media[number][name] for name in ("digest", "kind", "focus")} for number in media],
        )  # fmt: skip
        return Answer(200, status)

    def edit(self, number: str, asked: Asked, log: Log) -> Answer:
        text = str(asked.fields.get("status") or "")
        if len(text) > self.text_limit or not text:
            return Answer(422, {"error": "Validation failed: Text is too long or missing"})
        paragraphs = "</p><p>".join(html.escape(part).replace("\n", "<br />") for part in text.split("\n\n"))
        self.statuses[number]["content"] = f"<p>{paragraphs}</p>"
        if (ids := asked.fields.get("media_ids")) is not None:
            self.statuses[number]["media_attachments"] = [self.media.get(one) or {"id": one} for one in ids]
        log(
            "edited", id=number, account=asked.account, text=text,
            focus=[each.get("focus") for each in asked.fields.get("media_attributes") or []],
        )  # fmt: skip
        return Answer(200, self.statuses[number])

    def keep(self, account: str, text: str, told: dict[str, Any], media: list[str]) -> dict[str, Any]:
        number = str(next(self.numbers))
        paragraphs = "</p><p>".join(html.escape(part).replace("\n", "<br />") for part in text.split("\n\n"))
        self.statuses[number] = {
            "id": number, "uri": f"{self.origin}/users/{account}/{number}", "url": f"{self.origin}/@{account}/{number}",
            "created_at": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
            "account": self.account(account), "content": f"<p>{paragraphs}</p>", "visibility": "public",
            "spoiler_text": told.get("spoiler_text") or "", "language": told.get("language"),
            "in_reply_to_id": told.get("in_reply_to_id"), "media_attachments": [self.media[m] for m in media],
            "sensitive": bool(told.get("spoiler_text")), "mentions": [], "tags": [], "emojis": [],
        }  # fmt: skip
        return self.statuses[number]

    def say(
        self, text: str, author: str = "ada", to: str = "a1", in_reply_to_id: str = "", content: str = ""
    ) -> dict[str, Any]:
        """A visitor says something to an account, which is told about it unless `to` is empty; `content` is raw HTML."""
        said = {"in_reply_to_id": in_reply_to_id or None, "language": "de"}
        status = self.keep(author, text, said, [])
        if content:
            status["content"] = content
        if not to:
            return status
        number = str(next(self.numbers))
        told = {
            "id": number,
            "type": "mention",
            "created_at": status["created_at"],
            "account": status["account"],
            "status": status,
        }
        self.notifications.append((to, told))
        return status

    def delete(self, id: str) -> None:  # noqa: A002
        """The status is gone; who was told of it is told of nothing any more."""
        del self.statuses[id]
        for _, told in self.notifications:
            if told["status"] and told["status"]["id"] == id:
                told["status"] = None

    def context(self, number: str) -> Answer:
        if number not in self.statuses:
            return Answer(404, {"error": "Record not found"})
        replies = [status for status in self.statuses.values() if status["in_reply_to_id"] == number]
        return Answer(200, {"ancestors": [], "descendants": replies})

    def account(self, name: str) -> dict[str, Any]:
        return {
            "id": f"9{name}",
            "username": name,
            "acct": name,
            "display_name": name.title(),
            "url": f"{self.origin}/@{name}",
        }

    def take_picture(self, asked: Asked) -> Answer:
        if "/v2/" in asked.path and not self.with_v2:
            return Answer(404, {"error": "Not found"})
        parts = {name: (kind, content) for name, kind, content in asked.parts()}
        number = str(next(self.numbers))
        kind, content = parts["file"]
        if not kind.startswith("image/"):
            return Answer(422, {"error": "File type is not supported"})
        url = f"{self.origin}/media/{number}"
        self.media[number] = {
            "id": number, "type": "image", "url": url, "preview_url": url, "bytes": len(content),
            "description": parts.get("description", ("", None))[1], "focus": parts.get("focus", ("", None))[1],
            "digest": hashlib.sha256(content).hexdigest(), "kind": kind,
        }  # fmt: skip
        self.waiting[number] = self.media_takes
        return self.picture(number, first=202)

    def picture(self, number: str, first: int = 206) -> Answer:
        if self.waiting[number] > 0:
            self.waiting[number] -= 1
            return Answer(first, self.media[number] | {"url": None})
        return Answer(200, self.media[number])


def page(things: list[dict[str, Any]], asked: Asked) -> list[dict[str, Any]]:
    """Return one page, newest first, as min_id, since_id, max_id and limit ask."""
    limit = int(asked.query.get("limit", "20"))
    newer = asked.query.get("min_id") or asked.query.get("since_id") or "0"
    older = asked.query.get("max_id") or str(10**30)
    meant = [thing for thing in things if int(newer) < int(thing["id"]) < int(older)]
    if "min_id" in asked.query:
        return meant[:limit][::-1]
    return meant[::-1][:limit]


def specs(folder: Path) -> Any:
    """Return the API description, ready to check requests."""
    from openapi_core import Config, OpenAPI

    described = json.loads((folder / "mastodon-openapi.json").read_text())
    return OpenAPI.from_dict(_mended(described), config=Config(spec_validator_cls=None))


def _mended(part: Any) -> Any:
    """Return the description without its three slips: defaults of a wrong type (so it is not validated itself), bytes
    described as text, and a status with text and picture matching two of "exactly one"."""
    if isinstance(part, list):
        return [_mended(each) for each in part]
    if not isinstance(part, dict):
        return part
    mended = {"anyOf" if name == "oneOf" else name: _mended(value) for name, value in part.items()}
    if mended.get("format") == "binary":
        del mended["type"]
    return mended


def off_spec(description: Any, asked: Asked) -> list[str]:
    """Return what the request does against the description; nothing for a path that it does not name."""
    from openapi_core.exceptions import OpenAPIError
    from openapi_core.templating.paths.exceptions import PathNotFound
    from openapi_core.testing import MockRequest

    started = time.monotonic()
    request = MockRequest(
        "https://mastodon.example", asked.method.lower(), asked.path, args=dict(asked.query), headers=asked.headers,
        data=asked.body, content_type=asked.headers.get("content-type", ""),
    )  # fmt: skip
    try:
        description.validate_request(request)
    except PathNotFound:
        return []
    except OpenAPIError as error:
        return [f"{error!r} {error.__cause__!r} ({time.monotonic() - started:.3f} s)"[:600]]
    return []
