"""Pictures come in by what they are, not by what they are called."""

import io
from collections.abc import Callable

import pytest
from PIL import Image

from eichhorn.media import queries, rules, services
from eichhorn.media.rules import PictureProblem, PictureRefused
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


def stored(content: bytes, name: str = "bagger.png") -> bytes:
    return queries.content_of(services.store(content=content, file_name=name, by=None, now=NOW))


def test_a_picture_without_hidden_words_is_kept_byte_for_byte() -> None:
    content = make.media.png()
    assert stored(content) == content


def test_the_same_picture_is_stored_once() -> None:
    content = make.media.png()
    first = services.store(content=content, file_name="a.png", by=None, now=NOW)
    assert services.store(content=content, file_name="b.png", by=None, now=NOW).pk == first.pk


def test_place_and_camera_are_taken_out_and_the_picture_stands_upright() -> None:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    exif[0x010F] = "Kamera"
    exif.get_ifd(0x8825)[1] = "N"
    Image.new("RGB", (20, 10), "red").save(out, "JPEG", exif=exif)
    kept = Image.open(io.BytesIO(stored(out.getvalue(), "foto.jpg")))
    assert not kept.getexif()
    assert kept.size == (10, 20)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: b"", PictureProblem.EMPTY),
        (lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", PictureProblem.NOT_A_PICTURE),
        (lambda: b"<!doctype html><p>Hallo", PictureProblem.NOT_A_PICTURE),
        (lambda: make.media.png(width=300, height=300)[:200], PictureProblem.BROKEN),
        (lambda: b"\x89PNG" + b"0" * rules.LARGEST_BYTES, PictureProblem.TOO_LARGE),
    ],
)
def test_what_is_no_picture_is_refused_with_a_reason(content: Callable[[], bytes], reason: PictureProblem) -> None:
    with pytest.raises(PictureRefused) as refused:
        stored(content())
    assert refused.value.reason is reason


def test_a_bomb_is_refused_before_it_is_opened() -> None:
    out = io.BytesIO()
    Image.new("1", (10_001, 5_000)).save(out, "PNG")
    with pytest.raises(PictureRefused) as refused:
        stored(out.getvalue())
    assert refused.value.reason is PictureProblem.TOO_MANY_PIXELS


def test_one_of_exactly_fifty_million_pixels_is_taken() -> None:
    out = io.BytesIO()
    Image.new("1", (10_000, 5_000)).save(out, "PNG")
    assert stored(out.getvalue())


def test_a_file_name_is_never_a_path() -> None:
    picture = services.store(content=make.media.png(), file_name="../../etc/passwd\n.png", by=None, now=NOW)
    assert picture.file_name == "passwd.png"


def test_guests_do_not_see_pictures_by_their_address() -> None:
    picture = make.media.picture()
    assert make.people.guest().get(f"/media/{picture.digest}/").status_code == 302
    answer = make.people.client_of(make.people.person()).get(f"/media/{picture.digest}/")
    assert answer.status_code == 200
    assert answer["X-Content-Type-Options"] == "nosniff"
