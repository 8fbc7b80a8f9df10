"""The outside of a backup: a plain archive with the sealed contents, and what says how they are opened.

    eichhorn-backup.json     the form's number, when it was made, for what kind of secret
    identity.age             only with a passphrase: the key of this backup, sealed with it
    contents.tar.age         everything else, sealed

The difficult thing: a backup is larger than any memory and must never lie open on a disk. So the contents run through a
pipe, sealed on the one side and packed on the other, and the archive's head is written when their size is known.
"""

import contextlib
import io
import json
import os
import tarfile
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import IO

import pyrage

from eichhorn.config.backup.secrets import Kind, Sealed, Secret
from eichhorn.config.installation import NotPossible

FORM = 1
"""Grows when an older Eichhorn could not read what a newer one writes."""
LABEL, IDENTITY, CONTENTS = "eichhorn-backup.json", "identity.age", "contents.tar.age"
BLOCK = tarfile.BLOCKSIZE
SMALL = 100_000


class Damaged(NotPossible):
    """The file is not what was once written."""


@contextlib.contextmanager
def sealing(out: IO[bytes], sealed: Sealed, *, made_at: datetime) -> Iterator[IO[bytes]]:
    """Give something to write the contents to; the whole envelope stands in `out` afterwards, unflushed."""
    label = {"form": FORM, "made_at": made_at.isoformat(), "sealed_for": sealed.kind.value}
    small = [(LABEL, json.dumps(label, indent=1).encode() + b"\n")]
    small += [(IDENTITY, sealed.identity)] if sealed.identity else []
    for name, content in small:
        out.write(_head(name, len(content), made_at) + content + _padding(len(content)))
    place = out.tell()
    out.write(bytes(BLOCK))
    with _piped(lambda end: _seal(end, out, sealed), reads=True) as contents:
        yield contents
    size = out.tell() - place - BLOCK
    out.write(_padding(size) + bytes(2 * BLOCK))
    out.seek(place)
    out.write(_head(CONTENTS, size, made_at))


@dataclass(frozen=True, slots=True)
class Envelope:
    """A backup as it lies there, unopened."""

    file: Path
    made_at: datetime
    kind: Kind
    identity: bytes
    begins: int
    size: int
    """Where the sealed contents lie."""
    identities: Sequence[object] = field(default=(), repr=False)
    """What opens it."""

    @contextlib.contextmanager
    def opened(self) -> Iterator[IO[bytes]]:
        """Give the contents to be read once, from the beginning. Raises Damaged where they were changed or cut off."""
        with self.file.open("rb") as raw:
            raw.seek(self.begins)
            bounded = _Bounded(raw, self.size)
            with _piped(lambda end: _unseal(bounded, end, self.identities), reads=False) as contents:
                yield contents


def look(file: Path, secret: Secret) -> Envelope:
    """Return the envelope with what opens it. Raises NotPossible where it is none, a newer one, damaged, or for another kind of secret."""
    try:
        envelope = _look(file)
    except OSError as error:
        raise NotPossible(f"The backup {file} cannot be read ({error.strerror}).") from None
    except (tarfile.TarError, KeyError, ValueError, TypeError, EOFError):
        raise NotPossible(f"{file} is not a backup of Eichhorn, or its beginning is damaged.") from None
    if envelope.begins + envelope.size > file.stat().st_size:
        raise Damaged(f"The backup {file} is cut off; nothing was changed.")
    if envelope.kind is not secret.kind:
        wanted = {Kind.PASSPHRASE: "a passphrase (--passphrase-file)", Kind.RECIPIENTS: "a key (--identity)"}
        raise NotPossible(f"The backup {file} is opened by {wanted[envelope.kind]}.")
    return replace(envelope, identities=tuple(secret.identities(envelope.identity)))


def _look(file: Path) -> Envelope:
    with tarfile.open(file, "r:") as archive:
        label = json.loads(_small(archive, LABEL))
        if label["form"] > FORM:
            raise NotPossible(f"The backup {file} was made by a newer Eichhorn; update Eichhorn first.")
        kind = Kind(label["sealed_for"])
        identity = _small(archive, IDENTITY) if kind is Kind.PASSPHRASE else b""
        contents = _next(archive, CONTENTS)
        made_at = datetime.fromisoformat(label["made_at"])
        return Envelope(file, made_at, kind, identity, contents.offset_data, contents.size)


def _small(archive: tarfile.TarFile, name: str) -> bytes:
    """Return the content of the next file, which is one of the small ones beside the contents."""
    opened = archive.extractfile(_next(archive, name))
    if opened is None:
        raise KeyError(name)
    return opened.read(SMALL)


def _next(archive: tarfile.TarFile, name: str) -> tarfile.TarInfo:
    member = archive.next()  # never the list of all: that one wants to see the end of the file
    if member is None or member.name != name:
        raise KeyError(name)
    return member


def _unseal(bounded: "_Bounded", end: IO[bytes], identities: Sequence[object]) -> None:
    try:
        pyrage.decrypt_io(bounded, end, list(identities))
    except pyrage.DecryptError as error:
        if "matching keys" in str(error):
            raise NotPossible("The key does not open this backup; nothing was changed.") from None
        raise Damaged("The backup is damaged; nothing was changed.") from None
    except OSError as error:
        if error.errno is not None:
            raise
        raise Damaged("The backup is damaged or cut off; nothing was changed.") from None


def _seal(end: IO[bytes], out: IO[bytes], sealed: Sealed) -> None:
    told = _Telling(out)
    try:
        pyrage.encrypt_io(end, told, list(sealed.recipients))
    except pyrage.EncryptError:
        if told.broke is None:
            raise
        raise told.broke from None


@contextlib.contextmanager
def _piped(work: Callable[[IO[bytes]], None], *, reads: bool) -> Iterator[IO[bytes]]:
    """Give one end of a pipe while `work` reads (or writes) the other in a thread; raise what broke there."""
    read, write = os.pipe()
    theirs, ours = (read, write) if reads else (write, read)
    broken: list[BaseException] = []

    def run() -> None:
        with contextlib.suppress(BrokenPipeError), os.fdopen(theirs, "rb" if reads else "wb") as end:
            try:
                work(end)
            except BaseException as error:  # noqa: BLE001 - told to the one who waits
                broken.append(error)

    thread = threading.Thread(target=run, name="sealing")
    thread.start()
    reasons: list[BaseException] = []
    try:
        with contextlib.suppress(BrokenPipeError), os.fdopen(ours, "wb" if reads else "rb") as end:
            yield end
    except Exception as error:  # noqa: BLE001 - weighed against what broke on the other side
        reasons.append(error)
    finally:
        thread.join()
    if reasons := [*broken, *reasons]:
        raise min(reasons, key=_follows) from None


def _follows(error: BaseException) -> int:
    """Return how far it only follows from another: what says why goes first, and a pipe that nobody reads goes last."""
    return 0 if isinstance(error, NotPossible) else 2 if isinstance(error, BrokenPipeError) else 1


class _Telling:
    """A file for the sealing library, which itself hides the reason why it could not be written."""

    def __init__(self, out: IO[bytes]) -> None:
        self.out = out
        self.broke: OSError | None = None

    def write(self, content: bytes) -> int:
        try:
            return self.out.write(content)
        except OSError as error:
            self.broke = error
            raise

    def flush(self) -> None:
        self.out.flush()


class _Bounded(io.RawIOBase):
    """The part of a file that holds the sealed contents."""

    def __init__(self, raw: IO[bytes], size: int) -> None:
        super().__init__()
        self.raw, self.left = raw, size

    def read(self, most: int = -1) -> bytes:
        content = self.raw.read(self.left if most < 0 else min(most, self.left))
        self.left -= len(content)
        return content


def _head(name: str, size: int, made_at: datetime) -> bytes:
    info = tarfile.TarInfo(name)
    info.size, info.mtime, info.mode = size, int(made_at.timestamp()), 0o600
    head: bytes = info.tobuf(format=tarfile.GNU_FORMAT)
    assert len(head) == BLOCK
    return head


def _padding(size: int) -> bytes:
    return bytes(-size % BLOCK)
