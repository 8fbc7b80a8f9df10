"""Real workers on the test's own database, and a network that misbehaves on order: processes, sockets, kills.

The difficult thing: workers see only what is committed, and must not outlive a test. So these tests commit, and every
process is ended by its own number when its test ends.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connection

from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft
from eichhorn.delivery.models import Delivery
from eichhorn.foundation import clock, http
from eichhorn.people.rules import RoleKind
from eichhorn.planning import rules as walls
from eichhorn.planning import services as planning
from tests import make
from tests.networks.running import ROOT, Faulty, fault_server

SOON = timedelta(seconds=1)


@dataclass
class Workers:
    """Worker processes of this test."""

    environment: dict[str, str]
    running: list["subprocess.Popen[bytes]"] = field(default_factory=list)

    def start(self, times: int = 1, **more: str) -> "subprocess.Popen[bytes]":
        for _ in range(times):
            command = [sys.executable, "-m", "eichhorn.config.cli", "worker"]
            process = subprocess.Popen(command, cwd=ROOT, env=self.environment | more, stdin=subprocess.DEVNULL)
            self.running.append(process)
        return self.running[-1]

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
    return make.channels.connected(faulty.url, "a1", now=clock.now())


@pytest.fixture
def workers(faulty: Faulty, transactional_db: None) -> Iterator[Workers]:
    url = urlsplit(os.environ["DATABASE_URL"])
    made = Workers(
        os.environ
        | {
            "DATABASE_URL": url._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
            "DJANGO_SETTINGS_MODULE": "eichhorn.config.settings",
            "EICHHORN_HOME": str(settings.HOME),
            "EICHHORN_STAGE": "off",
            "EICHHORN_OUTBOUND_ALLOW": faulty.host_port,
            "EICHHORN_LOG_LEVEL": "ERROR",
            "EICHHORN_DOUBT_PAUSE_S": "0.2",
            "EICHHORN_SEND_DEADLINE_S": "4",
        }
    )
    yield made
    made.kill()


def posts(*channels: Channel, number: int = 1) -> list[Draft]:
    """Return so many posts for each channel that were planned ahead, stand approved, and fall due together in a moment."""
    author, now = make.people.person(role=RoleKind.MANAGER), clock.now()
    drafts = [
        make.delivery.post([channel], by=author, due_at=now + timedelta(hours=1), now=now)
        for channel in channels
        for _ in range(number)
    ]
    due_at = walls.wall_of(clock.now() + SOON, "Europe/Berlin")
    for draft in drafts:
        planning.move(slot=draft.slot, planned_local=due_at, by=author, now=clock.now())
    return drafts


def rows() -> list[Delivery]:
    return list(Delivery.objects.order_by("pk"))


def until(true: Callable[[], bool], *, within_s: float = 30.0) -> None:
    """Wait until it is so."""
    deadline = time.monotonic() + within_s
    while not true():
        assert time.monotonic() < deadline, [(row.pk, row.state, row.because, row.next_at) for row in rows()]
        time.sleep(0.05)
