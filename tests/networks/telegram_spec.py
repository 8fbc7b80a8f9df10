"""The description of Telegram's Bot API that others keep (`telegram-api.json`), to check requests against.

It lists methods and types in a form of its own, so it is turned into OpenAPI here, in which openapi-core reads it. What a
form with files says is written as JSON first: a part of it is a file, or JSON, or a text.
"""

import json
from pathlib import Path
from typing import Any

from tests.networks.fault_api import Asked

PLAIN = {
    "String": {"type": "string"},
    "Integer": {"type": "integer"},
    "Float": {"type": "number"},
    "Boolean": {"type": "boolean"},
    "True": {"type": "boolean", "enum": [True]},
    "InputFile": {"type": "object", "required": ["file"]},
}


def specs(folder: Path) -> Any:
    from openapi_core import Config, OpenAPI

    raw = json.loads((folder / "telegram-api.json").read_text())
    document = {
        "openapi": "3.1.0", "info": {"title": raw["version"], "version": raw["version"]},
        "servers": [{"url": "https://api.telegram.org"}],
        "paths": {f"/{name}": {"post": _operation(method)} for name, method in raw["methods"].items()},
        "components": {"schemas": {name: _type(kind) for name, kind in raw["types"].items()}},
    }  # fmt: skip
    return OpenAPI.from_dict(document, config=Config(spec_validator_cls=None))


def _operation(method: dict[str, Any]) -> dict[str, Any]:
    body = {"content": {"application/json": {"schema": _object(method)}}, "required": True}
    return {"requestBody": body, "responses": {"200": {"description": "As the description says."}}}


def _type(kind: dict[str, Any]) -> dict[str, Any]:
    if kind.get("subtypes"):
        return {"anyOf": [_schema(name) for name in kind["subtypes"]]}
    return _object(kind)


def _object(described: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of an object that has these fields and no others."""
    fields = described.get("fields", [])
    return {
        "type": "object", "additionalProperties": False,
        "required": [each["name"] for each in fields if each["required"]],
        "properties": {each["name"]: {"anyOf": list(map(_schema, each["types"]))} for each in fields},
    }  # fmt: skip


def _schema(name: str) -> dict[str, Any]:
    if name.startswith("Array of "):
        return {"type": "array", "items": _schema(name.removeprefix("Array of "))}
    return PLAIN.get(name) or {"$ref": f"#/components/schemas/{name}"}


def fields_of(asked: Asked) -> dict[str, Any]:
    """Return what was asked for, whether it came as JSON or as a form with files."""
    if not asked.headers.get("content-type", "").startswith("multipart/form-data"):
        return asked.fields
    told: dict[str, Any] = {}
    for name, kind, content in asked.parts():
        if isinstance(content, bytes):
            told[name] = {"file": kind, "bytes": len(content)}
        else:
            told[name] = json.loads(content) if content[:1] in "[{" or content in ("true", "false") else content
    return told


def off_spec(description: Any, asked: Asked) -> list[str]:
    """Return what the request does against the description: an unknown method or field, a missing one, a false type."""
    from openapi_core.exceptions import OpenAPIError
    from openapi_core.testing import MockRequest

    method, told = asked.path.rsplit("/", 1)[1], fields_of(asked)
    attached = {
        each["media"].removeprefix("attach://") for each in told.get("media", []) if isinstance(each, dict)
    }  # a file of an album is a part of the form, and no field of the method
    body = json.dumps({name: value for name, value in told.items() if name not in attached}).encode()
    request = MockRequest(
        "https://api.telegram.org", asked.method.lower(), f"/{method}", data=body, content_type="application/json"
    )
    try:
        description.validate_request(request)
    except OpenAPIError as error:
        causes = [str(each) for each in getattr(error.__cause__, "schema_errors", [])]
        return [f"{asked.method} {method}: {error!r} {error.__cause__!r} {causes}"[:600]]
    return []
