"""Working hours: Monday to Friday, in the organisation's wall-clock time, counted in real hours."""

from datetime import UTC, datetime, time, timedelta
from types import SimpleNamespace
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as some

from eichhorn.people.working_time import add_working_hours, is_service_time, next_service

BERLIN = ZoneInfo("Europe/Berlin")
HOUSE = SimpleNamespace(zone="Europe/Berlin", service_begins=time(8), service_ends=time(17))
moments = some.datetimes(datetime(2025, 1, 1), datetime(2028, 1, 1)).map(lambda naive: naive.replace(tzinfo=UTC))


def berlin(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=BERLIN)  # type: ignore[arg-type, misc]


@pytest.mark.parametrize(
    ("start", "hours", "end"),
    [
        (berlin(2026, 6, 9, 9), 4, berlin(2026, 6, 9, 13)),
        (berlin(2026, 6, 9, 15), 4, berlin(2026, 6, 10, 10)),
        (berlin(2026, 6, 9, 6), 1, berlin(2026, 6, 9, 9)),
        (berlin(2026, 6, 9, 13), 4, berlin(2026, 6, 9, 17)),
        (berlin(2026, 6, 12, 16), 2, berlin(2026, 6, 15, 9)),
        (berlin(2026, 6, 13, 12), 1, berlin(2026, 6, 15, 9)),
        (berlin(2026, 3, 27, 16), 2, berlin(2026, 3, 30, 9)),
        (berlin(2026, 10, 23, 16), 2, berlin(2026, 10, 26, 9)),
        (berlin(2026, 6, 9, 9), 45, berlin(2026, 6, 16, 9)),
    ],
)
def test_working_hours_pass_only_while_somebody_works(start: datetime, hours: float, end: datetime) -> None:
    assert add_working_hours(start, hours, organisation=HOUSE) == end


@given(start=moments, first=some.floats(0, 50), second=some.floats(0, 50))
def test_waiting_twice_is_waiting_once_for_both(start: datetime, first: float, second: float) -> None:
    first, second = round(first, 3), round(second, 3)
    once = add_working_hours(start, first + second, organisation=HOUSE)
    twice = add_working_hours(add_working_hours(start, first, organisation=HOUSE), second, organisation=HOUSE)
    assert abs(once - twice) < timedelta(milliseconds=1) or not is_between(once, twice)


def is_between(one: datetime, other: datetime) -> bool:
    """Return whether somebody works between the two: the end of a day and the next morning are the same working hour."""
    low, high = sorted((one, other))
    return next_service(low + timedelta(milliseconds=1), organisation=HOUSE) < high - timedelta(milliseconds=1)


@given(start=moments, hours=some.floats(0.01, 100))
def test_the_hours_are_over_within_the_service_time_or_at_its_end(start: datetime, hours: float) -> None:
    end = add_working_hours(start, hours, organisation=HOUSE)
    assert end >= start + timedelta(hours=hours) - timedelta(milliseconds=1)
    assert is_service_time(end - timedelta(milliseconds=1), organisation=HOUSE)


@given(start=moments)
def test_the_next_service_time_is_one(start: datetime) -> None:
    found = next_service(start, organisation=HOUSE)
    assert found >= start
    assert is_service_time(found, organisation=HOUSE)


def test_the_service_time_is_half_open() -> None:
    assert is_service_time(berlin(2026, 6, 9, 8), organisation=HOUSE)
    assert not is_service_time(berlin(2026, 6, 9, 7, 59, 59), organisation=HOUSE)
    assert not is_service_time(berlin(2026, 6, 9, 17), organisation=HOUSE)
    assert not is_service_time(berlin(2026, 6, 13, 10), organisation=HOUSE)


def test_an_hour_stays_an_hour_in_the_zone_whose_summer_time_begins_on_a_working_day() -> None:
    # Cairo's clocks jump on the last Friday of April: 00:00 becomes 01:00 on 24 April 2026
    cairo = SimpleNamespace(zone="Africa/Cairo", service_begins=time(0), service_ends=time(12))
    friday = datetime(2026, 4, 23, 21, 59, tzinfo=UTC)
    noon = datetime(2026, 4, 24, 12, tzinfo=ZoneInfo("Africa/Cairo"))
    assert (noon.astimezone(UTC) - friday) == timedelta(hours=11, minutes=1)
    assert add_working_hours(datetime(2026, 4, 23, 22, tzinfo=UTC), 11, organisation=cairo) == noon
