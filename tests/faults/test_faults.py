"""Whatever breaks, nothing is lost, nothing is doubled, and what nobody can know is called unsure.

What the network accepted, by its own log, is compared with what our rows say.
"""

import signal
from pathlib import Path
from typing import Any

import psycopg
import pytest
from django.db import connection

from eichhorn.channels.models import Channel
from eichhorn.delivery.models import Attempt, Delivery
from eichhorn.delivery.rules import State
from eichhorn.foundation import clock, http
from eichhorn.people.rules import RoleKind
from tests import make
from tests.faults.conftest import Workers, posts, until
from tests.faults.ledger import agree, ended, rows
from tests.networks.running import Faulty, fault_server


@pytest.mark.parametrize("fault", ["error_after", "cut_after", "cut_json", "timeout_after"])
def test_a_post_that_arrived_without_an_answer_is_found(
    channel: Channel, faulty: Faulty, workers: Workers, fault: str
) -> None:
    faulty.order(fault)
    posts(channel)
    workers.start()
    until(ended)
    agree(fault, faulty)
    assert [row.state for row in rows()] == [State.SENT]


@pytest.mark.parametrize("fault", ["error_before", "cut_before"])
def test_a_post_that_did_not_arrive_is_repeated_where_keys_are_kept_and_else_a_persons(
    channel: Channel, faulty: Faulty, workers: Workers, fault: str
) -> None:
    faulty.order(fault)
    posts(channel)
    workers.start()
    until(ended)
    agree(fault, faulty)
    assert [row.state for row in rows()] == [State.SENT if channel.software == "mastodon" else State.UNSURE]


def test_a_doubt_that_nothing_clears_is_shown_as_unsure_and_not_sent_again(
    channel: Channel, faulty: Faulty, workers: Workers
) -> None:
    faulty.order("cut_after", times=-1)
    faulty.order("unavailable", times=-1, on="lookup")
    posts(channel)
    workers.start()
    until(ended, within_s=45)
    agree("blind", faulty)
    assert [row.state for row in rows()] == [State.UNSURE]
    page = make.people.client_of(make.people.person(role=RoleKind.MANAGER)).get("/plan/outbox/")
    assert "Wir wissen nicht, ob der Beitrag angekommen ist." in page.text
    asked = len(faulty.events("asked"))
    workers.end()
    workers.start()
    Delivery.objects.get()  # the new worker finds nothing to do
    workers.end()
    assert len(faulty.events("asked")) == asked


@pytest.mark.parametrize("arrives", [True, False])
def test_a_worker_killed_in_mid_send_leaves_a_doubt_that_another_one_clears(
    channel: Channel, faulty: Faulty, workers: Workers, arrives: bool
) -> None:
    faulty.order("slow" if arrives else "hang_before", seconds=20)
    posts(channel)
    workers.start()
    until(lambda: len(faulty.events("asked")) == 1)
    if arrives:
        until(lambda: len(faulty.accepted()) == 1)
    workers.kill()
    (row,) = rows()
    assert row.state == State.SENDING
    assert Attempt.objects.get().ended_at is None
    workers.start()
    until(ended)
    agree("killed_arrived" if arrives else "killed_not_arrived", faulty)
    known = arrives or channel.software == "mastodon"
    assert [row.state for row in rows()] == [State.SENT if known else State.UNSURE]


@pytest.mark.long
@pytest.mark.parametrize("faulty", ["mastodon"], indirect=True)
def test_an_answer_that_comes_after_33_seconds_is_not_waited_for_and_the_post_is_found(
    channel: Channel, faulty: Faulty, workers: Workers, tmp_path: Path
) -> None:
    """On both kinds of servers in one test, because it takes as long as it says."""
    (tmp_path / "other").mkdir()
    with fault_server(tmp_path / "other", software="snac") as other:
        http.configure(allow={faulty.host_port, other.host_port})
        channels = [channel, make.channels.connected(other.url, "a2", now=clock.now())]
        for server in (faulty, other):
            server.order("slow", seconds=33)
        posts(*channels)
        workers.start(EICHHORN_SEND_DEADLINE_S="60", EICHHORN_OUTBOUND_ALLOW=f"{faulty.host_port},{other.host_port}")
        until(lambda: ended(2), within_s=60)
        agree("late_answer", faulty, other, kind="mastodon+snac")
    assert [row.state for row in rows()] == [State.SENT] * 2
    assert {(attempt.delivery.channel_id, attempt.outcome) for attempt in Attempt.objects.select_related("delivery")} == {
        (channels[0].pk, "unsure"), (channels[0].pk, "sent"), (channels[1].pk, "unsure"), (channels[1].pk, "found"),
    }  # fmt: skip


def test_four_workers_at_once_send_twenty_four_posts_once_each(
    channel: Channel, faulty: Faulty, workers: Workers
) -> None:
    faulty.order("cut_after", times=3)
    faulty.order("error_after", times=3)
    workers.start(4)
    posts(channel, number=24)
    until(lambda: ended(24), within_s=90)
    agree("four_workers", faulty)
    assert [row.state for row in rows()] == [State.SENT] * 24
    assert len(faulty.accepted()) == 24


def test_a_lost_wake_up_costs_seconds_and_no_post(channel: Channel, faulty: Faulty, workers: Workers) -> None:
    workers.start()
    until(lambda: "delivery" in _listeners())
    with psycopg.connect(**_parameters(), autocommit=True) as line:
        line.execute("select pg_terminate_backend(pid) from pg_stat_activity where query ilike 'listen%%'")
        posts(channel)
        line.execute("delete from procrastinate_events; ")
        line.execute("delete from procrastinate_jobs where status = 'todo'")
    until(ended, within_s=15)
    agree("lost_wake_up", faulty)
    assert [row.state for row in rows()] == [State.SENT]


def test_a_worker_that_is_asked_to_end_finishes_what_is_under_way(
    channel: Channel, faulty: Faulty, workers: Workers
) -> None:
    faulty.order("slow", seconds=1.5)
    posts(channel)
    process = workers.start()
    until(lambda: len(faulty.accepted()) == 1)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=20)
    assert [row.state for row in rows()] == [State.SENT]
    agree("asked_to_end", faulty)


def _listeners() -> str:
    with connection.cursor() as cursor:
        cursor.execute(
            "select query from pg_stat_activity where datname = current_database() and query ilike 'listen%%'"
        )
        return " ".join(row[0] for row in cursor.fetchall())


def _parameters() -> dict[str, Any]:
    given = connection.get_connection_params()
    return {name: value for name, value in given.items() if name in {"host", "port", "user", "password", "dbname"}}
