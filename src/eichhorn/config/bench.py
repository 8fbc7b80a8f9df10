"""Measurements, for whoever has the sources: they lie beside the package and use the tests' network.

The difficult thing: standard output belongs to the figures alone, and a library may print. So everything else is sent to
standard error, for this process and for all that it starts.
"""

import importlib
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from eichhorn.config.installation import NotPossible

ROOT = Path(__file__).resolve().parents[3]
KNOWN = ("delivery", "api", "start", "pages", "planner")


def main(arguments: Sequence[str]) -> int:
    """Run one measurement and return its exit code."""
    if not arguments or arguments[0] not in KNOWN:
        raise NotPossible(f"Say what to measure: {', '.join(KNOWN)}; for example: script/bench delivery --json.")
    if not (ROOT / "bench" / f"{arguments[0]}.py").exists():
        raise NotPossible("The measurements come with the sources, not with the package.")
    sys.path.insert(0, str(ROOT))
    figures = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)
    sys.stdout = figures
    code: int = importlib.import_module(f"bench.{arguments[0]}").main(arguments[1:])
    figures.flush()
    return code
