"""`eichhorn restore`: the installation of a backup in a home, all of it or nothing.

The difficult thing: what is there already must outlive whatever goes wrong. So everything is built up in a folder
beside it, with a database of its own that is brought to this version there; only then the old is put aside and the new
takes its place, by renaming alone. Who is cut off in between finds the old put back by the next call.
"""

import base64
import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

import psycopg

from eichhorn.config import databases, migration, whereabouts
from eichhorn.config.backup import contents, envelope, programs
from eichhorn.config.backup.contents import About
from eichhorn.config.backup.envelope import Envelope
from eichhorn.config.backup.secrets import Secret
from eichhorn.config.installation import Installation, NotPossible
from eichhorn.config.whereabouts import Because
from eichhorn.foundation import crypto, postgres
from eichhorn.media import stores

PIECES = ("postgres", "media", "keys", "installation.json")
ROOM_TO_SPARE = 100_000_000
type Confirm = Callable[[str], bool]


@dataclass(frozen=True, slots=True)
class Restored:
    """What was done, for the console."""

    about: About
    pictures: int
    put_aside: Path | None


def restore(home: Path, file: Path, secret: Secret, *, replace: Confirm | None, now: datetime) -> Restored:
    """The home holds what the backup holds. `replace` is asked before what is there already is put aside."""
    sealed = envelope.look(file, secret)
    with contextlib.ExitStack() as stack:
        if home.exists():
            stack.enter_context(Installation(home).open())
        checked = contents.check(sealed, refuse=_refuse_newer)
        keys = _keys(home, checked.about)
        outside, bucket = _database_outside(), stores.Address.from_environment()
        if not home.exists():
            stack.enter_context(Installation(home).open())
        place = Place(home)
        place.clear()
        taken = place.is_taken()
        if taken and (replace is None or not replace(place.what_is_there())):
            raise NotPossible(
                f"The home {home} is not empty; nothing was changed. Choose an empty one with --home, or put what is "
                "there aside with --replace."
            )
        place.refuse_full_disk(checked.about, with_database=outside is None)
        try:
            Building(place.building, sealed, checked.about, now, bucket).build(keys, outside)
            aside = place.move_in(now)
        except OSError as error:
            raise NotPossible(f"The backup could not be put to {home} ({error.strerror or error}).") from None
        except stores.OutOfReach as error:
            raise NotPossible(
                f"The pictures could not be put into the bucket ({error}). The home is as it was; what is in the bucket "
                "already harms nobody, and the next try goes on there."
            ) from None
        except psycopg.Error as error:
            raise NotPossible(
                f"The database could not be filled: {databases.why(error)}. The home is as it was; where the database "
                "is not empty now, empty it before the next try."
            ) from None
        finally:
            place.clear()
    return Restored(checked.about, checked.pictures, aside if taken else None)


def _database_outside() -> str | None:
    """Return the address of a database outside the home, which has to be empty; None for that of the home."""
    if "DATABASE_URL" not in os.environ and "DATABASE_OWNER_URL" not in os.environ:
        return None
    owner = os.environ.get("DATABASE_OWNER_URL")
    if owner is None:
        raise NotPossible(
            "DATABASE_OWNER_URL has to name the role that will own the tables; DATABASE_URL is not enough."
        )
    app = migration.role_of(os.environ.get("DATABASE_URL", ""))
    try:
        if not programs.is_empty(owner):
            raise NotPossible(
                "The database of DATABASE_OWNER_URL is not empty; nothing was changed. Give an empty one."
            )
        if not programs.knows_role(owner, app):
            raise NotPossible(
                f"The database knows no role {app}, which web and worker are to use; nothing was changed. "
                "Make it, and name it in DATABASE_URL."
            )
    except psycopg.OperationalError as error:
        raise NotPossible(f"The database of DATABASE_OWNER_URL does not answer: {databases.why(error)}.") from None
    return owner


def _refuse_newer(about: About) -> None:
    unknown = sorted(set(about.migrations) - migration.known())
    if unknown or about.postgres > postgres.major():
        reason = f"it has {unknown[0]}" if unknown else f"its database is PostgreSQL {about.postgres}"
        raise NotPossible(
            f"The backup was made by a newer Eichhorn ({about.version}; {reason}); nothing was changed; update Eichhorn."
        )


def _keys(home: Path, about: About) -> crypto.Keys | None:
    """Return the keys that belong to a backup without keys; None where it brings its own."""
    given = "EICHHORN_MASTER_KEY" in os.environ
    if about.with_keys and not given:
        return None
    if not given and not (home / "keys" / "master.key").exists():
        raise NotPossible(
            f"The backup was made without keys; put the key that belongs to it to {home}/keys/master.key first."
        )
    keys = crypto.Keys.for_home(home)
    if keys.fingerprint != about.key:
        where = "in EICHHORN_MASTER_KEY" if given else f"in {home}/keys"
        raise NotPossible(f"The key {where} does not belong to this backup; nothing was changed.")
    return keys


@dataclass(frozen=True, slots=True)
class Place:
    """The home into which is restored, with the folder beside in which the new installation is built."""

    home: Path

    @property
    def building(self) -> Path:
        return self.home / "restoring"

    @property
    def moving(self) -> Path:
        """Names, while the new moves in, the folder to which the old is put aside."""
        return self.home / "restoring.moving"

    def clear(self) -> None:
        """What a restore left half done is gone, and what it had put aside is back. Idempotent."""
        if self.moving.exists():
            left = json.loads(self.moving.read_text())
            aside = self.home / left["aside"]
            for piece in PIECES:
                if piece not in left["old"]:
                    _remove(self.home / piece)
                elif (aside / piece).exists():
                    _remove(self.home / piece)
                    (aside / piece).rename(self.home / piece)
            _remove(aside)
            self.moving.unlink()
        _remove(self.building)

    def is_taken(self) -> bool:
        """Return whether something is there that a restore would put aside; a key alone is none."""
        return (self.home / "postgres").exists() or any((self.home / "media").rglob("*"))

    def what_is_there(self) -> str:
        kind = Installation(self.home).kind
        named = {"demo": "the demo organisation", "empty": "an installation of its own"}.get(kind, "an installation")
        return f"The home {self.home} holds {named}; it is put aside, and the backup takes its place."

    def refuse_full_disk(self, about: About, *, with_database: bool) -> None:
        free = shutil.disk_usage(self.home).free
        wanted = about.media_bytes + (about.database_bytes if with_database else 0) + ROOM_TO_SPARE
        if free < wanted:
            raise NotPossible(
                f"{self.home} has {free / 1e6:.0f} MB free, and the backup takes {wanted / 1e6:.0f} MB there; "
                "nothing was changed."
            )

    def move_in(self, now: datetime) -> Path:
        """What was built is the installation of the home; return the folder in which lies what was there before."""
        aside = self.home / f"replaced-{now:%Y-%m-%dT%H-%M-%S}"
        old = [piece for piece in PIECES if (self.home / piece).exists()]
        note = self.moving.with_suffix(".new")
        note.write_text(json.dumps({"aside": aside.name, "old": old}))
        note.replace(self.moving)
        aside.mkdir(mode=0o711)
        _flush(self.home)
        for piece in old:
            (self.home / piece).rename(aside / piece)
        for piece in PIECES:
            if (self.building / piece).exists():
                (self.building / piece).rename(self.home / piece)
        _flush(self.home)
        self.moving.unlink()
        if not (aside / "postgres").exists() and not (aside / "media").exists():
            _remove(aside)
        return aside


@dataclass(frozen=True, slots=True)
class Address:
    """Where the database is, for its owner, and which role web and worker will use."""

    owner: str = field(repr=False)
    app: str


@dataclass(frozen=True, slots=True)
class Building:
    """The folder in which the installation is built up, brought to this version; nothing of it runs afterwards."""

    folder: Path
    sealed: Envelope
    about: About
    now: datetime
    bucket: stores.Address | None
    """Where the pictures go instead; they are added there, and nothing is taken away."""

    def build(self, keys: crypto.Keys | None, outside: str | None) -> None:
        """Keys, media and database are there; `outside` is the address of a database outside the home."""
        self.folder.mkdir(mode=0o711)
        if keys is None:
            contents.unpack(self.sealed, _keys_into(self.folder))
        elif "EICHHORN_MASTER_KEY" not in os.environ:
            _write(self.folder / "keys" / "master.key", base64.urlsafe_b64encode(keys.master))
        server = postgres.Server(self.folder, keys or crypto.Keys.for_home(self.folder))
        if outside is not None:
            self._fill(server, Address(outside, migration.role_of(os.environ.get("DATABASE_URL", ""))))
            return
        server.start()
        try:
            self._fill(server, Address(server.url(postgres.OWNER), postgres.APP))
        finally:
            server.stop()
            if server.socket_folder.parent != self.folder:
                shutil.rmtree(server.socket_folder, ignore_errors=True)

    def _fill(self, server: postgres.Server, database: Address) -> None:
        """Database and media hold what the backup holds, as this version knows it, and nothing of it leaves yet."""
        with programs.restoring(server.programs, database.owner) as give:
            contents.unpack(self.sealed, _rest_into(self.folder, give, self.bucket))
        if self.about.code == migration.of_code():
            postgres.grant_to_app(database.owner, app=database.app)
        else:
            environment = {name: value for name, value in os.environ.items() if not name.startswith("DATABASE_")}
            environment |= {
                "EICHHORN_HOME": str(self.folder), "DATABASE_OWNER_URL": database.owner, "DATABASE_URL": database.owner,
            }  # fmt: skip
            _command(["migrate", "--app-role", database.app], environment)
        with psycopg.connect(database.owner) as session:
            made_at = datetime.fromisoformat(self.about.made_at)
            whereabouts.begin(session, because=Because.RESTORED, known_until=made_at, now=self.now)
        notes: dict[str, object] = {"kind": self.about.kind, "place": whereabouts.here(self.folder.parent, server.keys)}
        if self.about.kind == "demo":
            notes["demo_loaded"] = True  # it is never loaded into what was restored
        Installation(self.folder).note(**notes, migrated=[migration.of_code(), migration.of_database(database.owner)])


def _keys_into(folder: Path) -> contents.Take:
    def take(name: str, size: int, content: IO[bytes]) -> None:
        if name.startswith(contents.KEYS):
            _write(folder / name, content.read(size))

    return take


def _rest_into(folder: Path, give: programs.Give, bucket: stores.Address | None) -> contents.Take:
    def take(name: str, size: int, content: IO[bytes]) -> None:  # noqa: ARG001
        if name.startswith(contents.DATABASE):
            give(content)
        elif name.startswith(contents.MEDIA):
            digest = name.rpartition("/")[2]
            if bucket is None or not stores.is_digest(digest):
                _copy(content, folder / name)
                return
            on_the_way = folder / "on-the-way" / digest
            _copy(content, on_the_way)
            stores.of(folder / "none", bucket).keep_file(digest, on_the_way)
            on_the_way.unlink()

    return take


def _copy(content: IO[bytes], place: Path) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _new(place) as out:
        shutil.copyfileobj(content, out, 1 << 20)
        out.flush()
        os.fsync(out.fileno())


def _command(arguments: list[str], environment: dict[str, str]) -> None:
    """One of our own commands has worked on what is being built."""
    done = subprocess.run(
        [sys.executable, "-m", "eichhorn.config.cli", *arguments],
        env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if done.returncode != 0:
        last = done.stderr.strip().splitlines()[-1:] or ["no reason given"]
        raise NotPossible(f"The backup could not be brought to this version: {last[0]}")


def _write(place: Path, content: bytes) -> None:
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with _new(place) as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())


def _new(place: Path) -> IO[bytes]:
    return os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _remove(place: Path) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)


def _flush(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
