"""Where a channel says less than was wished: pure."""

from datetime import date, datetime, time, timedelta

from hypothesis import given
from hypothesis import strategies as st

from eichhorn.planning.rules import Cadence
from eichhorn.planning.rules.gaps import LOOKS_BACK, Gap, gaps, may_be_silent, speaks_on
from eichhorn.planning.words import gap as words
from eichhorn.planning.words import wish

TODAY = date(2026, 6, 9)
OPEN = Cadence({})
DAILY = Cadence({1: {weekday: (time(9), time(14)) for weekday in range(7)}})


def found(per_week: int, *days: int, cadence: Cadence = OPEN, weeks: int = 2) -> list[tuple[date, date]]:
    """Return the gaps of June 2026 of a channel that speaks on these days of it."""
    planned = {date(2026, 6, 1) + timedelta(days=day - 1) for day in days}
    all_of_them = gaps(1, per_week=per_week, planned=planned, cadence=cadence, today=TODAY, until=TODAY + timedelta(weeks=weeks))  # fmt: skip
    return [(gap.first, gap.last) for gap in all_of_them]


def test_who_speaks_as_often_as_wished_has_no_gap() -> None:
    assert found(3, 1, 3, 5, 8, 10, 12, 15, 17, 19, 22) == []
    assert found(1, 2, 9, 16, 23) == []
    assert found(5, *range(1, 30)) == []


def test_a_weekend_is_no_gap_on_a_channel_that_does_not_speak_then() -> None:
    assert found(5, 1, 2, 3, 4, 5, 8, 9, 10, 11, 12, 15, 16, 17, 18, 19, 22) == []


def test_a_longer_silence_is_a_gap_from_its_first_day_to_its_last() -> None:
    assert found(3, 8, 10, 17, 19, 22) == [(date(2026, 6, 11), date(2026, 6, 16))]
    assert found(1, 5, 19) == [(date(2026, 6, 8), date(2026, 6, 18))]


def test_a_silence_that_began_before_today_knows_who_spoke_last() -> None:
    [gap] = gaps(1, per_week=5, planned={date(2026, 6, 3), date(2026, 6, 11)}, cadence=OPEN, today=TODAY, until=date(2026, 6, 12))  # fmt: skip
    assert (gap.spoke_on, gap.first, gap.last) == (date(2026, 6, 3), date(2026, 6, 4), date(2026, 6, 10))
    assert gap.begin_at == datetime(2026, 6, 10, 10)


def test_a_gap_that_is_over_is_not_told() -> None:
    assert found(5, 1, *range(8, 24)) == []


def test_a_holiday_is_no_day_to_speak_on() -> None:
    christmas = Cadence({}, frozenset(TODAY + timedelta(days=ahead) for ahead in range(60)))
    assert found(7, 5, 8, cadence=christmas) == []


def test_the_words_name_days_and_wish() -> None:
    [gap] = gaps(1, per_week=3, planned={date(2026, 6, 10), date(2026, 6, 17)}, cadence=OPEN, today=date(2026, 6, 11), until=date(2026, 6, 18))  # fmt: skip
    assert words(gap) == "von Do 11. Juni bis Di 16. Juni nichts geplant, 3-mal in der Woche gewünscht."
    assert (wish(1), wish(None)) == ("einmal in der Woche gewünscht", "")


CADENCES = st.dictionaries(st.integers(0, 6), st.just((time(9), time(14))), max_size=7).map(
    lambda places: Cadence({1: places})
)
PLANNED = st.sets(st.integers(-28, 40).map(lambda ahead: TODAY + timedelta(days=ahead)))


@given(per_week=st.integers(1, 70), planned=PLANNED, cadence=CADENCES, length=st.integers(0, 45))
def test_gaps_are_exactly_the_silences_that_are_too_long(
    per_week: int, planned: set[date], cadence: Cadence, length: int
) -> None:
    until = TODAY + timedelta(days=length)
    told = gaps(1, per_week=per_week, planned=planned, cadence=cadence, today=TODAY, until=until)
    allowed = may_be_silent(1, per_week, cadence)
    days = [TODAY - LOOKS_BACK + timedelta(days=ahead) for ahead in range((until - TODAY + LOOKS_BACK).days)]
    for gap in told:
        silent = [day for day in days if gap.first <= day <= gap.last and speaks_on(1, day, cadence)]
        assert len(silent) > allowed
        assert not planned & {day for day in days if gap.first <= day <= gap.last}
        assert gap.last >= TODAY
        assert gap.begin_at is None or TODAY < gap.begin_at.date() <= gap.last
    longest = run = 0
    for day in days:
        run = 0 if day in planned else run + speaks_on(1, day, cadence)
        longest = max(longest, run if day >= TODAY and speaks_on(1, day, cadence) else 0)
    assert told or longest <= allowed


@given(per_week=st.integers(1, 70), planned=PLANNED, cadence=CADENCES)
def test_more_posts_never_make_more_silence(per_week: int, planned: set[date], cadence: Cadence) -> None:
    def silent(days: set[date]) -> set[date]:
        told: tuple[Gap, ...] = gaps(1, per_week=per_week, planned=days, cadence=cadence, today=TODAY, until=TODAY + timedelta(days=30))  # fmt: skip
        return {gap.first + timedelta(days=n) for gap in told for n in range((gap.last - gap.first).days + 1)}

    assert silent(planned | {TODAY + timedelta(days=7)}) <= silent(planned)
