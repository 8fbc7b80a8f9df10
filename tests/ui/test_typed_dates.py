"""Dates as people type them."""

import contextlib
from datetime import date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from eichhorn.ui.typed_dates import NotUnderstood, read, read_day, written, written_day

TUESDAY = date(2026, 6, 9)
FRIDAY_TWO = datetime(2026, 6, 12, 14, 0)


@pytest.mark.parametrize(
    "text",
    [
        "12.6.2026 14:00",
        "12.06.2026, 14:00",
        "12. 6. 2026 14:00",
        "12.6.26 14:00",
        "12.6. 14:00",
        "12.6. 14 Uhr",
        "12.6 14.00",
        "12.6.2026 um 14 Uhr",
        "2026-06-12 14:00",
        "2026-06-12T14:00",
        "2026-06-12T14:00:00",
        "12 June 14:00",
        "12 June 2026, 2pm",
        "12th June 2:00 pm",
        "June 12, 2 pm",
        "June 12, 2026 at 14:00",
        "12. Juni 14:00",
        "12. Juni 2026 14:00 Uhr",
        "Fr 12. Juni, 14:00",
        "Fri 12 June, 14:00",
        "Freitag, 12.6., 14:00",
        "freitag 14:00",
        "12/6/2026 14:00",
        "  12.6.2026\u00a014:00 ",
    ],
)
def test_many_ways_to_write_one_moment_are_understood(text: str) -> None:
    assert read(text, today=TUESDAY) == FRIDAY_TWO


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("heute", TUESDAY),
        ("today", TUESDAY),
        ("morgen", date(2026, 6, 10)),
        ("Tomorrow", date(2026, 6, 10)),
        ("übermorgen", date(2026, 6, 11)),
        ("12.6.", date(2026, 6, 12)),
        ("9.6.", TUESDAY),
        ("8.6.", date(2027, 6, 8)),
        ("29.2.", date(2028, 2, 29)),
        ("12 June", date(2026, 6, 12)),
        ("3. März", date(2027, 3, 3)),
        ("Dienstag", date(2026, 6, 16)),
        ("montag", date(2026, 6, 15)),
    ],
)
def test_a_day_without_year_is_the_next_such_day(text: str, day: date) -> None:
    assert read_day(text, today=TUESDAY) == day


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("bald", "date"),
        ("", "date"),
        ("12", "date"),
        ("mai 2014", "date"),
        ("31.6.2026 14:00", "no_such_day"),
        ("30.2. 14:00", "no_such_day"),
        ("12.13.2026 14:00", "no_such_day"),
        ("12.0.2026 14:00", "no_such_day"),
        ("0.6.2026 14:00", "no_such_day"),
        ("12.6.2026 25:00", "no_such_time"),
        ("12.6.2026 14:60", "no_such_time"),
        ("12.6.2026 13pm", "no_such_time"),
        ("12.6.2026 0am", "no_such_time"),
        ("12.6.2026 früh", "no_such_time"),
        ("12.6.2026", "no_time"),
        ("morgen", "no_time"),
        ("Mo 12.6.2026 14:00", "weekday"),
        ("1.3.20226", "year"),
        ("1.3.20270 10:00", "year"),
        ("1.3.202710", "year"),
        ("1/3/20270", "year"),
        ("1. März 20270", "year"),
        ("March 1, 20270", "year"),
        ("1.1.0001 0:00", "year"),
        ("31.12.1899 14:00", "year"),
        ("1.1.2300 14:00", "year"),
        ("31.12.9999 23:59", "year"),
    ],
)
def test_what_is_wrong_is_told_apart(text: str, why: str) -> None:
    with pytest.raises(NotUnderstood) as refused:
        read(text, today=TUESDAY)
    assert refused.value.why == why


@pytest.mark.parametrize(
    ("text", "hour"), [("12am", 0), ("12pm", 12), ("1am", 1), ("11pm", 23), ("0 Uhr", 0), ("24", None)]
)
def test_the_twelve_hour_clock_is_read_on_both_sides_of_noon(text: str, hour: int | None) -> None:
    if hour is None:
        with pytest.raises(NotUnderstood):
            read(f"heute {text}", today=TUESDAY)
    else:
        assert read(f"heute {text}", today=TUESDAY).hour == hour


@pytest.mark.parametrize("day", [date(1900, 1, 1), date(2299, 12, 31)])
def test_four_centuries_are_understood(day: date) -> None:
    assert read_day(written_day(day), today=TUESDAY) == day


days = st.dates(min_value=date(1900, 1, 1), max_value=date(2200, 1, 1))


@given(st.datetimes(min_value=datetime(1900, 1, 1), max_value=datetime(2200, 1, 1)), days)
def test_what_we_write_we_read_again(moment: datetime, today: date) -> None:
    minute = moment.replace(second=0, microsecond=0)
    assert read(written(minute), today=today) == minute
    assert read(minute.isoformat(), today=today) == minute
    assert read_day(written_day(minute.date()), today=today) == minute.date()


@given(days, st.integers(0, 365))
@example(date(2096, 2, 29), 365)
def test_a_day_without_year_never_lies_in_the_past(today: date, ahead: int) -> None:
    wanted = today + timedelta(days=ahead)
    found = read_day(f"{wanted.day}.{wanted.month}.", today=today)
    assert found >= today
    assert (found.day, found.month) == (wanted.day, wanted.month)


@given(st.text(max_size=40), days)
def test_no_text_breaks_the_reader(text: str, today: date) -> None:
    with contextlib.suppress(NotUnderstood):
        assert isinstance(read(text, today=today), datetime)
