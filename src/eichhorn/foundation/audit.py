"""Writing the audit: one call inside the transaction of the act itself."""

from collections.abc import Mapping
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
