"""Where pictures lie and what is in them."""

from pathlib import Path

from django.conf import settings

from eichhorn.media.models import Picture


class PictureMissing(Exception):
    """The row is there and the file is not: nothing is sent in its place."""


def path_of(digest: str) -> Path:
    """Return where the file of the digest lies."""
    return Path(settings.HOME) / "media" / digest[:2] / digest


def content_of(picture: Picture) -> bytes:
    """Return the bytes of the picture, or raise PictureMissing."""
    try:
        return path_of(picture.digest).read_bytes()
    except FileNotFoundError as error:
        raise PictureMissing(f"the file of picture {picture.pk} is missing") from error


def is_there(picture: Picture) -> bool:
    """Return whether the file lies where its row says, in its length. No query."""
    try:
        return path_of(picture.digest).stat().st_size == picture.size_bytes
    except FileNotFoundError:
        return False


def by_digest(digest: str) -> Picture | None:
    """Return the picture of the digest. One query."""
    return Picture.objects.filter(digest=digest).first()
