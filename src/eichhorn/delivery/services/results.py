"""Writing down what the networks answered.

The difficult thing: an answer may come after its time, when another worker has already called it a doubt. An attempt's
end is written once; a proof that comes late is still a proof, and nothing else that comes late counts.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from eichhorn.channels import services as channels
from eichhorn.delivery.models import Attempt, Delivery
from eichhorn.delivery.rules import STATES, AttemptKind, Outcome, State
from eichhorn.delivery.steps import Answer, after
from eichhorn.delivery.services import stages
from eichhorn.foundation.models import AuditEvent
from eichhorn.planning.models import Slot

PROVEN = frozenset({Outcome.SENT, Outcome.FOUND})


@transaction.atomic
def settle(answers: Mapping[int, Answer], *, now: datetime) -> None:
    """Each attempt, by id, has its end, and each delivery stands where it belongs. About ten queries, however many."""
    attempts = list(Attempt.objects.filter(pk__in=answers).select_related("delivery"))
    list(
        Slot.objects.select_for_update(no_key=True)
        .filter(pk__in=Delivery.objects.filter(attempts__in=answers, draft__isnull=False).values("draft__slot_id"))
        .order_by("pk")
        .values_list("pk")
    )
    rows = {
        row.pk: row
        for row in Delivery.objects.select_for_update(of=("self",), no_key=True)
        .select_related("channel")
        .filter(pk__in=[attempt.delivery_id for attempt in attempts])
        .order_by("pk")
    }
    open_ids = set(
        Attempt.objects.filter(pk__in=answers, ended_at__isnull=True).values_list("pk", flat=True)
    )  # asked after the rows are ours: nobody closes an attempt without them
    ended, moved, events = [], [], []
    for attempt in attempts:
        answer, row = answers[attempt.pk], rows[attempt.delivery_id]
        if attempt.pk in open_ids:
            attempt.ended_at, attempt.outcome, attempt.detail = now, answer.outcome, answer.told[:500]
            ended.append(attempt)
        elif answer.outcome not in PROVEN or State(row.state) not in {State.CHECKING, State.UNSURE}:
            continue
        events.append(_apply(attempt, answer, row, now))
        moved.append(row)
    Attempt.objects.bulk_update(ended, ["ended_at", "outcome", "detail"], batch_size=100)
    Delivery.objects.bulk_update(
        moved, ["state", "next_at", "because", "detail", "network_id", "url", "sent_at"], batch_size=100
    )
    AuditEvent.objects.bulk_create(events)
    stages.follow(moved, now=now)


def _apply(attempt: Attempt, answer: Answer, row: Delivery, now: datetime) -> AuditEvent:
    """Move the row by its table to where the answer leads; the rows are written by the caller."""
    step = after(
        AttemptKind(attempt.kind), answer, tries=row.tries, checks=row.checks,
        first_pause=timedelta(seconds=settings.DOUBT_PAUSE_S), now=now,
    )  # fmt: skip
    before = row.state
    row.state = before if step.state == before else STATES.check(before, step.state)
    row.next_at, row.because, row.detail = step.next_at, answer.outcome, answer.told[:500]
    if step.state is State.SENT:
        row.network_id, row.url, row.sent_at = answer.network_id[:200], answer.url[:500], now
    if answer.outcome is Outcome.UNAUTHORISED and attempt.kind == AttemptKind.SEND:
        channels.disconnect(channel=row.channel, because=answer.told[:300], now=now)
    return AuditEvent(
        at=now, actor_id=None, verb=f"delivery.{step.state}", object_kind="delivery", object_id=row.pk,
        details={"before": before, "outcome": answer.outcome, "attempt": attempt.number, "version": row.version_id},
    )  # fmt: skip
