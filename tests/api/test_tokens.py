"""Tokens: made by their owner alone, shown once, stored as a hash, ended in many ways."""

import logging
from datetime import timedelta

import pytest
from django.db import connection

from eichhorn.api import services
from eichhorn.api.models import Token
from eichhorn.api.rules import MOST_TOKENS, Scope
from eichhorn.foundation import clock
from eichhorn.foundation.log import EventFormatter
from eichhorn.foundation.models import AuditEvent
from eichhorn.people import services as people
from eichhorn.people.models import Person, User
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.api import Program

pytestmark = pytest.mark.django_db
PAGE = "/settings/programs/"


def test_a_token_is_shown_once_on_the_answer_to_its_form(manager: Person) -> None:
    client = make.people.client_of(manager)
    answer = client.post(PAGE, {"name": "Intranet", "scopes": ["read", "draft"], "lasts": "week"})
    token = Token.objects.get()
    page = answer.content.decode()
    secret = page.split('value="eichhorn.')[1].split('"')[0]
    assert len(secret) == 43
    assert answer["Cache-Control"] == "no-store"
    assert (token.scopes, token.ending, token.person) == (["draft", "read"], secret[-4:], manager)
    assert token.expires_at - token.made_at == timedelta(days=7)
    assert "eichhorn." not in client.get(PAGE).content.decode()
    assert Program(f"eichhorn.{secret}").get("/drafts").status_code == 200


def test_a_secret_is_stored_nowhere(manager: Person) -> None:
    secret = make.api.token(manager).secret
    with connection.cursor() as cursor:
        cursor.execute("select table_name from information_schema.tables where table_schema = 'public'")
        for (table,) in cursor.fetchall():
            cursor.execute(f'select count(*) from "{table}" t where t::text like %s', [f"%{secret[9:]}%"])
            assert cursor.fetchone() == (0,), table


def test_neither_reprs_nor_logs_hold_a_secret(manager: Person) -> None:
    made = make.api.token(manager)
    record = logging.makeLogRecord({"msg": f"somebody wrote Bearer {made.secret} down", "path": f"/x?t={made.secret}"})
    line = EventFormatter().format(record)
    assert made.secret[9:] not in repr(made)
    assert made.secret[9:] not in line


def test_a_token_in_an_address_lets_nobody_in(program: Program) -> None:
    for name in ("access_token", "token", "bearer"):
        assert make.people.guest().get(f"/api/v1/drafts?{name}={program.secret}").status_code == 401


def test_a_session_does_not_help_a_program(manager: Person) -> None:
    assert make.people.client_of(manager).get("/api/v1/drafts").status_code == 401


@pytest.mark.parametrize("given", [{}, {"name": " "}, {"scopes": []}, {"scopes": ["all"]}, {"lasts": "ever"}])
def test_a_token_needs_a_name_a_purpose_and_an_end(manager: Person, given: dict[str, object]) -> None:
    sent = {"name": "Intranet", "scopes": ["read"], "lasts": "week"} | given if given else {}
    answer = make.people.client_of(manager).post(PAGE, sent)
    assert answer.status_code == 422
    assert not Token.objects.exists()


def test_a_token_can_be_revoked_by_its_owner_alone(program: Program, manager: Person) -> None:
    token = make.api.holder(program)
    stranger = make.people.person(role=RoleKind.ADMINISTRATOR)
    assert make.people.client_of(stranger).post(f"{PAGE}{token.pk}/revoke/").status_code == 404
    assert program.get("/drafts").status_code == 200
    assert make.people.client_of(manager).post(f"{PAGE}{token.pk}/revoke/").status_code == 303
    answer = program.get("/drafts")
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"] == 'Bearer error="invalid_token"'
    assert list(AuditEvent.objects.filter(object_kind="token").order_by("pk").values_list("verb", flat=True)) == [
        "api.token_made", "api.token_revoked",
    ]  # fmt: skip


def test_a_token_ends_at_its_instant(program: Program) -> None:
    Token.objects.update(made_at=clock.now() - timedelta(days=2), expires_at=clock.now() + timedelta(seconds=30))
    assert program.get("/drafts").status_code == 200
    Token.objects.update(expires_at=clock.now())
    assert program.get("/drafts").status_code == 401


def test_a_token_is_worth_nothing_once_its_owner_has_left(program: Program, manager: Person) -> None:
    make.people.administrator()
    people.leave(person=manager, on=clock.now().date() + timedelta(days=2), by=None, now=clock.now())
    assert program.get("/drafts").status_code == 200
    Person.objects.filter(pk=manager.pk).update(left_on=clock.now().date() - timedelta(days=1))
    assert program.get("/drafts").status_code == 401


def test_a_token_is_worth_nothing_while_its_owners_account_is_closed(program: Program) -> None:
    User.objects.update(is_active=False)
    assert program.get("/drafts").status_code == 401


def test_nobody_has_more_tokens_than_they_can_know(manager: Person) -> None:
    for _ in range(MOST_TOKENS):
        make.api.token(manager)
    with pytest.raises(services.TooMany):
        make.api.token(manager)
    answer = make.people.client_of(manager).post(PAGE, {"name": "x", "scopes": ["read"], "lasts": "week"})
    assert answer.status_code == 422


@pytest.mark.parametrize("lasts", [timedelta(0), timedelta(days=365, seconds=1)])
def test_no_token_holds_for_ever(manager: Person, lasts: timedelta) -> None:
    with pytest.raises(ValueError, match="within a year"):
        services.make_token(person=manager, name="x", scopes=[Scope.READ], lasts=lasts, now=clock.now())


def test_its_owner_sees_when_it_was_used(program: Program, manager: Person) -> None:
    assert make.api.holder(program).used_at is None
    program.get("/drafts")
    first = make.api.holder(program).used_at
    program.get("/drafts")
    assert first is not None
    assert make.api.holder(program).used_at == first


@pytest.mark.parametrize(
    "header", ["", "Bearer", "Bearer ", "Basic abc", "Bearer eichhorn.x", "Bearer x", "eichhorn.x"]
)
def test_no_token_and_a_wrong_token_are_told_apart_but_neither_helps(house: object, header: str) -> None:
    client = make.people.guest()
    answer = client.get("/api/v1/drafts", headers={"authorization": header} if header else {})
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")
    assert answer["Content-Type"] == "application/problem+json"


def test_whoever_tries_many_unknown_tokens_is_asked_to_wait(house: object) -> None:
    client = make.people.guest()
    codes = [
        client.get("/api/v1/drafts", headers={"authorization": f"Bearer eichhorn.{n}"}).status_code for n in range(61)
    ]
    assert set(codes[:60]) == {401}
    assert codes[60] == 429
