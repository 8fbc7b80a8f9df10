"""Reading the audit: for each event that an address is told there is one call, in the order of the acts.

The difficult thing: nothing may be lost. An act is numbered when it is written and seen when it is committed, so one
with a lower number may come to light after one with a higher. Therefore reading goes over the latest acts again and
again, makes calls only of those that have none, and moves its mark on only to where no transaction can add anything:
the latest number of a look after which every transaction has ended that ran then. A worker that dies has lost nothing:
its calls are committed, or another worker makes them.
"""

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from eichhorn.foundation.models import AuditEvent
from eichhorn.webhooks import events, queries, rules
from eichhorn.webhooks.models import Call, Endpoint, Reading
from eichhorn.webhooks.rules import SETTLES, TOLD

AT_A_TIME = 500
HORIZON = """
    select pg_snapshot_xmin(pg_current_snapshot())::text::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint
"""


@transaction.atomic
def take_in(*, now: datetime) -> int:
    """Every event that is committed has its calls, or the next turn makes them; return how many were made.

    One reader at a time; another returns 0 at once. Four queries and one for each address where nothing happened.
    """
    endpoints = list(queries.switched_on())
    if not endpoints:
        return 0
    reading = _ours()
    if reading is None:
        return 0
    latest = queries.latest_act()
    running = _horizon()  # afterwards: whoever has a lower number by now runs in it
    acts = {endpoint.pk: _untold(endpoint, reading) for endpoint in endpoints}
    bodies = events.bodies(list({act.pk: act for found in acts.values() for act in found}.values()))
    fresh = [
        call_of(endpoint, act, bodies[act.pk], salt=bytes(reading.salt), now=now)
        for endpoint in endpoints for act in acts[endpoint.pk]
    ]  # fmt: skip
    Call.objects.bulk_create(fresh, ignore_conflicts=True)
    if all(len(found) < AT_A_TIME for found in acts.values()):
        _move_on(reading, running, latest, now)
    return len(fresh)


def call_of(endpoint: Endpoint, act: AuditEvent, body: str, *, salt: bytes, now: datetime) -> Call:
    """Return the call that tells the act, due at once, unwritten."""
    return Call(
        endpoint=endpoint, act_id=act.pk, event=rules.event_id(salt, act.pk, act.at), type=TOLD[act.verb], body=body,
        happened_at=act.at, made_at=now, next_at=now,
    )  # fmt: skip


def salt() -> bytes:
    """Return what makes the ids of events ours. Made once."""
    Reading.objects.get_or_create(one=True, defaults={"salt": secrets.token_bytes(32)})
    return bytes(Reading.objects.values_list("salt", flat=True).get())


@transaction.atomic
def forget(*, now: datetime) -> int:
    """Calls that ended a month ago are gone, and secrets that sign no more; return how many calls."""
    Endpoint.objects.filter(before_until__lte=now).update(before_until=None, before_sealed=b"")
    deleted, _ = queries.too_old(now=now).delete()
    return deleted


def _ours() -> Reading | None:
    """Return the mark, locked; None while another reader has it."""
    free = Reading.objects.select_for_update(skip_locked=True)
    found = free.first()
    if found is None and not Reading.objects.exists():
        salt()
        return free.first()
    return found


def _untold(endpoint: Endpoint, reading: Reading) -> Sequence[AuditEvent]:
    return list(queries.untold(endpoint, above=reading.read_to)[:AT_A_TIME])


def _horizon() -> tuple[int, int]:
    """Return the oldest transaction that runs, and the first that has not begun."""
    with connection.cursor() as cursor:
        cursor.execute(HORIZON)
        oldest, next_one = cursor.fetchone()
    return oldest, next_one


def _move_on(reading: Reading, running: tuple[int, int], latest: int, now: datetime) -> None:
    """The mark stands at the last look, if all that ran then has ended; then this look is the next one to wait for.

    A horizon that has not come yet is one of another database, from which this one was restored: it says nothing here.
    """
    oldest, next_one = running
    waits = reading.then is not None and reading.then_horizon is not None and reading.then_at is not None
    if waits and reading.then_horizon <= next_one:  # type: ignore[operator]
        if oldest < reading.then_horizon or now - reading.then_at < SETTLES:  # type: ignore[operator]
            return
        reading.read_to = max(reading.read_to, reading.then or 0)
    reading.then, reading.then_horizon, reading.then_at = latest, next_one, now
    reading.save(update_fields=["read_to", "then", "then_horizon", "then_at"])
