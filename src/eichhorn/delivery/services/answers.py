"""Writing down what the networks answered.

The difficult thing: an answer may come after its time, when another worker has called it a doubt already, or a person
has decided. The end of an attempt is written once; a proof that comes late is still a proof, and nothing else that
comes late counts.
"""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction

from eichhorn.channels import queries as channel_queries
from eichhorn.channels import services as channels
from eichhorn.channels.models import Channel
from eichhorn.delivery import queries, rules
from eichhorn.delivery.carrying import Report
from eichhorn.delivery.models import Attempt, Delivery
from eichhorn.delivery.rules import PROOF, AttemptKind, Outcome, State
from eichhorn.delivery.services.writing import end_attempts, follow, move, storable, write
from eichhorn.foundation import audit


@transaction.atomic
def write_down(reports: Collection[Report], *, now: datetime) -> None:
    """Each attempt has its end, and each delivery stands where that leads. Idempotent. Six queries, however many."""
    rows = {
        row.pk: row
        for row in Delivery.objects.select_for_update(of=("self",), no_key=True)
        .select_related("channel")
        .filter(pk__in={report.errand.delivery_id for report in reports})
        .order_by("pk")
    }
    history = queries.history(rows.values())
    taken, renewed = _taken(reports), _renewed(reports, rows, now)
    outcomes = {report.errand.attempt_id: _outcome(report, taken, renewed) for report in reports}
    ended = end_attempts(((r.errand.attempt_id, outcomes[r.errand.attempt_id], r.told) for r in reports), now=now)
    acts: list[audit.Act] = []
    for report in reports:
        row, outcome = rows[report.errand.delivery_id], outcomes[report.errand.attempt_id]
        if row.state != State.SENT and (report.errand.attempt_id in ended or outcome in PROOF):
            acts.append(_step(row, report, outcome, history.get(row.pk, ()), now))
    write(rows.values())
    follow(rows.values(), by_hand=channel_queries.by_hand_networks(), now=now)
    audit.record_all(acts, by=None, now=now)
    _close_doors([r for r in reports if outcomes[r.errand.attempt_id] is Outcome.UNAUTHORISED], now)


def _taken(reports: Collection[Report]) -> set[tuple[int, str]]:
    """Return delivery and network id of the receipts that prove another delivery on the same channel already."""
    ids = {report.receipt.network_id for report in reports if report.receipt is not None and report.receipt.network_id}
    found = Delivery.objects.filter(network_id__in=ids, channel__in={report.errand.channel.pk for report in reports})
    owners = {(channel, number): pk for pk, channel, number in found.values_list("pk", "channel_id", "network_id")}
    receipts = [(report.errand, report.receipt.network_id) for report in reports if report.receipt is not None]
    return {
        (errand.delivery_id, number)
        for errand, number in receipts
        if owners.get((errand.channel.pk, number), errand.delivery_id) != errand.delivery_id
    }


def _renewed(reports: Collection[Report], rows: Mapping[int, Delivery], now: datetime) -> set[int]:
    """Return the channels whose key was exchanged since these errands took it along, or is being exchanged now."""
    return {
        report.errand.channel.pk
        for report in reports
        if _has_another_key(rows[report.errand.delivery_id].channel, report.errand.channel, now)
    }


def _has_another_key(today: Channel, then: Channel, now: datetime) -> bool:
    if today.secret_sealed is None or then.secret_sealed is None:
        return False
    is_being_renewed = today.renewing_until is not None and today.renewing_until > now
    return is_being_renewed or bytes(today.secret_sealed) != bytes(then.secret_sealed)


def _outcome(report: Report, taken: Collection[tuple[int, str]], renewed: Collection[int]) -> Outcome:
    """Return the outcome; what proves another delivery already proves nothing of this one, and an old key that is
    refused says nothing of the new one."""
    outcome, receipt = report.answer.outcome, report.receipt
    if outcome is Outcome.UNAUTHORISED and report.errand.channel.pk in renewed:
        return Outcome.UNREACHABLE
    if receipt is None or (report.errand.delivery_id, receipt.network_id) not in taken:
        return outcome
    return Outcome.NOT_FOUND if outcome is Outcome.FOUND else Outcome.UNSURE


def _step(row: Delivery, report: Report, outcome: Outcome, attempts: Sequence[Attempt], now: datetime) -> audit.Act:
    tried = rules.tried(
        [(AttemptKind(a.kind), Outcome(a.outcome) if a.outcome else None, a.began_at) for a in attempts]
    )
    step = rules.after(
        rules.Answer(report.errand.kind, outcome, report.answer.retry_after), tried=tried, now=now,
        late=rules.late_at(row.due_at, row.released_at, channel_queries.late_after(row.channel)),
        first_pause=timedelta(seconds=settings.DOUBT_PAUSE_S),
    )  # fmt: skip
    if step.state is State.SENT and report.receipt is not None:
        row.network_id, row.url = storable(report.receipt.network_id)[:300], storable(report.receipt.url)
        row.sent_at = now
    return move(row, step.state, because=outcome, detail=report.told, next_at=step.next_at)


def _close_doors(refused: Collection[Report], now: datetime) -> None:
    """Channels whose key was refused count as closed, unless somebody has connected them anew meanwhile."""
    for channel in {report.errand.channel.pk: report.errand.channel for report in refused}.values():
        same = Channel.objects.filter(pk=channel.pk, secret_sealed=channel.secret_sealed).first()
        if same is not None and channel.secret_sealed is not None:
            told = next(report.told for report in refused if report.errand.channel.pk == channel.pk)
            channels.disconnect(channel=same, because=told, now=now)
