"""Hours of days and weeks, absences at their borders, and who stands in for whom, as pure decisions."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.duty import rules
from eichhorn.duty.rules import Away, Member, Pattern, Period

FULL = Pattern(date(2020, 1, 6), (480, 480, 480, 480, 360, 0, 0))
DATES = st.dates(date(2020, 1, 6), date(2040, 12, 31))
WEEKS = st.lists(st.integers(0, rules.MOST_MINUTES_A_DAY), min_size=7, max_size=7).map(tuple)


def away(first: date, last: date, *, half: bool = False) -> Away:
    return Away(Period(first, last + timedelta(days=1)), half)


@pytest.mark.parametrize(("minutes", "holds"), [(0, True), (960, True), (-1, False), (961, False)])
def test_a_day_has_between_none_and_sixteen_hours(minutes: int, holds: bool) -> None:
    week = (minutes, 0, 0, 0, 0, 0, 0)
    if holds:
        assert rules.sane(week) == week
    else:
        with pytest.raises(rules.NotSane):
            rules.sane(week)


@pytest.mark.parametrize("days", [6, 8])
def test_a_week_has_seven_days(days: int) -> None:
    with pytest.raises(rules.NotSane):
        rules.sane([60] * days)


def test_a_period_ends_the_day_after_its_last_and_not_before_its_first() -> None:
    day = date(2026, 6, 8)
    assert rules.period(day, day, today=day) == Period(day, date(2026, 6, 9))
    with pytest.raises(rules.EndsTooSoon):
        rules.period(day, day - timedelta(days=1), today=day)


def test_what_lasts_too_long_or_lies_too_far_away_is_refused_and_the_longest_and_farthest_are_not() -> None:
    day, most = date(2026, 6, 8), rules.LONGEST_ABSENCE
    assert rules.period(day, day + most - timedelta(days=1), today=day, longest=most).ends_on == day + most
    with pytest.raises(rules.TooLong):
        rules.period(day, day + most, today=day, longest=most)
    for far in (rules.FARTHEST, -rules.FARTHEST):
        assert rules.period(day + far, None, today=day).begins_on == day + far
    for too_far in (rules.FARTHEST + timedelta(days=1), -rules.FARTHEST - timedelta(days=1)):
        with pytest.raises(rules.TooFar):
            rules.period(day + too_far, None, today=day)
    with pytest.raises(rules.TooFar):
        rules.period(day, day + rules.FARTHEST + timedelta(days=1), today=day)


def test_a_day_before_anybody_told_hours_is_unknown_and_not_free() -> None:
    member = Member("Lena", (FULL,))
    assert rules.minutes_on(member, date(2020, 1, 5)) is None
    assert rules.minutes_on(member, date(2020, 1, 6)) == 480
    assert rules.minutes_on(member, date(2020, 1, 11)) == 0


def test_a_new_pattern_holds_from_its_day_on_also_in_the_middle_of_a_week() -> None:
    part = Pattern(date(2026, 6, 10), (300, 300, 300, 0, 0, 0, 0))
    [week] = rules.weeks([Member("Lena", (part, FULL))], [date(2026, 6, 8)]).values()
    assert week == rules.Week(480 + 480 + 300, ())


def test_an_absence_over_the_turn_of_the_year_takes_both_its_borders_and_nothing_beside_them() -> None:
    member = Member("Lena", (FULL,), (away(date(2026, 12, 31), date(2027, 1, 1)),))
    assert [rules.minutes_on(member, date(2026, 12, 30) + timedelta(days=n)) for n in range(3)] == [480, 0, 0]
    assert rules.monday(date(2027, 1, 1)) == date(2026, 12, 28), "the fifty-third week of 2026"
    [week] = rules.weeks([member], [date(2026, 12, 28)]).values()
    assert week == rules.Week(3 * 480, ())


def test_half_a_day_leaves_half_of_it_and_a_whole_one_nothing() -> None:
    monday = date(2026, 6, 8)
    odd = Pattern(monday, (451, 0, 0, 0, 0, 0, 0))
    assert rules.minutes_on(Member("Lena", (odd,), (away(monday, monday, half=True),)), monday) == 225
    both = (away(monday, monday, half=True), away(monday, monday))
    assert rules.minutes_on(Member("Lena", (odd,), both), monday) == 0


def test_a_holiday_takes_its_day_and_no_absence_is_needed_for_it() -> None:
    monday = date(2026, 6, 8)
    assert rules.minutes_on(Member("Lena", (FULL,)), monday, holidays={monday}) == 0


def test_whoever_has_left_has_no_hours_and_is_not_asked_for_them() -> None:
    left = Member("Lena", (), left_on=date(2026, 6, 8))
    assert rules.weeks([left], [date(2026, 6, 8)]) == {date(2026, 6, 8): rules.Week(0, ())}
    [week] = rules.weeks([left], [date(2026, 6, 1)]).values()
    assert week.untold == ("Lena",)


@given(DATES, st.lists(WEEKS, min_size=1, max_size=4), st.data())
def test_a_week_is_the_sum_of_its_days_whatever_the_clocks_do(
    day: date, told: list[tuple[int, ...]], data: st.DataObject
) -> None:
    members = [Member(str(n), (Pattern(date(2020, 1, 6), minutes),)) for n, minutes in enumerate(told)]
    monday = rules.monday(day)
    [week] = rules.weeks(members, [monday]).values()
    assert monday.weekday() == 0
    assert timedelta() <= day - monday < timedelta(days=7)
    assert week.minutes == sum(sum(minutes) for minutes in told), (
        "every week has seven days, also that of a changed clock"
    )
    gone = data.draw(st.integers(0, 6))
    off = away(monday + timedelta(days=gone), monday + timedelta(days=gone))
    [less] = rules.weeks([Member("0", members[0].patterns, (off,)), *members[1:]], [monday]).values()
    assert week.minutes - less.minutes == told[0][gone]


@given(DATES, DATES, st.booleans(), DATES)
def test_an_absence_never_gives_hours_and_touches_only_its_own_days(
    first: date, last: date, half: bool, day: date
) -> None:
    first, last = min(first, last), max(first, last)
    free, absent = Member("x", (FULL,)), Member("x", (FULL,), (away(first, last, half=half),))
    whole, left = rules.minutes_on(free, day), rules.minutes_on(absent, day)
    assert whole is not None
    expected = whole if not first <= day <= last else whole // 2 if half else 0
    assert left == expected


@given(
    st.dictionaries(st.integers(0, 6), st.integers(0, 6)).map(lambda d: {k: v for k, v in d.items() if k != v}),
    st.frozensets(st.integers(0, 6)),
    st.integers(0, 6),
)
def test_whoever_stands_in_is_there_and_nobody_stands_in_for_themselves(
    deputies: dict[int, int], absent: frozenset[int], person: int
) -> None:
    one = rules.stands_in(person, deputies, absent)
    assert one is None or (one != person and one not in absent)


def test_two_who_stand_in_for_each_other_and_are_both_away_have_nobody() -> None:
    assert rules.stands_in(1, {1: 2, 2: 1}, {1}) == 2
    assert rules.stands_in(1, {1: 2, 2: 1}, {1, 2}) is None
    assert rules.stands_in(1, {1: 2, 2: 3}, {1, 2}) == 3
    assert rules.stands_in(1, {1: 2, 2: 3, 3: 2}, {1, 2, 3}) is None
