"""Videos, as real bytes: a second long, 64 by 64, each another."""

import functools
import hashlib
import io
import subprocess
import tempfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

import imageio_ffmpeg
from PIL import Image

from eichhorn.media import stores
from eichhorn.media.rules import Consent, Known
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.video import services
from eichhorn.video.models import Poster, Shown, Subtitles, Video
from eichhorn.video.rules.taking import Looked
from eichhorn.video.services.converting import Made
from tests.make import people
from tests.make.people import NOW, numbers

SUBTITLES = "0:00 --> 0:01\nDer Bagger steht am Nordring.\n"


@functools.cache
def made(*asked: str, ending: str) -> bytes:
    """Return what ffmpeg makes of this, once for all tests."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / f"film.{ending}"
        subprocess.run(
            [imageio_ffmpeg.get_ffmpeg_exe(), "-nostdin", "-v", "error", "-y", *asked, str(file)],
            check=True,
            timeout=60,
        )
        return file.read_bytes()


def picture(seconds: float = 1, size: str = "64x64") -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"testsrc=d={seconds}:s={size}:r=10")


def sound(seconds: float = 1) -> tuple[str, ...]:
    return ("-f", "lavfi", "-i", f"sine=d={seconds}")


def mp4(*, with_sound: bool = True, fresh: bool = True) -> bytes:
    """Return the bytes of a video of one second; each differs by what stands behind its end, which nobody reads."""
    asked = (*picture(), *(sound() if with_sound else ()), "-c:v", "libx264", "-pix_fmt", "yuv420p", "-t", "1")
    after = next(numbers).to_bytes(8) if fresh else b""
    return made(*asked, ending="mp4") + (len(after) + 8).to_bytes(4) + b"free" + after


def waiting(
    *, by: Person | None = None, content: bytes | None = None, name: str = "bagger.mp4", now: datetime = NOW
) -> Video:
    """Return a video that was taken in and waits to be converted."""
    by = by or people.person(role=RoleKind.COMMUNITY)
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "given"
        file.write_bytes(content if content is not None else mp4())
        return services.store(file=file, file_name=name, by=by, now=now)


def ready(*, by: Person | None = None, with_sound: bool = True, name: str = "bagger.mp4", now: datetime = NOW) -> Video:
    """Return a video that may stand in a post; the film itself was converted once for all tests."""
    video = waiting(by=by, content=mp4(with_sound=with_sound), name=name, now=now)
    work = services.next_to_convert(now=now)
    assert work is not None
    assert work.video == video, "another video waits"
    film = mp4(with_sound=with_sound)
    digest = hashlib.sha256(film).hexdigest()
    stores.ours().keep(digest, film)
    picture = first_picture()
    stores.ours().keep(hashlib.sha256(picture).hexdigest(), picture)
    poster = Poster(
        digest=hashlib.sha256(picture).hexdigest(), at_ms=100, width_px=64, height_px=64, size_bytes=len(picture)
    )
    sound_codec = "aac" if with_sound else ""
    made = Made(digest, len(film), Looked("mov", "h264", sound_codec, 1_000, 64, 64, 0, 10.0), poster)
    assert services.finish(work=work, made=made, now=now)
    return Video.objects.get(pk=video.pk)


@functools.cache
def first_picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (64, 64), (90, 120, 40)).save(out, "JPEG")
    return out.getvalue()


def may_stand(*, by: Person | None = None, now: datetime = NOW) -> Video:
    """Return a silent video with a description: nothing speaks against it in a post."""
    by = by or people.person(role=RoleKind.COMMUNITY)
    video = ready(by=by, with_sound=False, now=now)
    return known(video, now=now)


def known(video: Video, *, last_day: date | None = None, now: datetime = NOW, **more: Any) -> Video:
    """Return the video, described, with the last day on which it may appear."""
    by = people.person(role=RoleKind.COMMUNITY)
    said = {"de": "Ein Bagger hebt einen Stein."}
    services.describe(video=video, known=Known(descriptions=said, last_day=last_day, **more), by=by, now=now)
    return Video.objects.get(pk=video.pk)


def subtitled(video: Video, language: str = "de", typed: str = SUBTITLES, *, now: datetime = NOW) -> Subtitles:
    """Return subtitles of the video."""
    by = people.person(role=RoleKind.COMMUNITY)
    return services.put_subtitles(video=video, language=language, typed=typed, by=by, now=now)


def shown(video: Video, name: str = "Anna Beispiel", *, consent: Consent = Consent.GIVEN, now: datetime = NOW) -> Shown:
    """Return somebody who is shown in the video, with what they said."""
    by = people.person(role=RoleKind.COMMUNITY)
    return services.name_person(video=video, name=name, consent=consent, said_on=now.date(), by=by, now=now)
