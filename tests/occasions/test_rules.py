"""When occasions come, what is known of countries, and what a file says."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.occasions import rules
from eichhorn.occasions.rules import Kind, Wrong
from eichhorn.occasions.words import KINDS, LEVELS, WRONGS

DAYS = st.dates(date(2000, 1, 1), date(2090, 12, 31))


@given(begins=DAYS, length=st.integers(1, 366), first=DAYS, span=st.integers(1, 800))
def test_what_comes_every_year_comes_on_each_day_that_a_year_by_year_count_finds(begins, length, first, span) -> None:
    after = first + timedelta(days=span)
    found = set(rules.comings(begins, begins + timedelta(days=length), yearly=True, between=(first, after)))
    expected = set()
    for year in range(begins.year, 2095):
        starts = rules.in_year(begins, year)
        if starts < after and starts + timedelta(days=length) > first:
            expected.add((starts, starts + timedelta(days=length)))
    assert found == expected


def test_what_began_on_the_last_of_february_comes_on_the_28th_in_other_years() -> None:
    assert rules.in_year(date(2024, 2, 29), 2025) == date(2025, 2, 28)
    assert rules.in_year(date(2024, 2, 29), 2028) == date(2028, 2, 29)


def test_what_comes_every_year_does_not_come_before_its_first_time() -> None:
    assert (
        list(
            rules.comings(date(2027, 5, 1), date(2027, 5, 2), yearly=True, between=(date(2026, 1, 1), date(2027, 1, 1)))
        )
        == []
    )


def test_christmas_holidays_are_one_period_over_the_turn_of_the_year() -> None:
    [found] = rules.school_between(date(2026, 12, 31), date(2027, 1, 2), of="DE-NW", language="de")
    assert (found.kind, found.name) == (Kind.SCHOOL, "Weihnachtsferien")
    assert found.begins_on < date(2026, 12, 25)
    assert found.ends_on > date(2027, 1, 4)


@pytest.mark.parametrize("of", ["DE-NW", "DE-BY", "DE-TH", "AT-1", "AT-9"])
def test_school_holidays_of_german_and_austrian_states_are_known(of: str) -> None:
    summer = rules.school_between(date(2027, 6, 1), date(2027, 10, 1), of=of, language="de")
    assert any((one.ends_on - one.begins_on).days > 30 for one in summer)


@pytest.mark.parametrize("of", ["DE", "CH", "CH-ZH", "FR", "US", "XX", ""])
def test_where_no_school_holidays_are_known_none_are_invented(of: str) -> None:
    assert not rules.has_school(of)
    assert rules.school_between(date(2027, 1, 1), date(2028, 1, 1), of=of, language="de") == ()


def test_german_school_holidays_are_known_until_a_day_and_austrian_ones_for_long() -> None:
    until = rules.school_known_until("DE-NW", year=2026)
    assert until is not None
    assert until.year >= 2029
    assert rules.school_known_until("AT-9", year=2026) is None
    assert rules.school_known_until("CH-ZH", year=2026) is None


def test_a_table_with_a_heading_is_read_with_the_last_day_inside() -> None:
    [line] = rules.read("Name;Von;Bis\nSommerferien;13.07.2026;2026-08-14;Summer holidays\n")
    assert line.number == 2
    assert line.dated is not None
    assert (line.dated.name, line.dated.name_en) == ("Sommerferien", "Summer holidays")
    assert (line.dated.begins_on, line.dated.ends_on) == (date(2026, 7, 13), date(2026, 8, 15))


@pytest.mark.parametrize(
    ("row", "wrong"),
    [
        (";1.7.2026", Wrong.NO_NAME),
        ("x" * 161 + ";1.7.2026", Wrong.LONG_NAME),
        ("Sommer;nach Pfingsten 1", Wrong.NO_DAY),
        ("Sommer;31.6.2026", Wrong.NO_SUCH_DAY),
        ("Sommer;1.7.1026", Wrong.NO_SUCH_DAY),
        ("Sommer;2.7.2026;1.7.2026", Wrong.ENDS_BEFORE),
        ("Sommer;1.7.2026;2.7.2027", Wrong.TOO_LONG),
        ("Sommer;1.7.2026\nSommer;1.7.2026", Wrong.TWICE),
    ],
)
def test_each_line_that_is_not_understood_says_why(row: str, wrong: Wrong) -> None:
    assert rules.read(row)[-1].wrong is wrong


def test_a_calendar_is_read_with_folded_lines_and_its_exclusive_end() -> None:
    calendar = (
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260713\r\nDTEND;VALUE=DATE:20260815\r\n"
        "SUMMARY:Sommer\r\n ferien\\, lang\r\nEND:VEVENT\r\nBEGIN:VEVENT\r\nDTSTART;VALUE=DATE:20260801\r\n"
        "RRULE:FREQ=YEARLY\r\nSUMMARY:Bundesfeier\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
    )
    first, second = (line.dated for line in rules.read(calendar))
    assert first is not None
    assert second is not None
    assert (first.name, first.begins_on, first.ends_on) == ("Sommerferien, lang", date(2026, 7, 13), date(2026, 8, 15))
    assert (second.yearly, second.ends_on) == (True, date(2026, 8, 2))


@pytest.mark.parametrize(
    "rule", ["FREQ=WEEKLY", "FREQ=YEARLY;INTERVAL=2", "FREQ=YEARLY;BYMONTH=3;BYDAY=1SU", "nonsense"]
)
def test_a_calendar_that_repeats_otherwise_than_every_year_is_not_guessed(rule: str) -> None:
    event = (
        f"BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20260713T090000Z\nSUMMARY:x\nRRULE:{rule}\nEND:VEVENT\nEND:VCALENDAR"
    )
    assert [line.wrong for line in rules.read(event)] == [Wrong.REPEATS]


@given(st.text(max_size=300))
def test_no_text_breaks_the_reading(text: str) -> None:
    for line in (*rules.read(text), *rules.read(f"BEGIN:VCALENDAR\nBEGIN:VEVENT\n{text}\nEND:VEVENT")):
        assert (line.dated is None) == (line.wrong is not None)


def test_every_kind_level_and_reason_has_words() -> None:
    assert set(KINDS) == set(Kind)
    assert set(LEVELS) == set(rules.Level)
    assert set(WRONGS) == set(Wrong)
