"""The time that all go by, whatever this machine's clock says."""

from datetime import UTC, datetime, timedelta

from eichhorn.foundation import clock

THEIRS = datetime(2026, 6, 10, 10, tzinfo=UTC)


def test_until_they_were_asked_the_time_is_ours() -> None:
    assert abs(clock.Shared(lambda: THEIRS).now() - clock.now()) < timedelta(minutes=1)


def test_the_time_is_theirs_and_goes_on_without_asking() -> None:
    asked: list[datetime] = []

    def ask() -> datetime:
        asked.append(THEIRS)
        return THEIRS

    shared = clock.Shared(ask)
    shared.agree()
    first = shared.now()
    second = shared.now()
    assert THEIRS <= first <= second < THEIRS + timedelta(minutes=1)
    assert len(asked) == 1


def test_where_theirs_was_set_back_ours_follows() -> None:
    told = iter([THEIRS, THEIRS - timedelta(hours=1)])
    shared = clock.Shared(lambda: next(told))
    shared.agree()
    shared.agree()
    assert shared.now() < THEIRS - timedelta(minutes=59)
