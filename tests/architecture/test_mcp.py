"""The table of operations once more, through the tools of assistants: the same people, the same scopes, and never more.

The rows are those of the interface for programs; a tool without a row fails.
"""

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from django.db import transaction
from django.test import Client
from pytest_django import DjangoDbBlocker

from eichhorn.api.mcp.tools import SCOPES, Tool, tools
from eichhorn.api.rules import Scope
from eichhorn.people.models import Knock
from tests import make
from tests.architecture.api_rows import OPERATIONS
from tests.architecture.operation import Operation
from tests.architecture.world import NOBODY, VISITORS, World, opened

pytestmark = pytest.mark.django_db
ROWS = {operation.name: operation for operation in OPERATIONS}
TOOLS = list(tools().values())


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), opened() as made:
        yield made


def arguments(tool: Tool, row: Operation, world: World) -> dict[str, Any]:
    """Return what the row sends, as an assistant says it."""
    body = row.body(world)
    said = {key: part for key, part in body.items() if key in tool.in_body} if isinstance(body, dict) else {}
    said |= dict(parse_qsl(urlsplit(row.path(world)).query))
    where, numbers = tool.path.removeprefix("/api/v1").split("/"), row.path(world).split("/")
    return said | {
        name.strip("{}"): int(number) for name, number in zip(where, numbers, strict=True) if name.startswith("{")
    }


def status(tool: Tool, world: World, secret: str) -> int:
    """Return the status that the tool answers with, and leave nothing behind."""
    message = {
        "jsonrpc": "2.0", "id": 1, "method": "tools/call",
        "params": {"name": tool.name, "arguments": arguments(tool, ROWS[tool.name], world)},
    }  # fmt: skip
    headers = {"accept": "application/json, text/event-stream", "authorization": f"Bearer {secret}"}
    with transaction.atomic():
        Knock.objects.all().delete()
        answer = Client().post("/mcp", json.dumps(message), content_type="application/json", headers=headers)
        transaction.set_rollback(True)
    if answer.status_code != 200:
        return answer.status_code
    result = json.loads(answer.content)["result"]
    return int(result["structuredContent"]["status"]) if result["isError"] else 200


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_each_visitors_assistant_is_let_in_or_refused_as_the_table_says(tool: Tool, world: World) -> None:
    row, found = ROWS[tool.name], {}
    for visitor in VISITORS:
        secret = "" if visitor == NOBODY else make.api.token(world.persons[visitor]).secret
        found[visitor] = status(tool, world, secret)
    expected = {
        visitor: 401 if visitor == NOBODY else 200 if visitor in row.who else row.refused for visitor in VISITORS
    }
    assert found == expected


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_a_tool_needs_the_scopes_of_its_operation_and_those_that_decide_help_nothing(tool: Tool, world: World) -> None:
    row = ROWS[tool.name]
    who = next(visitor for visitor in VISITORS if visitor in row.who and visitor != NOBODY)
    needed = {row.scope, *row.also}
    assert needed <= SCOPES
    enough = make.api.token(world.persons[who], scopes=needed).secret
    without = make.api.token(world.persons[who], scopes=set(Scope) - needed).secret
    assert (status(tool, world, enough), status(tool, world, without)) == (200, 403)
