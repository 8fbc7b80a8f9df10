"""How often somebody may try: links, forms and sign-in ask here.

The difficult thing: many processes count at once. So counting is one statement, which adds and answers together; and
because a key holds an address, only its keyed hash is stored, until its time is over.
"""

import hashlib
import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings

from eichhorn.foundation import trips
from eichhorn.foundation.trips import Statement
from eichhorn.people.models import Knock

COUNT = """
insert into people_knock (key_hash, times, forgotten_at) values (%s, 1, %s)
on conflict (key_hash) do update set
  times = case when people_knock.forgotten_at <= %s then 1 else least(people_knock.times, %s) + 1 end,
  forgotten_at = case when people_knock.forgotten_at <= %s then excluded.forgotten_at else people_knock.forgotten_at end
returning times, forgotten_at
"""


@dataclass(frozen=True, slots=True)
class Tries:
    """How many tries were counted, this one among them, and when the count begins anew."""

    times: int
    """At most one more than the limit."""
    anew_at: datetime


def allow(key: str, *, limit: int, per: timedelta, now: datetime) -> bool:
    """Count one more try and return whether it is within the limit; the count begins anew `per` after its first try."""
    return count(key, limit=limit, per=per, now=now).times <= limit


def count(key: str, *, limit: int, per: timedelta, now: datetime) -> Tries:
    """Count one more try and return how many there were, for whoever is told how many are left. One query."""
    [[(times, anew_at)]] = trips.ask(counting(key, limit=limit, per=per, now=now))
    return Tries(times, anew_at)


def counting(key: str, *, limit: int, per: timedelta, now: datetime) -> Statement:
    """Return what `count` asks, for whoever has more to ask in the same trip."""
    return Statement(COUNT, [_hash(key), now + per, now, limit, now], "people_knock_counted")


def allow_all(limits: Mapping[str, int], *, per: timedelta, now: datetime) -> bool:
    """Count one more try at each of the doors and return whether it is within every limit."""
    answers = [allow(key, limit=limit, per=per, now=now) for key, limit in limits.items()]
    return all(answers)


def forget(*, now: datetime) -> int:
    """Delete the counts whose time is over; return how many."""
    deleted, _ = Knock.objects.filter(forgotten_at__lte=now).delete()
    return deleted


def _hash(key: str) -> str:
    return hmac.digest(settings.KEYS.derive("throttle"), key.encode(), hashlib.sha256).hex()
