"""The one place where the clock is read. Rules and services are given `now`."""

from collections.abc import Callable
from datetime import UTC, datetime


def now() -> datetime:
    """Return the present instant, aware, in UTC."""
    return datetime.now(UTC)


type Clock = Callable[[], datetime]
