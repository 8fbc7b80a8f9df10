"""Writing the audit: one call inside the transaction of the act itself."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from eichhorn.foundation import trips
from eichhorn.foundation.models import AuditEvent

RECORD = """
    insert into foundation_auditevent (at, actor_id, verb, object_kind, object_id, details)
    select %s, %s, new.* from unnest(%s::text[], %s::text[], %s::bigint[], %s::jsonb[]) as new
"""
type Detail = str | int | float | bool | None


def record(
    verb: str, *, of: tuple[str, int], by: int | None, now: datetime, details: Mapping[str, Detail] | None = None
) -> None:
    """Append one act to the audit: verb like "review.approved", `of` like ("version", 7), `by` a person's id."""
    trips.insert(event(verb, of=of, by=by, now=now, details=details))


def event(
    verb: str, *, of: tuple[str, int], by: int | None, now: datetime, details: Mapping[str, Detail] | None = None
) -> AuditEvent:
    """Return the row that `record` appends, for whoever inserts it together with what it tells of."""
    kind, number = of
    return AuditEvent(at=now, actor_id=by, verb=verb, object_kind=kind, object_id=number, details=dict(details or {}))


@dataclass(frozen=True, slots=True)
class Act:
    """One act of several that are recorded together."""

    verb: str
    of: tuple[str, int]
    details: Mapping[str, Detail] = field(default_factory=dict)


def record_all(acts: Iterable[Act], *, by: int | None, now: datetime) -> None:
    """Append the acts to the audit, in one statement."""
    kept = tuple(acts)
    if not kept:
        return
    kinds, numbers = zip(*(act.of for act in kept), strict=True)
    told = [json.dumps(dict(act.details)) for act in kept]
    with connection.cursor() as cursor:
        cursor.execute(RECORD, [now, by, [act.verb for act in kept], list(kinds), list(numbers), told])
