"""Tries every fault, and writes the page of the docs that says what became of the posts.

python -m tests.faults --write     (about three minutes; as root, because a small disk has to be mounted)
python -m tests.faults --write tests/faults/test_edit.py     (one part; the rest of the page stays as it is)
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
    parser.add_argument("tests", nargs="*", default=["tests/faults"], help="some of the files; %(default)s")
    told = parser.parse_args(arguments)
    if (code := pytest.main([*told.tests, "-q", "--deselect", "tests/faults/test_page.py"])) != 0:
        return int(code)
    before = table.PLACE.read_text() if told.tests != ["tests/faults"] and table.PLACE.exists() else ""
    written = table.page(table.results, before=before)
    if left_out := table.missing(written):
        sys.stderr.write(f"Not written, because these were not tried here: {', '.join(left_out)}\n")
        return 1
    if told.write:
        table.PLACE.write_text(written)
    else:
        sys.stdout.write(written)
    return 0


if __name__ == "__main__":
    sys.exit(main())
