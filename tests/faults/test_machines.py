"""What carries us breaks: the database, the disk, the line between, the clock; or the memory is that of yesterday."""

import os
import shutil
import signal
import subprocess
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from django.db import connection
from psycopg import sql

from eichhorn.channels.models import Channel
from eichhorn.config import whereabouts
from eichhorn.config.whereabouts import Because
from eichhorn.delivery import rules, services
from eichhorn.delivery.models import Attempt
from eichhorn.delivery.rules import Outcome, State
from eichhorn.delivery.services.writing import BELL
from eichhorn.foundation import bell, clock, postgres
from eichhorn.people.rules import RoleKind
from eichhorn.situation import services as situation
from tests import make
from tests.faults.conftest import Crooked, Workers, database_of_its_own, database_url, move, posts, until
from tests.faults.ledger import agree, ended, rows
from tests.faults.line import Line
from tests.networks.running import Faulty

KEEPS_NO_KEYS = pytest.mark.parametrize("faulty", ["snac"], indirect=True)
"""Where a second try would be a second post."""
SMALL_DISK = "320m"


@KEEPS_NO_KEYS
def test_a_database_that_crashes_in_mid_send_is_written_to_once_it_is_back(
    channel: Channel, faulty: Faulty, workers: Workers, home: Path
) -> None:
    with database_of_its_own(workers, home) as server:
        faulty.order("slow", seconds=1)
        posts(channel)
        workers.start()
        until(lambda: len(faulty.accepted()) == 1)
        connection.close()
        _crash(server)
        until(lambda: len(faulty.events("answered")) == 1)
        server.start()
        workers.start()  # as the supervision does: a worker whose database is gone ends
        until(ended)
        agree("database_restarted", faulty)
        assert [row.state for row in rows()] == [State.SENT]


@KEEPS_NO_KEYS
def test_a_disk_that_is_full_in_mid_send_costs_time_and_no_post(
    channel: Channel, faulty: Faulty, workers: Workers, small_disk: Path
) -> None:
    with database_of_its_own(workers, small_disk) as server:
        faulty.order("slow", seconds=2)
        posts(channel)
        workers.start()
        until(lambda: len(faulty.accepted()) == 1)
        connection.close()
        ballast = _fill(small_disk, server)
        until(lambda: len(faulty.events("answered")) == 1)
        ballast.unlink()
        server.start()  # as the supervision does with a database that has ended, and with a worker that has none
        workers.start()
        until(ended)
        agree("disk_full", faulty)
        assert [row.state for row in rows()] == [State.SENT]


@KEEPS_NO_KEYS
def test_a_worker_without_a_line_to_the_database_leaves_a_doubt_that_another_one_clears(
    channel: Channel, faulty: Faulty, workers: Workers
) -> None:
    socket_path = Path(connection.settings_dict["HOST"]) / ".s.PGSQL.5432"
    with Line(str(socket_path)) as line:
        faulty.order("slow", seconds=1)
        posts(channel)
        workers.start(DATABASE_URL=database_url(host="127.0.0.1", port=line.port))
        until(lambda: len(faulty.accepted()) == 1)
        line.cut()
        workers.start()
        until(ended)
        agree("split", faulty)
        line.mend()
        posts(channel)
        until(lambda: ended(2))
        agree("split", faulty, count=False)
    assert [row.state for row in rows()] == [State.SENT] * 2
    first = Attempt.objects.filter(delivery=rows()[0]).order_by("number")
    assert [attempt.outcome for attempt in first] == [Outcome.SILENT, Outcome.FOUND]


def test_a_worker_whose_clock_is_ahead_sends_nothing_too_early(
    channel: Channel, faulty: Faulty, workers: Workers
) -> None:
    author = make.people.person(role=RoleKind.MANAGER)
    later = make.delivery.post([channel], by=author, due_at=clock.now() + timedelta(minutes=30), now=clock.now())
    posts(channel)
    workers.ahead(3600)
    workers.start(crooked=Crooked.WORKER)
    until(lambda: State.SENT in {State(row.state) for row in rows()})
    workers.end()
    out = [row for row in rows() if row.state == State.SENT]
    assert later.pk not in {row.draft_id for row in out}
    assert out[0].sent_at is not None
    assert abs(out[0].sent_at - clock.now()) < timedelta(minutes=10)
    agree("clock_ahead", faulty, ends=[State.SENT, State.WAITING])


def _ring() -> bool:
    """The worker looks up, and at the clock."""
    bell.ring(BELL)
    return False


def test_a_clock_that_jumps_ahead_in_mid_send_ends_a_lease_too_early_and_no_post_is_sent_twice(
    channel: Channel, faulty: Faulty, workers: Workers
) -> None:
    faulty.order("slow", seconds=2)
    posts(channel)
    workers.start(crooked=Crooked.WORKER_AND_DATABASE)
    until(lambda: len(faulty.accepted()) == 1)
    workers.ahead(600)
    until(lambda: _ring() or Attempt.objects.filter(outcome=Outcome.SILENT).exists())
    until(ended)
    until(lambda: len(faulty.events("answered")) >= 1)
    agree("clock_forward", faulty)
    workers.end()
    agree("clock_forward", faulty, count=False)
    assert [row.state for row in rows()] == [State.SENT]


def test_a_clock_that_jumps_back_in_mid_send_makes_the_others_wait_until_it_is_right_again(
    channel: Channel, faulty: Faulty, workers: Workers
) -> None:
    faulty.order("slow", seconds=2)
    author = make.people.person(role=RoleKind.MANAGER)
    now = clock.now()
    other = make.delivery.post([channel], by=author, due_at=now + timedelta(hours=1), now=now)
    posts(channel)
    workers.start(crooked=Crooked.WORKER_AND_DATABASE)
    until(lambda: len(faulty.accepted()) == 1)
    workers.ahead(-3600)
    move([other], by=author)
    until(lambda: State.SENT in {State(row.state) for row in rows()})
    assert len(faulty.accepted()) == 1
    workers.ahead(0)
    until(lambda: ended(2))
    agree("clock_back", faulty)
    assert [row.state for row in rows()] == [State.SENT] * 2


@KEEPS_NO_KEYS
def test_what_left_after_the_backup_of_yesterday_is_unsure_and_a_look_finds_it(
    channel: Channel, faulty: Faulty, workers: Workers
) -> None:
    person = make.people.person(role=RoleKind.ADMINISTRATOR)
    author = make.people.person(role=RoleKind.MANAGER)
    now = clock.now()
    later = make.delivery.post([channel], by=author, due_at=now + timedelta(hours=1), now=now)
    (left,) = posts(channel)
    backup = _Backup()
    workers.start()
    until(lambda: [row.state for row in rows() if row.draft_id == left.pk] == [State.SENT])
    workers.end()
    backup.restore()
    workers.start()
    move([later], by=author)
    until(lambda: len(rows()) == 2)
    assert {row.state for row in rows()} == {State.WAITING}
    situation.confirm_alone(by=person, now=clock.now())
    until(lambda: ended(2))
    agree("restored", faulty)
    doubt = next(row for row in rows() if row.draft_id == left.pk)
    assert (doubt.state, doubt.because) == (State.UNSURE, rules.Because.ELSEWHERE)
    services.look_again(delivery=doubt, by=author, now=clock.now())
    until(lambda: State.SENT in {State(row.state) for row in rows() if row.pk == doubt.pk})
    agree("restored", faulty, count=False)
    assert len([event for event in faulty.accepted() if event["key"] == str(doubt.key)]) <= 1


class _Backup:
    """The database as it is now: a copy by PostgreSQL itself, and the statement by which a restore ends."""

    def __init__(self) -> None:
        self.made_at = clock.now()
        self.name = str(connection.settings_dict["NAME"])
        self.copy = f"{self.name}_yesterday"
        self._do("drop database if exists {0}", self.copy)
        self._be_alone()
        self._do("create database {0} template {1}", self.copy, self.name)

    def restore(self) -> None:
        """It stands where the database stood, which is forgotten; nothing leaves until a person says that it may."""
        self._do("drop database {0} with (force)", self.name)
        self._do("alter database {0} rename to {1}", self.copy, self.name)
        with psycopg.connect(database_url()) as session:
            whereabouts.begin(session, because=Because.RESTORED, known_until=self.made_at, now=clock.now())

    def _be_alone(self) -> None:
        """No session that a test left behind is in the database: PostgreSQL copies none that somebody is in."""
        connection.close()
        elsewhere = database_url().rpartition("/")[0] + "/postgres"
        with psycopg.connect(elsewhere, autocommit=True) as session:
            others = (
                "select pg_terminate_backend(pid) from pg_stat_activity where datname = %s and usename = current_user"
            )
            until(lambda: _nobody_left(session, others, self.name))

    def _do(self, statement: str, *names: str) -> None:
        connection.close()
        elsewhere = database_url().rpartition("/")[0] + "/postgres"
        with psycopg.connect(elsewhere, autocommit=True) as session:
            session.execute(sql.SQL(statement).format(*map(sql.Identifier, names)))


def _nobody_left(session: psycopg.Connection[tuple[object, ...]], others: str, name: str) -> bool:
    """Return whether the statement ended nobody; a process that is ending already has no role any more, and is asked again."""
    try:
        return not session.execute(others, [name]).fetchall()
    except psycopg.errors.InsufficientPrivilege:
        return False


def _crash(server: postgres.Server) -> None:
    """PostgreSQL ends at once, without writing anything down."""
    number = server.process_id()
    assert number is not None
    os.kill(number, signal.SIGQUIT)
    until(lambda: not server.is_running())


def _fill(disk: Path, server: postgres.Server) -> Path:
    """The disk holds not a byte more afterwards, and PostgreSQL has met with it; return what fills it."""
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as file:
        size = 1 << 20
        while size:
            try:
                file.write(bytes(size))
            except OSError:
                size //= 2
    with pytest.raises(psycopg.Error):
        _write_until_full(server.url(postgres.OWNER))
    return ballast


def _write_until_full(url: str) -> None:
    with psycopg.connect(url) as session:
        session.execute("create table ballast (content text)")
        session.execute("insert into ballast select repeat('x', 100) from generate_series(1, 2000000)")


@pytest.fixture
def small_disk(home: Path) -> Iterator[Path]:
    """A home on a disk of its own."""
    if os.geteuid() != 0 or not shutil.which("mount"):
        pytest.skip("Mounting a small disk takes root.")
    disk = home / "disk"
    disk.mkdir()
    size = f"size={SMALL_DISK},mode=0711"
    done = subprocess.run(["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(disk)], check=False, capture_output=True)
    if done.returncode != 0:
        pytest.skip(f"This machine lets nobody mount a small disk: {done.stderr.decode().strip()}")
    yield disk
    subprocess.run(["umount", "--lazy", str(disk)], check=True)
