"""Subtitles are read as people and programs write them, every mistake is named with its line, and nothing is lost."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as some

from eichhorn.video.rules import subtitles
from eichhorn.video.rules.subtitles import Cue, Mistake, SubtitlesRefused, Wrong, read, srt, webvtt
from eichhorn.video.rules.taking import clock, seconds_of

VTT = """WEBVTT - Nordring
Kind: captions

NOTE Wer das liest,
sieht keinen Untertitel.

STYLE
::cue { color: red }

intro
00:00.500 --> 00:02.000 align:start position:10%
<v Anna>Der <b>Bagger</b> &amp; ich.

01:00:00.000 --> 01:00:01.000
Zwei
Zeilen
"""
SRT = "1\r\n00:00:00,500 --> 00:00:02,000\r\n{\\an8}Der <i>Bagger</i>.\r\n\r\n2\r\n00:00:02,000 --> 00:00:03,000\r\nSteht.\r\n"


def times(*cues: Cue) -> list[tuple[int, int, str]]:
    return [(cue.begins, cue.ends, cue.words) for cue in cues]


def mistakes(typed: str, duration_ms: int | None = None) -> list[Mistake]:
    with pytest.raises(SubtitlesRefused) as refused:
        read(typed, duration_ms=duration_ms)
    return list(refused.value.mistakes)


def test_webvtt_is_read_without_its_head_its_notes_and_its_marks() -> None:
    assert times(*read(VTT)) == [(500, 2_000, "Der Bagger & ich."), (3_600_000, 3_601_000, "Zwei\nZeilen")]


def test_srt_is_read_without_its_numbers() -> None:
    assert times(*read(SRT)) == [(500, 2_000, "Der Bagger."), (2_000, 3_000, "Steht.")]


def test_what_people_type_is_read() -> None:
    typed = "0:01 -> 0:04\nGuten Morgen.\n\n\n0:4,5 --> 0:6\n1\n"
    assert times(*read(typed)) == [(1_000, 4_000, "Guten Morgen."), (4_500, 6_000, "1")]


def test_every_mistake_is_named_with_its_line() -> None:
    typed = "0:05 --> 0:03\nrückwärts\n\n0:07 --> 0:09\n\n0:08 --> 0:10\nzu früh\n\nohne Zeiten\n\n0:61 --> 0:70\nnie\n\n0:01 --> 0:02\nvorher"
    assert mistakes(typed) == [
        Mistake(1, Wrong.BACKWARDS), Mistake(4, Wrong.EMPTY), Mistake(6, Wrong.OVERLAP), Mistake(9, Wrong.TIMES),
        Mistake(11, Wrong.NO_SUCH_TIME), Mistake(14, Wrong.ORDER),
    ]  # fmt: skip


def test_a_forgotten_empty_line_is_named_where_it_is_missing() -> None:
    assert mistakes("0:01 --> 0:02\neins\n0:02 --> 0:03\nzwei") == [Mistake(3, Wrong.TIMES)]


def test_nothing_is_no_subtitle() -> None:
    for nothing in ("", "\n \n", "WEBVTT\n", "WEBVTT\n\nNOTE nur das"):
        assert mistakes(nothing) == [Mistake(1, Wrong.NOTHING)]


def test_what_begins_when_the_film_is_over_is_named() -> None:
    assert times(*read("0:00 --> 0:09\nlang", duration_ms=1_000)) == [(0, 9_000, "lang")]
    assert mistakes("0:01 --> 0:02\nspät", duration_ms=1_000) == [Mistake(1, Wrong.AFTER_THE_END)]


def test_each_limit_holds_on_both_sides() -> None:
    fits, most = "x" * subtitles.LONGEST_CUE, subtitles.MOST_CUES
    assert read(f"0:00 --> 0:01\n{fits}")[0].words == fits
    assert mistakes(f"0:00 --> 0:01\n{fits}x") == [Mistake(1, Wrong.LONG)]
    many = webvtt(tuple(Cue(n * 1_000, n * 1_000 + 900, "x") for n in range(most + 1))).removeprefix("WEBVTT\n\n")
    assert len(read(many.rsplit("\n\n", 1)[0])) == most
    assert mistakes(many) == [Mistake(most * 3 + 1, Wrong.TOO_MUCH)]
    assert mistakes("x" * (subtitles.LARGEST_CHARACTERS + 1)) == [Mistake(1, Wrong.TOO_MUCH)]


WORDS = (
    some.text(alphabet="abÄß .,-<>&;#1:\u200d🙂", min_size=1, max_size=40)
    .map(str.strip)
    .filter(lambda words: bool(words) and "->" not in words and not subtitles.TAG.search(words))
)
TIMES = some.lists(some.integers(0, 35_999_000), min_size=2, max_size=12, unique=True).map(sorted)


@some.composite
def films(draw: some.DrawFn) -> tuple[Cue, ...]:
    at = draw(TIMES)
    return tuple(
        Cue(begins, ends, "\n".join(draw(some.lists(WORDS, min_size=1, max_size=3))))
        for begins, ends in zip(at[::2], at[1::2], strict=False)
    )


@given(films())
def test_what_is_written_is_read_as_the_same(cues: tuple[Cue, ...]) -> None:
    assert times(*read(webvtt(cues))) == times(*cues)
    assert webvtt(read(webvtt(cues))) == webvtt(cues)


@given(films())
def test_srt_says_the_same_times(cues: tuple[Cue, ...]) -> None:
    assert [(one.begins, one.ends) for one in read(srt(cues))] == [(one.begins, one.ends) for one in cues]


@given(some.text(max_size=300))
def test_whatever_is_typed_is_read_or_refused_with_lines_that_are_there(typed: str) -> None:
    found: tuple[Mistake, ...]
    cues: tuple[Cue, ...]
    try:
        cues = read(typed)
    except SubtitlesRefused as problem:
        found, cues = problem.mistakes, ()
    else:
        found = ()
    lines = typed.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert bool(found) != bool(cues)
    assert all(1 <= one.line <= lines for one in found)
    assert all(before.ends <= after.begins for before, after in itertools.pairwise(cues))


def test_a_moment_is_understood_as_people_write_it() -> None:
    wanted = {
        "7": 7_000,
        "0:07": 7_000,
        "1:02,5": 62_500,
        "1:00:00": 3_600_000,
        "0:00.25": 250,
        "": None,
        "x": None,
        "-1": None,
        "1:2:3:4": None,
        "1:": None,
    }
    assert {typed: seconds_of(typed) for typed in wanted} == wanted


def test_a_length_is_shown_as_a_player_shows_it() -> None:
    assert [clock(ms) for ms in (0, 200, 7_000, 61_400, 600_000)] == ["0:00", "0:01", "0:07", "1:01", "10:00"]
