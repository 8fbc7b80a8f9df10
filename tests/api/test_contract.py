"""The interface keeps what its OpenAPI document promises, whatever is sent: schemathesis tries.

The difficult thing: generated requests must be the same in every run. So they are derandomised and few; numbers in
addresses are those of things that are there, so that a request gets further than to the door. What is tried of bad
requests is a part, for many of them are refused at one door for all operations: EICHHORN_EVERY_REQUEST=1 sends them all.
"""

import os
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest
import schemathesis
from django.core.management import CommandError, call_command
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections, transaction
from hypothesis import HealthCheck, Phase, settings
from pytest_django import DjangoDbBlocker
from schemathesis import Case
from schemathesis.checks import not_a_server_error
from schemathesis.config import SchemathesisConfig
from schemathesis.generation.meta import CoveragePhaseData
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
    unsupported_method,
)

from eichhorn.api import document
from eichhorn.api.schemas.fields import LARGEST_NUMBER
from eichhorn.people.models import Knock
from tests import make
from tests.architecture.api_rows import OPERATIONS
from tests.architecture.world import World, opened

pytestmark = pytest.mark.django_db
CHECKS = [
    not_a_server_error, status_code_conformance, content_type_conformance, response_headers_conformance,
    response_schema_conformance, negative_data_rejection, unsupported_method,
]  # fmt: skip
PART = 1 if os.environ.get("EICHHORN_EVERY_REQUEST") == "1" else 4
"""Of the bad requests that are thought out for an operation, one of so many is sent."""
schema = schemathesis.openapi.from_dict(document.document(), config=SchemathesisConfig())
schema.app = get_wsgi_application()


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    with django_db_blocker.unblock(), opened() as made:
        yield made


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """The application answers inside the test's transaction, as Django's own test client arranges it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(scope="module")
def secret(world: World) -> str:
    found: str = make.api.token(world.persons["manager"]).secret
    return found


@schema.parametrize()
@settings(
    max_examples=3, deadline=None, derandomize=True, database=None, phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
)  # fmt: skip
def test_every_answer_is_as_the_document_says(case: Case, world: World, secret: str) -> None:
    if left_out(case):
        return
    there = {
        "goal_id": world.numbers["goal"], "campaign_id": world.numbers["campaign"], "request_id": world.request.pk, "slot_id": world.slot.pk,
        "draft_id": world.draft.pk, "remark_id": world.numbers["remark"], "approval_id": world.approval.pk, "channel_id": world.channel.pk,
        "occasion_id": world.numbers["entry"], "series_id": world.numbers["series"], "snippet_id": world.numbers["snippet"],
        "mentioned_id": world.numbers["mentioned"], "idea_id": world.numbers["idea"], "ask_id": world.numbers["ask"], "topic_id": world.numbers["topic"], "delivery_id": world.delivery.pk, "message_id": world.message.pk, "act_id": world.move.moving_id, "sheet_id": world.numbers["sheet"],
        "meeting_id": world.numbers["meeting"], "line_id": world.numbers["line"], "video_id": world.numbers["video"], "view_id": world.numbers["kept_view"],
        "door_id": world.numbers["idea_door"], "file_id": world.numbers["dates"], "absence_id": world.numbers["absence"], "deputy_id": world.numbers["deputy"], "number": 1,
    }  # fmt: skip
    for name, value in case.path_parameters.items():
        if isinstance(value, int) and 0 < value <= LARGEST_NUMBER:
            case.path_parameters[name] = there[name]
    with transaction.atomic():
        Knock.objects.all().delete()
        case.call_and_validate(
            headers={"Authorization": f"Bearer {secret}", "Accept-Encoding": "identity"}, checks=CHECKS
        )
        transaction.set_rollback(True)


def left_out(case: Case) -> bool:
    """Return whether another run tries this one: a bad request of the kinds that are thought out at all operations alike."""
    meta = case.meta
    thought_out = meta.phase.data if meta else None
    if not isinstance(thought_out, CoveragePhaseData) or meta is None or not meta.generation.mode.is_negative:
        return False
    kind = f"{case.operation.label} {case.method} {thought_out.description} {thought_out.location}"
    return crc32(kind.encode()) % PART != 0


def test_every_operation_is_described_whole() -> None:
    whole = document.document()
    assert whole["openapi"].startswith("3.1")
    found = list(document.operations(whole))
    assert {operation["operationId"] for _, _, operation in found} == {row.name for row in OPERATIONS}
    for path, method, operation in found:
        name = operation["operationId"]
        assert {"401", "403", "429", "500"} <= set(operation["responses"]), name
        assert operation["security"], name
        assert operation["summary"], name
        assert len(operation["summary"]) < 120, name
        if method == "post":
            assert {"$ref": "#/components/parameters/Idempotency-Key"} in operation["parameters"], name
        for content in operation.get("requestBody", {}).get("content", {}).values():
            assert content["example"] is not None, name
        assert ("404" in operation["responses"]) == ("{" in path), name


def test_the_page_of_the_docs_is_the_document() -> None:
    try:
        call_command("api_reference")
    except CommandError as error:
        pytest.fail(str(error))


def test_a_page_that_is_out_of_date_is_noticed(tmp_path: Path) -> None:
    place = tmp_path / "api.md"
    with pytest.raises(CommandError, match="out of date"):
        call_command("api_reference", place=place)
    call_command("api_reference", place=place, write=True)
    call_command("api_reference", place=place)
