"""Looking into a file before it is believed to be a picture.

The difficult thing: what is stored here is what people approve and what goes out, so place and camera have to be gone
before anything else is done. Pixels stay as they came, with two exceptions: a picture that lies on its side is turned,
because the note that says so is taken out too, and a GIF with words in it is written anew.
"""

import io
import re
import warnings
from dataclasses import dataclass

from PIL import Image, ImageOps, UnidentifiedImageError

from eichhorn.media.rules import LARGEST_BYTES, MEDIA_TYPES, MOST_PIXELS, PictureProblem, PictureRefused
from eichhorn.media.stripping import Unreadable, stripped

OPENED_AS = ("JPEG", "PNG", "GIF", "WEBP")
ORIENTATION = 0x0112
"""Of an MPO, two photographs in one file as phones write them, the first is turned and kept."""
GIF_WORDS = ("comment", "xmp", "XML:com.adobe.xmp")
QUALITY = 95
DRAWING = re.compile(
    rb"(\xef\xbb\xbf)?\s*(<svg[\s/>]|(<\?xml\s|<!--|<!doctype\s+svg).*?<svg[\s/>])", re.IGNORECASE | re.DOTALL
)
"""How an SVG begins. It is refused as such: whoever cleans one decides which scripts there are, and no network takes it."""
LOOKED_AT_BYTES = 4_096


@dataclass(frozen=True, slots=True)
class Looked:
    """A picture that may be stored."""

    content: bytes
    media_type: str
    width_px: int
    height_px: int


def look(content: bytes) -> Looked:
    """Return the picture as it may be stored, upright, without place and camera. Raises PictureRefused."""
    if not content:
        raise PictureRefused(PictureProblem.EMPTY)
    if len(content) > LARGEST_BYTES:
        raise PictureRefused(PictureProblem.TOO_LARGE)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _read(content, _opened(content))
        except UnidentifiedImageError as error:
            is_drawing = DRAWING.match(content[:LOOKED_AT_BYTES]) is not None
            raise PictureRefused(PictureProblem.DRAWING if is_drawing else PictureProblem.NOT_A_PICTURE) from error
        except Image.DecompressionBombError as error:
            raise PictureRefused(PictureProblem.TOO_MANY_PIXELS) from error
        except (OSError, SyntaxError, ValueError, EOFError, MemoryError, Unreadable) as error:
            raise PictureRefused(PictureProblem.BROKEN) from error


def _opened(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=OPENED_AS)
    if image.width * image.height > MOST_PIXELS:
        raise PictureRefused(PictureProblem.TOO_MANY_PIXELS)
    return image


def _read(content: bytes, image: Image.Image) -> Looked:
    kind = image.format or ""
    image.load()
    if image.getexif().get(ORIENTATION, 1) != 1 and (kind == "MPO" or getattr(image, "n_frames", 1) == 1):
        content = _written(ImageOps.exif_transpose(image), kind)
    elif kind == "GIF" and any(key in image.info for key in GIF_WORDS):
        content = _gif_without_words(image)
    kept = stripped(content, kind)
    if len(kept) > LARGEST_BYTES:
        raise PictureRefused(PictureProblem.TOO_LARGE)
    # what was kept is opened once more: it, and not what came, is what networks get
    whole = _opened(kept)
    whole.load()
    return Looked(kept, MEDIA_TYPES[kind], whole.width, whole.height)


def _written(image: Image.Image, kind: str) -> bytes:
    out = io.BytesIO()
    profile = image.info.get("icc_profile")
    options: dict[str, object] = {"icc_profile": profile} if profile else {}
    if kind in {"JPEG", "MPO"}:
        options |= {"quality": QUALITY, "subsampling": 0}
    elif kind == "WEBP":
        options |= {"quality": QUALITY}
    image.save(out, "JPEG" if kind == "MPO" else kind, **options)
    return out.getvalue()


def _gif_without_words(image: Image.Image) -> bytes:
    for key in GIF_WORDS:
        image.info.pop(key, None)
    out = io.BytesIO()
    image.save(out, "GIF", save_all=getattr(image, "n_frames", 1) > 1)
    return out.getvalue()
