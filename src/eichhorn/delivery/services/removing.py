"""Taking back what is out: asked for by a person, done by the worker, on the network's word.

The difficult thing: nobody may believe that it is gone while it stands there. So it counts as taken back only once the
network has said so; a network that is silent is asked again, which does no harm, and one that refuses is quoted. Each try
is an attempt like those of sending, written down before the network is asked.
"""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F

from eichhorn.channels import queries as channels
from eichhorn.channels import services as opening
from eichhorn.content.models import Draft
from eichhorn.delivery.carrying import outcome_of
from eichhorn.delivery.models import Attempt, Delivery, Removal
from eichhorn.delivery.rules import UNDER_WAY, AttemptKind, Outcome, State, pause_after
from eichhorn.delivery.services.decisions import NotDecidable
from eichhorn.delivery.services.writing import begin_attempts, end_attempts, storable
from eichhorn.desk import services as desk
from eichhorn.foundation import audit, jobs
from eichhorn.foundation.models import Standstill
from eichhorn.networks.base import NetworkError, Refused, Unauthorised
from eichhorn.networks.doors import Deletes
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act

LEASE = timedelta(minutes=2)


def can_be_taken_back(delivery: Delivery) -> bool:
    """Return whether a machine can take it back: it is out under a number, on a network that lets us. No query."""
    is_out = delivery.state == State.SENT and bool(delivery.network_id)
    return is_out and issubclass(channels.network_class(delivery.channel.network), Deletes)


@transaction.atomic
def take_back(*, delivery: Delivery, reason: str, by: Person, now: datetime) -> Removal:
    """The worker takes it back now. Asked for again after a refusal, it asks the network once more."""
    people.require(by, Act.PUBLISH, now=now, channel=delivery.channel_id)
    row = Delivery.objects.select_for_update(of=("self",)).select_related("channel").get(pk=delivery.pk)
    if not can_be_taken_back(row) or not reason.strip():
        raise NotDecidable
    made, is_new = Removal.objects.get_or_create(
        delivery=row, defaults={"reason": reason.strip()[:300], "asked_by": by, "asked_at": now, "next_at": now}
    )
    if not is_new:
        if made.done_at is not None:
            raise NotDecidable
        made.reason, made.asked_by, made.asked_at, made.next_at = reason.strip()[:300], by, now, now
        made.save(update_fields=["reason", "asked_by", "asked_at", "next_at"])
    audit.record("delivery.taking_back", of=("delivery", row.pk), by=by.pk, now=now)
    jobs.wake("delivery.remove_due")
    return made


def remove_due(*, now: datetime) -> int:
    """Every removal that is due was tried once; return how many. None during a standstill."""
    stands_still = Exists(Standstill.objects.filter(open_key=True))
    due = Removal.objects.filter(~stands_still, next_at__lte=now).order_by("next_at", "pk").values_list("pk", flat=True)
    return sum(_remove(number, now) for number in due[:50])


def _remove(number: int, now: datetime) -> bool:
    """Ask the network; return False where another worker is at it."""
    attempt = _begin(number, now)
    if attempt is None:
        return False
    removal = Removal.objects.select_related("delivery__channel").get(pk=number)
    try:
        network = opening.open_network(removal.delivery.channel)
        if not isinstance(network, Deletes):
            raise Refused("This network lets no program take posts back.")
        network.delete(removal.delivery.network_id)
    except (Refused, Unauthorised) as no:
        _written(removal, attempt, outcome_of(no), now, detail=no.told)
    except NetworkError as silent:
        again_at = now + pause_after(removal.tries)
        _written(removal, attempt, outcome_of(silent), now, detail=silent.told, next_at=again_at)
    else:
        _written(removal, attempt, Outcome.TAKEN_BACK, now)
    return True


@transaction.atomic
def _begin(number: int, now: datetime) -> Attempt | None:
    """Return the try that is ours; None where another worker is at it. One that nobody told the end of is a silence."""
    if not Removal.objects.filter(pk=number, next_at__lte=now).update(next_at=now + LEASE, tries=F("tries") + 1):
        return None
    row = Delivery.objects.select_for_update().get(removal=number)
    left_open = row.attempts.filter(ended_at__isnull=True).values_list("pk", flat=True)
    end_attempts([(pk, Outcome.SILENT, "") for pk in left_open], now=now)
    row.tries += 1
    row.save(update_fields=["tries"])
    attempt = Attempt(
        delivery=row, number=row.tries, kind=AttemptKind.TAKE_BACK, began_at=now, lease_ends_at=now + LEASE
    )
    begin_attempts([attempt])
    return attempt


@transaction.atomic
def _written(
    removal: Removal, attempt: Attempt, outcome: Outcome, now: datetime, *, detail: str = "", next_at: datetime | None = None
) -> None:  # fmt: skip
    done_at = now if outcome is Outcome.TAKEN_BACK else None
    end_attempts([(attempt.pk, outcome, detail)], now=now)
    removal.detail, removal.next_at, removal.done_at = storable(detail), next_at, done_at
    removal.save(update_fields=["detail", "next_at", "done_at"])
    if done_at is not None:
        audit.record("delivery.taken_back", of=("delivery", removal.delivery_id), by=None, now=now)
        _tell_the_desk(removal.delivery, now)


def _tell_the_desk(row: Delivery, now: datetime) -> None:
    """Whoever asked for the post sees that it stands nowhere any more, once that is so on every channel."""
    if row.draft_id is None:
        return
    # whoever takes back another part at this moment waits here, so that one of both sees that it was the last
    list(Removal.objects.select_for_update(of=("self",)).filter(delivery__draft=row.draft_id).order_by("pk"))
    standing = Delivery.objects.filter(draft=row.draft_id, state__in=[State.SENT, *UNDER_WAY])
    if not standing.exclude(removal__done_at__isnull=False).exists():
        desk.taken_back(slot_id=Draft.objects.get(pk=row.draft_id).slot_id, now=now)
