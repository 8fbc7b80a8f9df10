"""What persons decide: whether it is there, whether it may leave late, whether to try once more; and the end of a pause.

The difficult thing: sending again what may be there makes two posts. So that takes a second, named step (`confirmed`),
and it is recorded who took it.
"""

import contextlib
from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from eichhorn.channels import queries as channels
from eichhorn.delivery import queries
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import Because, State
from eichhorn.delivery.services.conclusions import conclude
from eichhorn.delivery.services.writing import BELL, follow, move, write
from eichhorn.foundation import audit, bell
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import services as planning
from eichhorn.situation import queries as pausing
from eichhorn.situation import services as situation
from eichhorn.situation.models import Hold

CONFIRMED = "not_there"
"""What somebody says who has looked and takes the risk of a second post."""


class NotDecidable(Exception):
    """The delivery stands elsewhere by now; nothing was changed."""


class NotConfirmed(Exception):
    """It may be there already, and nobody has said that this is clear to them."""


class ProofMissing(Exception):
    """Nobody can look where it is without its address."""


@transaction.atomic
def it_is_there(*, delivery: Delivery, url: str, by: Person, now: datetime) -> Delivery:
    """It is out: the person saw it, and the address they saw it at is its proof."""
    return _seen(_ours(delivery, {State.UNSURE, State.CHECKING}, by, now), url, by, now)


@transaction.atomic
def done_by_hand(*, delivery: Delivery, url: str, by: Person, now: datetime) -> Delivery:
    """It is out: the person posted it themselves."""
    return _seen(_ours(delivery, {State.BY_HAND}, by, now), url, by, now)


@transaction.atomic
def send_again(*, delivery: Delivery, confirmed: str, by: Person, now: datetime) -> Delivery:
    """It is sent once more, under the same key, because the person looked and it is not there."""
    row = _ours(delivery, {State.UNSURE}, by, now)
    if confirmed != CONFIRMED:
        raise NotConfirmed
    return _let_go(row, by, now)


@transaction.atomic
def release(*, delivery: Delivery, by: Person, now: datetime) -> Delivery:
    """What was late, held or stopped leaves now, if it still stands approved; lateness counts anew."""
    row = _ours(delivery, {State.EXPIRED, State.STOPPED, State.WAITING}, by, now)
    if row.state == State.WAITING and row.because != Because.HELD:
        raise NotDecidable
    return _let_go(row, by, now)


@transaction.atomic
def look_again(*, delivery: Delivery, by: Person, now: datetime) -> Delivery:
    """A machine looks on the network once more; it sends nothing."""
    row = _ours(delivery, {State.UNSURE}, by, now)
    bell.ring(BELL)
    return _kept(row, State.CHECKING, Because.BY_PERSON, by, now, next_at=now)


@transaction.atomic
def cancel(*, delivery: Delivery, by: Person, now: datetime) -> Delivery:
    """It does not leave on this channel, unless another version is approved for it."""
    row = _ours(delivery, {State.WAITING, State.UNSURE, State.BY_HAND, State.STOPPED, State.EXPIRED}, by, now)
    return _kept(row, State.CANCELLED, Because.BY_PERSON, by, now)


@transaction.atomic
def resume(
    *, release_ids: Collection[int], cancel_ids: Collection[int] = (), by: Person, now: datetime
) -> Hold:  # fmt: skip
    """The pause is over; of what fell due in it some leave now, some never, and the others wait for a decision each.

    What somebody else has decided meanwhile stays as it is. Raises situation's NotHeld.
    """
    held = list(queries.held(pausing.current(), now=now).filter(pk__in={*release_ids, *cancel_ids}))
    lifted = situation.lift(by=by, now=now)
    for row in held:
        with contextlib.suppress(NotDecidable):
            _let_leave(row, by, now) if row.pk in release_ids else cancel(delivery=row, by=by, now=now)
    bell.ring(BELL)
    return lifted


@transaction.atomic
def _let_leave(delivery: Delivery, by: Person, now: datetime) -> None:
    """It leaves although it fell due during the pause."""
    _let_go(_ours(delivery, {State.WAITING}, by, now), by, now)


def _ours(delivery: Delivery, states: Collection[State], by: Person, now: datetime) -> Delivery:
    """Return the delivery, its slot and row locked, where the person may decide and it stands in one of the states."""
    people.require(by, Act.PUBLISH, now=now, channel=delivery.channel_id)
    if delivery.draft is not None:
        planning.locked(delivery.draft.slot_id)
    row = Delivery.objects.select_for_update(of=("self",)).select_related("draft__slot", "channel").get(pk=delivery.pk)
    if State(row.state) not in states:
        raise NotDecidable
    return row


def _seen(row: Delivery, url: str, by: Person, now: datetime) -> Delivery:
    if not url.strip():
        raise ProofMissing
    row.url, row.seen_by, row.sent_at = url.strip()[:500], by, now
    return _kept(row, State.SENT, Because.SEEN, by, now)


def _let_go(row: Delivery, by: Person, now: datetime) -> Delivery:
    row.released_by, row.released_at = by, now
    bell.ring(BELL)
    return _kept(row, State.WAITING, Because.RELEASED, by, now, next_at=now)


def _kept(
    row: Delivery, to: State, because: Because, by: Person, now: datetime, *, next_at: datetime | None = None
) -> Delivery:  # fmt: skip
    act = move(row, to, because=because, detail=row.detail, next_at=next_at)
    write([row])
    follow([row], by_hand=channels.by_hand_networks(), now=now)
    audit.record_all([act], by=by.pk, now=now)
    if row.draft_id is not None:
        conclude(draft_id=row.draft_id, now=now)
    return row
