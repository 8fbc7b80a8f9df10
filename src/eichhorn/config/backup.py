"""`eichhorn dump` and `eichhorn restore`: the embedded database as one file, and back.

The difficult thing: a backup that was never read back is a hope. So a dump is written beside its place and moved there
when it is whole, and a restore goes into an empty home alone, all of it or nothing.
"""

import os
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

import psycopg

from eichhorn.config.installation import Installation, NotPossible
from eichhorn.foundation import crypto, postgres


def dump(server: postgres.Server, place: Path) -> None:
    """The file holds the whole database as it is now; web and worker may go on meanwhile."""
    draft = place.with_name(place.name + ".unfinished")
    try:
        draft.touch(mode=0o600)
        _run(server, "pg_dump", postgres.SUPERUSER, "--format=custom", "--no-comments", f"--file={draft}")
        draft.replace(place)
    except OSError as error:
        raise NotPossible(f"{place} cannot be written ({error.strerror}).") from None
    finally:
        draft.unlink(missing_ok=True)


def restore(home: Path, place: Path) -> None:
    """The home holds what the dump holds. It had no tables before, and has its master key already."""
    if not place.is_file():
        raise NotPossible(f"There is no dump at {place}.")
    with Installation(home).open():
        if not (home / "keys" / "master.key").exists() and "EICHHORN_MASTER_KEY" not in os.environ:
            raise NotPossible(f"Put the master key that belongs to the dump to {home}/keys/master.key first.")
        server = postgres.Server(home, crypto.Keys.for_home(home))
        server.start()
        try:
            with psycopg.connect(server.url(postgres.OWNER)) as session:
                if session.execute("select 1 from pg_tables where schemaname = 'public'").fetchone():
                    raise NotPossible(f"The database in {home} is not empty; nothing was changed.")
            _run(server, "pg_restore", postgres.SUPERUSER, "--single-transaction", "--exit-on-error", str(place))
        finally:
            server.stop()
        Installation(home).note(kind="empty")  # no demo is ever loaded into what was restored


def _run(server: postgres.Server, program: str, role: str, *arguments: str) -> None:
    parts = urlsplit(server.url(role))
    done = subprocess.run(
        [
            str(server.programs / program), *arguments, f"--dbname={postgres.DATABASE}",
            f"--host={server.socket_folder}", f"--username={role}", "--no-password",
        ],
        env={"PATH": "/usr/bin:/bin", "PGPASSWORD": unquote(parts.password or "")},
        stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise NotPossible(f"{program} did not get to its end: {last[0]}.")
