"""Changing a queue: what was said before happens, or nothing.

The difficult thing: while somebody reads what would move, others plan, approve and send. So an act has the plan to
itself, holds every post that it moves, works the whole queue out again and compares; what is different is asked again.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from eichhorn.channels.models import Channel
from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import rules as plan
from eichhorn.planning import services as plans
from eichhorn.planning.models import Moving, Slot
from eichhorn.planning.services import locks
from eichhorn.queueing import queries
from eichhorn.queueing.models import Turn
from eichhorn.queueing.queries import Arrangement
from eichhorn.queueing.rules import What, Wish
from eichhorn.several import queries as several

VERBS = {What.OUT: "queueing.left", What.NEXT: "queueing.came", What.END: "queueing.came"}


class Asked(Exception):
    """Others would move, or something would be lost, and nobody has read it yet; nothing has happened."""

    def __init__(self, arrangement: Arrangement) -> None:
        super().__init__("somebody has to read first what would happen")
        self.arrangement = arrangement


class QueueChanged(Exception):
    """The queue is no longer as it was seen; nothing has happened."""


class UnderWay(Exception):
    """One of the posts is being sent at this moment; nothing has happened."""

    def __init__(self, slot: Slot) -> None:
        super().__init__(f"slot {slot.pk} is under way")
        self.slot = slot


@dataclass(frozen=True, slots=True)
class Done:
    """A queue that is as it was wished."""

    arrangement: Arrangement
    act: Moving | None
    """By which it can be taken back; None where nothing moved."""


@transaction.atomic
def rearrange(
    *, channel: Channel, wish: Wish, by: Person, now: datetime, seen: str = "", told: str = ""
) -> Done:  # fmt: skip
    """The queue is as wished. Raises Asked, QueueChanged, UnderWay, and of the questions NotWaiting and NoPlace.

    `seen` is the queue as somebody looked at it, `told` what they have read would happen; empty: neither is compared, and
    what nobody has read is asked.
    """
    people.require(by, Act.PLAN, now=now, channel=channel.pk)
    locks.alone()
    if seen and seen != queries.standing(channel, now=now):
        raise QueueChanged
    named = {slot.pk for slot in queries.waiting(channel, now=now)}
    named |= set(Slot.objects.filter(pk=wish.slot_id).values_list("pk", flat=True))
    held = {slot.pk: slot for slot in plans.held(named)}
    arrangement = queries.arranged(channel, wish, now=now)
    if told != arrangement.fingerprint and not (arrangement.is_silent and not told):
        raise Asked(arrangement)
    sending = several.under_way(line.slot.pk for line in arrangement.moved)
    if sending:
        raise UnderWay(held[min(sending)])
    wishes = [plans.Wish(line.slot.pk, line.after) for line in arrangement.moved]
    act = plans.move_many(wishes=wishes, by=by, now=now) if wishes else None
    _settle(channel, arrangement, act)
    audit.record(
        VERBS.get(wish.what, "queueing.reordered"), of=("channel", channel.pk), by=by.pk, now=now,
        details={"slot": wish.slot_id or None, "moved": len(wishes), "lost": arrangement.losses},
    )  # fmt: skip
    return Done(arrangement, act)


@transaction.atomic
def take_back(*, act: Moving, by: Person, now: datetime) -> None:
    """What the act moved stands and waits as before. plans.ChangedSince where that is possible no more; nothing moves."""
    people.require(by, Act.PLAN, now=now)
    locks.alone()
    plans.take_back(act=act, by=by, now=now)
    turns = list(Turn.objects.filter(slot__moves__moving=act).select_related("slot"))
    came = [turn for turn in turns if turn.came_by_id == act.pk]
    back = [turn for turn in turns if turn.came_by_id != act.pk]
    Turn.objects.filter(pk__in=[turn.pk for turn in came]).delete()
    _make_room(back)
    for turn in back:
        turn.place_local = turn.slot.planned_local
    Turn.objects.bulk_update(back, ["place_local"])
    for channel_id in {turn.channel_id for turn in turns}:
        audit.record("queueing.taken_back", of=("channel", channel_id), by=by.pk, now=now, details={"act": act.pk})


def _settle(channel: Channel, arrangement: Arrangement, act: Moving | None) -> None:
    """Each turn has the place at which its post stands now; who waits no more has none."""
    gone = Turn.objects.filter(channel=channel, place_local__isnull=False)
    gone.exclude(slot__in=[line.slot.pk for line in arrangement.lines]).update(place_local=None)
    for line in arrangement.lines:
        place = plan.kept(line.after) if line.after is not None else None
        if arrangement.came and line.is_wished:
            Turn.objects.filter(slot=line.slot).delete()
            Turn.objects.create(slot=line.slot, channel=channel, place_local=place, came_by=act)
        elif line.moves:
            Turn.objects.filter(slot=line.slot).update(place_local=place)


def _make_room(back: Sequence[Turn]) -> None:
    """Turns that hold no more keep no place; ChangedSince where another post waits at one of the places by now."""
    for turn in back:
        local = turn.slot.planned_local
        if local is None:
            continue
        others = Turn.objects.filter(channel=turn.channel_id, place_local=local).exclude(
            pk__in=[one.pk for one in back]
        )
        if others.filter(slot__planned_local=models.F("place_local")).exists():
            raise plans.ChangedSince([turn.slot])
        others.update(place_local=None)
