"""When a series comes: on the right days, and at a time that the clock of every zone knows."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from eichhorn.planning.rules import NoSuchTime, first_existing, instant, wall_of
from eichhorn.planning.rules.series import (
    LAST,
    Frequency,
    Occurrence,
    OnHoliday,
    Rule,
    days,
    falls_on,
    occurrence,
    occurrences,
)
from eichhorn.planning.series_words import ON_HOLIDAY, in_words

ZONES = sorted(available_timezones() - {"localtime", "Factory"})
BEGINS = date(2026, 6, 9)
TEN = time(10)
NO_HOLIDAYS: dict[date, str] = {}


def weekly(*weekdays: int, **more) -> Rule:
    return Rule(Frequency.WEEKLY, TEN, more.pop("begins_on", BEGINS), weekdays=weekdays, **more)


def first(rule: Rule, count: int) -> list[date]:
    found = days(rule, until=rule.begins_on + timedelta(days=2000))
    return [day for day, _ in zip(found, range(count), strict=False)]


@st.composite
def rules(draw) -> Rule:
    frequency = draw(st.sampled_from(Frequency))
    weekdays = tuple(draw(st.sets(st.integers(0, 6), min_size=1)))
    return Rule(
        frequency, draw(st.times()).replace(microsecond=0, second=0), draw(st.dates(date(2000, 1, 1), date(2060, 1, 1))),
        every=draw(st.integers(1, 8)), weekdays=weekdays if frequency is Frequency.WEEKLY else weekdays[:1],
        month_day=draw(st.integers(1, 31)), nth=draw(st.sampled_from([1, 2, 3, 4, LAST])),
        number=draw(st.none() | st.integers(1, 20)), on_holiday=draw(st.sampled_from(OnHoliday)),
    )  # fmt: skip


def turns_of(zone: str, year: int) -> list[datetime]:
    """Return the instants of the year, to the hour, before which the offset of the zone was another."""
    there, begin = ZoneInfo(zone), datetime(year, 1, 1, tzinfo=UTC)
    hours = [begin + timedelta(hours=hour) for hour in range(0, 366 * 24, 12)]
    return [
        later for earlier, later in pairwise(hours)
        if earlier.astimezone(there).utcoffset() != later.astimezone(there).utcoffset()
    ]  # fmt: skip


@pytest.mark.parametrize("year", [2026, 2027])
def test_in_every_zone_each_half_hour_around_both_changes_is_a_time_that_exists(year: int) -> None:
    for zone in ZONES:
        for turn in turns_of(zone, year):
            around = wall_of(turn, zone).replace(minute=0, second=0) - timedelta(hours=15)
            for half_hours in range(60):
                asked = around + timedelta(minutes=30 * half_hours)
                local = first_existing(asked, zone)
                moment = instant(local, zone)
                assert local >= asked
                if local == asked:
                    continue
                with pytest.raises(NoSuchTime):
                    instant(asked, zone)
                just_before = wall_of(moment - timedelta(seconds=1), zone)
                assert just_before < asked, f"{zone}: {local} is not the next one after {asked}"


@example("Pacific/Apia", datetime(2011, 12, 30, 10))
@example("Africa/Monrovia", datetime(1972, 1, 7, 0, 30))
@example("Australia/Lord_Howe", datetime(2026, 10, 4, 2, 15))
@example("Europe/Berlin", datetime(2026, 3, 29, 2, 30))
@example("America/Scoresbysund", datetime(2024, 3, 31, 0, 30))
@given(st.sampled_from(ZONES), st.datetimes(datetime(1950, 1, 1), datetime(2090, 1, 1)))
def test_the_next_time_that_exists_is_the_next_one(zone: str, asked: datetime) -> None:
    asked = asked.replace(microsecond=0, fold=0)
    local = first_existing(asked, zone)
    moment = instant(local, zone)
    if local != asked:
        with pytest.raises(NoSuchTime):
            instant(asked, zone)
        assert wall_of(moment - timedelta(seconds=1), zone) < asked < local


def test_a_time_that_comes_twice_is_its_first_coming() -> None:
    local = first_existing(datetime(2026, 10, 25, 2, 30), "Europe/Berlin")
    assert instant(local, "Europe/Berlin") == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)


def test_a_day_that_a_zone_never_had_becomes_the_beginning_of_the_next() -> None:
    assert first_existing(datetime(2011, 12, 30, 10), "Pacific/Apia") == datetime(2011, 12, 31)


@given(rules(), st.sampled_from(ZONES))
def test_every_time_of_a_series_exists_in_every_zone_and_its_days_are_each_there_once(rule: Rule, zone: str) -> None:
    until = rule.begins_on + timedelta(days=400)
    found = list(occurrences(rule, zone=zone, begins=rule.begins_on, until=until, holidays=NO_HOLIDAYS))
    assert len({one.day for one in found}) == len(found)
    assert len(found) <= (rule.number or 500)
    for one in found:
        assert wall_of(instant(one.local, zone), zone) == one.local
        assert one.clock_skips == (one.local != datetime.combine(one.day, rule.at))


@given(rules())
def test_the_days_of_a_rule_are_those_that_a_calendar_shows(rule: Rule) -> None:
    found = first(rule, 12)
    assert found == sorted(set(found))
    for day in found:
        assert day >= rule.begins_on
        if rule.frequency is Frequency.WEEKLY:
            assert day.weekday() in rule.weekdays
        elif rule.frequency is Frequency.MONTH_DAY:
            assert day.day == min(rule.month_day, monthrange(day.year, day.month)[1])
        else:
            assert day.weekday() == rule.weekdays[0]
            last = (day + timedelta(days=7)).month != day.month
            assert last if rule.nth == LAST else (day.day - 1) // 7 + 1 == rule.nth


def test_every_second_week_is_counted_from_the_week_of_the_beginning() -> None:
    assert first(weekly(0, 1, every=2), 4) == [
        date(2026, 6, 9), date(2026, 6, 22), date(2026, 6, 23), date(2026, 7, 6),
    ]  # fmt: skip


def test_the_31st_is_the_last_day_of_shorter_months() -> None:
    rule = Rule(Frequency.MONTH_DAY, TEN, date(2026, 1, 31), month_day=31)
    assert first(rule, 4) == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31), date(2026, 4, 30)]


def test_the_last_friday_is_the_fourth_or_the_fifth() -> None:
    rule = Rule(Frequency.MONTH_WEEKDAY, TEN, date(2026, 5, 1), weekdays=(4,), nth=LAST)
    assert first(rule, 3) == [date(2026, 5, 29), date(2026, 6, 26), date(2026, 7, 31)]


def test_a_series_ends_before_its_end_and_after_its_number() -> None:
    assert first(weekly(1, ends_on=date(2026, 6, 23)), 9) == [date(2026, 6, 9), date(2026, 6, 16)]
    assert first(weekly(1, number=3), 9) == [date(2026, 6, 9), date(2026, 6, 16), date(2026, 6, 23)]
    assert first(weekly(1, number=1), 9) == [date(2026, 6, 9)]


def test_days_that_are_left_out_do_not_come_and_are_counted() -> None:
    rule = weekly(1, number=2, without=frozenset({date(2026, 6, 9)}))
    found = occurrences(rule, zone="Europe/Berlin", begins=BEGINS, until=date(2027, 1, 1), holidays=NO_HOLIDAYS)
    assert [one.day for one in found] == [date(2026, 6, 16)]


@pytest.mark.parametrize(
    ("wish", "comes"),
    [
        (OnHoliday.KEEP, datetime(2026, 6, 4, 10)),
        (OnHoliday.SKIP, None),
        (OnHoliday.SHIFT, datetime(2026, 6, 5, 10)),
    ],
)
def test_a_holiday_is_kept_left_out_or_passed_over(wish: OnHoliday, comes: datetime | None) -> None:
    rule = weekly(3, begins_on=date(2026, 6, 1), on_holiday=wish)
    found = occurrence(rule, date(2026, 6, 4), zone="Europe/Berlin", holidays={date(2026, 6, 4): "Fronleichnam"})
    assert (found.local if found else None) == comes
    if wish is OnHoliday.SHIFT:
        assert found == Occurrence(date(2026, 6, 4), datetime(2026, 6, 5, 10), holiday="Fronleichnam")


def test_passing_over_a_holiday_meets_neither_weekend_nor_another_holiday_nor_the_series_itself() -> None:
    holidays = {date(2026, 4, 3): "Karfreitag", date(2026, 4, 6): "Ostermontag"}
    friday = weekly(4, begins_on=date(2026, 4, 1), on_holiday=OnHoliday.SHIFT)
    found = occurrence(friday, date(2026, 4, 3), zone="Europe/Berlin", holidays=holidays)
    assert found is not None
    assert found.local.date() == date(2026, 4, 7)
    workdays = weekly(0, 1, 2, 3, 4, begins_on=date(2026, 4, 1), on_holiday=OnHoliday.SHIFT)
    assert occurrence(workdays, date(2026, 4, 3), zone="Europe/Berlin", holidays=holidays) is None
    assert not falls_on(workdays, date(2026, 4, 4))


@pytest.mark.parametrize(
    ("rule", "german", "english"),
    [
        (weekly(1), "jeden Dienstag um 10:00", "every Tuesday at 10:00"),
        (weekly(1, every=2), "jeden zweiten Dienstag um 10:00", "every second Tuesday at 10:00"),
        (weekly(1, every=6), "alle 6 Wochen am Dienstag um 10:00", "every 6 weeks on Tuesday at 10:00"),
        (weekly(2, 0), "jeden Montag und Mittwoch um 10:00", "every Monday and Wednesday at 10:00"),
        (weekly(0, 1, 2, 3, 4), "jeden Tag von Montag bis Freitag um 10:00", "every day from Monday to Friday at 10:00"),
        (weekly(*range(7)), "jeden Tag um 10:00", "every day at 10:00"),
        (
            Rule(Frequency.MONTH_DAY, TEN, BEGINS, month_day=15),
            "am 15. jedes Monats um 10:00", "on day 15 of every month at 10:00",
        ),
        (
            Rule(Frequency.MONTH_DAY, TEN, BEGINS, month_day=31, every=3),
            "alle 3 Monate am letzten Tag um 10:00", "every 3 months on the last day at 10:00",
        ),
        (
            Rule(Frequency.MONTH_WEEKDAY, TEN, BEGINS, weekdays=(4,), nth=LAST),
            "am letzten Freitag jedes Monats um 10:00", "on the last Friday of every month at 10:00",
        ),
        (
            Rule(Frequency.MONTH_WEEKDAY, TEN, BEGINS, weekdays=(1,), nth=1, every=2),
            "alle 2 Monate am ersten Dienstag um 10:00", "every 2 months on the first Tuesday at 10:00",
        ),
    ],
)  # fmt: skip
def test_a_rule_is_said_in_words(rule: Rule, german: str, english: str) -> None:
    with translation.override("de"):
        assert in_words(rule) == german
    with translation.override("en"):
        assert in_words(rule) == english


@given(rules())
def test_every_rule_has_words(rule: Rule) -> None:
    assert in_words(rule)
    assert str(ON_HOLIDAY[rule.on_holiday])
