"""`eichhorn media move`: what lies in the folder of the home lies in the bucket too, or the other way round.

The difficult thing: it takes hours and breaks off. So nothing is taken away where it lay, what has arrived is passed
over by the next call, and each file is held against its name before it leaves; the bucket refuses what changed on the
way. Web and worker may go on: names never mean other bytes.
"""

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from eichhorn.config.installation import NotPossible
from eichhorn.media.stores import Address, Damaged, Kept, Missing, OutOfReach, Store
from eichhorn.media.stores.folder import Folder

STEPS = 20
"""How many lines a whole move says."""


@dataclass(slots=True)
class Progress:
    """How far it is."""

    files: int
    bytes: int
    files_done: int = 0
    bytes_done: int = 0

    def done(self, size: int) -> bool:
        """One more is done; return whether that is worth a line."""
        before = self._step
        self.files_done += 1
        self.bytes_done += size
        return self._step > before

    @property
    def _step(self) -> int:
        return int(self.files_done * STEPS / max(self.files, 1))

    def __str__(self) -> str:
        return f"{self.files_done} of {self.files} files, {self.bytes_done / 1e6:.0f} of {self.bytes / 1e6:.0f} MB"


def move(home: Path, *, back: bool) -> int:
    """Return 0 once all of it lies there, 1 where some of it is damaged. Says how far it is."""
    address = Address.from_environment()
    if address is None:
        raise NotPossible("EICHHORN_S3_BUCKET names no bucket; set it, and the key to it, and run this again.")
    from eichhorn.media.stores.bucket import Bucket

    folder, bucket = Folder(home / "media"), Bucket(address)
    ways: tuple[Store, Store] = (bucket, folder) if back else (folder, bucket)
    where = f"the folder {folder.root}" if back else f"the bucket {address}"
    progress = Progress(0, 0)
    try:
        damaged = list(_carried(*ways, progress))
    except OutOfReach as error:
        raise NotPossible(
            f"It broke off after {progress}: {error}. Nothing was taken away; run the same command again, it goes on there."
        ) from None
    if damaged:
        _say(f"{len(damaged)} are not what their names say, and were left where they are: {', '.join(damaged[:5])}")
        return 1
    _say(
        f"{progress.files_done} files were brought; all of them lie in {where}. Nothing was taken away where they lay."
    )
    return 0


def _carried(source: Store, target: Store, progress: Progress) -> Iterator[str]:
    """All of the source lies in the target afterwards; give the digests of what is damaged."""
    there = {kept.digest: kept.size_bytes for kept in target.walk()}
    left = [kept for kept in source.walk() if there.get(kept.digest) != kept.size_bytes]
    progress.files, progress.bytes = len(left), sum(kept.size_bytes for kept in left)
    if there:
        _say(f"{len(there)} files lie there already; {progress.files} are to be brought.")
    for kept in left:
        if not _brought(kept, source, target):
            yield kept.digest
        elif progress.done(kept.size_bytes):
            _say(str(progress))


def _brought(kept: Kept, source: Store, target: Store) -> bool:
    """It lies in the target; False where it is not what its name says."""
    try:
        with source.at_hand(kept.digest) as place:
            with place.open("rb") as content:
                if hashlib.file_digest(content, "sha256").hexdigest() != kept.digest:
                    return False
            target.keep_file(kept.digest, place)
    except Damaged:
        return False
    except Missing:  # removed meanwhile
        return True
    return True


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
