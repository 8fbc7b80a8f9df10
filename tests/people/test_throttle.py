"""Counting tries: both sides of the limit, for many processes at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from eichhorn.people import throttle
from eichhorn.people.models import Knock
from tests import make

NOW = make.people.NOW
HOUR = timedelta(hours=1)


@pytest.mark.django_db
def test_the_last_allowed_try_is_allowed_and_the_next_is_not() -> None:
    tries = [throttle.allow("door", limit=3, per=HOUR, now=NOW + timedelta(minutes=n)) for n in range(5)]
    assert tries == [True, True, True, False, False]


@pytest.mark.django_db
def test_the_count_begins_anew_when_its_time_is_over() -> None:
    assert throttle.allow("door", limit=1, per=HOUR, now=NOW)
    assert not throttle.allow("door", limit=1, per=HOUR, now=NOW + HOUR - timedelta(seconds=1))
    assert throttle.allow("door", limit=1, per=HOUR, now=NOW + HOUR)


@pytest.mark.django_db
def test_one_door_does_not_count_for_another() -> None:
    assert throttle.allow("one", limit=1, per=HOUR, now=NOW)
    assert throttle.allow("other", limit=1, per=HOUR, now=NOW)


@pytest.mark.django_db
def test_what_is_counted_is_not_readable_and_is_forgotten() -> None:
    throttle.allow("link:from:192.0.2.7", limit=1, per=HOUR, now=NOW)
    assert "192.0.2.7" not in str(list(Knock.objects.values()))
    assert throttle.forget(now=NOW + HOUR - timedelta(seconds=1)) == 0
    assert throttle.forget(now=NOW + HOUR) == 1
    assert not Knock.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_many_at_once_are_counted_one_by_one() -> None:
    def knock(_turn: int) -> bool:
        try:
            return throttle.allow("door", limit=10, per=HOUR, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as crowd:
        assert sum(crowd.map(knock, range(40))) == 10
