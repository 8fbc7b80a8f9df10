"""What stands in tables of other programs, and what is said of it: pure."""

import csv
import io
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.channels.rules import Limits
from eichhorn.foundation import table as tables
from eichhorn.foundation.table import NoTable, Unreadable
from eichhorn.foundation.text import Unit
from eichhorn.media.rules import Consent
from eichhorn.spreadsheets.rules import (
    MOST_LINES,
    Caution,
    Column,
    HeadWrong,
    House,
    KnownChannel,
    KnownPicture,
    Line,
    Report,
    Wrong,
    print_of,
    read_table,
    report,
)
from eichhorn.spreadsheets.rules.columns import NAMES
from eichhorn.spreadsheets.words import SENTENCES

NOW = datetime(2026, 6, 9, 7, tzinfo=UTC)
LIMITS = Limits(500, Unit.CODE_POINTS, 23, 4, 1500, None, ("image/png",))
MASTODON = KnownChannel(1, "Stadtwerke Erlengrund", "Mastodon", "de", LIMITS, True)
BLUESKY = KnownChannel(2, "Netz", "Bluesky", "en", replace(LIMITS, text_limit=300, unit=Unit.GRAPHEMES), True)
CLOSED = KnownChannel(3, "Vorstand", "LinkedIn", "de", LIMITS, False)
PICTURE = KnownPicture(7, date(2026, 6, 30), (Consent.GIVEN,), {"de": "Ein Bagger"})
HOUSE = House(
    zone="Europe/Berlin", now=NOW, language="de", channels=(MASTODON, BLUESKY, CLOSED), goals={"Vertrauen": 4}, pillars={"Netze": 5},
    pictures={"bagger.png": (PICTURE,), "zwei.png": (PICTURE, replace(PICTURE, pk=8))},
    languages={"de": "de", "deutsch": "de", "en": "en", "englisch": "en"},
)  # fmt: skip
HEAD = "Titel;Datum;Uhrzeit;Kanäle;Text"


def of(*lines: str, head: str = HEAD, house: House = HOUSE) -> Report:
    return report(read_table("\n".join((head, *lines))), house)


def only(line: str, *, head: str = HEAD, house: House = HOUSE) -> Line:
    [found] = of(line, head=head, house=house).lines
    return found


def wrongs(line: str, *, head: str = HEAD, house: House = HOUSE) -> list[object]:
    return [problem.why for problem in only(line, head=head, house=house).problems]


def test_a_line_becomes_a_post() -> None:
    post = only("Baustelle;11.06.2026;14:00;Mastodon, Netz;Ab Montag bauen wir.").post
    assert post is not None
    assert (post.title, post.local, post.channel_ids) == ("Baustelle", datetime(2026, 6, 11, 14), (1, 2))
    assert (post.text, post.language, post.has_content) == ("Ab Montag bauen wir.", "de", True)


def test_a_line_with_a_title_alone_is_an_idea() -> None:
    line = only("Sommerfest;;;;")
    assert line.post is not None
    assert line.post.local is None
    assert not line.post.has_content
    assert line.cautions == ()


def test_a_text_without_a_channel_is_worth_a_second_look() -> None:
    assert [caution.why for caution in only("Sommerfest;;;;Kommen Sie.").cautions] == [Caution.NO_CHANNELS]


@pytest.mark.parametrize("day", ["11.06.2026 14:00", "11.6.26 14:00", "2026-06-11 14:00", "2026-06-11T14:00:00", "Do 11. Juni 2026, 14 Uhr", "46184,583333", "46184.58333333"])  # fmt: skip
def test_dates_are_understood_as_spreadsheets_write_them(day: str) -> None:
    post = only(f'T;"{day}";;Mastodon;x').post
    assert post is not None
    assert post.local == datetime(2026, 6, 11, 14)


@pytest.mark.parametrize("at", ["14:00", "14 Uhr", "14:00:00", "2:00 PM", "0,583333", "0.58333333"])
def test_times_are_understood_as_spreadsheets_write_them(at: str) -> None:
    for day in ("11.06.2026", "2026-06-11", "46184", "11.06.2026 00:00"):
        post = only(f'T;"{day}";"{at}";Mastodon;x').post
        assert post is not None
        assert post.local == datetime(2026, 6, 11, 14)


@pytest.mark.parametrize(
    ("line", "wrong"),
    [
        (";11.06.2026;14:00;Mastodon;x", Wrong.NO_TITLE),
        ("\u200b;11.06.2026;14:00;Mastodon;x", Wrong.NO_TITLE),
        (f"{'T' * 161};11.06.2026;14:00;Mastodon;x", Wrong.LONG_TITLE),
        ("T;31.02.2027;14:00;Mastodon;x", Wrong.NO_SUCH_DAY),
        ("T;28.03.2027;02:30;Mastodon;x", Wrong.SKIPPED),
        ("T;08.06.2026;14:00;Mastodon;x", Wrong.PAST),
        ("T;11.06.2206;14:00;Mastodon;x", Wrong.FAR),
        ("T;6/11/2026;14:00;Mastodon;x", Wrong.DAY_OR_MONTH),
        ("T;bald;14:00;Mastodon;x", Wrong.DAY_UNREAD),
        ("T;Mo 11.06.2026;14:00;Mastodon;x", Wrong.WEEKDAY),
        ("T;11.06.2026;25:00;Mastodon;x", Wrong.TIME_UNREAD),
        ("T;11.06.2026 15:00;14:00;Mastodon;x", Wrong.TWO_TIMES),
        ("T;11.06.2026;;Mastodon;x", Wrong.NO_TIME),
        ("T;;14:00;Mastodon;x", Wrong.NO_DAY),
        ("T;11.06.2026;14:00;Mastdon;x", Wrong.NO_SUCH_CHANNEL),
        ("T;11.06.2026;14:00;Vorstand;x", Wrong.MAY_NOT),
        ("T;11.06.2026;14:00;Mastodon;=B2+1", Wrong.FORMULA),
        ("#NAME?;11.06.2026;14:00;Mastodon;x", Wrong.FORMULA),
        ("T;11.06.2026;14:00;Mastodon;x;y", Wrong.MORE_CELLS),
        (f"T;11.06.2026;14:00;Mastodon;{'x' * 501}", Wrong.TOO_LONG),
        (f"T;11.06.2026;14:00;Netz;{'x' * 301}", Wrong.TOO_LONG),
        (f"T;11.06.2026;14:00;Mastodon;{'x' * 20_001}", Wrong.LONGER_THAN_KEPT),
    ],
)
def test_what_is_wrong_has_a_name(line: str, wrong: Wrong) -> None:
    assert wrongs(line) == [wrong]


@pytest.mark.parametrize(
    ("line", "all_of_it"),
    [
        ("T;31.02.2027;25:00;Mastodn;x", [Wrong.NO_SUCH_DAY, Wrong.TIME_UNREAD, Wrong.NO_SUCH_CHANNEL]),
        ("T;6/11/2026;mittags;Mastodon;x", [Wrong.DAY_OR_MONTH, Wrong.TIME_UNREAD]),
        ("T;;25:00;Mastodon;x", [Wrong.NO_DAY, Wrong.TIME_UNREAD]),
        ("T;bald;0,5;Mastodon;x", [Wrong.DAY_UNREAD]),
    ],
)
def test_every_fault_of_a_line_is_named_at_once(line: str, all_of_it: list[Wrong]) -> None:
    assert wrongs(line) == all_of_it


@pytest.mark.parametrize(
    ("tags", "wrong"),
    [
        ("x" * 40, []), ("x" * 41, [Wrong.LONG_TAG]), (",".join(map(str, range(12))), []),
        (",".join(map(str, range(13))), [Wrong.TOO_MANY_TAGS]),
    ],
)  # fmt: skip
def test_a_line_has_as_many_tags_as_a_post_can_have(tags: str, wrong: list[Wrong]) -> None:
    assert [one.why for one in only(f"T;{tags}", head="Titel;Tags").problems] == wrong


@pytest.mark.parametrize(
    "line",
    [
        f"{'T' * 160};11.06.2026;14:00;Mastodon;{'x' * 500}",
        f"T;11.06.2026;14:00;Netz;{'x' * 300}",
        "T;28.03.2027;03:00;Mastodon;x",
        "T;25.10.2026;02:30;Mastodon;x",
        "T;09.06.2026;09:01;Mastodon;x",
        "T;29.02.2028;10:00;Mastodon;x",
        "T;11.06.2026;14:00;Stadtwerke erlengrund | NETZ;#Wasser läuft",
        "T;11.06.2026;14:00;Mastodon;'@nordring danke",
    ],
)
def test_what_just_fits_is_right(line: str) -> None:
    assert wrongs(line) == []


def test_the_sentence_knows_column_value_and_what_is_meant() -> None:
    head = "Title,Date,Time,Channels,Text"
    [problem] = only("T,2026-06-11,14:00,Stadtwerke Erlengrun,x", head=head).problems
    assert (problem.column, problem.name, problem.value) == (Column.CHANNELS, "Channels", "Stadtwerke Erlengrun")
    assert problem.nearest == "Stadtwerke Erlengrund"


def test_everything_wrong_with_a_line_is_said_at_once() -> None:
    assert wrongs(";31.02.2027;14:00;Xing;x") == [Wrong.NO_TITLE, Wrong.NO_SUCH_DAY, Wrong.NO_SUCH_CHANNEL]


def test_a_network_with_two_channels_is_not_guessed() -> None:
    house = replace(HOUSE, channels=(MASTODON, replace(BLUESKY, network="Mastodon")))
    [problem] = only("T;11.06.2026;14:00;Mastodon;x", house=house).problems
    assert (problem.why, problem.number) == (Wrong.SEVERAL_CHANNELS, 2)


def test_a_channel_may_have_a_text_of_its_own() -> None:
    head = f"{HEAD};Text Netz"
    post = only("T;11.06.2026;14:00;Mastodon, Netz;lang;kurz", head=head).post
    assert post is not None
    assert post.own_texts == {2: "kurz"}
    assert wrongs("T;11.06.2026;14:00;Mastodon;lang;kurz", head=head) == [Wrong.NOT_ITS_CHANNEL]
    [problem] = only(f"T;11.06.2026;14:00;Netz;kurz;{'x' * 301}", head=head).problems
    assert (problem.column, problem.name, problem.number) == (Column.OWN_TEXT, "Text Netz", 1)


def test_a_column_for_an_unknown_channel_is_wrong_for_the_whole_table() -> None:
    [problem] = of("T;x", head="Titel;Text Mastodn").problems
    assert (problem.wrong, problem.name, problem.nearest) == (HeadWrong.NO_SUCH_CHANNEL, "Text Mastodn", "Mastodon")


def test_goal_pillar_language_and_pictures_are_found_by_name() -> None:
    head = "Titel;Ziel;Säule;Sprache;Bild;Bildbeschreibung"
    post = only("T;vertrauen;NETZE;Englisch;Bagger.png;Digger", head=head).post
    assert post is not None
    assert (post.goal_id, post.pillar_id, post.language, post.pictures) == (4, 5, "en", ((7, "Digger"),))
    described = only("T;;;de;bagger.png;", head=head).post
    assert described is not None
    assert described.pictures == ((7, "Ein Bagger"),)
    assert [c.why for c in only("T;;;en;bagger.png;", head=head).cautions] == [
        Caution.NO_CHANNELS,
        Caution.NOT_DESCRIBED,
    ]
    assert wrongs("T;Vertraun;Netz;kli;bager.png;a | b", head=head) == [
        Wrong.NO_SUCH_LANGUAGE, Wrong.DESCRIBES_NOTHING, Wrong.NO_SUCH_PICTURE, Wrong.NO_SUCH_GOAL, Wrong.NO_SUCH_PILLAR,
    ]  # fmt: skip
    assert wrongs("T;;;;zwei.png;", head=head) == [Wrong.SEVERAL_PICTURES]


def test_a_picture_may_appear_on_its_last_day_and_not_after() -> None:
    head = "Titel;Datum;Bild"
    assert wrongs("T;30.06.2026 10:00;bagger.png", head=head) == []
    assert wrongs("T;01.07.2026 10:00;bagger.png", head=head) == [Wrong.PICTURE_ENDED]


def test_the_same_text_is_noticed_in_plan_and_table() -> None:
    there = replace(HOUSE, standing=frozenset({(1, date(2026, 6, 11), print_of("Ab Montag."))}))
    lines = of(
        "A;11.06.2026;14:00;Mastodon; Ab Montag. ",
        "B;12.06.2026;14:00;Mastodon;Ab Montag.",
        "C;12.06.2026;9:00;Mastodon;Ab Montag.",
        house=there,
    ).lines
    assert [[c.why for c in line.cautions] for line in lines] == [[Caution.STANDS_ALREADY], [], [Caution.TWICE]]
    assert lines[2].cautions[0].number == 3


def test_lines_are_counted_as_spreadsheets_show_them() -> None:
    lines = of('A;;;;"zwei', 'Zeilen"', "", "B;;;;x").lines
    assert [(line.number, line.title) for line in lines] == [(2, "A"), (4, "B")]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("", HeadWrong.EMPTY),
        ("Titel;Text", HeadWrong.EMPTY),
        ("Betreff;Text\na;b", HeadWrong.NO_TITLE),
        ("Titel;Title\na;b", HeadWrong.TWICE),
        ('Titel;Text\na;"b', HeadWrong.OPEN_QUOTE),
    ],
)
def test_what_makes_a_table_useless_has_a_name(text: str, wrong: HeadWrong) -> None:
    found = report(read_table(text), HOUSE)
    assert [problem.wrong for problem in found.problems] == [wrong]
    assert not found.lines
    assert not found.is_right


def test_ten_thousand_lines_are_read_and_one_more_is_too_many() -> None:
    assert len(read_table("Titel\n" + "x\n" * MOST_LINES).rows) == MOST_LINES
    [problem] = read_table("Titel\n" + "x\n" * (MOST_LINES + 1)).head.problems
    assert problem.wrong is HeadWrong.TOO_MANY


def test_columns_that_nobody_knows_are_named_with_what_is_meant() -> None:
    assert of("a;b;c", head="Titel;Kanael;Kostenstelle").head.unused == (("Kanael", "Kanäle"), ("Kostenstelle", ""))


@pytest.mark.parametrize("coding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
@pytest.mark.parametrize("sign", list(";,\t|"))
def test_every_usual_coding_and_sign_is_read(coding: str, sign: str) -> None:
    text = sign.join(["Titel", "Kanäle", "Text"]) + "\r\n" + sign.join(["Größe", "Mastodon", "Straße: 5 €"]) + "\r\n"
    post = of(*tables.decoded(text.encode(coding)).splitlines()[1:], head=tables.decoded(text.encode(coding)).splitlines()[0]).lines[0].post  # fmt: skip
    assert post is not None
    assert (post.title, post.text) == ("Größe", "Straße: 5 €")


def test_the_first_line_of_excel_names_the_sign() -> None:
    table = read_table("sep=|\nTitel|Text\na|b,c;d")
    assert [row.cells for row in table.rows] == [("a", "b,c;d")]


def test_a_workbook_is_told_from_a_table() -> None:
    with pytest.raises(Unreadable) as problem:
        tables.decoded(b"PK\x03\x04...")
    assert problem.value.why is NoTable.WORKBOOK


def test_every_reason_has_a_sentence() -> None:
    assert set(SENTENCES) == {*Wrong, *Caution} - {Wrong.TOO_LONG}
    assert set(NAMES) == set(Column)


@given(st.text(max_size=400))
def test_any_text_is_reported_and_never_breaks(text: str) -> None:
    found = report(read_table(text), HOUSE)
    assert all((line.post is None) == bool(line.problems) for line in found.lines)


@given(st.lists(st.tuples(*[st.text(max_size=30)] * 5), min_size=1, max_size=5))
def test_any_cells_below_a_good_head_are_reported_line_by_line(rows: list[tuple[str, ...]]) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([HEAD.split(";"), *rows])
    found = report(read_table(out.getvalue()), HOUSE)
    assert not found.problems or found.problems[0].wrong in {HeadWrong.EMPTY, HeadWrong.OPEN_QUOTE}
    for line in found.lines:
        assert line.post is None or (line.post.title and len(line.post.title) <= 160)
        assert line.post is None or line.post.local is None or line.post.local > datetime(2026, 6, 9, 9)


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(content: bytes) -> None:
    with suppress(Unreadable):
        read_table(tables.decoded(content))


WRITTEN = st.sampled_from(
    ["{0:%d.%m.%Y};{0:%H:%M}", "{0:%Y-%m-%d};{0:%H:%M:%S}", "{0:%d.%m.%Y %H:%M};", "{0:%Y-%m-%dT%H:%M};"]
)


@given(st.integers(1, 60 * 24 * 365), WRITTEN)
def test_a_date_that_was_written_is_read_as_it_was_meant(minutes: int, written: str) -> None:
    meant = datetime(2026, 6, 9, 9) + timedelta(minutes=minutes)
    line = only(f"T;{written.format(meant)};Mastodon;x")
    if date(2027, 3, 28) == meant.date() and time(2) <= meant.time() < time(3):
        assert [problem.why for problem in line.problems] == [Wrong.SKIPPED]
    else:
        assert line.post is not None
        assert line.post.local == meant
