"""Moving deliveries by their table, and writing many of them down in one statement.

The difficult thing: a row at a time reached a third of what the network could take. So rows are changed in memory, and
one statement writes them all; the constraints of the table still have the last word.
"""

import uuid
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import connection

from eichhorn.delivery.models import Attempt, Delivery
from eichhorn.delivery.rules import MOVING, STATES, Because, Outcome, State
from eichhorn.foundation import audit

BELL = "eichhorn_delivery"
"""Rings when there may be something to do earlier than a dispatcher thinks."""

COLUMNS = {
    "version_id": "bigint", "state": "text", "due_at": "timestamptz", "next_at": "timestamptz", "tries": "smallint",
    "network_id": "text", "url": "text", "because": "text", "detail": "text", "sent_at": "timestamptz",
    "parts": "smallint", "released_by_id": "bigint", "released_at": "timestamptz", "seen_by_id": "bigint", "settled": "boolean",
}  # fmt: skip
SETS = ", ".join(f"{name} = new.{name}" for name in COLUMNS)
ARRAYS = ", ".join(f"%s::{kind}[]" for kind in ("bigint", *COLUMNS.values()))
WRITE = (
    f"update delivery_delivery as kept set {SETS} "  # noqa: S608  the names are our own; every value is passed apart
    f"from unnest({ARRAYS}) as new (id, {', '.join(COLUMNS)}) where kept.id = new.id"
)
BEGUN = ("delivery_id", "number", "kind", "began_at", "lease_ends_at")
BEGIN = """
    insert into delivery_attempt (delivery_id, number, kind, began_at, lease_ends_at, outcome, detail)
    select new.* , '', '' from unnest(%s::bigint[], %s::smallint[], %s::text[], %s::timestamptz[], %s::timestamptz[]) as new
    returning delivery_id, id
"""
END = """
    update delivery_attempt as kept set ended_at = %s, outcome = new.outcome, detail = new.detail
    from unnest(%s::bigint[], %s::text[], %s::text[]) as new (id, outcome, detail)
    where kept.id = new.id and kept.ended_at is null
    returning kept.id
"""


def move(
    row: Delivery, to: State, *, because: Because | Outcome | None = None, detail: str = "", next_at: datetime | None = None
) -> audit.Act:  # fmt: skip
    """Move the row by its table, unwritten, and return the act for the audit. From doubt to doubt is no move."""
    before = State(row.state)
    row.state = to if to is before else STATES.check(before, to)
    row.because, row.detail, row.next_at = because or "", storable(detail), next_at
    row.settled = row.draft_id is None or (row.settled and before in MOVING and to in MOVING)
    return audit.Act(
        f"delivery.{to}", ("delivery", row.pk),
        {"before": before, "because": row.because, "version": row.version_id, "tries": row.tries},
    )  # fmt: skip


def write(rows: Collection[Delivery]) -> None:
    """The rows stand in the database as they stand here. One statement; the caller has locked them."""
    if not rows:
        return
    columns = [[row.pk for row in rows], *([getattr(row, name) for row in rows] for name in COLUMNS)]
    with connection.cursor() as cursor:
        cursor.execute(WRITE, columns)


def follow(rows: Iterable[Delivery], *, by_hand: Collection[str], now: datetime) -> None:
    """Of each thread whose part is out now the next part waits to leave at once. One statement; none without threads.

    `by_hand`: the networks on which a person posts, who sees where the next part belongs.
    """
    out = [row for row in rows if row.state == State.SENT and row.draft_id is not None and row.part < row.parts]
    if out:
        Delivery.objects.bulk_create((_next(row, by_hand, now) for row in out), ignore_conflicts=True)


def _next(row: Delivery, by_hand: Collection[str], now: datetime) -> Delivery:
    following = Delivery(
        draft_id=row.draft_id, version_id=row.version_id, channel_id=row.channel_id, part=row.part + 1, parts=row.parts,
        key=uuid.uuid4(), reply_to=row.network_id, due_at=row.due_at, next_at=now, released_at=now, made_at=now,
    )  # fmt: skip
    if not row.network_id and row.channel.network not in by_hand:
        following.state, following.because, following.next_at, following.settled = (
            State.STOPPED,
            Because.ALONE,
            None,
            False,
        )
    return following


def begin_attempts(attempts: Collection[Attempt]) -> None:
    """The attempts are written down and have their ids; at most one of a delivery. One statement."""
    if not attempts:
        return
    columns = [[getattr(attempt, name) for attempt in attempts] for name in BEGUN]
    with connection.cursor() as cursor:
        cursor.execute(BEGIN, columns)
        ids = dict(cursor.fetchall())
    for attempt in attempts:
        attempt.pk = ids[attempt.delivery_id]


def end_attempts(ends: Iterable[tuple[int, Outcome, str]], *, now: datetime) -> set[int]:
    """The attempts have their outcome; return the ids of those that had none before. One statement."""
    ids, outcomes, details = [], [], []
    for attempt_id, outcome, detail in ends:
        ids.append(attempt_id)
        outcomes.append(outcome.value)
        details.append(storable(detail))
    if not ids:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(END, [now, ids, outcomes, details])
        return {row[0] for row in cursor.fetchall()}


def storable(told: str) -> str:
    """Return what a network said as the table takes it."""
    return told.replace("\x00", "")[:500]
