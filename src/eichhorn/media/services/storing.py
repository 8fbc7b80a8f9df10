"""Storing pictures.

The difficult thing: a row without its bytes would be an empty post. So the store has them, for good, before the row is
there; bytes without a row harm nobody and are used when the same picture comes again.
"""

import hashlib
import logging
import unicodedata
from datetime import datetime
from pathlib import PurePath

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.media import stores
from eichhorn.media.looking import look
from eichhorn.media.models import Picture
from eichhorn.media.rules import LONGEST_GIVEN_NAME, PictureProblem, PictureRefused, findable
from eichhorn.people.models import Person

logger = logging.getLogger(__name__)


@transaction.atomic
def store(*, content: bytes, file_name: str, source: str = "", by: Person | None, now: datetime) -> Picture:
    """Return the stored picture; the same bytes are the same picture. Raises PictureRefused.

    `by` None is a guest who was let in by the link of a form, or the installation itself.
    """
    looked = look(content)
    digest = hashlib.sha256(looked.content).hexdigest()
    try:
        stores.ours().keep(digest, looked.content)
    except stores.OutOfReach as error:
        logger.warning("media.not_kept", extra={"why": str(error)})
        raise PictureRefused(PictureProblem.NOT_KEPT) from error
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
