"""Pictures, as real bytes."""

import io

from PIL import Image

from eichhorn.media import services
from eichhorn.media.models import Picture
from eichhorn.people.models import Person
from tests.make.people import NOW, numbers


def png(*, width: int = 8, height: int = 6) -> bytes:
    """Return the bytes of a fresh small picture; each one differs."""
    number = next(numbers)
    out = io.BytesIO()
    Image.new("RGB", (width, height), (number % 256, number // 256 % 256, 90)).save(out, "PNG")
    return out.getvalue()


def picture(*, by: Person | None = None) -> Picture:
    return services.store(content=png(), file_name="bagger.png", by=by, now=NOW)
