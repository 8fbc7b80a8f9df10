"""A bucket, and the folder from before it: what has not moved yet is read where it lies.

So a house may change to a bucket while it works. All that comes goes into the bucket; `eichhorn media move` brings the
rest, and whoever removes the folder afterwards has ended the move.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from eichhorn.media.stores.base import Kept, Missing, Store
from eichhorn.media.stores.folder import Folder


@dataclass(frozen=True, slots=True)
class Both:
    """The store to which everything comes, and an older one that is only read."""

    first: Store
    before: Folder

    def keep(self, digest: str, content: bytes) -> None:
        self.first.keep(digest, content)

    def keep_file(self, digest: str, file: Path) -> None:
        self.first.keep_file(digest, file)

    def read(self, digest: str) -> bytes:
        try:
            return self.first.read(digest)
        except Missing:
            return self.before.read(digest)

    def pieces(self, digest: str, *, begins_at: int = 0, ends_before: int | None = None) -> Iterator[bytes]:
        lies_there: Store = self.first if self.first.size_of(digest) is not None else self.before
        yield from lies_there.pieces(digest, begins_at=begins_at, ends_before=ends_before)

    @contextmanager
    def at_hand(self, digest: str) -> Iterator[Path]:
        lies_there: Store = self.first if self.first.size_of(digest) is not None else self.before
        with lies_there.at_hand(digest) as place:
            yield place

    def size_of(self, digest: str) -> int | None:
        size = self.first.size_of(digest)
        return self.before.size_of(digest) if size is None else size

    def walk(self) -> Iterator[Kept]:
        """Give all that lies in either, each once."""
        known = set()
        for kept in self.first.walk():
            known.add(kept.digest)
            yield kept
        yield from (kept for kept in self.before.walk() if kept.digest not in known)

    def remove(self, digest: str) -> None:
        self.first.remove(digest)
        self.before.remove(digest)
