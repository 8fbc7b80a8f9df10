"""The distance that posts of one channel keep, as its network or its team wants.

The difficult thing: two workers that look at the same instant would both see room. So whoever looks holds the channel's
row until the attempt is written down; who does not get it waits for nobody and looks again in a moment.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db.models import Max

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.delivery.models import Attempt, Delivery
from eichhorn.delivery.rules import AttemptKind, State

A_MOMENT = timedelta(seconds=1)


def keeps_distance(row: Delivery) -> bool:
    """Return whether it waits for its channel to have room: the first part of a post that nobody let go by hand."""
    is_first = row.draft_id is not None and row.part == 1 and row.state == State.WAITING
    return is_first and row.released_at is None and bool(channels.pace(row.channel))


def rooms(rows: Iterable[Delivery], *, now: datetime) -> dict[int, datetime]:
    """Return when the channels of those that keep a distance have room next. Two queries; none where none does."""
    paces = {row.channel_id: channels.pace(row.channel) for row in rows if keeps_distance(row)}
    if not paces:
        return {}
    ours = set(
        Channel.objects.select_for_update(skip_locked=True, no_key=True)
        .filter(pk__in=paces)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    left = Attempt.objects.filter(
        delivery__channel__in=ours, delivery__draft__isnull=False, kind=AttemptKind.SEND,
        began_at__gt=now - max(paces.values()),
    )  # fmt: skip
    last = dict(left.values_list("delivery__channel_id").annotate(Max("began_at")))
    return {
        channel: (last[channel] + pace if channel in last else now) if channel in ours else now + A_MOMENT
        for channel, pace in paces.items()
    }


def take_room(row: Delivery, rooms: dict[int, datetime], *, now: datetime) -> None:
    """The post leaves now, so the next one of its channel has to wait."""
    if row.channel_id in rooms:
        rooms[row.channel_id] = now + channels.pace(row.channel)


def next_room(row: Delivery, rooms: dict[int, datetime]) -> datetime:
    """Return when there is room for the post; whoever asks next gets the place behind it."""
    found = rooms[row.channel_id]
    rooms[row.channel_id] = found + channels.pace(row.channel)
    return found
