"""Starting the real command in real processes, and looking at what is left of them."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import ClassVar

ROOT = Path(__file__).resolve().parent.parent.parent
READY_WITHIN_S = 120.0
OURS = ("EICHHORN_", "DATABASE_", "DJANGO_", "PYTEST_", "COV_")


def clean_environment(**more: str) -> dict[str, str]:
    """Return the environment without what the tests' own settings put into it."""
    return {name: value for name, value in os.environ.items() if not name.startswith(OURS)} | more


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


@dataclass
class Running:
    """One `script/up` in a group of its own, with all that it says in two files."""

    home: Path
    words: Path
    options: tuple[str, ...] = ()
    environment: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    launched: ClassVar[list["Running"]] = []

    def launch(self) -> None:
        """The command runs afterwards; it is not ready yet."""
        self.words.mkdir(parents=True, exist_ok=True)
        with (self.words / "out").open("w") as out, (self.words / "err").open("w") as err:
            self.process = subprocess.Popen(
                [str(ROOT / "script" / "up"), "--home", str(self.home), "--port", str(self.port), *self.options],
                stdin=subprocess.DEVNULL, stdout=out, stderr=err, start_new_session=True,
                env=clean_environment(**self.environment),
            )  # fmt: skip
        Running.launched.append(self)

    def start(self, *, within_s: float = READY_WITHIN_S) -> "Running":
        begun = time.monotonic()
        self.launch()
        while not self.healthy():
            assert self.process.poll() is None, self.err
            assert time.monotonic() - begun < within_s, self.err
            time.sleep(0.05)
        return self

    @property
    def out(self) -> str:
        return (self.words / "out").read_text()

    @property
    def err(self) -> str:
        return (self.words / "err").read_text()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def ask(self, path: str) -> tuple[int, bytes]:
        """Return status and content of a page; (0, ...) where nobody answers."""
        try:
            with urllib.request.urlopen(self.url + path, timeout=10) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()
        except OSError as error:
            return 0, str(error).encode()

    def healthy(self) -> bool:
        return self.ask("/health")[0] == 200

    def state(self) -> dict[str, str]:
        state: dict[str, str] = json.loads(self.ask("/health")[1])
        return state

    def greeted(self) -> str:
        """Return what the console says once it has told the ways in."""
        wait_until(lambda: "Ctrl-C" in self.out, within_s=30)
        return self.out

    def family(self) -> set[int]:
        """Return this process and everything that descends from it."""
        return descendants(self.process.pid)

    def end(self, sign: signal.Signals = signal.SIGTERM) -> int:
        """Return the exit code after asking it to end."""
        if self.process.poll() is None:
            self.process.send_signal(sign)
        return self.process.wait(timeout=60)


def refused(*options: str, environment: dict[str, str] | None = None) -> str:
    """Return the one sentence with which a start is refused, after what it may have told before."""
    done = subprocess.run(
        [str(ROOT / "script" / "up"), *options], stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
        timeout=120, env=clean_environment(**(environment or {})),
    )  # fmt: skip
    assert done.returncode == 1, done.stderr
    assert "Traceback" not in done.stderr
    return done.stderr.strip().splitlines()[-1]


def command(*arguments: str, **environment: str) -> str:
    """Return all that the command `eichhorn` says, whether it is content or not; a trace never."""
    done = subprocess.run(
        [sys.executable, "-m", "eichhorn.config.cli", *arguments], stdin=subprocess.DEVNULL, capture_output=True,
        text=True, check=False, timeout=120, env=clean_environment(**environment),
    )  # fmt: skip
    assert "Traceback" not in done.stderr, done.stderr
    return done.stdout + done.stderr


def descendants(root: int) -> set[int]:
    """Return the process and all below it, by the kernel's own list."""
    children: dict[int, set[int]] = {}
    for entry in Path("/proc").glob("[0-9]*/stat"):
        try:
            rest = entry.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        children.setdefault(int(rest[1]), set()).add(int(entry.parent.name))
    found, open_ones = {root}, [root]
    while open_ones:
        below = children.get(open_ones.pop(), set()) - found
        found |= below
        open_ones += below
    return found


def living(processes: set[int]) -> set[int]:
    """Return those that still run; a zombie has ended."""
    return {number for number in processes if _state(number) not in {"", "Z", "X"}}


def command_of(number: int) -> str:
    try:
        return Path(f"/proc/{number}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
    except OSError:
        return ""


def wait_until(condition: Callable[[], bool], *, within_s: float) -> None:
    deadline = time.monotonic() + within_s
    while not condition():
        assert time.monotonic() < deadline, "it did not come true in time"
        time.sleep(0.05)


def _state(number: int) -> str:
    try:
        return Path(f"/proc/{number}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return ""
