"""Tries every fault, and writes the page of the docs that says what became of the posts.

python -m tests.faults --write     (about three minutes; as root, because a small disk has to be mounted)
"""

import argparse
import sys
from collections.abc import Sequence

import pytest

from tests.faults import table


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the faults, and with --write keep what they brought; return 1 where one of them was not tried."""
    parser = argparse.ArgumentParser(prog="python -m tests.faults")
    parser.add_argument("--write", action="store_true", help=f"write {table.PLACE}")
    write = parser.parse_args(arguments).write
    if (code := pytest.main(["tests/faults", "-q", "--deselect", "tests/faults/test_page.py"])) != 0:
        return int(code)
    if left_out := table.missing({result.fault for result in table.results}):
        sys.stderr.write(f"Not written, because these were not tried here: {', '.join(left_out)}\n")
        return 1
    if write:
        table.PLACE.write_text(table.page(table.results))
    else:
        sys.stdout.write(table.page(table.results))
    return 0


if __name__ == "__main__":
    sys.exit(main())
