"""Taking a video in.

The difficult thing: it is too large to be held in memory, by us and by a phone. So it is known by the hash of its pieces'
hashes while it comes in, and read from the disk, piece by piece, whenever the whole of it is needed.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path, PurePath

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.media import services as media
from eichhorn.media import stores
from eichhorn.media.models import Upload
from eichhorn.media.rules import PIECE_BYTES, UploadKind, findable
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.video.looking import look
from eichhorn.video.models import Video
from eichhorn.video.rules.taking import LARGEST_BYTES, VideoProblem, VideoRefused

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Came:
    """What a piece brought: how much is there now, and the video once all of it is."""

    received: int
    video: Video | None = None


def begin_upload(*, file_name: str, size_bytes: int, digest: str, by: Person, now: datetime) -> Upload:
    """An upload stands ready for its next piece. Raises VideoRefused."""
    if size_bytes <= 0:
        raise VideoRefused(VideoProblem.EMPTY)
    if size_bytes > LARGEST_BYTES:
        raise VideoRefused(VideoProblem.TOO_LARGE)
    return media.begin_upload(
        file_name=file_name, size_bytes=size_bytes, digest=digest, by=by, now=now, kind=UploadKind.VIDEO,
        most_bytes=LARGEST_BYTES,
    )  # fmt: skip


@transaction.atomic
def take_piece(*, upload: Upload, piece: bytes, begins_at: int, digest: str, by: Person, now: datetime) -> Came:
    """The piece is there; after the last one the video is. Raises media's WrongPlace, and VideoRefused after the last.

    What was refused stays as it was before the last piece; whoever is told so calls media's `drop_upload`.
    """
    standing = media.add_piece(upload=upload, piece=piece, begins_at=begins_at, digest=digest, by=by, now=now)
    if not standing.is_whole:
        return Came(standing.received_bytes)
    file = media.path_of(standing.ident)
    if fingerprint(file) != standing.digest:
        raise VideoRefused(VideoProblem.ON_THE_WAY)
    video = store(file=file, file_name=standing.file_name, by=by, now=now)
    media.drop_upload(upload=standing)
    return Came(standing.received_bytes, video)


@transaction.atomic
def store(*, file: Path, file_name: str, by: Person, now: datetime) -> Video:
    """Return the video, which waits to be converted; the same file is the same video. The file stays where it is.

    Raises VideoRefused.
    """
    people.require(by, Act.WRITE, now=now)
    if not file.stat().st_size:
        raise VideoRefused(VideoProblem.EMPTY)
    with file.open("rb") as content:
        digest = hashlib.file_digest(content, "sha256").hexdigest()
    there = Video.objects.filter(source_digest=digest).first() or Video.objects.filter(digest=digest).first()
    if there is not None:
        return there
    looked = look(file)
    try:
        stores.ours().keep_file(digest, file)
    except stores.OutOfReach as error:
        logger.warning("video.not_kept", extra={"why": str(error)})
        raise VideoRefused(VideoProblem.NOT_KEPT) from error
    video, is_new = Video.objects.get_or_create(source_digest=digest, defaults={
        "source_bytes": file.stat().st_size, "file_name": _plain(file_name), "container": looked.container,
        "picture_codec": looked.picture_codec, "sound_codec": looked.sound_codec, "frame_rate": looked.frame_rate,
        "rotation": looked.rotation, "duration_ms": looked.duration_ms, "width_px": looked.width_px, "height_px": looked.height_px,
        "touched_at": now, "added_by": by, "added_at": now, "findable": findable(_plain(file_name)),
    })  # fmt: skip
    if is_new:
        audit.record("video.stored", of=("video", video.pk), by=by.pk, now=now)
    return video


def fingerprint(file: Path) -> str:
    """Return the hash of the hashes of the pieces in which the file comes in; the browser does the same."""
    whole = hashlib.sha256()
    with file.open("rb") as content:
        while piece := content.read(PIECE_BYTES):
            whole.update(hashlib.sha256(piece).digest())
    return whole.hexdigest()


def _plain(file_name: str) -> str:
    """Return the last part of the name without its ending and without control characters; never used as a path."""
    last = PurePath(PurePath(file_name.replace("\\", "/")).name).stem
    return "".join(sign for sign in last if sign.isprintable()).strip()[-200:] or "video"
