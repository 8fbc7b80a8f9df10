"""What persons decide: whether it is there, whether it may leave late, whether to try once more.

The difficult thing: sending again what may be there makes two posts. So that takes a second, named step (`confirmed`),
and it is recorded who took it.
"""

from datetime import datetime

from django.db import transaction

from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import STATES, State
from eichhorn.delivery.steps import Because
from eichhorn.delivery.services import stages
from eichhorn.delivery.services.intake import wake_dispatchers
from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import services as planning


class NotDecidable(Exception):
    """The delivery stands elsewhere by now; nothing was changed."""


class NotConfirmed(Exception):
    """It may be there already, and nobody has said that this is clear to them."""


@transaction.atomic
def it_is_there(*, delivery: Delivery, url: str, by: Person, now: datetime) -> Delivery:
    """It is out: the person saw it, and the address they saw it at is its proof."""
    row = _mine(delivery, {State.UNSURE, State.CHECKING}, by, now)
    return _sent(row, url, by, now)


@transaction.atomic
def done_by_hand(*, delivery: Delivery, url: str, by: Person, now: datetime) -> Delivery:
    """It is out: the person posted it themselves."""
    row = _mine(delivery, {State.BY_HAND}, by, now)
    return _sent(row, url, by, now)


@transaction.atomic
def send_again(*, delivery: Delivery, confirmed: str, by: Person, now: datetime) -> Delivery:
    """It is sent once more, with the same key, because the person looked and it is not there. `confirmed` is "not_there"."""
    row = _mine(delivery, {State.UNSURE}, by, now)
    if confirmed != "not_there":
        raise NotConfirmed
    return _wait(row, by, now)


@transaction.atomic
def release(*, delivery: Delivery, by: Person, now: datetime) -> Delivery:
    """What was late, held or stopped leaves now, if it still stands approved."""
    row = _mine(delivery, {State.EXPIRED, State.STOPPED}, by, now)
    return _wait(row, by, now)


@transaction.atomic
def look_again(*, delivery: Delivery, by: Person, now: datetime) -> Delivery:
    """A machine looks on the network once more; it sends nothing."""
    row = _mine(delivery, {State.UNSURE}, by, now)
    row.first_at = None
    return _move(row, State.CHECKING, by, now, because=Because.BY_PERSON, next_at=now)


@transaction.atomic
def cancel(*, delivery: Delivery, by: Person, now: datetime) -> Delivery:
    """It does not leave on this channel."""
    row = _mine(delivery, {State.WAITING, State.UNSURE, State.BY_HAND, State.STOPPED, State.EXPIRED}, by, now)
    moved = _move(row, State.CANCELLED, by, now, because=Because.BY_PERSON, next_at=None)
    stages.follow([moved], now=now)
    return moved


def _mine(delivery: Delivery, states: set[State], by: Person, now: datetime) -> Delivery:
    """Return the delivery with slot and row locked, where the person may decide it and it stands in one of the states."""
    people.require(by, Act.PUBLISH, now=now, channel=delivery.channel_id)
    if delivery.draft is not None:
        planning.locked(delivery.draft.slot_id)
    row = Delivery.objects.select_for_update(of=("self",)).select_related("draft__slot", "channel").get(pk=delivery.pk)
    if State(row.state) not in states:
        raise NotDecidable
    return row


def _sent(row: Delivery, url: str, by: Person, now: datetime) -> Delivery:
    row.url, row.seen_by, row.sent_at = url.strip()[:500], by, now
    moved = _move(row, State.SENT, by, now, because=Because.BY_PERSON, next_at=None)
    stages.follow([moved], now=now)
    return moved


def _wait(row: Delivery, by: Person, now: datetime) -> Delivery:
    row.released_by, row.released_at = by, now
    moved = _move(row, State.WAITING, by, now, because="", next_at=now)
    wake_dispatchers()
    return moved


def _move(
    row: Delivery, to: State, by: Person, now: datetime, *, because: str, next_at: datetime | None
) -> Delivery:  # fmt: skip
    before, row.state = row.state, STATES.check(row.state, to)
    row.because, row.next_at, row.checks = because, next_at, 0
    row.save(
        update_fields=[
            "state", "because", "next_at", "checks", "first_at", "url", "seen_by", "sent_at", "released_by", "released_at",
        ]
    )  # fmt: skip
    audit.record(
        f"delivery.{to}", of=("delivery", row.pk), by=by.pk, now=now, details={"before": before, "version": row.version_id}
    )
    return row
