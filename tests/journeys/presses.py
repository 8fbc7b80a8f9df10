"""Counting what somebody presses on a way through the pages, for the docs: each press of the mouse, each file chosen.

Typing is not counted, for it is the work itself.
"""

from pathlib import Path

from playwright.sync_api import Locator


class Presses:
    """So many presses until here."""

    def __init__(self) -> None:
        self.count = 0

    def on(self, *targets: Locator) -> None:
        """Press each of them once."""
        for target in targets:
            target.click()
            self.count += 1

    def choose(self, field: Locator, path: Path) -> None:
        """Choose a file: one press, whatever the system's own window asks."""
        field.set_input_files(path)
        self.count += 1
