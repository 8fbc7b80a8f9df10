"""The processes of one installation: started together, brought back when one dies, ended together.

The difficult thing: nothing may be left over, however it ends. So each child leads a group of its own (Ctrl-C then
reaches us alone, and we end them in order), the kernel ends them when we are killed, and what does not end in time is
killed with its whole group.
"""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from eichhorn.foundation.processes import end_with_parent

LONGEST_PAUSE_S = 30.0
CALM_S = 60.0
"""Who has run for so long counts as healthy, and comes back at once when it dies."""
GIVE_UP_AFTER = 6
"""How many deaths in a row, none of them after a calm time, end the whole installation."""


@dataclass(slots=True)
class Child:
    """One process that is to run all the time."""

    name: str
    command: Sequence[str]
    environment: Mapping[str, str]
    ends_within_s: float
    keeps: tuple[int, ...] = ()
    """Open files that it inherits."""
    deaths: int = 0
    started_at: float = 0.0
    again_at: float = 0.0
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    def start(self) -> None:
        self.started_at = time.monotonic()
        self.process = subprocess.Popen(
            self.command, env=dict(self.environment), stdin=subprocess.DEVNULL, start_new_session=True,
            pass_fds=self.keeps, preexec_fn=end_with_parent(signal.SIGTERM),  # noqa: PLW1509 - we start children from one thread
        )  # fmt: skip

    def look_after(self) -> bool:
        """Return False once it has died too often; start it again, after a growing pause, when it has died."""
        now = time.monotonic()
        if self.process is None:
            if now >= self.again_at:
                self.start()
            return True
        code = self.process.poll()
        if code is None:
            return True
        self.kill_rest()
        self.deaths = 1 if now - self.started_at > CALM_S else self.deaths + 1
        if self.deaths >= GIVE_UP_AFTER:
            return False
        pause_s = 0.0 if self.deaths == 1 else min(LONGEST_PAUSE_S, 2.0 ** (self.deaths - 2))
        say(f"{self.name} ended by itself ({_meaning(code)}) and is started again in {pause_s:.0f} s.")
        self.process, self.again_at = None, now + pause_s
        return True

    def ask_to_end(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()

    def kill_rest(self) -> None:
        """Nothing of its group is left afterwards."""
        if self.process is not None:
            try:
                os.killpg(self.process.pid, signal.SIGKILL)
            except (ProcessLookupError, PermissionError):
                pass  # the group is empty
            self.process.wait()


class Supervision:
    """Looks after the children until somebody asks it to end."""

    def __init__(self) -> None:
        self.asked = 0
        self.children: list[Child] = []
        for asking in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(asking, self._ask)

    def _ask(self, *_: object) -> None:
        self.asked += 1

    @property
    def ending(self) -> bool:
        return self.asked > 0

    def run(self, children: Sequence[Child]) -> None:
        self.children = list(children)
        for child in self.children:
            child.start()

    def look_after(self) -> Child | None:
        """Return the child that cannot be kept running, or None."""
        return next((child for child in self.children if not child.look_after()), None)

    def wait(self, *, also: Callable[[], None]) -> Child | None:
        """Wait until somebody asks us to end (None) or a child cannot be kept running (that child)."""
        while not self.ending:
            if failed := self.look_after():
                return failed
            also()
            time.sleep(0.25)  # a signal interrupts it, its flag is seen at the loop's head
        return None

    def end(self) -> None:
        """Every child has ended afterwards: asked first, killed where it does not hurry or we are asked twice."""
        asked_before = self.asked
        for child in self.children:
            child.ask_to_end()
        begun = time.monotonic()
        for child in self.children:
            while child.process is not None and child.process.poll() is None:
                if time.monotonic() - begun > child.ends_within_s or self.asked > max(asked_before, 1):
                    break
                time.sleep(0.05)
            child.kill_rest()


def say(sentence: str) -> None:
    """Say one sentence on the console."""
    sys.stderr.write(sentence + "\n")
    sys.stderr.flush()


def _meaning(code: int) -> str:
    return f"by signal {signal.Signals(-code).name}" if code < 0 else f"exit code {code}"
