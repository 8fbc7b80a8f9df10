"""What every store can do, and how it says that it cannot.

Everything is named by the SHA-256 of its bytes, and never changes. So whatever is read can be held against its name,
keeping it twice is keeping it once, and two installations may share a store without harm.

The difficult thing: "it is not there" and "nobody answers" are two things. What is missing has to be brought by a
person; what is out of reach is there again by itself, and whoever waits for it waits.
"""

import re
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

DIGEST = re.compile(r"[0-9a-f]{64}")
PIECE_BYTES = 256 * 1024


class StoreError(Exception):
    """The store did not do what it was asked for; the text is for the log and names no key."""


class Missing(StoreError):
    """Nothing lies under this digest; it does not come back by itself."""


class Damaged(Missing):
    """What lies there is not what was kept."""


class OutOfReach(StoreError):
    """The store does not answer, refuses or is full: what is asked for may well be there. Worth another try later."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Something that lies in the store."""

    digest: str
    size_bytes: int


class Store(Protocol):
    """Bytes by their digests. All of it raises OutOfReach where the store cannot be asked."""

    def keep(self, digest: str, content: bytes) -> None:
        """The bytes are there, whole, and stay when the power fails now. Idempotent."""

    def keep_file(self, digest: str, file: Path) -> None:
        """The bytes of the file are there, as with `keep`, without having been in memory at once; the file stays."""

    def read(self, digest: str) -> bytes:
        """Return the bytes, which are those of the digest. Raises Missing."""

    def pieces(self, digest: str, *, begins_at: int = 0, ends_before: int | None = None) -> Iterator[bytes]:
        """Give a part of the bytes in pieces, unchecked: for what is long and is sent on. Raises Missing at the first."""

    def at_hand(self, digest: str) -> AbstractContextManager[Path]:
        """Give a file with the bytes for programs that want one; nobody may write to it. Raises Missing."""

    def size_of(self, digest: str) -> int | None:
        """Return how many bytes lie there; None where there are none."""

    def walk(self) -> Iterator[Kept]:
        """Give all that lies there, each once."""

    def remove(self, digest: str) -> None:
        """Nothing lies there any more. Idempotent."""


def is_digest(name: str) -> bool:
    """Return whether something may lie under this name."""
    return DIGEST.fullmatch(name) is not None


def place_of(digest: str) -> str:
    """Return how the bytes are called inside a store: the same in a folder and in a bucket, so that either can be copied."""
    if not is_digest(digest):
        raise ValueError("a digest has 64 hexadecimal digits")
    return f"{digest[:2]}/{digest}"
