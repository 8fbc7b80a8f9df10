"""What leaves is what was approved, as the server takes it: cut, smaller only where it has to be, and nothing hidden."""

import io
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageCms

from eichhorn.media import queries, services, stores, variants
from eichhorn.media.fitting import SIDES_PX, Misfit, NotFitting, Takes, named, next_side, within
from eichhorn.media.framing import AS_IT_IS, Format, Framing, fitted
from eichhorn.media.models import Picture
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db
SIDES = st.integers(1, 12_000)


def stored(image: Image.Image, kind: str = "PNG", **how: object) -> Picture:
    out = io.BytesIO()
    image.save(out, kind, **how)
    return services.store(content=out.getvalue(), file_name=f"bild.{kind.lower()}", by=None, now=NOW)


def noise(width: int, height: int) -> Image.Image:
    """Return a picture that no machine makes small."""
    return Image.effect_noise((width, height), 80).convert("RGB")


def seen(made: variants.Fitted) -> Image.Image:
    return Image.open(io.BytesIO(made.content))


def why(picture: Picture, takes: Takes, framing: Framing = AS_IT_IS) -> Misfit | None:
    said = variants.foreseen(picture, framing, takes).why
    if said is None:
        assert variants.fitted(picture, framing, takes).content
        return None
    with pytest.raises(NotFitting) as problem:
        variants.fitted(picture, framing, takes)
    assert problem.value.why is said, "said before as it comes"
    return said


# --- as little as possible --------------------------------------------------------------------------------------------


def test_what_is_taken_as_it_is_leaves_byte_for_byte() -> None:
    picture = stored(noise(40, 30))
    bounds = Takes(bytes=picture.size_bytes, pixels=1_200, sides=70, ratio=2)
    assert variants.fitted(picture, AS_IT_IS, bounds).content == queries.content_of(picture)


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
@pytest.mark.parametrize("less", [0, 1])
def test_bytes_are_kept_to_the_last_one(kind: str, less: int) -> None:
    picture = stored(noise(900, 700), kind)
    made = variants.fitted(picture, AS_IT_IS, Takes(bytes=picture.size_bytes - less))
    assert (made.content == queries.content_of(picture)) is not bool(less)
    assert len(made.content) <= picture.size_bytes - less
    assert made.width_px <= 900


@pytest.mark.parametrize(("pixels", "size"), [(1_200, (40, 30)), (1_199, (39, 29))])
def test_pixels_are_kept_to_the_last_one(pixels: int, size: tuple[int, int]) -> None:
    made = variants.fitted(stored(noise(40, 30)), AS_IT_IS, Takes(pixels=pixels))
    assert (made.width_px, made.height_px) == seen(made).size == size


@pytest.mark.parametrize(("sides", "size"), [(70, (40, 30)), (69, (39, 29))])
def test_sides_are_kept_to_the_last_pixel(sides: int, size: tuple[int, int]) -> None:
    assert seen(variants.fitted(stored(noise(40, 30)), AS_IT_IS, Takes(sides=sides))).size == size


@pytest.mark.parametrize(("ratio", "refused"), [(4, None), (3, Misfit.TOO_NARROW)])
def test_a_strip_has_to_be_cut_by_somebody(ratio: int, refused: Misfit | None) -> None:
    picture = stored(noise(120, 30))
    assert why(picture, Takes(ratio=ratio)) is refused
    assert why(picture, Takes(ratio=ratio), Framing(0, 0, 500, 1000)) is None


@given(SIDES, SIDES, st.none() | st.integers(1, 60_000_000), st.none() | st.integers(2, 20_000))
def test_nothing_is_made_larger_or_leaves_its_bounds(
    width: int, height: int, pixels: int | None, sides: int | None
) -> None:
    wide, tall = within(width, height, Takes(pixels=pixels, sides=sides))
    assert 1 <= wide <= width
    assert 1 <= tall <= height
    if min(wide, tall) > 1:  # a line of one pixel cannot become thinner
        assert pixels is None or wide * tall <= pixels
        assert sides is None or wide + tall <= sides


@given(st.integers(1, 12_000), st.integers(2, 50_000_000), st.integers(1, 10_000_000))
def test_every_next_size_is_smaller_and_there_is_an_end(side: int, made: int, most: int) -> None:
    tried = 0
    step: int | None = side
    while (step := next_side(step, made, most)) is not None:
        tried += 1
        assert step < side
        assert step in SIDES_PX
        side = step
    assert tried <= len(SIDES_PX)


def test_the_same_is_made_again_where_it_was_thrown_away() -> None:
    picture, bounds = stored(noise(900, 700), "JPEG"), Takes(bytes=200_000)
    first = variants.fitted(picture, AS_IT_IS, bounds)
    for file in (variants.place_of("x").parents[1]).glob("*/*"):
        file.unlink()
    assert variants.fitted(picture, AS_IT_IS, bounds) == first


def test_what_was_made_a_month_ago_is_thrown_away() -> None:
    picture = stored(noise(60, 40))
    variants.small(picture)
    there = variants.place_of(picture.digest)
    variants.sweep(now=NOW.replace(year=2000))
    assert there.exists()
    variants.sweep(now=NOW.replace(year=2100))
    assert not there.exists()
    assert variants.small(picture)


# --- cutting ----------------------------------------------------------------------------------------------------------


def quarters() -> Image.Image:
    image = Image.new("RGB", (80, 40), "red")
    image.paste("blue", (40, 0, 80, 40))
    return image


def test_only_the_part_that_is_shown_leaves() -> None:
    made = variants.fitted(stored(quarters()), Framing(500, 0, 500, 1000))
    assert seen(made).size == (40, 40)
    assert seen(made).getcolors() == [(1600, (0, 0, 255))]


def test_a_point_alone_changes_no_byte() -> None:
    picture = stored(quarters())
    assert variants.fitted(picture, Framing(focus=(900, 100))).content == queries.content_of(picture)


def test_a_small_picture_shows_the_same_part() -> None:
    with Image.open(io.BytesIO(variants.small(stored(quarters()), Framing(500, 0, 500, 1000)))) as image:
        assert image.size == (40, 40)
        red, _, blue = image.convert("RGB").getpixel((20, 20))
    assert red < 20
    assert blue > 200


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_what_is_cut_keeps_its_kind(kind: str) -> None:
    picture = stored(noise(300, 200), kind)
    made = variants.fitted(picture, fitted(Format.SQUARE, 300, 200))
    assert made.media_type == picture.media_type
    assert seen(made).size == (200, 200)


# --- kinds ------------------------------------------------------------------------------------------------------------


def see_through() -> Image.Image:
    image = Image.new("RGBA", (60, 40), (0, 0, 255, 255))
    image.paste((0, 0, 0, 0), (0, 0, 30, 40))
    return image


@pytest.mark.parametrize(
    ("image", "kind", "takes", "becomes"),
    [
        (lambda: noise(60, 40), "WEBP", ("image/jpeg", "image/png"), "image/jpeg"),
        (lambda: noise(60, 40), "JPEG", ("image/png",), "image/png"),
        (lambda: noise(60, 40), "GIF", ("image/jpeg", "image/png"), "image/png"),
        (lambda: noise(60, 40), "PNG", ("image/jpeg",), "image/jpeg"),
        (see_through, "WEBP", ("image/jpeg", "image/png"), "image/png"),
        (see_through, "PNG", ("image/jpeg",), "image/jpeg"),
    ],
)
def test_a_kind_that_is_not_taken_becomes_one_that_is(
    image: Callable[[], Image.Image], kind: str, takes: tuple[str, ...], becomes: str
) -> None:
    made = variants.fitted(stored(image(), kind), AS_IT_IS, Takes(types=takes))
    assert made.media_type == becomes
    assert seen(made).size == (60, 40)


def test_what_one_could_see_through_stands_on_white_where_it_cannot_be() -> None:
    made = seen(variants.fitted(stored(see_through()), AS_IT_IS, Takes(types=("image/jpeg",))))
    assert min(made.getpixel((5, 20))) > 240


def test_a_server_without_our_kinds_takes_nothing() -> None:
    assert why(stored(noise(9, 9)), Takes(types=("image/avif",))) is Misfit.KIND


def test_a_photograph_as_png_becomes_a_jpeg_before_it_becomes_small() -> None:
    picture = stored(noise(900, 700))
    made = variants.fitted(picture, AS_IT_IS, Takes(bytes=picture.size_bytes // 2))
    assert (made.media_type, made.width_px) == ("image/jpeg", 900)


def test_what_cannot_be_made_light_enough_is_refused_and_not_tried_again() -> None:
    picture, bounds = stored(noise(1_300, 900), "JPEG"), Takes(bytes=3_000)
    assert why(picture, bounds) is Misfit.TOO_LARGE
    stores.ours().remove(picture.digest)
    assert variants.foreseen(picture, AS_IT_IS, bounds).why is Misfit.TOO_LARGE


def test_smaller_is_said_beforehand() -> None:
    picture = stored(noise(1_700, 1_200), "JPEG", quality=95)
    ahead = variants.foreseen(picture, AS_IT_IS, Takes(bytes=500_000))
    made = variants.fitted(picture, AS_IT_IS, Takes(bytes=500_000))
    assert ahead.is_smaller
    assert max(made.width_px, made.height_px) in SIDES_PX
    assert (ahead.width_px, ahead.height_px, ahead.media_type) == (made.width_px, made.height_px, made.media_type)
    assert not variants.foreseen(picture, Framing(0, 0, 500, 1000), Takes()).is_smaller


@pytest.mark.parametrize(
    ("name", "kind", "becomes"),
    [
        ("bagger.webp", "image/jpeg", "bagger.jpg"), ("Bagger.JPEG", "image/jpeg", "Bagger.JPEG"),
        ("bild.v2", "image/png", "bild.v2"), ("bild", "image/png", "bild"), ("a.b.png", "image/webp", "a.b.webp"),
    ],
)  # fmt: skip
def test_a_name_says_what_the_file_has_become(name: str, kind: str, becomes: str) -> None:
    assert named(name, kind) == becomes


# --- what moves -------------------------------------------------------------------------------------------------------


def moving(kind: str) -> Picture:
    number = next(make.people.numbers)
    frames = [Image.new("RGB", (60, 40), (number % 256, shade, 0)) for shade in (10, 200)]
    out = io.BytesIO()
    frames[0].save(out, kind, save_all=True, append_images=frames[1:], duration=100)
    return services.store(content=out.getvalue(), file_name="film.gif", by=None, now=NOW)


@pytest.mark.parametrize("kind", ["GIF", "WEBP", "PNG"])
def test_a_moving_picture_is_left_alone_or_refused(kind: str) -> None:
    picture = moving(kind)
    assert variants.moves(picture)
    exactly = Takes(bytes=picture.size_bytes)
    assert variants.fitted(picture, AS_IT_IS, exactly).content == queries.content_of(picture)
    assert why(picture, replace(exactly, bytes=picture.size_bytes - 1)) is Misfit.MOVES_TOO_LARGE
    assert why(picture, Takes(pixels=2_399)) is Misfit.MOVES_TOO_LARGE
    assert why(picture, Takes(types=("image/jpeg",))) is Misfit.MOVES
    assert why(picture, Takes(), Framing(0, 0, 500, 500)) is Misfit.MOVES_CUT


def test_a_moving_picture_has_a_bound_of_its_own_where_the_network_says_so() -> None:
    picture = moving("GIF")
    assert why(picture, Takes(bytes=10, animation_bytes=picture.size_bytes)) is None
    assert why(picture, Takes(bytes=10, animation_bytes=picture.size_bytes - 1)) is Misfit.MOVES_TOO_LARGE


def test_a_gif_that_stands_still_is_a_picture_like_any_other() -> None:
    picture = stored(noise(60, 40), "GIF")
    assert not variants.moves(picture)
    assert why(picture, Takes(), Framing(0, 0, 500, 500)) is None


# --- what one sees, and nothing else ----------------------------------------------------------------------------------


def test_place_and_camera_of_a_real_photograph_never_leave() -> None:
    exif = Image.Exif()
    exif[0x010F], exif[0x0112] = "Kamera von Miriam", 6
    exif.get_ifd(0x8825).update({1: "N", 2: (51.0, 30.0, 12.5), 3: "E", 4: (7.0, 27.0, 55.0)})
    image = noise(800, 600)
    picture = stored(image, "JPEG", exif=exif, comment=b"von Miriam")
    for framing, bounds in (
        (AS_IT_IS, Takes()),
        (Framing(0, 0, 500, 500), Takes()),
        (AS_IT_IS, Takes(bytes=picture.size_bytes * 3 // 4)),
        (AS_IT_IS, Takes(types=("image/png",))),
    ):
        made = variants.fitted(picture, framing, bounds)
        assert b"Miriam" not in made.content
        assert b"Exif" not in made.content
        assert not seen(made).getexif()
        assert made.height_px > made.width_px, "it stands upright"


def test_a_photograph_that_a_phone_wrote_twice_stands_upright() -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    first = noise(80, 40)
    picture = stored(first, "MPO", save_all=True, append_images=[noise(40, 20)], exif=exif)
    assert (picture.media_type, picture.width_px, picture.height_px) == ("image/jpeg", 40, 80)


def test_colours_look_the_same_without_their_profile() -> None:
    """A profile that says "these are other colours" is carried out, not carried on."""
    swapped = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    image = Image.new("RGB", (20, 20), (200, 100, 50))
    made = seen(variants.fitted(stored(image, "PNG", icc_profile=swapped), Framing(0, 0, 500, 500)))
    assert "icc_profile" not in made.info
    assert all(abs(a - b) <= 2 for a, b in zip(made.getpixel((2, 2)), (200, 100, 50), strict=True))


@pytest.mark.parametrize("mode", ["CMYK", "L"])
def test_pictures_of_other_modes_leave_in_colours_that_every_server_knows(mode: str) -> None:
    made = seen(variants.fitted(stored(noise(60, 40).convert(mode), "JPEG"), Framing(0, 0, 500, 500)))
    assert made.mode == "RGB"


def test_sixteen_bits_become_eight_and_do_not_become_white() -> None:
    deep = Image.new("I;16", (20, 20), 32_768)
    made = seen(variants.fitted(stored(deep), Framing(0, 0, 500, 500)))
    assert made.convert("L").getpixel((3, 3)) in range(126, 131)


def test_a_broken_profile_stops_nobody() -> None:
    picture = stored(Image.new("RGB", (20, 20), "red"), "PNG", icc_profile=b"kein Profil")
    assert seen(variants.fitted(picture, Framing(0, 0, 500, 500))).size == (10, 10)
