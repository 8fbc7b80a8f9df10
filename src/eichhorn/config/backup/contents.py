"""What lies inside a backup, and whether all of it is there.

    about.json               what made it: versions, what the database knows, sizes
    database/000001 …        the dump of the database, cut into parts; together they are what pg_restore reads
    media/ab/ab12…           the pictures, by their hashes
    keys/master.key          unless it was made without keys
    manifest.json            the size and the hash of everything before it

The difficult thing: a restore that notices damage half-way has done harm already. So a backup is read from its first
byte to its last, and held against its manifest, before anything is touched; then it is read a second time.
"""

import contextlib
import hashlib
import io
import json
import tarfile
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from typing import IO, Any, cast

from eichhorn.config.backup.envelope import Damaged, Envelope
from eichhorn.config.installation import NotPossible

ABOUT, MANIFEST = "about.json", "manifest.json"
DATABASE, MEDIA, KEYS = "database/", "media/", "keys/"
PART_BYTES = 8_000_000
LARGEST_WORDS = 20_000_000
type Take = Callable[[str, int, IO[bytes]], None]


@dataclass(frozen=True, slots=True)
class About:
    """What a backup says of itself, before all else."""

    made_at: str
    version: str
    """Of Eichhorn."""
    code: str
    """A short name for all the migrations that it knew, those of the packages included."""
    postgres: int
    migrations: tuple[str, ...]
    """What the database had applied, of our own rooms: "people.0001_first"."""
    kind: str
    """Of the home: demo or empty."""
    organisation: str
    database_bytes: int
    media_bytes: int
    key: str
    """By which the master key that belongs to it is known, without giving it away."""
    with_keys: bool


@dataclass(slots=True)
class Packing:
    """Packs the contents, one thing after the other, and remembers what was packed."""

    archive: tarfile.TarFile
    made_at: datetime
    packed: dict[str, tuple[int, str]] = field(default_factory=dict)

    def about(self, about: About) -> None:
        self.words(ABOUT, _words(asdict(about)))

    def words(self, name: str, content: bytes) -> None:
        self.stream(name, len(content), io.BytesIO(content))

    def stream(self, name: str, size: int, content: IO[bytes]) -> None:
        """Pack exactly so many bytes of it under the name."""
        info = tarfile.TarInfo(name)
        info.size, info.mtime, info.mode = size, int(self.made_at.timestamp()), 0o600
        hashed = _Hashed(content)
        self.archive.addfile(info, cast(IO[bytes], hashed))  # it asks for `read` alone
        self.packed[name] = (size, hashed.hash.hexdigest())

    def manifest(self) -> None:
        """Pack the list of all that was packed: without it, a backup is not whole."""
        listed = [{"name": name, "bytes": size, "sha256": digest} for name, (size, digest) in self.packed.items()]
        self.words(MANIFEST, _words(listed))


@contextlib.contextmanager
def packing(out: IO[bytes], *, made_at: datetime) -> Iterator[Packing]:
    """Give what packs into the stream; the archive is finished afterwards, unless it broke off."""
    archive = tarfile.open(fileobj=out, mode="w|", format=tarfile.PAX_FORMAT)  # noqa: SIM115 - closed below
    try:
        yield Packing(archive, made_at)
        archive.close()
    except BaseException:
        vars(archive.fileobj)["closed"] = True  # else it tries to finish when it is thrown away
        raise


@dataclass(frozen=True, slots=True)
class Checked:
    """What is known of a backup once it was read to its end."""

    about: About
    names: frozenset[str]

    @property
    def pictures(self) -> int:
        return sum(name.startswith(MEDIA) for name in self.names)


def check(envelope: Envelope, *, refuse: Callable[[About], None]) -> Checked:
    """Return what is in it, after every byte of it was read. Raises Damaged, or whatever `refuse` finds first."""
    about: About | None = None
    found: dict[str, tuple[int, str]] = {}
    listed: list[dict[str, Any]] | None = None
    with envelope.opened() as contents:
        for name, size, content in _members(contents):
            if listed is not None or name in found or not _is_plain(name):
                raise Damaged("The backup holds what does not belong there; nothing was changed.")
            if name == MANIFEST:
                listed = json.loads(content.read(LARGEST_WORDS))
                continue
            hashed = _Hashed(content)
            if name == ABOUT and not found:
                about = _about(hashed.read(LARGEST_WORDS))
                refuse(about)
            hashed.drain()
            found[name] = (size, hashed.hash.hexdigest())
    expected = {entry["name"]: (entry["bytes"], entry["sha256"]) for entry in listed or ()}
    if about is None or found != expected:
        raise Damaged("The backup is not whole: what it holds is not what its manifest lists; nothing was changed.")
    return Checked(about, frozenset(found))


def unpack(envelope: Envelope, take: Take) -> None:
    """Read a checked backup once more, and give each thing in it to `take`: name, size, content."""
    with envelope.opened() as contents:
        for name, size, content in _members(contents):
            take(name, size, content)


def parts(dump: IO[bytes]) -> Iterator[tuple[str, bytes]]:
    """Cut the dump into parts whose sizes are known when they are packed."""
    number = 0
    while part := dump.read(PART_BYTES):
        number += 1
        yield f"{DATABASE}{number:06}", part


def _members(contents: IO[bytes]) -> Iterator[tuple[str, int, IO[bytes]]]:
    try:
        with tarfile.open(fileobj=contents, mode="r|") as archive:
            for member in archive:
                content = archive.extractfile(member)
                if content is None:
                    raise Damaged("The backup holds what is no file; nothing was changed.")
                yield member.name, member.size, content
        while contents.read(PART_BYTES):  # to the end: only there is it sure that nothing was cut off
            pass
    except tarfile.TarError as error:
        raise Damaged("The backup is damaged or cut off; nothing was changed.") from error


def _about(words: bytes) -> About:
    try:
        said = json.loads(words)
        return About(**said | {"migrations": tuple(said["migrations"])})
    except (ValueError, TypeError, KeyError):
        raise NotPossible("The backup was made by another Eichhorn than this one can read; update Eichhorn.") from None


def _is_plain(name: str) -> bool:
    """Return whether the name leads nowhere but below the folder that it is put into."""
    return not name.startswith("/") and ".." not in name.split("/") and "\\" not in name


def _words(content: object) -> bytes:
    return json.dumps(content, indent=1, ensure_ascii=False).encode() + b"\n"


class _Hashed:
    """A stream that knows the hash of what was read of it."""

    def __init__(self, content: IO[bytes]) -> None:
        self.content = content
        self.hash = hashlib.sha256()

    def read(self, most: int = -1) -> bytes:
        read = self.content.read(most)
        self.hash.update(read)
        return read

    def drain(self) -> None:
        while self.read(1 << 20):
            pass
