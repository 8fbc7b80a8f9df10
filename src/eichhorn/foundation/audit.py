"""Writing the audit: one call inside the transaction of the act itself."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from eichhorn.foundation.models import AuditEvent

type Detail = str | int | float | bool | None


def record(
    verb: str, *, of: tuple[str, int], by: int | None, now: datetime, details: Mapping[str, Detail] | None = None
) -> None:
    """Append one act to the audit: verb like "review.approved", `of` like ("version", 7), `by` a person's id."""
    kind, number = of
    AuditEvent.objects.create(
        at=now, actor_id=by, verb=verb, object_kind=kind, object_id=number, details=dict(details or {})
    )


@dataclass(frozen=True, slots=True)
class Act:
    """One act of several that are recorded together."""

    verb: str
    of: tuple[str, int]
    details: Mapping[str, Detail] = field(default_factory=dict)


def record_all(acts: Iterable[Act], *, by: int | None, now: datetime) -> None:
    """Append the acts to the audit, in one statement."""
    AuditEvent.objects.bulk_create(
        AuditEvent(
            at=now, actor_id=by, verb=act.verb, object_kind=act.of[0], object_id=act.of[1], details=dict(act.details)
        )
        for act in acts
    )
