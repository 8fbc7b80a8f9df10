"""Looking for what was published past Eichhorn.

The difficult thing: servers are slow and broken, and reading costs them and us something; but just before a post is due
it matters most to know whether somebody was faster. So a channel is asked every quarter of an hour, and every minute
while something is about to leave on it; what was heard before a server broke off counts, and the whole stretch since the
last complete reading is read again, so that no gap is left by a fault.
"""

import logging
import time
from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from eichhorn.channels import queries as channel_queries
from eichhorn.channels import services as channels
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.delivery import rules
from eichhorn.delivery.models import Delivery, Looking
from eichhorn.delivery.rules import State
from eichhorn.delivery.services.outside import note
from eichhorn.networks import base
from eichhorn.networks.doors import ListsOwn, OwnPost

logger = logging.getLogger(__name__)

ASKING_TAKES = timedelta(minutes=2)
"""So long nobody else asks the server; a worker that died meanwhile is not waited for any longer."""
USUALLY, SOON = timedelta(minutes=15), timedelta(seconds=50)
ABOUT_TO_LEAVE = timedelta(minutes=20)
FIRST_BACK = timedelta(days=3)
"""How far the first look at a channel goes back."""
OVERLAP, LONGEST_BACK = timedelta(days=1), timedelta(days=30)
"""Servers list posts late; and nobody is asked for more than a month."""
MOST = 400
PATIENCE_S = 60.0


def to_look_at(*, now: datetime) -> list[Channel]:
    """Return the channels on which it is time to look. Two queries."""
    connected = channel_queries.active().filter(health=Health.CONNECTED)
    quiet = set(Looking.objects.filter(quiet_until__gt=now).values_list("channel_id", flat=True))
    return [channel for channel in connected if channel.pk not in quiet and _lists(channel)]


def _lists(channel: Channel) -> bool:
    return issubclass(channel_queries.network_class(channel.network), ListsOwn)


def look(*, channel: Channel, now: datetime) -> int:
    """What was published on the channel past Eichhorn is noted; return how many posts were new. Idempotent."""
    looking = _claim(channel, now)
    if looking is None:
        return 0
    since = max(looking.whole_at - OVERLAP, now - LONGEST_BACK)
    told: list[OwnPost] = []
    fault: base.NetworkError | None = None
    whole = False
    try:
        network = channels.open_network(channel)
        if isinstance(network, ListsOwn):
            whole = _read(network, since, told)
    except base.NetworkError as error:
        fault = error
    new = note(channel=channel, told=told, now=now)
    _written(looking, fault, whole=whole, now=now)
    return new


def _read(network: ListsOwn, since: datetime, told: list[OwnPost]) -> bool:
    """Put what the network tells into the list; return whether that was all."""
    until = time.monotonic() + PATIENCE_S
    for post in network.own(since=since):
        told.append(post)
        if len(told) >= MOST or time.monotonic() > until:
            return False
    return True


def _claim(channel: Channel, now: datetime) -> Looking | None:
    """Return how looking goes where this worker may ask now; then nobody else does for two minutes."""
    Looking.objects.get_or_create(
        channel=channel, defaults={"quiet_until": now, "whole_at": now - FIRST_BACK + OVERLAP}
    )
    free: QuerySet[Looking] = Looking.objects.filter(channel=channel, quiet_until__lte=now)
    return Looking.objects.get(channel=channel) if free.update(quiet_until=now + ASKING_TAKES) else None


def _written(looking: Looking, fault: base.NetworkError | None, *, whole: bool, now: datetime) -> None:
    """How it went is written down, and so when the server is asked again."""
    if fault is None:
        usual = SOON if _about_to_leave(looking.channel_id, now) else USUALLY
        pause = max(usual, channel_queries.reads_every(looking.channel))
        Looking.objects.filter(pk=looking.pk).update(
            quiet_until=now + pause, silences=0, whole_at=now if whole else looking.whole_at
        )
        return
    logger.info("delivery.not_looked", extra={"channel": looking.pk, "why": type(fault).__name__})
    silences = min(looking.silences + 1, 1_000)
    pause = rules.pause_after(silences)
    if isinstance(fault, base.Throttled):
        pause = max(pause, fault.retry_after)
    Looking.objects.filter(pk=looking.pk).update(quiet_until=now + pause, silences=silences)


def _about_to_leave(channel_id: int, now: datetime) -> bool:
    soon = Q(state=State.WAITING, next_at__lt=now + ABOUT_TO_LEAVE)
    return Delivery.objects.filter(soon | Q(state=State.UNSURE), channel=channel_id, draft__isnull=False).exists()
