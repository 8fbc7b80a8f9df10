"""What of a picture is shown: whole thousandths, written in one way, cut by machines for years."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.media.framing import (
    AS_IT_IS,
    LONGEST_WRITTEN,
    SMALLEST,
    WHOLE,
    Box,
    Format,
    Framing,
    Misframed,
    fitted,
    format_of,
    pixels,
    read,
    visible,
)

SIDES = st.integers(1, 12_000)
FORMATS = st.sampled_from(list(Format))


@st.composite
def framings(draw: st.DrawFn) -> Framing:
    left, top = draw(st.integers(0, WHOLE - SMALLEST)), draw(st.integers(0, WHOLE - SMALLEST))
    width, height = draw(st.integers(SMALLEST, WHOLE - left)), draw(st.integers(SMALLEST, WHOLE - top))
    across, down = draw(st.integers(left, left + width)), draw(st.integers(top, top + height))
    return Framing(left, top, width, height, draw(st.sampled_from([None, (across, down)])))


@given(framings())
def test_what_is_written_is_read_again_and_fits_its_place(framing: Framing) -> None:
    assert read(framing.written) == framing
    assert len(framing.written) <= LONGEST_WRITTEN


def test_what_says_nothing_is_not_written() -> None:
    assert Framing().written == Framing(focus=(500, 500)).written == ""
    assert read("") == AS_IT_IS
    assert Framing(0, 0, 500, 1000, (250, 500)) == Framing(0, 0, 500, 1000)


@pytest.mark.parametrize(
    "written",
    [
        "0-0-49-1000", "0-0-1000-49", "951-0-50-1000", "0-1-1000-1000", "1-0-1000-1000", "0-0-500-500+501-0",
        "100-0-500-500+99-0", "0-0-500-500+0-501", "ganz", "0-0-500", "0-0-500-500+1", "0-0-500-500\n", "-1-0-500-500",
        "00001-0-500-500",
    ],
)  # fmt: skip
def test_what_is_no_part_of_a_picture_is_refused(written: str) -> None:
    with pytest.raises(Misframed):
        read(written)


@pytest.mark.parametrize(
    "written", ["0-0-50-1000", "950-950-50-50", "0-0-500-500+500-0", "100-0-500-500+100-500", "0-0-1000-1000+0-0"]
)
def test_the_very_edges_are_inside(written: str) -> None:
    assert read(written).written == written


@given(framings(), SIDES, SIDES)
def test_a_part_is_one_pixel_at_least_and_lies_inside(framing: Framing, width: int, height: int) -> None:
    cut = pixels(framing, width, height)
    assert cut.width >= 1
    assert cut.height >= 1
    assert cut.left >= 0
    assert cut.left + cut.width <= width
    assert cut.top >= 0
    assert cut.top + cut.height <= height


@given(SIDES, SIDES)
def test_the_whole_picture_is_every_pixel(width: int, height: int) -> None:
    assert pixels(AS_IT_IS, width, height) == Box(0, 0, width, height)


@given(FORMATS, st.integers(200, 12_000), st.integers(200, 12_000), st.integers(0, WHOLE), st.integers(0, WHOLE))
def test_a_format_is_met_to_the_pixel_and_keeps_the_point_in_view(
    wanted: Format, width: int, height: int, across: int, down: int
) -> None:
    if max(width, height) > 5 * min(width, height):  # a strip cannot be cut to every shape
        return
    framing = fitted(wanted, width, height, (across, down))
    assert framing.point == (across, down)
    cut = pixels(framing, width, height)
    ratio = wanted.ratio[0] / wanted.ratio[1]
    assert abs(cut.width - cut.height * ratio) <= max(1, ratio)
    assert framing.width >= WHOLE - 20 or framing.height >= WHOLE - 20, "as large as it can be"


@given(st.integers(200, 12_000), st.integers(200, 12_000))
def test_a_square_is_a_square(width: int, height: int) -> None:
    if max(width, height) > 5 * min(width, height):
        return
    cut = pixels(fitted(Format.SQUARE, width, height), width, height)
    assert cut.width == cut.height
    assert min(width, height) - cut.width <= max(width, height) // WHOLE + 1


def test_a_format_is_known_again() -> None:
    for each in Format:
        assert format_of(fitted(each, 4000, 3000), 4000, 3000) is each
    assert format_of(Framing(0, 0, 300, 900), 4000, 3000) is None


@given(framings(), SIDES, SIDES, FORMATS)
def test_what_a_network_shows_lies_in_what_is_shown(framing: Framing, width: int, height: int, wanted: Format) -> None:
    seen = visible(framing, width, height, wanted)
    assert seen.width >= 1
    assert seen.height >= 1
    assert framing.left <= seen.left
    assert seen.left + seen.width <= framing.left + framing.width
    assert framing.top <= seen.top
    assert seen.top + seen.height <= framing.top + framing.height
    assert seen.width == framing.width or seen.height == framing.height


def test_a_network_cuts_around_the_point() -> None:
    left, right = Framing(focus=(0, 500)), Framing(focus=(1000, 500))
    assert visible(left, 2000, 1000, Format.SQUARE) == Box(0, 0, 500, 1000)
    assert visible(right, 2000, 1000, Format.SQUARE) == Box(500, 0, 500, 1000)
    assert visible(AS_IT_IS, 2000, 1000, Format.SQUARE) == Box(250, 0, 500, 1000)


def test_the_point_is_told_as_the_mastodon_api_takes_it() -> None:
    assert AS_IT_IS.told is None
    assert Framing(focus=(0, 0)).told == (-1.0, 1.0)
    assert Framing(focus=(1000, 1000)).told == (1.0, -1.0)
    assert Framing(500, 0, 500, 500, (1000, 500)).told == (1.0, -1.0)
    assert Framing(500, 0, 500, 500, (625, 250)).told == (-0.5, 0.0)


@given(framings())
def test_what_is_told_lies_between_minus_one_and_one(framing: Framing) -> None:
    x, y = framing.told or (0.0, 0.0)
    assert -1 <= x <= 1
    assert -1 <= y <= 1
