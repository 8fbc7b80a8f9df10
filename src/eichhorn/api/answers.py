"""Answers as they leave: the bytes of a schema, and where a new thing is found."""

from typing import Any

from django.http import HttpResponse
from pydantic import BaseModel

from eichhorn.api.caller import Needs
from eichhorn.api.rules import Scope

BASE = "/api/v1"
FILE = {"type": "string", "format": "binary"}


def said(shown: BaseModel, *, status: int = 200, at: str = "") -> HttpResponse:
    """Return the answer; `at` is the address of what was made, below the interface's own."""
    answer = HttpResponse(shown.model_dump_json(), status=status, content_type="application/json")
    if at:
        answer["Location"] = BASE + at
    return answer


def operation(
    name: str,
    scope: Scope,
    answers: type[BaseModel] | None,
    *,
    status: int = 200,
    can: tuple[str, ...] = (),
    sent: str = "",
) -> dict[str, Any]:
    """Return what the library has to know of an operation: its name, the scope it needs, what it answers.

    `can` names the kinds of problems that only some operations have, for the reference; `sent` the media type of a body
    that is a file alone.
    """
    body = {"requestBody": {"required": True, "content": {sent: {"schema": FILE}}}} if sent else {}
    return {
        "operation_id": name, "url_name": name, "auth": Needs(scope), "response": {status: answers},
        "openapi_extra": {"security": [{"token": [scope.value]}], "x-problems": list(can)} | body,
    }  # fmt: skip
