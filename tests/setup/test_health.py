"""Who watches the installation hears the truth, whatever name it asks by."""

import os

import psycopg
import pytest
from django.db import connection
from django.test import Client

from eichhorn.config.health import WORKER_LOCK
from tests.setup.running import wait_until


@pytest.fixture
def session(transactional_db: None) -> psycopg.Connection[tuple[object, ...]]:
    """A session of its own beside that of the pages, in the same database."""
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + str(connection.settings_dict["NAME"])
    return psycopg.connect(url, autocommit=True)


def test_without_a_worker_the_installation_is_not_healthy_but_alive(transactional_db: None, client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {"web": "ready", "database": "ready", "worker": "missing"}
    assert client.get("/live").status_code == 200


def test_it_is_healthy_exactly_while_a_worker_holds_its_lock(
    session: psycopg.Connection[tuple[object, ...]], client: Client
) -> None:
    with session:
        session.execute("select pg_advisory_lock_shared(%s)", [WORKER_LOCK])
        assert client.get("/health").status_code == 200
    wait_until(lambda: client.get("/health").status_code == 503, within_s=5)  # PostgreSQL ends the session by itself


def test_a_watcher_may_ask_by_any_name_of_the_machine(transactional_db: None, client: Client) -> None:
    assert client.get("/health", headers={"host": "10.1.2.3:8017"}).status_code == 503
    assert client.get("/live", headers={"host": "10.1.2.3:8017"}).status_code == 200


def test_an_answer_about_health_is_never_kept(transactional_db: None, client: Client) -> None:
    assert client.get("/health")["Cache-Control"] == "no-store"
