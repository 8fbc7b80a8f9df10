"""The reference of the interface, made of its OpenAPI document: for the page, and for docs/reference/api.md."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.utils import translation

from eichhorn.api import document
from eichhorn.api.problems import KINDS
from eichhorn.api.rules import Scope
from eichhorn.api.words import SCOPES

PLACE = re.compile(r"^#/components/\w+/")


@dataclass(frozen=True, slots=True)
class Parameter:
    name: str
    place: str
    kind: str
    about: str


@dataclass(frozen=True, slots=True)
class Explained:
    """One operation as its reader meets it."""

    name: str
    method: str
    path: str
    scope: str
    about: str
    parameters: tuple[Parameter, ...]
    body: str
    """An example, as JSON; empty where there is none."""
    media_type: str
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Section:
    name: str
    about: str
    operations: tuple[Explained, ...]


def sections() -> list[Section]:
    """Return the operations by what they are about."""
    whole = document.document()
    found: dict[str, list[Explained]] = {tag["name"]: [] for tag in whole["tags"]}
    for path, method, operation in document.operations(whole):
        found[operation["tags"][0]].append(_explained(path, method, operation, whole))
    return [Section(tag["name"], tag["description"], tuple(found[tag["name"]])) for tag in whole["tags"]]


def problems() -> list[tuple[str, int, str, str]]:
    """Return name, status, title and help of each kind of refusal, in English."""
    with translation.override("en"):
        return [(name, kind.status, str(kind.title), str(kind.helps)) for name, kind in KINDS.items()]


def scopes() -> list[tuple[str, str]]:
    """Return each scope with what it is for, in English."""
    with translation.override("en"):
        return [(scope.value, str(SCOPES[scope])) for scope in Scope]


def page() -> str:
    """Return the reference as Markdown."""
    return "\n".join(_lines()).rstrip() + "\n"


def _lines() -> Iterator[str]:
    yield "# The interface for programs\n"
    yield "This page is written from the OpenAPI document (`/api/v1/openapi.json`) by `eichhorn manage api_reference --write`;"
    yield "a test compares the two. [Use the interface](../howto/use-the-api.md) shows how to begin.\n"
    yield document.ABOUT + "\n"
    yield from ("## Scopes\n", "| scope | lets a program |", "|---|---|")
    yield from (f"| `{name}` | {word[0].lower()}{word[1:]} |" for name, word in scopes())
    for section in sections():
        yield f"\n## {section.name.capitalize()}\n\n{section.about}"
        for operation in section.operations:
            yield from _operation(operation)
    yield "\n## Problems\n\nThe `type` of a problem is `/api/v1/#problem-` and its name.\n"
    yield from ("| name | status | title | what helps |", "|---|---|---|---|")
    yield from (f"| `{name}` | {status} | {title} | {helps} |" for name, status, title, helps in problems())


def _operation(of: Explained) -> Iterator[str]:
    yield f"\n### `{of.method} {of.path}`\n"
    yield f"`{of.name}`, scope `{of.scope}`. {of.about}\n"
    for parameter in of.parameters:
        yield f"- `{parameter.name}` ({parameter.place}, {parameter.kind}): {parameter.about}"
    if of.parameters:
        yield ""
    if of.body:
        yield f"```json\n{of.body}\n```\n"
    yield "Answers: " + ", ".join(of.answers) + "."


def _explained(path: str, method: str, operation: dict[str, Any], whole: dict[str, Any]) -> Explained:
    contents = operation.get("requestBody", {}).get("content", {})
    media_type = next(iter(contents), "")
    example = contents[media_type]["example"] if media_type == "application/json" else None
    return Explained(
        name=operation["operationId"], method=method.upper(), path=path, scope=operation["security"][0]["token"][0],
        about=" ".join(operation["description"].split()), media_type=media_type,
        parameters=tuple(_parameter(one, whole) for one in operation["parameters"] if one.get("in") in {"path", "query"}),
        body=json.dumps(example, ensure_ascii=False, indent=2) if example is not None else "",
        answers=tuple(sorted(operation["responses"])),
    )  # fmt: skip


def _parameter(one: dict[str, Any], whole: dict[str, Any]) -> Parameter:
    schema = one["schema"]
    return Parameter(one["name"], one["in"], _kind(schema, whole), one.get("description", ""))


def _kind(schema: dict[str, Any], whole: dict[str, Any]) -> str:
    """Return what kind of value it is, in a word or by its values."""
    if "$ref" in schema:
        return _kind(whole["components"]["schemas"][PLACE.sub("", schema["$ref"])], whole)
    if "enum" in schema:
        return " or ".join(schema["enum"])
    kinds = [_kind(choice, whole) for choice in schema.get("anyOf", ()) if choice.get("type") != "null"]
    return kinds[0] if kinds else str(schema.get("format", schema.get("type", "")))
