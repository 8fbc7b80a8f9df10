"""A store on the disk.

The difficult thing: a name that is there has to stand for all of its bytes, also after the power failed. So they are
written under another name, flushed, renamed, and the folder is flushed too.
"""

import contextlib
import hashlib
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from eichhorn.media.stores.base import DIGEST, PIECE_BYTES, Damaged, Kept, Missing, OutOfReach, place_of


@dataclass(frozen=True, slots=True)
class Folder:
    """Files below one folder, which is made when the first comes."""

    root: Path

    def path_of(self, digest: str) -> Path:
        """Return where the bytes lie, whether there are any or not."""
        return self.root / place_of(digest)

    def keep(self, digest: str, content: bytes) -> None:
        with self._new(digest, len(content)) as file:
            if file is not None:
                file.write(content)

    def keep_file(self, digest: str, file: Path) -> None:
        with _asking(), file.open("rb") as source, self._new(digest, file.stat().st_size) as target:
            if target is not None:
                shutil.copyfileobj(source, target, PIECE_BYTES)

    def read(self, digest: str) -> bytes:
        with _asking():
            content = self.path_of(digest).read_bytes()
        if hashlib.sha256(content).hexdigest() != digest:
            raise Damaged(f"{digest} is not what was kept")
        return content

    def pieces(self, digest: str, *, begins_at: int = 0, ends_before: int | None = None) -> Iterator[bytes]:
        with _asking(), self.path_of(digest).open("rb") as file:
            file.seek(begins_at)
            left = os.fstat(file.fileno()).st_size if ends_before is None else ends_before
            left -= begins_at
            while left > 0 and (piece := file.read(min(PIECE_BYTES, left))):
                left -= len(piece)
                yield piece

    @contextmanager
    def at_hand(self, digest: str) -> Iterator[Path]:
        if self.size_of(digest) is None:
            raise Missing(f"{digest} is missing")
        yield self.path_of(digest)

    def size_of(self, digest: str) -> int | None:
        with _asking():
            try:
                return self.path_of(digest).stat().st_size
            except FileNotFoundError:
                return None

    def walk(self) -> Iterator[Kept]:
        """Give all that lies there; what is being written has another name yet."""
        for place in sorted(self.root.glob("??/*")):
            with contextlib.suppress(FileNotFoundError):
                if DIGEST.fullmatch(place.name):
                    yield Kept(place.name, place.stat().st_size)

    def remove(self, digest: str) -> None:
        with _asking():
            self.path_of(digest).unlink(missing_ok=True)

    @contextmanager
    def _new(self, digest: str, size: int) -> Iterator[IO[bytes] | None]:
        """Give a file that has its name once it was written whole; None where the bytes are there already."""
        path = self.path_of(digest)
        if self.size_of(digest) == size and self._is_whole(path, digest):
            yield None
            return
        with _asking():
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            draft = path.with_name(f".{digest}.{secrets.token_hex(4)}")
            try:
                descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    yield file
                    file.flush()
                    os.fsync(file.fileno())
                draft.replace(path)
            finally:
                draft.unlink(missing_ok=True)
            _flush(path.parent)

    def _is_whole(self, path: Path, digest: str) -> bool:
        with _asking(), path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest() == digest


def _flush(folder: Path) -> None:
    """The names in the folder stay when the power fails; else a row could, and its file not."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _asking() -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise Missing("the file is missing") from error
    except OSError as error:
        raise OutOfReach(f"the folder of media: {error.strerror or error}") from error
