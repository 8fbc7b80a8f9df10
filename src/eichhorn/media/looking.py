"""Looking into a file before it is believed to be a picture, and taking out what nobody meant to publish.

The difficult thing: a photograph tells where and with what it was taken. What is stored here is what may go out, so
that goes before anything else is done; a picture without such words is kept byte for byte.
"""

import io
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from eichhorn.media.rules import LARGEST_BYTES, MEDIA_TYPES, MOST_PIXELS, PictureProblem, PictureRefused

OPENED_AS = ("JPEG", "PNG", "GIF", "WEBP")

TELLING = ("exif", "xmp", "XML:com.adobe.xmp", "Comment", "Description", "Author", "photoshop", "comment")
"""Keys under which formats keep words about place, camera and people."""


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture that may be stored."""

    content: bytes
    media_type: str
    width_px: int
    height_px: int


def look(content: bytes) -> Looked:
    """Return the picture as it may be stored, without place and camera. Raises PictureRefused."""
    if not content:
        raise PictureRefused(PictureProblem.EMPTY)
    if len(content) > LARGEST_BYTES:
        raise PictureRefused(PictureProblem.TOO_LARGE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", Image.DecompressionBombWarning)
        image = _opened(content)
        if image.width * image.height > MOST_PIXELS:
            raise PictureRefused(PictureProblem.TOO_MANY_PIXELS)
        return _read(content, image)


def _opened(content: bytes) -> Image.Image:
    try:
        image = Image.open(io.BytesIO(content), formats=OPENED_AS)
    except UnidentifiedImageError as error:
        raise PictureRefused(PictureProblem.NOT_A_PICTURE) from error
    except Image.DecompressionBombError as error:
        raise PictureRefused(PictureProblem.TOO_MANY_PIXELS) from error
    except (OSError, SyntaxError, ValueError) as error:
        raise PictureRefused(PictureProblem.BROKEN) from error
    return image


def _read(content: bytes, image: Image.Image) -> Looked:
    kind = image.format or ""
    try:
        image.load()
        if any(key in image.info for key in TELLING) or image.getexif():
            content, image = _without_words(image, kind)
    except (OSError, SyntaxError, ValueError) as error:
        raise PictureRefused(PictureProblem.BROKEN) from error
    if len(content) > LARGEST_BYTES:
        raise PictureRefused(PictureProblem.TOO_LARGE)
    return Looked(content, MEDIA_TYPES[kind], image.width, image.height)


def _without_words(image: Image.Image, kind: str) -> tuple[bytes, Image.Image]:
    """Return the picture written anew, upright, with nothing but what one sees and its colour profile."""
    moving = getattr(image, "n_frames", 1) > 1 and kind in {"GIF", "WEBP", "PNG"}
    upright = image if moving else ImageOps.exif_transpose(image)
    profile = image.info.get("icc_profile")
    for key in TELLING:
        upright.info.pop(key, None)
    out = io.BytesIO()
    written = "JPEG" if kind == "MPO" else kind
    options: dict[str, object] = {"icc_profile": profile} if profile and kind != "GIF" else {}
    if written in {"JPEG", "WEBP"}:
        options |= {"quality": 95}
    if written != "GIF":
        options |= {"exif": b""}
    if moving:
        options |= {"save_all": True}
    upright.save(out, written, **options)
    return out.getvalue(), upright
