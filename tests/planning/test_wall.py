"""Wall-clock time and instants, over the summer time of several zones."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.planning.rules import NoSuchTime, instant, kept, monday, wall, wall_of

ZONES = [
    "Europe/Berlin",
    "Europe/Zurich",
    "Europe/London",
    "America/New_York",
    "Australia/Lord_Howe",
    "Asia/Kolkata",
    "UTC",
]
locals_ = st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 12, 31))
zones = st.sampled_from(ZONES)


@given(locals_, zones)
def test_an_instant_shows_the_planned_time_on_the_wall_clock_or_is_refused(local: datetime, zone: str) -> None:
    try:
        moment = instant(local, zone)
    except NoSuchTime:
        noon = local + timedelta(hours=12)
        before = local - timedelta(hours=12)
        offsets = {moment.replace(tzinfo=ZoneInfo(zone)).utcoffset() for moment in (before, noon)}
        assert len(offsets) == 2, "a time is refused only where the clock changes"
    else:
        assert moment.tzinfo is UTC
        assert wall_of(moment, zone) == local


@given(locals_, zones)
def test_a_time_that_comes_twice_means_its_first_coming(local: datetime, zone: str) -> None:
    try:
        moment = instant(local, zone)
    except NoSuchTime:
        return
    for minutes in range(30, 121, 30):
        assert wall_of(moment - timedelta(minutes=minutes), zone) != local


@given(st.datetimes(min_value=datetime(2020, 1, 1), max_value=datetime(2035, 12, 31), timezones=st.just(UTC)), zones)
def test_what_the_wall_clock_shows_can_always_be_planned(moment: datetime, zone: str) -> None:
    assert instant(wall_of(moment, zone), zone) <= moment


@given(locals_)
def test_what_is_kept_reads_the_same(local: datetime) -> None:
    assert wall(kept(local)) == local
    assert kept(kept(local)) == kept(local)


@pytest.mark.parametrize("minute", [0, 30, 59])
def test_the_missing_hour_of_spring_is_refused_and_its_edges_are_not(minute: int) -> None:
    with pytest.raises(NoSuchTime):
        instant(datetime(2027, 3, 28, 2, minute), "Europe/Berlin")
    assert instant(datetime(2027, 3, 28, 1, 59), "Europe/Berlin") == datetime(2027, 3, 28, 0, 59, tzinfo=UTC)
    assert instant(datetime(2027, 3, 28, 3, 0), "Europe/Berlin") == datetime(2027, 3, 28, 1, 0, tzinfo=UTC)


def test_the_double_hour_of_autumn_means_summer_time() -> None:
    assert instant(datetime(2026, 10, 25, 2, 30), "Europe/Berlin") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_week_begins_on_monday() -> None:
    assert monday(date(2026, 6, 14)) == date(2026, 6, 8)
    assert monday(date(2026, 6, 8)) == date(2026, 6, 8)
