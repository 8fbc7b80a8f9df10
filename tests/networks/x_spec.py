"""X's own description of its API, to check requests against."""

import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.networks.fault_api import Asked


@dataclass(frozen=True, slots=True)
class Description:
    """X's own description, to read and to check by."""

    raw: dict[str, Any]
    checked: Any


def specs(folder: Path) -> Description:
    from openapi_core import Config, OpenAPI

    raw = json.loads((folder / "x-openapi.json").read_text())
    return Description(raw, OpenAPI.from_dict(raw, config=Config(spec_validator_cls=None)))


def off_spec(description: Description, asked: Asked) -> list[str]:
    """Return what the request does against the description: its path, its parameters, its body."""
    from openapi_core.exceptions import OpenAPIError
    from openapi_core.testing import MockRequest

    if "oauth2" in asked.path:
        return []  # described elsewhere, in words
    request = MockRequest(
        "https://api.x.com", asked.method.lower(), asked.path, args=dict(asked.query), headers=asked.headers,
        data=asked.body or None, content_type=asked.headers.get("content-type", ""),
    )  # fmt: skip
    try:
        description.checked.validate_request(request)
    except OpenAPIError as error:
        return [f"{asked.method} {asked.path}: {error!r} {error.__cause__!r}"[:600]]
    unknown = set(asked.query) - _parameters(description, asked)
    return [f"{asked.method} {asked.path}: unknown parameter {name}" for name in sorted(unknown)]


def _parameters(description: Description, asked: Asked) -> set[str]:
    """Return the names of parameters that the description knows there; X refuses every other."""
    shape = re.sub(r"/\d+", "/{id}", asked.path.removeprefix("/2"))
    operation = description.raw["paths"].get(f"/2{shape}", {}).get(asked.method.lower(), {})
    known = description.raw["components"].get("parameters", {})
    told = [
        known[each["$ref"].rsplit("/", 1)[1]] if "$ref" in each else each for each in operation.get("parameters", [])
    ]
    return {str(each["name"]) for each in told}
