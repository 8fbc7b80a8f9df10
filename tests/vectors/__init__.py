"""Texts with what they count, for the two places that count: Python at the server, TypeScript in the browser.

`python -m tests.vectors` writes counting.json anew: what people picked, and what chance made of the same alphabet.
"""

import json
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "counting.json"


def read() -> dict[str, Any]:
    """Return the vectors: `lengths`, `tidied`, `threads`, `fits`, `seen`, `titled`, `resolved`, `asked`."""
    found: dict[str, Any] = json.loads(FILE.read_text())
    return found
