"""A disk that is full is said in one sentence, and nothing was begun that would be lost."""

import resource
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from eichhorn.foundation import crypto, postgres
from tests.setup.running import clean_environment


def test_a_start_without_room_is_one_sentence() -> None:
    """The kernel refuses to let any file grow, as a full disk would."""
    with tempfile.TemporaryDirectory(prefix="eichhorn-full-", dir="/tmp") as folder:
        done = subprocess.run(
            [sys.executable, "-m", "eichhorn.config.cli", "up", "--home", f"{folder}/home", "--port", "0"],
            capture_output=True, text=True, check=False, env=clean_environment(), timeout=120,
            preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0)),
        )  # fmt: skip
        assert done.returncode == 1
        assert done.stderr == "The disk is full (File too large); make room and begin again, nothing was lost.\n"
        assert not Path(folder, "home", "postgres").exists()


def test_no_database_is_begun_where_it_has_no_room(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "SMALLEST_DISK_BYTES", 10**18)
    with tempfile.TemporaryDirectory(prefix="eichhorn-full-", dir="/tmp") as folder:
        Path(folder).chmod(0o711)
        home = Path(folder, "home")
        server = postgres.Server(home, crypto.Keys.for_home(home))
        home.chmod(0o711)
        with pytest.raises(postgres.DatabaseFailed, match="MB free, and a new database takes"):
            server.start()
        assert not (server.data / "PG_VERSION").exists()
        assert not server.is_running()


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (
            "creating …\ninitdb: error: could not write file: No space left\ninitdb: removing contents",
            "could not write",
        ),
        ("FATAL:  no room\nchild ended", "FATAL:  no room"),
        ("the last line alone", "the last line alone"),
        ("", "it left no message"),
    ],
)
def test_the_line_that_says_why_is_chosen(words: str, reason: str) -> None:
    assert reason in postgres._reason(words)
