"""Faults in random order, with real workers: whatever comes together, nothing is lost, doubled or called by a wrong name.

The difficult thing: real processes are slow, so few sequences are tried here, always the same ones, and many more by
whoever asks for them: EICHHORN_FAULT_SEQUENCES=200. The same without processes, thousands of steps quickly, is
tests/delivery/test_no_way_in.
"""

import contextlib
import os
from collections import Counter
from itertools import count
from pathlib import Path
from typing import ClassVar

import psycopg
import pytest
from django.db import connection
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    precondition,
    rule,
    run_state_machine_as_test,
)

from eichhorn.channels.models import Channel
from eichhorn.delivery import services
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import MOVING, State
from eichhorn.foundation import clock
from eichhorn.people.rules import RoleKind
from eichhorn.situation import queries as situation
from eichhorn.situation import services as holding
from tests import make
from tests.faults import table
from tests.faults.conftest import Crooked, Workers, database_url, posts, until
from tests.faults.ledger import agree, rows
from tests.faults.line import Line
from tests.networks.running import Faulty

WISHED = int(os.environ.get("EICHHORN_FAULT_SEQUENCES", "0"))
SETTINGS = settings(
    max_examples=WISHED or 3, stateful_step_count=9, deadline=None, derandomize=not WISHED, database=None,
    suppress_health_check=list(HealthCheck), phases=[Phase.generate],
)  # fmt: skip
KINDS = [
    "error_after", "cut_after", "cut_json", "timeout_after", "html", "no_id", "slow", "error_before", "cut_before",
    "hang_before", "throttle", "refuse",
]  # fmt: skip
MOST_POSTS, MOST_WORKERS = 6, 3
PAUSES_S = (0, 45, 120, 300, 900)
"""How far the clock is moved on at the end, so that no pause is waited for."""
numbers = count(1)


class Storm(RuleBasedStateMachine):
    """One channel, some workers, and all that can break."""

    faulty: ClassVar[Faulty]
    workers: ClassVar[Workers]
    line: ClassVar[Line]
    seen: ClassVar[Counter[str]]

    @initialize()
    def begins(self) -> None:
        self.workers.ahead(0)
        self.token = f"s{next(numbers)}"
        self.channel = make.channels.connected(self.faulty.url, self.token, now=clock.now())
        self.author = make.people.person(role=RoleKind.MANAGER)
        self.posts = 0
        self.workers.start(crooked=Crooked.WORKER_AND_DATABASE)
        self.somebody_plans(number=1)

    @precondition(lambda self: self.posts < MOST_POSTS)
    @rule(number=st.integers(1, 2))
    def somebody_plans(self, number: int) -> None:
        posts(self.channel, number=number)
        self.posts += number

    @rule(kind=st.sampled_from(KINDS), times=st.integers(1, 2))
    def the_network_breaks(self, kind: str, times: int) -> None:
        self.faulty.order(kind, times=times, seconds=1, retry_after="1")

    @rule()
    def nobody_can_look(self) -> None:
        self.faulty.order("unavailable", on="lookup")

    @rule()
    def the_workers_are_killed_and_another_one_starts(self) -> None:
        self.workers.kill()
        self.workers.start(crooked=Crooked.WORKER_AND_DATABASE)

    @precondition(lambda self: len(self.workers.running) < MOST_WORKERS)
    @rule()
    def one_more_worker_starts_far_away(self) -> None:
        self.workers.start(
            crooked=Crooked.WORKER_AND_DATABASE, DATABASE_URL=database_url(host="127.0.0.1", port=self.line.port)
        )

    @rule()
    def the_line_to_the_database_is_cut(self) -> None:
        self.line.cut()

    @rule()
    def the_line_is_mended(self) -> None:
        self.line.mend()

    @rule()
    def the_database_hangs_up_on_everybody(self) -> None:
        connection.close()
        with psycopg.connect(database_url(), autocommit=True) as session:
            session.execute(
                "select pg_terminate_backend(pid) from pg_stat_activity "
                "where datname = current_database() and pid <> pg_backend_pid()"
            )

    @rule(seconds=st.sampled_from([-90, 0, 60, 600]))
    def the_clock_moves(self, seconds: int) -> None:
        self.workers.ahead(seconds)

    @rule()
    def everything_is_held_or_let_go(self) -> None:
        if situation.current() is None:
            holding.hold(reason="Rohrbruch", by=self.author, now=clock.now())
        else:
            services.resume(release_ids=[row.pk for row in self.rows()], by=self.author, now=clock.now())

    @rule()
    def something_happens(self) -> None:
        """Whatever is next, but nobody waits longer than a second for it."""
        before = self.states()
        with contextlib.suppress(AssertionError):
            until(lambda: self.states() != before, within_s=1)

    @rule()
    def somebody_looks_and_says_what_they_saw(self) -> None:
        there = {event["text"]: f"{self.faulty.url}/@{self.token}/{event['id']}" for event in self.faulty.accepted()}
        for row in self.rows():
            if row.state == State.UNSURE and row.version is not None:
                url = there.get(row.version.text)
                with contextlib.suppress(services.NotDecidable):
                    if url is None:
                        services.send_again(delivery=row, confirmed=services.CONFIRMED, by=self.author, now=clock.now())
                    else:
                        services.it_is_there(delivery=row, url=url, by=self.author, now=clock.now())

    def rows(self) -> list[Delivery]:
        return rows(self.channel)

    def states(self) -> list[tuple[str, int]]:
        return [(row.state, row.tries) for row in self.rows()]

    def is_quiet(self) -> bool:
        found = self.rows()
        return len(found) == self.posts and not any(row.state in MOVING for row in found)

    def teardown(self) -> None:
        """The weather is fine again: what can leave leaves, and our rows are compared with what the network has."""
        if not hasattr(self, "channel"):
            return
        self.faulty.behave()
        self.line.mend()
        if situation.current() is not None:
            services.resume(release_ids=[], by=self.author, now=clock.now())
        self.workers.kill()
        self.workers.start(crooked=Crooked.WORKER_AND_DATABASE)
        for seconds in PAUSES_S:
            self.workers.ahead(seconds)
            with contextlib.suppress(AssertionError):
                until(self.is_quiet, within_s=8)
                break
        assert self.is_quiet(), self.states()
        agree("sequences", self.faulty, channel=self.channel, ends=set(State) - MOVING, count=False)
        Storm.seen.update(str(row.state) for row in self.rows())
        self.workers.kill()


@pytest.mark.parametrize("faulty", ["snac"], indirect=True)
def test_any_sequence_of_faults_loses_nothing_and_doubles_nothing(
    channel: Channel, faulty: Faulty, workers: Workers
) -> None:
    Storm.faulty, Storm.workers, Storm.seen = faulty, workers, Counter()
    with Line(str(Path(connection.settings_dict["HOST"]) / ".s.PGSQL.5432")) as line:
        Storm.line = line
        run_state_machine_as_test(Storm, settings=SETTINGS)
    table.results.append(table.Result("sequences", "snac", Storm.seen))
