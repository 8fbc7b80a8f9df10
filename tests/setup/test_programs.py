"""PostgreSQL's programs, where they end when nobody thought of it."""

import io
from pathlib import Path

import pytest

from eichhorn.config.backup import programs
from eichhorn.config.installation import NotPossible

URL = "postgresql://nobody@127.0.0.1:1/nothing"
PART = bytes(5_000_000)
"""More than any pipe holds, so that it is noticed when nobody reads."""


def one_that(does: str, folder: Path) -> Path:
    """Return a folder with a `pg_restore` of this behaviour."""
    program = folder / "pg_restore"
    program.write_text(f"#!/bin/sh\n{does}\n")
    program.chmod(0o755)
    return folder


def restored_by(folder: Path, done: list[str]) -> None:
    with programs.restoring(folder, URL) as give:
        give(io.BytesIO(PART))
        give(io.BytesIO(PART))
        done.append("the pictures")


def test_what_comes_after_the_dump_is_done_though_the_program_left_its_last_bytes_lying(tmp_path: Path) -> None:
    done: list[str] = []
    restored_by(one_that("head -c 100 > /dev/null", tmp_path), done)
    assert done == ["the pictures"]


def test_a_program_that_failed_is_said_with_its_last_word_before_anything_else_is_done(tmp_path: Path) -> None:
    done: list[str] = []
    failing = one_that("echo 'first' >&2; echo 'the table is there already' >&2; exit 1", tmp_path)
    with pytest.raises(NotPossible, match="pg_restore did not get to its end: the table is there already"):
        restored_by(failing, done)
    assert done == []


def test_a_program_that_fails_at_the_very_end_is_said_too(tmp_path: Path) -> None:
    failing = one_that("cat > /dev/null; echo 'no room' >&2; exit 1", tmp_path)
    with pytest.raises(NotPossible, match="no room"), programs.restoring(failing, URL) as give:
        give(io.BytesIO(PART))


def test_what_goes_wrong_in_the_block_is_what_is_said(tmp_path: Path) -> None:
    with pytest.raises(LookupError), programs.restoring(one_that("cat > /dev/null", tmp_path), URL):
        raise LookupError("the bucket is gone")
