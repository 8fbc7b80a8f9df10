"""How a measurement is asked for, and how it says what it found."""

import argparse
import json
import sys
from collections.abc import Sequence
from typing import Any


def as_json(arguments: Sequence[str], *, prog: str, about: str | None) -> bool:
    """Return whether one line of JSON is wanted; the first line of `about` is what `--help` says."""
    parser = argparse.ArgumentParser(prog=f"bench {prog}", description=(about or "").partition("\n")[0])
    parser.add_argument("--json", action="store_true", help="one line of JSON and nothing else")
    return bool(parser.parse_args(arguments).json)


def tell(found: dict[str, Any], *, in_json: bool) -> None:
    """Standard output holds the figures."""
    if in_json:
        print(json.dumps(found))
        return
    for name, value in found.items():
        print(f"{name:20} {value}")


def say(sentence: str) -> None:
    """Standard error holds how far the measurement has come."""
    print(sentence, file=sys.stderr, flush=True)
