"""A worker whose clock is wrong: by as many seconds as a file says at the moment.

    python -m tests.faults.crooked /tmp/seconds

Only the one place where the clock is read is another one; everything else is the worker as it is.
"""

import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

from eichhorn.foundation import clock

seconds = Path(sys.argv[1])


def crooked() -> datetime:
    return datetime.now(UTC) + timedelta(seconds=float(seconds.read_text()))


if __name__ == "__main__":
    clock.now = crooked
    from eichhorn.config import cli

    sys.exit(cli.main(["worker"]))
