"""The one place where the clock is read. Rules and services are given `now`.

The difficult thing: two machines never agree on the time, and a clock may be set while a post is on its way. Where that
could send something too early, all go by one clock, `Shared`.
"""

import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


type Clock = Callable[[], datetime]


class Shared:
    """The time of somebody whom all ask, carried on between two answers by a clock that nobody can set."""

    def __init__(self, ask: Clock) -> None:
        self._ask = ask
        self._told: tuple[datetime, float] = now(), time.monotonic()

    def agree(self) -> None:
        """From now on the time is theirs; until this was called once, it is that of this machine."""
        self._told = self._ask(), time.monotonic()

    def now(self) -> datetime:
        """Return their time; asks nobody, so that every thread may call it."""
        told, at = self._told
        return told + timedelta(seconds=time.monotonic() - at)
