"""Pictures made of stored ones on demand: small ones for pages.

The difficult thing: what is made may be thrown away at any time, so nothing may ever hang on its bytes. It is named by
the hash of the source and of how it is made, lies beside the pictures and in no backup, and is made again where it is
missing.
"""

import hashlib
import io
import secrets
from pathlib import Path

from django.conf import settings
from PIL import Image

from eichhorn.media.models import Picture
from eichhorn.media.queries import content_of

SMALL_PX = 480
"""The longer side of a small picture: sharp on a phone, 20 to 40 kB."""
SMALL_TYPE = "image/webp"
SMALL_MADE_AS = "small 480 webp 1"
"""Changes with every change to how it is made, so that nothing old is shown."""


def small(picture: Picture) -> bytes:
    """Return the picture at most 480 px wide and high, of an animation the first image. Raises PictureMissing."""
    place = place_of(picture.digest, SMALL_MADE_AS)
    try:
        return place.read_bytes()
    except FileNotFoundError:
        made = _small(content_of(picture))
        _keep(place, made)
        return made


def _small(content: bytes) -> bytes:
    with Image.open(io.BytesIO(content)) as image:
        image.draft("RGB", (SMALL_PX * 2, SMALL_PX * 2))  # a large JPEG is read small at once
        seen = image.convert("RGBA" if image.has_transparency_data else "RGB")
    seen.thumbnail((SMALL_PX, SMALL_PX), Image.Resampling.LANCZOS)
    out = io.BytesIO()
    seen.save(out, "WEBP", quality=80)
    return out.getvalue()


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
