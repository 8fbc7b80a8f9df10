"""Real workers on the test's own database, and a network that misbehaves on order: processes, sockets, kills.

The difficult thing: workers see only what is committed, and must not outlive a test. So these tests commit, and every
process is ended by its own number when its test ends.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
from pathlib import Path
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection

from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft
from eichhorn.foundation import clock, crypto, http, postgres
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import rules as walls
from eichhorn.planning import services as planning
from tests import make
from tests.faults.ledger import rows
from tests.networks.running import ROOT, Faulty, fault_server

SOON = timedelta(seconds=1)


class Crooked(Enum):
    """Whose clock is wrong, as `tests.faults.crooked` is told."""

    WORKER = ()
    WORKER_AND_DATABASE = ("--database",)


@dataclass
class Workers:
    """Worker processes of this test."""

    environment: dict[str, str]
    clock: Path
    """How many seconds ahead the clock of a crooked worker is."""
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, times: int = 1, *, crooked: Crooked | None = None, **more: str) -> "subprocess.Popen[bytes]":
        """So many workers run; `crooked`: where the clock is the one that `ahead` moves."""
        module = (
            ["tests.faults.crooked", str(self.clock), *crooked.value] if crooked else ["eichhorn.config.cli", "worker"]
        )
        for _ in range(times):
            command = [sys.executable, "-m", *module]
            process = subprocess.Popen(command, cwd=ROOT, env=self.environment | more, stdin=subprocess.DEVNULL)
            self.running.append(process)
        return self.running[-1]

    def ahead(self, seconds: float) -> None:
        """The clock of the crooked workers is so far ahead of ours from now on."""
        fresh = self.clock.with_suffix(".new")
        fresh.write_text(str(seconds))
        fresh.replace(self.clock)

    def end(self) -> None:
        """Every worker ends in order: it finishes what is under way."""
        for process in self.running:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
        for process in self.running:
            process.wait(timeout=60)
        self.running.clear()

    def kill(self) -> None:
        """Every worker is gone this instant."""
        for process in self.running:
            process.kill()
            process.wait()
        self.running.clear()


@pytest.fixture(params=["mastodon", "snac"])
def faulty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Faulty]:
    """A server that keeps its word about keys, and one that does not."""
    before = http.allowed
    with fault_server(tmp_path, software=request.param) as running:
        http.configure(allow={*before, running.host_port})
        yield running
        http.configure(allow=before)


@pytest.fixture
def channel(faulty: Faulty, transactional_db: None) -> Channel:
    made: Channel = make.channels.connected(faulty.url, "a1", now=clock.now())
    return made


@pytest.fixture
def workers(faulty: Faulty, transactional_db: None, tmp_path: Path) -> Iterator[Workers]:
    made = Workers(
        os.environ
        | {
            "DATABASE_URL": database_url(),
            "DJANGO_SETTINGS_MODULE": "eichhorn.config.settings",
            "EICHHORN_HOME": str(settings.HOME),
            "EICHHORN_STAGE": "off",
            "EICHHORN_OUTBOUND_ALLOW": faulty.host_port,
            "EICHHORN_LOG_LEVEL": "ERROR",
            "EICHHORN_DOUBT_PAUSE_S": "0.2",
            "EICHHORN_SEND_DEADLINE_S": "4",
        },
        clock=tmp_path / "seconds",
    )
    made.ahead(0)
    yield made
    made.kill()


def database_url(*, host: str = "", port: int | None = None) -> str:
    """Return the address of the test's own database, which another host and port may lead to."""
    given = connection.settings_dict
    place = quote(host or str(given["HOST"]), safe="") + (f":{port}" if port else "")
    return f"postgresql://{given['USER']}:{given['PASSWORD']}@{place}/{given['NAME']}"


@contextlib.contextmanager
def database_of_its_own(workers: Workers, home: Path) -> Iterator[postgres.Server]:
    """A PostgreSQL of this test alone, that may be broken: a copy of the test's database, and all of us on it."""
    server = postgres.Server(home, crypto.Keys.for_home(home))
    server.start()
    before, url = dict(connection.settings_dict), workers.environment["DATABASE_URL"]
    dump = [str(server.programs / "pg_dump"), "--no-comments", "--no-owner", "--no-acl", f"--dbname={url}"]
    load = [str(server.programs / "psql"), "--quiet", "-v", "ON_ERROR_STOP=1", f"--dbname={server.url(postgres.OWNER)}"]
    try:
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as dumping:
            subprocess.run(load, stdin=dumping.stdout, stdout=subprocess.DEVNULL, check=True)
        connection.close()
        connection.settings_dict |= {
            "HOST": str(server.socket_folder), "NAME": postgres.DATABASE, "USER": postgres.OWNER,
            "PASSWORD": server._password(postgres.OWNER),
        }  # fmt: skip
        workers.environment["DATABASE_URL"] = database_url()
        yield server
    finally:
        workers.kill()
        connection.close()
        connection.settings_dict |= before
        server.stop()


@pytest.fixture
def home() -> Iterator[Path]:
    """A home for a database, short enough for a socket, that the database's account may pass through."""
    folder = Path(tempfile.mkdtemp(prefix="eichhorn-fault-", dir="/tmp"))
    folder.chmod(0o711)
    yield folder
    shutil.rmtree(folder, ignore_errors=True)


def posts(*channels: Channel, number: int = 1) -> list[Draft]:
    """Return so many posts for each channel that were planned ahead, stand approved, and fall due together in a moment."""
    author, now = make.people.person(role=RoleKind.MANAGER), clock.now()
    drafts = [
        make.delivery.post([channel], by=author, due_at=now + timedelta(hours=1), now=now)
        for channel in channels
        for _ in range(number)
    ]
    move(drafts, by=author)
    return drafts


def move(drafts: Iterable[Draft], *, by: Person) -> None:
    """They fall due together in a moment."""
    due_at = walls.wall_of(clock.now() + SOON, "Europe/Berlin")
    for draft in drafts:
        planning.move(slot=draft.slot, planned_local=due_at, by=by, now=clock.now())


def until(true: Callable[[], bool], *, within_s: float = 30.0) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, [(row.pk, row.state, row.because, row.next_at) for row in rows()]
        time.sleep(0.05)
