"""A worker on a machine whose clock is wrong: by as many seconds as a file says at the moment.

    python -m tests.faults.crooked /tmp/seconds
    python -m tests.faults.crooked /tmp/seconds --database

Only the one place where the clock is read is another one; everything else is the worker as it is. With `--database` the
database stands on the same machine, so its clock is wrong as well.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from eichhorn.foundation import clock

seconds = Path(sys.argv[1])


def ahead() -> timedelta:
    return timedelta(seconds=float(seconds.read_text()))


class Together(clock.Shared):
    """The time of a database whose clock is as wrong as ours."""

    def __init__(self, ask: clock.Clock) -> None:
        super().__init__(lambda: ask() + ahead())


if __name__ == "__main__":
    clock.now = lambda: datetime.now(UTC) + ahead()
    if "--database" in sys.argv:
        clock.Shared = Together  # type: ignore[misc]
    from eichhorn.config import cli

    sys.exit(cli.main(["worker"]))
