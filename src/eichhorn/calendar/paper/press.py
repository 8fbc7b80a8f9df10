"""Setting a sheet by typst, as a PDF that screen readers can read.

The difficult thing: what is set was typed by many people, and a typesetter can be kept busy for ever. So the words go in
as data beside a source of our own, in a process of its own that reads no other file, and a deadline ends it.
"""

import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from eichhorn.calendar.paper.sheets import Sheet

SOURCE = Path(__file__).with_name("plan.typ")
DEADLINE_S = 20.0


class NotInTime(Exception):
    """The sheet was not set before the deadline, or cannot be set."""


def printed(sheet: "Sheet", *, deadline_s: float = DEADLINE_S) -> bytes:
    """Return the sheet as a PDF, or raise NotInTime."""
    try:
        done = subprocess.run(
            [sys.executable, "-I", __file__], input=json.dumps(asdict(sheet)).encode(), capture_output=True,
            timeout=deadline_s, check=True,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as problem:
        raise NotInTime from problem
    return done.stdout


def _press() -> None:
    """Set what comes in."""
    import typst

    words = sys.stdin.buffer.read().decode()
    pdf = typst.compile(SOURCE.read_bytes(), sys_inputs={"plan": words}, format="pdf")
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    _press()
