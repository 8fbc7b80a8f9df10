"""Storing pictures.

The difficult thing: a row without its file would be an empty post. So the file is on the disk, flushed, before the row
is; a file without a row harms nobody and is used when the same picture comes again.
"""

import hashlib
import os
import secrets
import unicodedata
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.media.looking import look
from eichhorn.media.models import Picture
from eichhorn.media.queries import path_of
from eichhorn.media.rules import LONGEST_GIVEN_NAME, findable
from eichhorn.people.models import Person


@transaction.atomic
def store(*, content: bytes, file_name: str, source: str = "", by: Person | None, now: datetime) -> Picture:
    """Return the stored picture; the same bytes are the same picture. Raises PictureRefused.

    `by` None is a guest who was let in by the link of a form, or the installation itself.
    """
    looked = look(content)
    digest = hashlib.sha256(looked.content).hexdigest()
    _write(digest, looked.content)
    plain, given = _plain(file_name), _given(file_name)
    picture, is_new = Picture.objects.get_or_create(
        digest=digest,
        defaults={
            "media_type": looked.media_type,
            "width_px": looked.width_px,
            "height_px": looked.height_px,
            "size_bytes": len(looked.content),
            "file_name": plain,
            "given_name": given,
            "source": source[:200],
            "findable": findable(given, source[:200]),
            "added_by": by,
            "added_at": now,
        },
    )
    if is_new:
        audit.record("media.stored", of=("picture", picture.pk), by=by.pk if by else None, now=now)
    return picture


def _plain(file_name: str) -> str:
    """Return the last part of the name without control characters; never used as a path."""
    last = PurePath(file_name.replace("\\", "/")).name
    return "".join(sign for sign in last if sign.isprintable())[-200:] or "picture"


def _given(file_name: str) -> str:
    """Return the last part of the name as it was given, joiners and marks of direction too, without control characters."""
    last = PurePath(file_name.replace("\\", "/")).name
    return "".join(sign for sign in last if unicodedata.category(sign) not in {"Cc", "Cs"})[-LONGEST_GIVEN_NAME:]


def _write(digest: str, content: bytes) -> None:
    path = path_of(digest)
    if path.exists() and path.stat().st_size == len(content):
        return
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(f".{digest}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)  # else the name may be lost with the power, and the row is not
    finally:
        os.close(folder)
