"""A throw-away installation for a measurement: database, web, worker, and a network that logs what it gets.

The difficult thing: nothing of it may reach the installation of whoever measures, and nothing may be left over. So all
lies in one temporary folder, every process is ours and ended by its own number, and the environment is told anew.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from eichhorn.foundation import crypto, postgres

ROOT = Path(__file__).resolve().parent.parent
READY_WITHIN_S = 60.0
OURS = ("EICHHORN_", "DATABASE_", "DJANGO_", "PYTEST_")
MIB = 1024 * 1024


@dataclass
class House:
    """One installation, from its making to its end."""

    folder: Path
    latency_ms: float
    stack: ExitStack
    environment: dict[str, str] = field(default_factory=dict)
    processes: dict[str, "subprocess.Popen[str]"] = field(default_factory=dict)
    network: str = ""
    port: int = 0
    more: Mapping[str, str] = field(default_factory=dict)
    """Settings of this measurement alone."""

    def prepare(self) -> None:
        """The database has its tables, the network answers, and this process is set up as part of the house."""
        server = postgres.Server(self.folder, crypto.Keys.for_home(self.folder), safe=False)
        server.start()
        self.stack.callback(server.stop)
        self.network = self._start_network()
        base = {name: value for name, value in os.environ.items() if not name.startswith(OURS)}
        self.environment = base | {
            "EICHHORN_HOME": str(self.folder),
            "EICHHORN_STAGE": "off",
            "EICHHORN_OUTBOUND_ALLOW": self.network.removeprefix("http://"),
            "EICHHORN_LOG_LEVEL": "WARNING",
            "DATABASE_URL": server.url(postgres.APP),
            "DJANGO_SETTINGS_MODULE": "eichhorn.config.settings",
            **self.more,
        }
        self._run("migrate", more={"DATABASE_OWNER_URL": server.url(postgres.OWNER)})
        for name in [name for name in os.environ if name.startswith(OURS)]:
            del os.environ[name]
        os.environ.update(self.environment)
        import django

        django.setup()

    def start(self, *, worker: bool = True) -> None:
        """Web and, where it is wanted, worker run and are ready."""
        self.port = free_port()
        if worker:
            self.processes["worker"] = self._spawn(*_eichhorn("worker"))
        self.processes["web"] = self._spawn(*_eichhorn("web", "--port", str(self.port)))
        deadline = time.monotonic() + READY_WITHIN_S
        while not healthy(self.port, "health" if worker else "live"):
            if time.monotonic() > deadline:
                raise RuntimeError("web and worker were not ready in time")
            time.sleep(0.1)

    def stop(self, name: str) -> None:
        """The process has ended in order."""
        _end(self.processes.pop(name))

    def memory_mb(self) -> dict[str, int]:
        """Return the proportional set size of web, worker and database, each with all its processes, in MiB."""
        postmaster = int((self.folder / "postgres" / "postmaster.pid").read_text().split()[0])
        heads = {name: self.processes[name].pid for name in ("web", "worker")} | {"database": postmaster}
        return {name: round(sum(map(_pss, _family(head))) / MIB) for name, head in heads.items()}

    def events(self) -> list[dict[str, Any]]:
        """Return what the network's own log holds; a line that is just being written is not there yet."""
        whole = (self.folder / "network.jsonl").read_text().rpartition("\n")[0]
        return [json.loads(line) for line in whole.splitlines()]

    def _start_network(self) -> str:
        log = self.folder / "network.jsonl"
        log.touch()
        process = self._spawn(
            sys.executable, "-m", "tests.networks.fault_server", f"--log={log}", f"--latency-ms={self.latency_ms}",
            "--software=mastodon",
        )  # fmt: skip
        assert process.stdout is not None
        return process.stdout.readline().strip()

    def _spawn(self, *command: str) -> "subprocess.Popen[str]":
        process = subprocess.Popen(
            command, cwd=ROOT, env=self.environment or None, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, text=True,
            start_new_session=True,
        )  # fmt: skip
        self.stack.callback(_end, process)
        return process

    def _run(self, *arguments: str, more: Mapping[str, str]) -> None:
        subprocess.run(
            _eichhorn(*arguments), cwd=ROOT, env=self.environment | dict(more), stdin=subprocess.DEVNULL,
            stdout=sys.stderr, check=True,
        )  # fmt: skip


@contextmanager
def house(*, latency_ms: float, more: Mapping[str, str] | None = None) -> Iterator[House]:
    """Make a house that is gone afterwards, whatever happened in it."""
    folder = Path(tempfile.mkdtemp(prefix="eichhorn-bench-", dir="/tmp"))
    folder.chmod(0o711)
    with ExitStack() as stack:
        stack.callback(shutil.rmtree, folder, ignore_errors=True)
        made = House(folder, latency_ms, stack, more=more or {})
        made.prepare()
        yield made


def _eichhorn(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "eichhorn.config.cli", *arguments]


def _end(process: "subprocess.Popen[str]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def healthy(port: int, what: str) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/{what}", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _family(head: int) -> list[int]:
    """Return the process and all that descend from it."""
    parents = {}
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            parents[int(status.parent.name)] = int(status.read_text().rpartition(")")[2].split()[1])
        except OSError:
            continue  # it ended while we looked
    found = [head]
    for process in found:
        found += [child for child, parent in parents.items() if parent == process]
    return found


def _pss(process: int) -> int:
    """Return the process's share of the memory in bytes; 0 where it has just ended."""
    try:
        lines = Path(f"/proc/{process}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0
    return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("Pss:"))
