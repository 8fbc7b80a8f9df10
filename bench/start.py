"""How long a start takes on a machine where all is installed: the first on an empty home, with the demo, and later ones.

    script/bench start --json

Each is `script/up` itself, from the call until `/health` answers 200, which it does once web and worker are both ready.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from bench import figures
from bench.house import OURS, ROOT, free_port, healthy

LATER, WITHIN_S = 3, 300.0


def main(arguments: Sequence[str]) -> int:
    """Print the figures."""
    in_json = figures.as_json(arguments, prog="start", about=__doc__)
    with tempfile.TemporaryDirectory(prefix="eichhorn-bench-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        found = measure(Path(folder) / "home")
    figures.tell(found, in_json=in_json)
    return 0


def measure(home: Path) -> dict[str, Any]:
    """Return the figures of one run, in seconds."""
    figures.say("Starting on an empty home …")
    first = _start(home)
    later = []
    for number in range(LATER):
        figures.say(f"Starting again, {number + 1} of {LATER} …")
        later.append(_start(home))
    return {
        "first_s": round(first, 2),
        "later_s": round(statistics.median(later), 2),
        "later_slowest_s": round(max(later), 2),
        "load": round(os.getloadavg()[0], 1),
    }


def _start(home: Path) -> float:
    """Start, wait until it is ready, end it; return the seconds until it was ready."""
    port = free_port()
    begun = time.monotonic()
    process = subprocess.Popen(
        [str(ROOT / "script" / "up"), "--home", str(home), "--port", str(port)], stdin=subprocess.DEVNULL,
        stdout=sys.stderr, env={name: value for name, value in os.environ.items() if not name.startswith(OURS)},
    )  # fmt: skip
    try:
        while not healthy(port, "health"):
            if process.poll() is not None or time.monotonic() - begun > WITHIN_S:
                raise RuntimeError("Eichhorn did not start; why is said above")
            time.sleep(0.02)
        return time.monotonic() - begun
    finally:
        process.terminate()
        process.wait(timeout=60)
