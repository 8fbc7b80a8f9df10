"""Setting something on paper by typst, as a PDF that screen readers can read.

The difficult thing: what is set was typed by many people, and a typesetter can be kept busy for ever. So the words go in
as data beside a source of our own, in a process of its own that reads no other file, and a deadline ends it.
"""

import json
import subprocess
import sys
from pathlib import Path

DEADLINE_S = 20.0


class NotInTime(Exception):
    """The paper was not set before the deadline, or cannot be set."""


def printed(source: Path, words: object, *, deadline_s: float = DEADLINE_S) -> bytes:
    """Return what the source makes of the words as a PDF, or raise NotInTime.

    `words` is what JSON can hold; the source finds it in `sys.inputs.words`.
    """
    try:
        done = subprocess.run(
            [sys.executable, "-I", __file__, str(source)], input=json.dumps(words).encode(), capture_output=True,
            timeout=deadline_s, check=True,
        )  # fmt: skip
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as problem:
        raise NotInTime from problem
    return done.stdout


def _press(source: Path) -> None:
    """Set what comes in."""
    import typst

    words = sys.stdin.buffer.read().decode()
    pdf = typst.compile(source.read_bytes(), sys_inputs={"words": words}, format="pdf")
    sys.stdout.buffer.write(pdf)


if __name__ == "__main__":
    _press(Path(sys.argv[1]))
