"""Every operation for programs, asked for by everybody: nobody, a stranger, each role; with each scope alone."""

from collections.abc import Iterator

import pytest
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import get_resolver
from pytest_django import DjangoDbBlocker

from eichhorn.api.rules import Scope
from eichhorn.people.models import Knock
from tests import make
from tests.architecture.api_rows import OPERATIONS
from tests.architecture.operation import Operation
from tests.architecture.test_permissions import names
from tests.architecture.world import NOBODY, VISITORS, World, opened

pytestmark = pytest.mark.django_db
IDS = [operation.name for operation in OPERATIONS]


def test_every_operation_has_exactly_one_row() -> None:
    addresses = sorted(name for name in names(get_resolver()) if name.startswith("api-v1:"))
    rows = sorted(f"api-v1:{operation.name}" for operation in OPERATIONS)
    assert set(addresses) - set(rows) == set(), "operations without a row in tests/architecture/api_rows.py"
    assert set(rows) - set(addresses) == set(), "rows without an operation"
    assert len(rows) == len(set(rows))


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), opened() as made:
        yield made


def asked(operation: Operation, world: World, secret: str) -> int:
    """Ask for the operation with the token, leave nothing behind, and return the status."""
    client = Client(headers={"authorization": f"Bearer {secret}"} if secret else {})
    with transaction.atomic():
        Knock.objects.all().delete()
        answer: HttpResponse = _sent(client, operation, world)
        transaction.set_rollback(True)
    return answer.status_code


def _sent(client: Client, operation: Operation, world: World) -> HttpResponse:
    path = f"/api/v1{operation.path(world)}"
    if operation.method == "get":
        answer: HttpResponse = client.get(path)
    else:
        body = operation.body(world)
        send = getattr(client, operation.method)
        answer = send(path, body) if operation.form else send(path, body, content_type="application/json")
    return answer


@pytest.mark.parametrize("operation", OPERATIONS, ids=IDS)
def test_each_role_is_let_in_or_refused_as_the_table_says(operation: Operation, world: World) -> None:
    found = {}
    for visitor in VISITORS:
        secret = "" if visitor == NOBODY else make.api.token(world.persons[visitor]).secret
        found[visitor] = _said(asked(operation, world, secret), operation)
    expected = {
        visitor: "no token" if visitor == NOBODY else "let in" if visitor in operation.who else "refused"
        for visitor in VISITORS
    }
    assert found == expected


@pytest.mark.parametrize("operation", OPERATIONS, ids=IDS)
def test_each_scope_alone_opens_its_own_operations_and_no_other(operation: Operation, world: World) -> None:
    owner = world.persons[sorted(operation.who)[0]]
    needed = {operation.scope} | operation.also
    for scope in Scope:
        status = asked(operation, world, make.api.token(owner, scopes=[scope]).secret)
        assert _said(status, operation) == ("let in" if needed == {scope} else "refused"), scope
    rest = [scope for scope in Scope if scope not in needed]
    assert asked(operation, world, make.api.token(owner, scopes=rest).secret) == 403
    assert _said(asked(operation, world, make.api.token(owner, scopes=needed).secret), operation) == "let in"


def _said(status: int, operation: Operation) -> str:
    if status == 401:
        return "no token"
    if status in {403, operation.refused}:
        return "refused"
    return "let in" if status in operation.answers else f"answered {status}"
