"""Who watches the installation hears the truth, whatever name it asks by; and figures are shown to no stranger."""

import os
from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.test import Client
from prometheus_client.parser import text_string_to_metric_families
from pytest_django import Settings

from eichhorn.config import health
from eichhorn.config.health import WORKER_LOCK
from eichhorn.delivery.models import Delivery
from eichhorn.foundation import clock
from tests import make
from tests.setup.running import wait_until


@pytest.fixture
def session(transactional_db: None) -> psycopg.Connection[tuple[object, ...]]:
    """A session of its own beside that of the pages, in the same database."""
    url = os.environ["DATABASE_URL"].rpartition("/")[0] + "/" + str(connection.settings_dict["NAME"])
    return psycopg.connect(url, autocommit=True)


def late_post() -> None:
    """There is an approved post that was due ten minutes ago, and nobody has sent it."""
    now = clock.now()
    channel = make.channels.by_hand()
    make.delivery.post([channel], due_at=now - timedelta(minutes=10), now=now - timedelta(hours=3))
    from eichhorn.delivery import services

    services.take_in(now=now)


def test_without_a_worker_the_installation_is_not_healthy_but_alive(transactional_db: None, client: Client) -> None:
    answer = client.get("/health")
    assert answer.status_code == 503
    assert answer.json() == {
        "web": "ready", "database": "ready", "worker": "missing", "pictures": "ready", "sending": "ready", "oldest_sendable_s": 0,
    }  # fmt: skip
    assert client.get("/live").status_code == 200


def test_it_is_healthy_exactly_while_a_worker_holds_its_lock(
    session: psycopg.Connection[tuple[object, ...]], client: Client
) -> None:
    with session:
        session.execute("select pg_advisory_lock_shared(%s)", [WORKER_LOCK])
        assert client.get("/health").status_code == 200
    wait_until(lambda: client.get("/health").status_code == 503, within_s=5)  # PostgreSQL ends the session by itself


def test_a_worker_of_which_nothing_was_heard_for_a_minute_is_missing(
    session: psycopg.Connection[tuple[object, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    with session:
        session.execute("select pg_advisory_lock_shared(%s)", [WORKER_LOCK])
        assert health.ask(now=clock.now()).worker == "ready"
        monkeypatch.setattr(health, "WORKERS", health.WORKERS.replace("1 minute", "0 minutes"))
        assert health.ask(now=clock.now()).worker == "missing"


def test_what_could_leave_and_does_not_is_told(house: object, client: Client) -> None:
    late_post()
    state = client.get("/health").json()
    assert state["sending"] == "late"
    assert 590 < state["oldest_sendable_s"] < 900
    make.situation.standstill(now=clock.now())
    assert client.get("/health").json()["oldest_sendable_s"] == 0


def test_what_is_late_by_less_than_five_minutes_is_no_alarm() -> None:
    assert health.State("ready", 1, oldest_sendable_s=300).sending == "ready"
    assert health.State("ready", 1, oldest_sendable_s=300.1).sending == "late"


def test_a_watcher_may_ask_by_any_name_of_the_machine(transactional_db: None, client: Client) -> None:
    for path, status in (("/health", 503), ("/live", 200), ("/metrics", 200)):
        assert client.get(path, headers={"host": "10.1.2.3:8017"}).status_code == status


def test_an_answer_about_health_is_never_kept(transactional_db: None, client: Client) -> None:
    for path in ("/health", "/live", "/metrics"):
        assert client.get(path)["Cache-Control"] == "no-store"


def figures(client: Client, **given: str) -> dict[str, float]:
    answer = client.get("/metrics", **given)  # type: ignore[arg-type]
    assert answer.status_code == 200
    return {
        f"{sample.name}{sorted(sample.labels.values()) or ''}": sample.value
        for family in text_string_to_metric_families(answer.text)
        for sample in family.samples
    }


def test_the_figures_tell_how_much_stands_where_and_how_late_it_left(house: object, client: Client) -> None:
    late_post()
    told = figures(client)
    assert told["eichhorn_deliveries['waiting']"] == 1
    assert 590 < told["eichhorn_oldest_sendable_seconds"] < 900
    assert told["eichhorn_workers"] == 0
    sent_at = clock.now()
    Delivery.objects.update(
        state="sent", sent_at=sent_at, due_at=sent_at - timedelta(seconds=42), network_id="1", next_at=None
    )
    told = figures(client)
    assert told["eichhorn_lateness_seconds_bucket['15.0']"] == 0
    assert told["eichhorn_lateness_seconds_bucket['60.0']"] == told["eichhorn_lateness_seconds_count"] == 1
    assert told["eichhorn_lateness_seconds_sum"] == pytest.approx(42)


def test_the_figures_name_nobody_and_nothing_that_was_written(house: object, client: Client) -> None:
    late_post()
    text = client.get("/metrics").text
    for word in ("Beitrag", "Person", "erlengrund", "Facebook", "Stadtwerke"):
        assert word.lower() not in text.lower()


@pytest.mark.parametrize(
    "given",
    [
        {"REMOTE_ADDR": "192.0.2.7"}, {"REMOTE_ADDR": "127.0.0.1", "HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"REMOTE_ADDR": "127.0.0.1", "HTTP_FORWARDED": "for=192.0.2.7"}, {"REMOTE_ADDR": ""},
        {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer "},
        {"REMOTE_ADDR": "192.0.2.7", "HTTP_AUTHORIZATION": "Bearer wrong"},
    ],
)  # fmt: skip
def test_no_stranger_sees_the_figures(transactional_db: None, client: Client, given: dict[str, str]) -> None:
    assert client.get("/metrics", **given).status_code == 403  # type: ignore[arg-type]


def test_behind_a_server_of_ones_own_the_machine_itself_needs_the_token(
    transactional_db: None, client: Client, settings: Settings
) -> None:
    settings.HTTPS, settings.METRICS_TOKEN = True, "a-long-word"
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"authorization": "Bearer another-word"}).status_code == 403
    assert figures(client, HTTP_AUTHORIZATION="Bearer a-long-word")
