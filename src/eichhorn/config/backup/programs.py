"""PostgreSQL's own programs, which write a database down and read it back.

The difficult thing: a password on a command line is read by every account of the machine. So it goes by the
environment, and everything else of the address by the command line.
"""

import contextlib
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from eichhorn.config.installation import NotPossible


@contextlib.contextmanager
def dumping(programs: Path, url: str, *, snapshot: str) -> Iterator[IO[bytes]]:
    """Give the dump of the database as it was at the snapshot; raise NotPossible where it did not get to its end."""
    command = ["pg_dump", "--format=custom", "--no-comments", "--no-owner", "--no-acl", f"--snapshot={snapshot}"]
    with _running(programs, url, command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield process.stdout


@contextlib.contextmanager
def restoring(programs: Path, url: str) -> Iterator[IO[bytes]]:
    """Give something to write the dump to; the empty database holds all of it afterwards, or nothing."""
    command = ["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-acl"]
    with _running(programs, url, command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as process:
        assert process.stdin is not None
        yield process.stdin


def is_empty(url: str) -> bool:
    """Return whether the database holds no table."""
    with psycopg.connect(url, connect_timeout=10) as session:
        return session.execute("select 1 from pg_tables where schemaname = 'public'").fetchone() is None


def knows_role(url: str, role: str) -> bool:
    """Return whether the server of the database knows the role."""
    with psycopg.connect(url, connect_timeout=10) as session:
        return session.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone() is not None


@contextlib.contextmanager
def _running(
    programs: Path, url: str, command: list[str], *, stdin: int, stdout: int
) -> Iterator["subprocess.Popen[bytes]"]:
    address = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    password = address.pop("password", "")
    with tempfile.TemporaryFile("w+", errors="replace") as words:
        process = subprocess.Popen(
            [str(programs / command[0]), *command[1:], "--no-password", f"--dbname={make_conninfo(**address)}"],
            stdin=stdin, stdout=stdout, stderr=words, cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PGPASSWORD": password},
        )  # fmt: skip
        try:
            with contextlib.suppress(BrokenPipeError):  # it has ended; why, stands in its words
                yield process
                for pipe in (process.stdin, process.stdout):
                    if pipe is not None:
                        pipe.close()
            code = process.wait()
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            for pipe in (process.stdin, process.stdout):
                if pipe is not None:
                    with contextlib.suppress(BrokenPipeError):
                        pipe.close()
        if code != 0:
            words.seek(0)
            last = words.read().strip().splitlines()[-1:] or ["no reason given"]
            raise NotPossible(f"{command[0]} did not get to its end: {last[0]}.")
