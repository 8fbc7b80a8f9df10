"""Leaving a finding as it is."""

from datetime import datetime

from django.db import transaction

from eichhorn.content.models import Draft, Justification
from eichhorn.content.services.asking import require
from eichhorn.foundation import audit
from eichhorn.people.models import Person


@transaction.atomic
def justify(*, draft: Draft, finding_key: str, reason: str, by: Person, now: datetime) -> Justification:
    """The finding stays as it is, and everybody can read why."""
    require(by, draft.slot, now)
    if not reason.strip():
        raise ValueError("a finding is left with a reason")
    made, _ = Justification.objects.update_or_create(
        draft=draft, finding_key=finding_key[:300], defaults={"reason": reason.strip()[:500], "by": by, "at": now}
    )
    audit.record("content.justified", of=("draft", draft.pk), by=by.pk, now=now)
    return made
