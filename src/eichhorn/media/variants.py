"""Pictures made of stored ones on demand: small ones for pages, the part that a post shows, what a network takes.

The difficult thing: what is made may be thrown away at any time, so nothing may ever hang on its bytes. It is named by
the hash of the source and of how it is made, lies beside the pictures and in no backup, and is made again where it is
missing.
"""

import hashlib
import io
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from PIL import Image

from eichhorn.media import drawing
from eichhorn.media.fitting import MAY_MOVE, Misfit, NotFitting, Takes, is_too_narrow
from eichhorn.media.framing import AS_IT_IS, Framing, pixels
from eichhorn.media.models import Picture
from eichhorn.media.queries import PictureMissing, content_of
from eichhorn.media.rules import MEDIA_TYPES

SMALL_PX = 480
"""The longer side of a small picture: sharp on a phone, 20 to 40 kB."""
SMALL_TYPE = "image/webp"
SMALL_MADE_AS = "small 480 webp 1"
FITTED_MADE_AS = "fitted 1"
MOVES_MADE_AS, MOVES = "moves 1", b"it moves"
"""They change with every change to how it is made, so that nothing old is shown."""
KEPT_FOR = timedelta(days=30)
"""So long what was made lies there; it is made again where somebody wants it."""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A picture as it is sent: what it is, and how large."""

    content: bytes
    media_type: str
    width_px: int
    height_px: int


@dataclass(frozen=True, slots=True)
class Foreseen:
    """What will be sent of a picture."""

    media_type: str
    width_px: int
    height_px: int
    is_smaller: bool
    """Whether it is scaled down; what is only cut is not."""
    is_rewritten: bool
    """Whether it becomes a file of another kind."""
    why: Misfit | None = None
    """Why nothing can be sent; then the rest says what it is now."""


def small(picture: Picture, framing: Framing = AS_IT_IS) -> bytes:
    """Return what is shown of it at most 480 px wide and high, of an animation the first image. Raises PictureMissing."""
    place = place_of(picture.digest, f"{SMALL_MADE_AS} {framing.written}".strip())
    try:
        return place.read_bytes()
    except FileNotFoundError:
        made = drawing.small(content_of(picture), framing, SMALL_PX)
        _keep(place, made)
        return made


def fitted(picture: Picture, framing: Framing = AS_IT_IS, takes: Takes | None = None) -> Fitted:
    """Return what is shown of the picture, as the server takes it. Raises NotFitting, PictureMissing.

    Where it is taken as it is and shown whole, these are its very bytes.
    """
    bounds = takes or Takes()
    if _is_taken_as_it_is(picture, framing, bounds):
        return Fitted(content_of(picture), picture.media_type, picture.width_px, picture.height_px)
    content = _made(picture, framing, bounds).read_bytes()
    with Image.open(io.BytesIO(content)) as image:
        return Fitted(content, MEDIA_TYPES[image.format or ""], image.width, image.height)


def foreseen(picture: Picture, framing: Framing, takes: Takes) -> Foreseen:
    """Return what will be sent; it is made where nobody has asked for it yet. Raises PictureMissing."""
    cut = pixels(framing, picture.width_px, picture.height_px)
    try:
        if _is_taken_as_it_is(picture, framing, takes):
            return Foreseen(picture.media_type, cut.width, cut.height, is_smaller=False, is_rewritten=False)
        with Image.open(_made(picture, framing, takes)) as image:
            media_type, (width, height) = MEDIA_TYPES[image.format or ""], image.size
    except NotFitting as problem:
        return Foreseen(
            picture.media_type, cut.width, cut.height, is_smaller=False, is_rewritten=False, why=problem.why
        )
    return Foreseen(
        media_type, width, height, is_smaller=width < cut.width or height < cut.height,
        is_rewritten=media_type != picture.media_type,
    )  # fmt: skip


def moves(picture: Picture) -> bool:
    """Return whether it has more images than one; of one whose bytes are gone nothing moves."""
    if picture.media_type not in MAY_MOVE:
        return False
    place = place_of(picture.digest, MOVES_MADE_AS)
    try:
        return place.read_bytes() == MOVES
    except FileNotFoundError:
        pass
    try:
        with Image.open(io.BytesIO(content_of(picture))) as image:
            found = bool(getattr(image, "is_animated", False))
    except PictureMissing:
        return False
    _keep(place, MOVES if found else b"")
    return found


def _is_taken_as_it_is(picture: Picture, framing: Framing, takes: Takes) -> bool:
    """Return whether its very bytes are sent. Raises NotFitting where it moves, and what it is is not taken."""
    has_room = takes.has_room(picture.width_px, picture.height_px)
    is_light = takes.bytes is None or picture.size_bytes <= takes.bytes
    fits = picture.media_type in takes.types and has_room
    if fits and is_light and not framing.is_cut and not is_too_narrow(picture.width_px, picture.height_px, takes):
        return True
    if not moves(picture):
        return False
    most = takes.animation_bytes or takes.bytes
    if framing.is_cut:
        raise NotFitting(Misfit.MOVES_CUT)
    if picture.media_type not in takes.types:
        raise NotFitting(Misfit.MOVES)
    if not has_room or (most is not None and picture.size_bytes > most):
        raise NotFitting(Misfit.MOVES_TOO_LARGE)
    return True


def _made(picture: Picture, framing: Framing, takes: Takes) -> Path:
    """Return where it lies as it is sent; an empty file says that it was tried and cannot be done. Raises NotFitting."""
    cut = pixels(framing, picture.width_px, picture.height_px)
    if is_too_narrow(cut.width, cut.height, takes):
        raise NotFitting(Misfit.TOO_NARROW)
    shown = f"{cut.left} {cut.top} {cut.width} {cut.height}"
    place = place_of(picture.digest, f"{FITTED_MADE_AS} {shown} {takes.written}")
    if not place.exists():
        try:
            content = drawing.fitted(content_of(picture), picture.media_type, cut, takes)
        except NotFitting as problem:
            if problem.why is not Misfit.TOO_LARGE:
                raise
            content = b""
        _keep(place, content)
    if not place.stat().st_size:
        raise NotFitting(Misfit.TOO_LARGE)
    return place


def sweep(*, now: datetime) -> int:
    """What was made a month ago is gone; it is made again where somebody wants it."""
    old = [
        file for file in (Path(settings.HOME) / "variants").glob("*/*")
        if datetime.fromtimestamp(file.stat().st_mtime, tz=now.tzinfo) < now - KEPT_FOR
    ]  # fmt: skip
    for file in old:
        file.unlink(missing_ok=True)
    return len(old)


def place_of(digest: str, made_as: str = SMALL_MADE_AS) -> Path:
    """Return where the file lies that is made of the picture in this way."""
    name = hashlib.sha256(f"{digest} {made_as}".encode()).hexdigest()
    return Path(settings.HOME) / "variants" / name[:2] / name


def _keep(place: Path, content: bytes) -> None:
    """Write the file whole or not at all; two who make the same at once write the same."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = place.with_name(f".{place.name}.{secrets.token_hex(4)}")
    draft.write_bytes(content)
    draft.replace(place)
