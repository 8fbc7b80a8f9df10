"""One installation that all tests of real starts share: starts are what takes time. They run one after the other."""

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.setup.running import Running


@pytest.fixture(scope="session")
def folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="eichhorn-up-", dir="/tmp"))
    place.chmod(0o711)
    yield place
    shutil.rmtree(place, ignore_errors=True)


class Keeper:
    """One home for all these tests, that runs or stands still as the next test needs it: starts are what takes time."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.starts = 0
        self.running: Running | None = None

    def start(self) -> Running:
        if self.running is None or not self.running.healthy():
            self.end()
            self.starts += 1
            self.running = Running(self.folder / "home", self.folder / f"words-{self.starts}").start()
        return self.running

    def end(self) -> Path:
        if self.running is not None:
            self.running.end()
            self.running = None
        return self.folder / "home"


@pytest.fixture(scope="session")
def keeper(folder: Path) -> Iterator[Keeper]:
    kept = Keeper(folder)
    kept.start().greeted()
    yield kept
    kept.end()


@pytest.fixture
def home(keeper: Keeper) -> Path:
    """The home, on which nothing runs now."""
    return keeper.end()


@pytest.fixture
def up(keeper: Keeper) -> Running:
    """The installation, which runs now."""
    return keeper.start()
