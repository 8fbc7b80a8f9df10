"""The OpenAPI document: what the library knows of the operations, completed by what the door adds to each.

The difficult thing: half of what a program meets is not in any operation: tokens, keys, limits, refusals. So all of that
is added here in one place for every operation, and nothing about it is written twice.
"""

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils import translation

from eichhorn.api.answers import BASE, FILE
from eichhorn.api.interface import API
from eichhorn.api.problems import KINDS, MEDIA_TYPE, Problem, named
from eichhorn.api.rules import KEPT_FOR, Scope

type Json = dict[str, Any]

METHODS = ("get", "post", "put")
SCHEMA = "#/components/schemas/"
ALSO_FOUND = {"begin_draft", "save_version", "store_media"}
"""Operations that answer 200 where what they would make is there already."""
FILES = {
    "read_media_content": "image/*", "read_video_content": "video/mp4", "read_video_poster": "image/jpeg",
    "read_video_subtitles": "text/vtt", "read_plan_table": "text/csv", "read_plan_paper": "application/pdf",
}  # fmt: skip
"""Operations that answer a file, and of which kind."""
IN_PARTS = {"read_video_content", "read_video_poster"}
"""Those that answer a part of it where the header Range names one."""
ALWAYS = ("token-missing", "token-unknown", "scope-missing", "role-missing", "too-many-requests", "broken")
TAGS = {
    "me": "Whose token it is.",
    "duty": "Who is there when: hours, absences, deputies, and the weeks of the team as sums.",
    "goals": "Why: goals and the pillars to which they belong.",
    "topics": "What we speak about for a while, on all channels: topics and the versions of their briefs.",
    "occasions": "What comes: holidays, occasions of the house, times before elections.",
    "ideas": "What could become a post.",
    "asks": "What we ask departments for, whom one could ask, and what came of it.",
    "requests": "What we are asked for, what it would cost, and what we answered.",
    "slots": "When: the plan.",
    "several": "One act on several posts: looked at, confirmed, then all or nothing.",
    "queues": "Who waits on a channel, in which order.",
    "views": "The plan as one looks at it: kept views, their addresses for others, table and file to print.",
    "cadence": "When channels speak: their places, gaps, the next free place.",
    "series": "What comes again.",
    "meetings": "The editorial meeting: its agenda, what was decided in it, its protocol.",
    "spreadsheets": "Posts out of a table: looked at line by line, then made all or nothing.",
    "drafts": "What we say: drafts, their versions, what the checks say, handing in.",
    "texts": "What helps while one writes: count and preview, parts of a thread, cards of links, marks, templates.",
    "remarks": "What people say about a draft, and the wordings they propose.",
    "snippets": "What is written again and again: hashtags, signatures, templates, whom posts name, what links carry.",
    "media": "Pictures: found, described, where they are used, and what is decided where one may appear no longer.",
    "videos": "Videos: sent by pieces, converted, described, with a picture and subtitles; ready ones stand in posts.",
    "approvals": "Whether we may: questions to approvers and their answers.",
    "channels": "Where: accounts on networks and what each takes.",
    "deliveries": "Saying it: each approved version reaches its channel, once.",
    "messages": "What people say to us, and our replies.",
}
ABOUT = """The same house as on the pages: whatever a program does passes the same checks.

A token works in the name of one person. It needs the scope of an operation, and its owner's roles have to allow the step.
Lists come in pages, the newest first: `next` is the cursor of the page after. Refusals are problem details (RFC 9457) in
the language of Accept-Language (de, en). Each POST may carry an Idempotency-Key, and should: the same request under the
same key is done once and answered each time in the same words."""


@functools.cache
def text() -> str:
    """Return the document as JSON."""
    return json.dumps(document(), ensure_ascii=False, indent=1)


def document() -> Json:
    """Return the whole document; always in English."""
    with translation.override("en"):
        whole: Json = json.loads(json.dumps(API.get_openapi_schema(path_prefix=f"{BASE[1:]}/")))
        whole["info"] |= {
            "description": ABOUT,
            "license": {"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
        }
        whole["servers"] = [{"url": "/", "description": "This installation."}]
        whole["tags"] = [{"name": name, "description": about} for name, about in TAGS.items()]
        whole["components"] |= _components(whole["components"]["schemas"])
        for path, method, operation in operations(whole):
            _complete(operation, path, method, whole["components"]["schemas"])
    return whole


def operations(whole: Mapping[str, Any]) -> Iterator[tuple[str, str, Json]]:
    """Yield path, method and operation, in the order of the document."""
    for path, methods in whole["paths"].items():
        for method in METHODS:
            if method in methods:
                yield path, method, methods[method]


def _components(schemas: Json) -> Json:
    schemas["Problem"] = {
        "title": "Problem", "type": "object", "required": ["type", "title", "status", "detail"],
        "description": "Problem details (RFC 9457). Some kinds have members of their own.",
        "properties": {
            "type": {"type": "string", "description": "The kind, by which programs tell refusals apart."},
            "title": {"type": "string"}, "status": {"type": "integer"}, "detail": {"type": "string"},
            "errors": {
                "type": "array", "description": "Places that do not fit.",
                "items": {
                    "type": "object", "required": ["detail"],
                    "properties": {
                        "detail": {"type": "string"},
                        "pointer": {"type": "string", "description": "A JSON pointer into the body: #/text"},
                        "parameter": {"type": "string", "description": "The name of a parameter of the address."},
                    },
                },
            },
        },
    }  # fmt: skip
    by_status: dict[int, list[str]] = {}
    for kind, meant in KINDS.items():
        by_status.setdefault(meant.status, []).append(kind)
    whole_numbers = {"schema": {"type": "integer"}}
    return {
        "securitySchemes": {"token": {"type": "http", "scheme": "bearer", "description": "Scopes: " + ", ".join(Scope)}},
        "headers": {
            "RateLimit-Limit": {"description": "Requests a minute."} | whole_numbers,
            "RateLimit-Remaining": {"description": "Requests left in this minute."} | whole_numbers,
            "RateLimit-Reset": {"description": "Seconds until the count begins anew."} | whole_numbers,
            "Retry-After": {"description": "Seconds to wait."} | whole_numbers,
            "WWW-Authenticate": {"description": "What is missing.", "schema": {"type": "string"}},
            "Location": {"description": "Where the new thing is.", "schema": {"type": "string"}},
            "Idempotency-Replayed": {"description": "There where the answer is one given before.", "schema": {"const": "true"}},
        },
        "parameters": {
            "Idempotency-Key": {
                "name": "Idempotency-Key", "in": "header", "required": False, "example": "8e03978e-40d5-43dd-bc93-6894a57f9324",
                "description": f"Names this request for {KEPT_FOR.total_seconds() / 3600:.0f} hours; the same one again has no second effect.",
                "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[\x21-\x7e]+$"},
            },
            "Accept-Language": {
                "name": "Accept-Language", "in": "header", "required": False, "example": "en",
                "description": "The language of refusals, de or en; left out: that of the token's owner.",
                "schema": {"type": "string"},
            },
        },
        "responses": {f"Problem{status}": _problem(status, kinds) for status, kinds in sorted(by_status.items())},
    }  # fmt: skip


def _problem(status: int, kinds: list[str]) -> Json:
    headers = {401: ["WWW-Authenticate"], 409: [], 429: ["Retry-After"], 503: ["Retry-After"]}.get(status, [])
    return {
        "description": named(status) + ": " + ", ".join(kinds),
        "headers": {name: {"$ref": f"#/components/headers/{name}"} for name in headers},
        "content": {
            MEDIA_TYPE: {
                "schema": {"$ref": SCHEMA + "Problem"},
                "examples": {kind: {"value": json.loads(Problem(kind).answer().content)} for kind in kinds},
            }
        },
    }  # fmt: skip


def _complete(operation: Json, path: str, method: str, schemas: Json) -> None:
    description = operation.get("description", "")
    operation["summary"] = description.split(".")[0].split(":")[0].replace("\n", " ").strip() + "."
    for parameter in operation.get("parameters", []):
        parameter["schema"] = _without_null(parameter["schema"])
    operation["parameters"] = [
        *operation.get("parameters", []),
        *([{"$ref": "#/components/parameters/Idempotency-Key"}] if method == "post" else []),
        {"$ref": "#/components/parameters/Accept-Language"},
    ]
    operation["responses"] = _answers(operation, method, schemas) | {
        str(status): {"$ref": f"#/components/responses/Problem{status}"}
        for status in _refusals(operation, path, method)
    }
    for content in operation.get("requestBody", {}).get("content", {}).values():
        content["example"] = example(content["schema"], schemas)


def _without_null(schema: Json) -> Json:
    """Return what a parameter may be: it is left out, never null."""
    choices = [choice for choice in schema.pop("anyOf", ()) if choice.get("type") != "null"]
    return schema | choices[0] if choices else schema


def _answers(operation: Json, method: str, schemas: Json) -> Json:
    """Return the good answers, with headers and an example each."""
    found: Json = {}
    for status, answer in operation["responses"].items():
        if file := FILES.get(operation["operationId"]):
            answer["content"] = {file: {"schema": FILE}}
        for content in answer.get("content", {}).values():
            if content["schema"].get("format") != "binary":
                content["example"] = example(content["schema"], schemas)
        names = ["RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset"]
        names += ["Location"] if status == "201" else []
        names += ["Idempotency-Replayed"] if method == "post" else []
        headers = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
        found[status] = answer | {"description": named(int(status)), "headers": headers}
    if operation["operationId"] in ALSO_FOUND:
        found["200"] = found["201"] | {"description": "It is there already."}
    if operation["operationId"] in IN_PARTS:
        found["206"] = found["200"] | {"description": "The part that was asked for."}
    return found


def _refusals(operation: Json, path: str, method: str) -> list[int]:
    """Return the statuses of all refusals that the operation can give."""
    kinds = {*ALWAYS, "invalid", *operation.pop("x-problems", [])}
    if "{" in path:
        kinds.add("not-found")
    if method != "get":
        kinds |= {"not-understood", "too-large", "stands-elsewhere"}
    if "requestBody" in operation:
        kinds.add("media-type-unknown")
    if method == "post":
        kinds |= {"key-in-use", "key-reused", "key-malformed"}
    return sorted({KINDS[kind].status for kind in kinds})


def example(schema: Json, schemas: Json) -> Any:
    """Return a value that the schema allows: its own example, else one made of its parts."""
    if "$ref" in schema:
        return example(schemas[schema["$ref"].removeprefix(SCHEMA)], schemas)
    for given in ("example", "const", "default"):
        if schema.get(given) is not None:
            return schema[given]
    if schema.get("examples"):
        return schema["examples"][0]
    if "enum" in schema:
        return schema["enum"][0]
    for choice in (*schema.get("anyOf", ()), *schema.get("allOf", ())):
        return None if choice.get("type") == "null" else example(choice, schemas)
    return _example_of_type(schema, schemas)


def _example_of_type(schema: Json, schemas: Json) -> Any:
    match schema.get("type"):
        case "object":
            wanted = set(schema.get("properties", {}))
            if "oneOf" in schema:  # one of the ways, not all of them
                ways = [set(way["required"]) for way in schema["oneOf"]]
                wanted -= set.union(*ways) - ways[0]
            return {
                name: example(part, schemas) for name, part in schema.get("properties", {}).items() if name in wanted
            }
        case "array":
            return [example(schema["items"], schemas)]
        case "integer" | "number":
            return schema.get("minimum", 1)
        case "boolean":
            return False
        case "string":
            return _example_text(schema)
    return None


def _example_text(schema: Json) -> str:
    if schema.get("format") == "date-time":
        return "2026-06-11T12:00:00Z"
    if schema.get("format") == "date":
        return "2026-06-11"
    return "0" * 64 if schema.get("pattern") == "^[0-9a-f]{64}$" else ""
