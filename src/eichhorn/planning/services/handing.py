"""Who has a post in hand: taking it, handing it over; of one, or of several in one act.

The difficult thing: whoever is handed something must be able to do it, and hear of it once. So nothing is handed to
somebody who may not write on one of the channels, and one mail names all that one act handed over.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act, NotAllowed
from eichhorn.planning import letters, rules
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.services import acts


class CannotTake(Exception):
    """The person may not write on a channel of one of the slots."""

    def __init__(self, person: Person) -> None:
        super().__init__(f"person {person.pk}")
        self.person = person


@transaction.atomic
def hand_over(*, slot_ids: Iterable[int], to: Person | None, by: Person | None, now: datetime) -> int:
    """Each of the slots is in the person's hands, or in nobody's; return how many changed hands.

    Needs the right to plan or to write on their channels. Whoever is handed something by somebody else has one mail.
    Raises NotAllowed, CannotTake, and NotMovable where one is out or put back: nobody works on it any more.
    """
    slots = acts.held(slot_ids)
    channels = {channel.pk for slot in slots for channel in slot.channels.all()}
    _may_hand_over(by, channels, now)
    if to is not None and not can_take(to, channels, now=now):
        raise CannotTake(to)
    if history := [slot for slot in slots if Stage(slot.stage) in rules.ENDED]:
        raise acts.NotMovable(history[0])
    changed = [slot for slot in slots if slot.with_person_id != (to.pk if to is not None else None)]
    Slot.objects.filter(pk__in=[slot.pk for slot in changed]).update(with_person=to)
    told = (audit.Act("planning.handed_over", ("slot", slot.pk)) for slot in changed)
    audit.record_all(told, by=by.pk if by is not None else None, now=now)
    if changed and to is not None and to != by:
        letters.tell_handed_over(changed, to=to, by=by, now=now)
    return len(changed)


@transaction.atomic
def take_in_hand(*, slot: Slot, by: Person, now: datetime) -> None:
    """Where nobody has the slot in hand, its writer has. Later rooms call this inside their own transaction. Idempotent."""
    if Slot.objects.filter(pk=slot.pk, with_person__isnull=True).update(with_person=by):
        audit.record("planning.handed_over", of=("slot", slot.pk), by=by.pk, now=now)


def can_take(person: Person, channel_ids: Iterable[int], *, now: datetime) -> bool:
    """Return whether the person may write on all of these channels. One query."""
    with people.roles_read_once():
        return people.may(person, Act.WRITE, now=now) and all(
            people.may(person, Act.WRITE, now=now, channel=channel) for channel in channel_ids
        )


def require_handing(slot: Slot, *, by: Person, now: datetime) -> None:
    """Raise NotAllowed unless the person may hand the slot over."""
    _may_hand_over(by, slot.channels.values_list("pk", flat=True), now)


def _may_hand_over(by: Person | None, channel_ids: Iterable[int], now: datetime) -> None:
    if by is None:
        return
    with people.roles_read_once():
        for channel in (None, *channel_ids):
            if not any(people.may(by, act, now=now, channel=channel) for act in (Act.PLAN, Act.WRITE)):
                raise NotAllowed(Act.PLAN)
