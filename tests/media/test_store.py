"""Pictures come in by what they are, not by what they are called."""

import contextlib
import io
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from eichhorn.media import queries, rules, services, stores
from eichhorn.media.looking import look
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


def photograph(kind: str, **how: object) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Kamera von Miriam"
    exif.get_ifd(0x8825)[1] = "N"
    Image.effect_noise((64, 48), 60).convert("RGB").save(out, kind, exif=exif, **how)
    return out.getvalue()


@pytest.mark.parametrize(
    ("kind", "how"),
    [("JPEG", {}), ("JPEG", {"progressive": True}), ("PNG", {}), ("WEBP", {}), ("WEBP", {"lossless": True})],
)
def test_taking_words_out_touches_no_pixel(kind: str, how: dict[str, object]) -> None:
    before = photograph(kind, **how)
    after = stored(before)
    assert b"Kamera" in before
    assert b"Kamera" not in after
    assert Image.open(io.BytesIO(after)).tobytes() == Image.open(io.BytesIO(before)).tobytes()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_follows_after_the_end_of_a_picture_is_not_kept(kind: str) -> None:
    assert b"ein ganzer Film" not in stored(photograph(kind) + b"ein ganzer Film")


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_goes_on_moving(kind: str) -> None:
    out = io.BytesIO()
    Image.new("RGB", (9, 9), "red").save(out, kind, save_all=True, append_images=[Image.new("RGB", (9, 9), "blue")])
    assert getattr(Image.open(io.BytesIO(stored(out.getvalue()))), "n_frames") == 2  # noqa: B009


@given(st.binary(max_size=400), st.sampled_from(["JPEG", "PNG", "WEBP", "GIF"]), st.integers(0, 300))
@settings(max_examples=60, deadline=None)
def test_no_bytes_whatsoever_break_the_looking(noise: bytes, kind: str, cut: int) -> None:
    whole = photograph(kind) if kind != "GIF" else make.media.png()
    with contextlib.suppress(PictureRefused):
        look(whole[:cut] + noise)
    with contextlib.suppress(PictureRefused):
        look(whole[:cut] + noise + whole[cut:])


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (lambda: b"", PictureProblem.EMPTY),
        (
            lambda: b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>",
            PictureProblem.DRAWING,
        ),
        (lambda: b"\xef\xbb\xbf <?xml version='1.0'?><!-- x --><SVG></SVG>", PictureProblem.DRAWING),
        (lambda: b"<?xml version='1.0'?><rss></rss>", PictureProblem.NOT_A_PICTURE),
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
    assert answer["Content-Type"] == "image/png"
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "immutable" in answer["Cache-Control"]


def test_a_picture_whose_file_is_gone_is_not_found_and_said_to_be_missing() -> None:
    picture = make.media.picture()
    stores.local().remove(picture.digest)
    assert not queries.is_there(picture)
    with pytest.raises(queries.PictureMissing):
        queries.content_of(picture)
    assert make.people.client_of(make.people.person()).get(f"/media/{picture.digest}/").status_code == 404


def test_a_file_that_was_cut_short_is_written_again_when_the_picture_comes_again() -> None:
    content = make.media.png()
    picture = services.store(content=content, file_name="a.png", by=None, now=NOW)
    stores.local().path_of(picture.digest).write_bytes(content[:9])
    services.store(content=content, file_name="a.png", by=None, now=NOW)
    assert queries.content_of(picture) == content
