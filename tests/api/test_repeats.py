"""A request that is repeated has its effect once and its answer twice."""

from datetime import timedelta

import psycopg
import pytest
from django.conf import settings
from django.db import connection

from eichhorn.api import services
from eichhorn.api.models import KeptAnswer
from eichhorn.api.rules import Scope, lock_number
from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft
from eichhorn.foundation import clock
from eichhorn.people.models import Person
from tests import make
from tests.api.test_drafts import TEXT, post
from tests.make.api import Program

pytestmark = pytest.mark.django_db


def test_the_same_request_again_is_answered_word_for_word_and_done_once(program: Program, channel: Channel) -> None:
    first, second = (program.post("/drafts", post(channel), key="a") for _ in range(2))
    assert (first.status_code, first.content, first["Location"], first["Content-Type"]) == (
        second.status_code, second.content, second["Location"], second["Content-Type"],
    )  # fmt: skip
    assert first.status_code == 201
    assert (first.headers.get("Idempotency-Replayed"), second["Idempotency-Replayed"]) == (None, "true")
    assert Draft.objects.count() == 1


def test_another_request_under_the_same_key_is_refused(program: Program, channel: Channel) -> None:
    program.post("/drafts", post(channel), key="a")
    other = program.post("/drafts", post(channel, text="Anders."), key="a")
    elsewhere = program.post("/requests", post(channel), key="a")
    assert (other.status_code, elsewhere.status_code) == (409, 409 if elsewhere.status_code != 404 else 404)
    assert make.api.said(other)["type"].endswith("#problem-key-reused")
    assert Draft.objects.count() == 1


def test_another_key_is_another_request(program: Program, channel: Channel) -> None:
    assert {program.post("/drafts", post(channel), key=key).status_code for key in ("a", "b")} == {201}
    assert Draft.objects.count() == 2


def test_a_key_belongs_to_one_token(program: Program, manager: Person, channel: Channel) -> None:
    other = make.api.program(manager)
    assert {one.post("/drafts", post(channel), key="a").status_code for one in (program, other)} == {201}
    assert Draft.objects.count() == 2


def test_a_refusal_is_an_answer_as_well_and_is_given_again(program: Program, manager: Person) -> None:
    draft = make.content.draft(by=manager)
    stale = {"text": "Zwei", "based_on": 7}
    first = program.post(f"/drafts/{draft.pk}/versions", stale, key="a")
    again = program.post(f"/drafts/{draft.pk}/versions", stale, key="a")
    assert (first.status_code, again.status_code) == (409, 409)
    assert (first.content, first["Content-Type"]) == (again.content, again["Content-Type"])
    assert draft.versions.count() == 1


def test_a_refusal_takes_back_what_was_done_before_it(program: Program, channel: Channel) -> None:
    too_much = post(channel, variants=[{"channel": channel.pk + 1, "text": "x"}])
    assert program.post("/drafts", too_much).status_code == 422
    assert not Draft.objects.exists()


def test_after_a_day_a_key_is_free_again(program: Program, channel: Channel) -> None:
    program.post("/drafts", post(channel), key="a")
    KeptAnswer.objects.update(at=clock.now() - timedelta(hours=24, seconds=1))
    assert program.post("/drafts", post(channel, text="Anders."), key="a").status_code == 201
    assert KeptAnswer.objects.count() == 1


def test_an_answer_is_kept_until_the_day_is_over_and_then_forgotten(program: Program, channel: Channel) -> None:
    program.post("/drafts", post(channel), key="a")
    kept = KeptAnswer.objects.get()
    assert services.forget(now=kept.at + timedelta(hours=24, microseconds=-1)) == 0
    assert services.forget(now=kept.at + timedelta(hours=24)) == 1


@pytest.mark.parametrize("key", ["", " ", "ä", "x" * 256, "a\tb"])
def test_a_key_is_plain_and_not_too_long(program: Program, channel: Channel, key: str) -> None:
    headers = {"idempotency-key": key}
    answer = program.client.post("/api/v1/drafts", "{}", content_type="application/json", headers=headers)
    assert answer.status_code == 400
    assert make.api.said(answer)["type"].endswith("#problem-key-malformed")


@pytest.mark.parametrize("key", ["x", "x" * 255, "2f1a 7b"])
def test_any_plain_key_will_do(program: Program, channel: Channel, key: str) -> None:
    assert program.post("/drafts", post(channel), key=key).status_code == 201


def test_without_a_key_each_request_is_a_new_one(program: Program, channel: Channel) -> None:
    for _ in range(2):
        answer = program.client.post("/api/v1/drafts", post(channel), content_type="application/json")
        assert answer.status_code == 201
    assert Draft.objects.count() == 2
    assert not KeptAnswer.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_while_the_first_one_runs_the_second_is_told_to_wait(program: Program, channel: Channel) -> None:
    number = lock_number(make.api.holder(program).pk, "a")
    with psycopg.connect(_here()) as first:
        first.execute("select pg_advisory_xact_lock(%s)", [number])
        waits = program.post("/drafts", post(channel), key="a")
        assert waits.status_code == 409
        assert make.api.said(waits)["type"].endswith("#problem-key-in-use")
        assert waits["Retry-After"] == "1"
        assert not KeptAnswer.objects.exists()
        first.rollback()
        assert program.post("/drafts", post(channel), key="a").status_code == 201
    assert Draft.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_breakdown_on_the_last_step_leaves_nothing_and_the_same_key_works_afterwards(
    program: Program, channel: Channel
) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "create function break_it() returns trigger language plpgsql as $$ begin raise 'broken on purpose'; end $$;"
            "create trigger break_it before insert on api_keptanswer execute function break_it()"
        )
        try:
            answer = program.post("/drafts", post(channel), key="a")
        finally:
            cursor.execute("drop function break_it cascade")
    assert answer.status_code == 500
    assert answer["Content-Type"] == "application/problem+json"
    assert "purpose" not in answer.content.decode()
    assert not Draft.objects.exists()
    assert program.post("/drafts", post(channel), key="a").status_code == 201
    assert Draft.objects.get().latest.text == TEXT


def test_a_token_that_may_not_leaves_nothing_behind(manager: Person, channel: Channel) -> None:
    reader = make.api.program(manager, scopes=[Scope.READ])
    answer = reader.post("/drafts", post(channel))
    assert answer.status_code == 403
    assert make.api.said(answer)["scope"] == "draft"
    assert not Draft.objects.exists()


def _here() -> str:
    """Return where this test's database is."""
    database = settings.DATABASES["default"]
    return psycopg.conninfo.make_conninfo(
        host=database["HOST"], user=database["USER"], password=database["PASSWORD"],
        dbname=connection.settings_dict["NAME"], port=database["PORT"] or None,
    )  # fmt: skip
