"""What a page shows of an instant is what the clocks of the house show: in every zone, before and after they are changed."""

from datetime import UTC, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.utils import timezone, translation
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.ui import moments

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
BEGINS = datetime(2026, 1, 1, tzinfo=UTC)
WEEKDAYS = ("Mo", "Di", "Mi", "Do", "Fr", "Sa", "So")


@cache
def changes(zone: str) -> tuple[datetime, ...]:
    """Return the instants of a year at which the clocks of the zone are changed, to the minute."""
    clocks, found = ZoneInfo(zone), []
    for day in range(365):
        before = BEGINS + timedelta(days=day)
        after = before + timedelta(days=1)
        if before.astimezone(clocks).utcoffset() == after.astimezone(clocks).utcoffset():
            continue
        while after - before > timedelta(minutes=1):
            middle = before + (after - before) // 2
            same = middle.astimezone(clocks).utcoffset() == before.astimezone(clocks).utcoffset()
            before, after = (middle, after) if same else (before, middle)
        found.append(after.replace(second=0, microsecond=0))
    return tuple(found)


@given(st.sampled_from(ZONES), st.integers(0, 1), st.integers(-180, 180), st.integers(0, 365 * 24 * 60))
def test_an_instant_is_shown_as_the_clocks_of_the_house_show_it(
    zone: str, which: int, minutes: int, any_minute: int
) -> None:
    around = changes(zone)
    moment = (
        around[which % len(around)] + timedelta(minutes=minutes) if around else BEGINS + timedelta(minutes=any_minute)
    )
    there = moment.astimezone(ZoneInfo(zone))
    with timezone.override(zone), translation.override("de"):
        assert moments.local(moment) == there.replace(tzinfo=None)
        assert moments.clock(moment) == f"{there.hour}:{there.minute:02}"
        shown = moments.day_time(moment)
    assert shown.startswith(f"{WEEKDAYS[there.weekday()]} {there.day}. ")
    assert shown.endswith(f", {there.hour}:{there.minute:02}")


@pytest.mark.parametrize(
    ("zone", "times"), [("Europe/Berlin", 2), ("America/New_York", 2), ("Asia/Kolkata", 0), ("Australia/Lord_Howe", 2)]
)
def test_the_changes_themselves_are_found(zone: str, times: int) -> None:
    assert len(changes(zone)) == times
