"""A Maildir folder: what is new in it, and moving on what was taken in. Knows no letters and no database.

The difficult thing: a mail server writes into it while we read. A Maildir makes that safe: only what is whole appears in `new`,
and what we moved to `cur` is seen.
"""

from collections.abc import Iterator
from pathlib import Path

from eichhorn.mailbox.rules import Trouble


class FolderTrouble(Exception):
    """The folder cannot be looked into; `trouble` says why."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.value)
        self.trouble = trouble


def waiting(folder: Path, *, at_most: int) -> Iterator[Path]:
    """Return the files that are new, the oldest name first. Raises FolderTrouble."""
    try:
        found = sorted((one for one in (folder / "new").iterdir() if _is_ours(one)), key=lambda one: one.name)
        if not (folder / "cur").is_dir():
            raise FolderTrouble(Trouble.MISSING)
    except (FileNotFoundError, NotADirectoryError) as problem:
        raise FolderTrouble(Trouble.MISSING) from problem
    except OSError as problem:
        raise FolderTrouble(Trouble.CLOSED) from problem
    return iter(found[:at_most])


def content(file: Path, *, most: int) -> bytes | None:
    """Return what the file holds, None where it is more. Raises FolderTrouble."""
    try:
        if file.stat().st_size > most:
            return None
        return file.read_bytes()
    except OSError as problem:
        raise FolderTrouble(Trouble.CLOSED) from problem


def seen(folder: Path, file: Path) -> None:
    """The file lies among those that were seen. Idempotent. Raises FolderTrouble."""
    try:
        file.rename(folder / "cur" / f"{file.name.partition(':')[0]}:2,S")
    except FileNotFoundError:
        return  # another worker was quicker
    except OSError as problem:
        raise FolderTrouble(Trouble.CLOSED) from problem


def _is_ours(file: Path) -> bool:
    """Return whether it is a letter: no hidden file, and no link that leads elsewhere."""
    return not file.name.startswith(".") and file.is_file() and not file.is_symlink()
