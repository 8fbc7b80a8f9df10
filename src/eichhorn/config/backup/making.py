"""`eichhorn backup`: the whole installation as it is at one instant, while web and worker go on.

The difficult thing: database and pictures change while they are copied. The database is dumped at one snapshot; a
picture lies in its store before its row does, never changes and is named by its hash, so what the snapshot knows is
there when it is copied after it. Where pictures lie in a bucket they come out of it, so that a backup is whole anyway.
"""

import base64
import contextlib
import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from importlib.metadata import version
from pathlib import Path
from typing import IO

import psycopg

from eichhorn.config import databases
from eichhorn.config.backup import contents, envelope, programs
from eichhorn.config.backup.contents import About, Packing
from eichhorn.config.backup.secrets import Sealed
from eichhorn.config.installation import Installation, NotPossible
from eichhorn.config.migration import of_code, rooms
from eichhorn.foundation import crypto, postgres
from eichhorn.media import stores
from eichhorn.media.stores import Address, Store

ROOM_TO_SPARE = 20_000_000
type Session = psycopg.Connection[tuple[object, ...]]


@dataclass(frozen=True, slots=True)
class Source:
    """The installation that is backed up: its home, and where its database is."""

    home: Path
    url: str = field(repr=False)
    keys: crypto.Keys

    @property
    def programs(self) -> Path:
        return postgres.Server(self.home, self.keys).programs

    @property
    def store(self) -> Store:
        return stores.of(self.home, Address.from_environment())


@dataclass(frozen=True, slots=True)
class Made:
    """What was written, for the console."""

    file: Path
    bytes: int
    pictures: int
    damaged: int = 0
    """Pictures that were left out because the bucket gives other bytes than those that were kept."""


def backup(source: Source, file: Path, sealed: Sealed, *, with_keys: bool, now: datetime) -> Made:
    """The file is there and whole, and open to its owner alone. Never writes over another."""
    if file.exists() or file.is_symlink():
        raise NotPossible(f"{file} is there already; a backup never writes over a file.")
    draft = file.with_name(file.name + ".unfinished")
    try:
        with _draft(draft) as out, _snapshot(source.url) as session:
            about = _about(source, session, with_keys=with_keys, now=now)
            _refuse_full_disk(file.parent, about.media_bytes + _tables_bytes(session))
            with (
                envelope.sealing(out, sealed, made_at=now) as sealing,
                contents.packing(sealing, made_at=now) as packed,
            ):
                packed.about(about)
                _pack_database(source, session, packed)
                pictures, damaged = _pack_media(source.store, packed)
                if with_keys:
                    _pack_keys(source, packed)
                packed.manifest()
            out.flush()
            os.fsync(out.fileno())
        _name(draft, file)
    except OSError as error:
        raise NotPossible(
            f"{file} cannot be written ({error.strerror or error}); what was begun is gone again."
        ) from None
    except psycopg.Error as error:
        raise NotPossible(f"The database cannot be read: {databases.why(error)}.") from None
    except stores.OutOfReach as error:
        raise NotPossible(f"The pictures cannot be read ({error}); what was begun is gone again.") from None
    return Made(file, file.stat().st_size, pictures, damaged)


@contextlib.contextmanager
def running_source(home: Path) -> Iterator[Source]:
    """Give the installation with its database running: as it does already, else for as long as this takes."""
    given = os.environ.get("DATABASE_OWNER_URL") or os.environ.get("DATABASE_URL")
    if given is None and not (home / "postgres").exists():
        raise NotPossible(f"There is no installation in {home}; name its home with --home, or give DATABASE_URL.")
    if not (home / "keys" / "master.key").exists() and "EICHHORN_MASTER_KEY" not in os.environ:
        raise NotPossible(f"The master key is missing: it is neither in {home}/keys nor in EICHHORN_MASTER_KEY.")
    keys = crypto.Keys.for_home(home)
    if given is not None:
        yield Source(home, given, keys)
        return
    server = postgres.Server(home, keys)
    if server.is_running():
        yield Source(home, server.url(postgres.OWNER), keys)
        return
    with Installation(home).open():
        server.start()
        try:
            yield Source(home, server.url(postgres.OWNER), keys)
        finally:
            server.stop()


@contextlib.contextmanager
def _draft(place: Path) -> Iterator[IO[bytes]]:
    """Give a new file to write to; it is gone where that did not succeed."""
    try:
        descriptor = os.open(place, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise NotPossible(
            f"{place} is there: another backup is being written, or was cut off; then remove this file."
        ) from None
    try:
        with os.fdopen(descriptor, "w+b") as out:
            yield out
    except BaseException:
        place.unlink(missing_ok=True)
        raise


@contextlib.contextmanager
def _snapshot(url: str) -> Iterator[Session]:
    """Give a session that sees the database as it is now until it ends."""
    with psycopg.connect(url, connect_timeout=10) as session:
        session.execute("begin transaction isolation level repeatable read, read only")
        yield session


def _about(source: Source, session: Session, *, with_keys: bool, now: datetime) -> About:
    if session.execute("select to_regclass('public.people_organisation')").fetchone() == (None,):
        raise NotPossible("The database holds no installation yet, so there is nothing to back up.")
    applied = session.execute("select app || '.' || name from django_migrations order by id").fetchall()
    name = session.execute("select name from people_organisation").fetchone()
    size = session.execute("select pg_database_size(current_database())").fetchone()
    assert size is not None
    return About(
        made_at=now.isoformat(), version=version("eichhorn"),
        code=of_code(), postgres=postgres.major(),
        migrations=tuple(sorted(str(row[0]) for row in applied if str(row[0]).split(".")[0] in rooms())),
        kind=Installation(source.home).kind or "empty", organisation=str(name[0]) if name else "",
        database_bytes=int(str(size[0])), media_bytes=sum(kept.size_bytes for kept in source.store.walk()),
        key=source.keys.fingerprint, with_keys=with_keys,
    )  # fmt: skip


def _tables_bytes(session: Session) -> int:
    """Return what the tables take without their indexes: a dump, which is packed, never takes more."""
    row = session.execute(
        "select coalesce(sum(pg_table_size(pg_class.oid)), 0) from pg_class where relkind = 'r' "
        "and relnamespace = 'public'::regnamespace"
    ).fetchone()
    assert row is not None
    return int(str(row[0]))


def _refuse_full_disk(folder: Path, wanted: int) -> None:
    free = shutil.disk_usage(folder).free
    if free < wanted + ROOM_TO_SPARE:
        raise NotPossible(
            f"{folder} has {free / 1e6:.0f} MB free, and the backup may take {(wanted + ROOM_TO_SPARE) / 1e6:.0f} MB; "
            "nothing was written."
        )


def _pack_database(source: Source, session: Session, packed: Packing) -> None:
    snapshot = session.execute("select pg_export_snapshot()").fetchone()
    assert snapshot is not None
    with programs.dumping(source.programs, source.url, snapshot=str(snapshot[0])) as dump:
        for name, part in contents.parts(dump):
            packed.words(name, part)


def _pack_media(store: Store, packed: Packing) -> tuple[int, int]:
    """Return how many pictures were packed, and how many are damaged and were not."""
    number = damaged = 0
    for kept in store.walk():
        try:
            with store.at_hand(kept.digest) as place, place.open("rb") as content:
                packed.stream(
                    f"{contents.MEDIA}{stores.place_of(kept.digest)}", os.fstat(content.fileno()).st_size, content
                )
                number += 1
        except stores.Damaged:
            damaged += 1
        except stores.Missing:
            continue
    return number, damaged


def _pack_keys(source: Source, packed: Packing) -> None:
    packed.words(f"{contents.KEYS}master.key", base64.urlsafe_b64encode(source.keys.master))


def _name(draft: Path, file: Path) -> None:
    """The finished draft has its name, unless somebody else took it meanwhile."""
    try:
        os.link(draft, file)
    except FileExistsError:
        raise NotPossible(f"{file} is there by now; a backup never writes over a file.") from None
    except OSError:  # a file system without links
        if file.exists():
            raise NotPossible(f"{file} is there by now; a backup never writes over a file.") from None
        draft.rename(file)
    finally:
        draft.unlink(missing_ok=True)
    folder = os.open(file.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
