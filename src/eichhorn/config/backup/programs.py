"""PostgreSQL's own programs, which write a database down and read it back.

The difficult things: a password on a command line is read by every account of the machine. So it goes by the
environment, and everything else of the address by the command line. And a program may end before it was given all: what
was read back is whole then, or it failed, and only its last word says which.
"""

import contextlib
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from eichhorn.config.installation import NotPossible


@contextlib.contextmanager
def dumping(programs: Path, url: str, *, snapshot: str) -> Iterator[IO[bytes]]:
    """Give the dump of the database as it was at the snapshot; raise NotPossible where it did not get to its end."""
    command = ["pg_dump", "--format=custom", "--no-comments", "--no-owner", "--no-acl", f"--snapshot={snapshot}"]
    with _running(programs, url, command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE) as running:
        assert running.process.stdout is not None
        yield running.process.stdout


type Give = Callable[[IO[bytes]], None]
"""Takes the next part of a dump, to its end."""


@contextlib.contextmanager
def restoring(programs: Path, url: str) -> Iterator[Give]:
    """Give what takes a dump, part by part; the empty database holds all of it afterwards, or nothing.

    A program that has read all that it needs ends, and leaves the rest lying; so what else is done in the block is done.
    """
    command = ["pg_restore", "--single-transaction", "--exit-on-error", "--no-owner", "--no-acl"]
    with _running(programs, url, command, stdin=subprocess.PIPE, stdout=subprocess.DEVNULL) as running:
        into = running.process.stdin
        assert into is not None

        def give(part: IO[bytes]) -> None:
            try:
                shutil.copyfileobj(part, into, 1 << 20)
            except BrokenPipeError:
                running.refuse_failure()

        yield give


def is_empty(url: str) -> bool:
    """Return whether the database holds no table."""
    with psycopg.connect(url, connect_timeout=10) as session:
        return session.execute("select 1 from pg_tables where schemaname = 'public'").fetchone() is None


def knows_role(url: str, role: str) -> bool:
    """Return whether the server of the database knows the role."""
    with psycopg.connect(url, connect_timeout=10) as session:
        return session.execute("select 1 from pg_roles where rolname = %s", [role]).fetchone() is not None


@dataclass(frozen=True, slots=True)
class _Running:
    process: "subprocess.Popen[bytes]"
    name: str
    words: IO[str]

    def close(self) -> None:
        """Nothing more is given to it or taken from it."""
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(BrokenPipeError):  # it has ended; why, stands in its words
                    pipe.close()

    def refuse_failure(self) -> None:
        """Return when it has ended well. Raises NotPossible."""
        if self.process.wait() != 0:
            self.words.seek(0)
            last = self.words.read().strip().splitlines()[-1:] or ["no reason given"]
            raise NotPossible(f"{self.name} did not get to its end: {last[0]}.")


@contextlib.contextmanager
def _running(programs: Path, url: str, command: list[str], *, stdin: int, stdout: int) -> Iterator[_Running]:
    address = {name: str(value) for name, value in conninfo_to_dict(url).items()}
    password = address.pop("password", "")
    with tempfile.TemporaryFile("w+", errors="replace") as words:
        process = subprocess.Popen(
            [str(programs / command[0]), *command[1:], "--no-password", f"--dbname={make_conninfo(**address)}"],
            stdin=stdin, stdout=stdout, stderr=words, cwd="/",
            env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8", "PGPASSWORD": password},
        )  # fmt: skip
        running = _Running(process, command[0], words)
        try:
            yield running
            running.close()
            running.refuse_failure()
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            running.close()
