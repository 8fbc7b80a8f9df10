"""Prepares a fresh clone and goes on to what was asked: up, test, check, bench.

Runs on any Python from 3.8 on and its standard library alone, because nothing is installed yet. The difficult thing:
it must do everything on the first start and nearly nothing on the next ones, so each step keeps a stamp of its inputs.
"""

import os
import sys

sys.dont_write_bytecode = True

from environment import use_the_environment  # noqa: E402
from goals import GOALS  # noqa: E402
from ground import Impossible  # noqa: E402


def main() -> int:
    goal, arguments = sys.argv[1], sys.argv[2:]
    use_the_environment()
    try:
        return GOALS[goal](arguments)
    except Impossible as reason:
        sys.stderr.write("%s\n" % reason)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    os.umask(0o022)
    sys.exit(main())
