"""Who may write on a post."""

from collections.abc import Iterable
from datetime import datetime

from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning.models import Slot


def require(by: Person | None, slot: Slot, now: datetime) -> tuple[int, ...]:
    """Return the channels of the slot, sorted, if the person may write on all of them; None is the installation itself."""
    channel_ids = tuple(sorted(slot.channels.values_list("pk", flat=True)))
    if by is not None:
        require_on(channel_ids, by, now)
    return channel_ids


def require_on(channel_ids: Iterable[int], by: Person, now: datetime) -> None:
    people.require(by, Act.WRITE, now=now)
    for channel in channel_ids:
        people.require(by, Act.WRITE, now=now, channel=channel)


def number_of(person: Person | None) -> int | None:
    return person.pk if person is not None else None
