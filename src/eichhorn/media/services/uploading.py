"""Taking a file in by pieces, so that a broken connection costs one piece and not the file.

The difficult thing: nobody knows whether a piece whose answer was lost has arrived. So the row says how much is there,
a piece names the place where it begins, and one that begins elsewhere is answered with the right place. The pieces are
checked by their hashes, and the whole by its own before it is looked at like any other file. Whoever takes other files
than pictures begins them with a kind and a size of its own, adds their pieces, and takes the file once it is whole.
"""

import hashlib
import os
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import transaction

from eichhorn.foundation.crypto import new_token
from eichhorn.media.models import Picture, Upload
from eichhorn.media.rules import (
    KEPT_FOR,
    LARGEST_BYTES,
    LONGEST_GIVEN_NAME,
    MOST_UPLOADS,
    PIECE_BYTES,
    PictureProblem,
    PictureRefused,
    UploadKind,
)
from eichhorn.media.services.storing import store
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act


class WrongPlace(Exception):
    """The piece begins elsewhere, or is not what was sent; `received` is where the next one has to begin."""

    def __init__(self, received: int) -> None:
        super().__init__(f"goes on at {received}")
        self.received = received


@dataclass(frozen=True, slots=True)
class Came:
    """What a piece brought: how much is there now, and the picture once all of it is."""

    received: int
    picture: Picture | None = None


@transaction.atomic
def begin_upload(
    *, file_name: str, size_bytes: int, digest: str, by: Person, now: datetime, kind: UploadKind = UploadKind.PICTURE,
    most_bytes: int = LARGEST_BYTES,
) -> Upload:  # fmt: skip
    """An upload stands ready for its next piece: the one that this person has begun of the same file, else a new one.

    Raises PictureRefused.
    """
    people.require(by, Act.WRITE, now=now)
    if size_bytes <= 0:
        raise PictureRefused(PictureProblem.EMPTY)
    if size_bytes > most_bytes:
        raise PictureRefused(PictureProblem.TOO_LARGE)
    standing = Upload.objects.select_for_update().filter(by=by, digest=digest).first()
    if standing is not None and (standing.size_bytes, standing.kind) == (size_bytes, kind):
        standing.touched_at = now
        standing.save(update_fields=["touched_at"])
        return standing
    if standing is not None:
        _forget([standing])
    _forget(list(Upload.objects.filter(by=by).order_by("-touched_at", "-pk")[MOST_UPLOADS - 1 :]))
    begun, _ = Upload.objects.get_or_create(by=by, digest=digest, defaults={
        "ident": new_token(), "file_name": file_name[-LONGEST_GIVEN_NAME:], "size_bytes": size_bytes, "touched_at": now,
        "kind": kind,
    })  # fmt: skip
    return begun


@transaction.atomic
def add_piece(*, upload: Upload, piece: bytes, begins_at: int, digest: str, by: Person, now: datetime) -> Upload:
    """The piece is there; return the upload as it stands, locked. Raises WrongPlace."""
    people.require(by, Act.WRITE, now=now)
    standing = Upload.objects.select_for_update().get(pk=upload.pk, by=by)
    there = standing.received_bytes
    fits = 0 < len(piece) <= min(PIECE_BYTES, standing.size_bytes - there)
    if begins_at != there or not fits or hashlib.sha256(piece).hexdigest() != digest:
        raise WrongPlace(there)
    _write(path_of(standing.ident), piece, there)
    standing.received_bytes, standing.touched_at = there + len(piece), now
    standing.save(update_fields=["received_bytes", "touched_at"])
    return standing


@transaction.atomic
def take_piece(*, upload: Upload, piece: bytes, begins_at: int, digest: str, by: Person, now: datetime) -> Came:
    """The piece is there; after the last one the picture is stored. Raises WrongPlace, and PictureRefused after the last.

    What was refused stays as it was before the last piece; whoever is told so calls `drop_upload`.
    """
    standing = add_piece(upload=upload, piece=piece, begins_at=begins_at, digest=digest, by=by, now=now)
    if not standing.is_whole:
        return Came(standing.received_bytes)
    content = path_of(standing.ident).read_bytes()
    if hashlib.sha256(content).hexdigest() != standing.digest:
        raise PictureRefused(PictureProblem.ON_THE_WAY)
    picture = store(content=content, file_name=standing.file_name, by=by, now=now)
    _forget([standing])
    return Came(standing.received_bytes, picture)


@transaction.atomic
def drop_upload(*, upload: Upload) -> None:
    """What came of a file that was refused is gone. Idempotent."""
    _forget([upload])


@transaction.atomic
def sweep_uploads(*, now: datetime) -> int:
    """Uploads that nobody went on with for a day are gone, with their files; also files that have no row any more."""
    left = list(Upload.objects.select_for_update(skip_locked=True).filter(touched_at__lt=now - KEPT_FOR))
    _forget(left)
    known = set(Upload.objects.values_list("ident", flat=True))
    for file in _folder().glob("*"):
        is_old = datetime.fromtimestamp(file.stat().st_mtime, tz=now.tzinfo) < now - KEPT_FOR
        if file.name not in known and is_old:
            file.unlink(missing_ok=True)
    return len(left)


def path_of(ident: str) -> Path:
    """Return where the pieces lie."""
    return _folder() / ident


def _folder() -> Path:
    return Path(settings.HOME) / "uploads"


def _write(path: Path, piece: bytes, begins_at: int) -> None:
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.seek(begins_at)
        file.write(piece)
        file.truncate()
        file.flush()
        os.fsync(file.fileno())


def _forget(uploads: list[Upload]) -> None:
    """The rows are gone, and after the commit their files; a file that stays behind is swept."""
    Upload.objects.filter(pk__in=[one.pk for one in uploads]).delete()
    for one in uploads:
        transaction.on_commit(partial(path_of(one.ident).unlink, missing_ok=True))
