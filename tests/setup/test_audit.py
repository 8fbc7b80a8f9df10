"""The audit only grows: whoever asks, and by whatever role."""

import os
from datetime import UTC, datetime

import psycopg
import pytest
from django.db import connection

from eichhorn.foundation import audit, postgres
from eichhorn.foundation.models import AuditEvent

NOW = datetime(2026, 6, 9, 8, 0, tzinfo=UTC)
STATEMENTS = {
    "changed": "update foundation_auditevent set verb = 'another'",
    "deleted": "delete from foundation_auditevent",
}


def url_of(role: str) -> str:
    """Return the URL of the test's own database for a role."""
    url = {"owner": os.environ["DATABASE_OWNER_URL"], "app": os.environ["EICHHORN_TEST_APP_URL"]}[role]
    return url.rpartition("/")[0] + "/" + str(connection.settings_dict["NAME"])


@pytest.fixture
def one_act(transactional_db: None) -> None:
    audit.record("review.approved", of=("version", 7), by=3, now=NOW, details={"digest": "ab"})
    postgres.grant_to_app(url_of("owner"))


@pytest.mark.parametrize("role", ["owner", "app"])
@pytest.mark.parametrize("verb", STATEMENTS)
def test_an_act_once_recorded_cannot_be_changed_or_deleted(one_act: None, role: str, verb: str) -> None:
    with psycopg.connect(url_of(role)) as session, pytest.raises(psycopg.errors.InsufficientPrivilege):
        session.execute(STATEMENTS[verb])
    assert AuditEvent.objects.get().verb == "review.approved"


def test_the_role_of_web_and_worker_adds_acts_and_cannot_take_the_guard_away(one_act: None) -> None:
    add = "insert into foundation_auditevent (at, verb, object_kind, object_id, details) values (now(), 'v', 'k', 1, '{}')"
    with psycopg.connect(url_of("app"), autocommit=True) as session:
        session.execute(add)
        for statement in (
            "truncate foundation_auditevent",
            "drop trigger audit_only_grows on foundation_auditevent",
            "alter table foundation_auditevent disable trigger all",
            "drop function foundation_audit_only_grows() cascade",
            "create table public.mine (id int)",
            "set session_replication_role = replica",
        ):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                session.execute(statement)
        owned = session.execute("select count(*) from pg_class where relowner = current_user::regrole").fetchone()
    assert owned == (0,)
    assert AuditEvent.objects.count() == 2
