"""Asking the networks what was said to us.

The difficult thing: servers are slow, broken and in a hurry to be left alone, and two workers ask at once. So asking is
claimed by one statement that holds for two minutes, whatever becomes of the worker; what was heard before a server broke
off is kept; and each silence makes the pause before the next try longer, so that dead servers cost the others nothing.
Where a network counts reading and sending together, it is read seldom, so that enough is left for sending.
"""

import logging
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

from django.db import transaction

from eichhorn.channels import queries as channel_queries
from eichhorn.channels import services as channels
from eichhorn.channels.models import Channel
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State as Delivered
from eichhorn.dialogue import rules
from eichhorn.dialogue.models import Listening
from eichhorn.dialogue.services.receiving import receive
from eichhorn.networks import base, doors

logger = logging.getLogger(__name__)
ASKING_TAKES = timedelta(minutes=2)
"""So long nobody else asks the server; a worker that died meanwhile is not waited for any longer."""
PATIENCE_S = 90.0
"""No new question after so long: whoever answers slowly is asked again later, and the others have their turn."""
LOOKS_BACK = timedelta(days=7)
"""For so long we read what is said below a post, also by those who did not name us."""
MOST_THREADS = 20
type Ask = Callable[[base.Network, float], Iterator[base.Message]]
"""Yields what a network tells, until the monotonic instant."""


def listen(*, channel: Channel, now: datetime) -> int:
    """What was said to us on the channel is stored; return how many messages were new. A silent server is asked later."""
    return _hear(channel, lambda network, _until: network.incoming(since=channel.read_until), now=now)


def listen_below(*, channel: Channel, now: datetime) -> int:
    """What was said below our latest posts is stored, also by those who did not name us; return how many were new.

    A network with a small quota is not asked: what it tells anyway names every answer.
    """
    if channel_queries.reads_every(channel):
        return 0
    posts = Delivery.objects.filter(
        channel=channel, draft__isnull=False, state=Delivered.SENT, sent_at__gte=now - LOOKS_BACK
    ).exclude(network_id="")
    latest = list(posts.order_by("-sent_at", "-pk").values_list("network_id", flat=True)[:MOST_THREADS])
    return _hear(channel, lambda network, until: _below(network, latest, until), now=now) if latest else 0


def _below(network: base.Network, posts: Sequence[str], until: float) -> Iterator[base.Message]:
    """Yield what stands below each post. One that was deleted there has nothing below it, and hides no other."""
    if not isinstance(network, doors.ReadsThreads):
        return
    for network_id in posts:
        if time.monotonic() > until:
            return
        try:
            yield from network.thread(network_id)
        except base.Refused:
            logger.info("dialogue.thread_is_gone")


def _hear(channel: Channel, ask: Ask, *, now: datetime) -> int:
    """Store what the network tells, also where it breaks off; return how many messages were new."""
    if not _claim(channel, now=now):
        return 0
    told: list[base.Message] = []
    fault: base.NetworkError | None = None
    until = time.monotonic() + PATIENCE_S
    try:
        for message in ask(channels.open_network(channel), until):
            told.append(message)
            if time.monotonic() > until:
                break
    except base.NetworkError as error:
        fault = error
    with transaction.atomic():
        new = receive(channel=channel, told=told, now=now)
        _note(channel, fault, now=now)
    return new


def _claim(channel: Channel, *, now: datetime) -> bool:
    """Return whether this worker may ask the server now; then nobody else does until it is done, or two minutes on."""
    Listening.objects.get_or_create(channel=channel, defaults={"quiet_until": now})
    free = Listening.objects.filter(channel=channel, quiet_until__lte=now)
    return bool(free.update(quiet_until=now + ASKING_TAKES))


def _note(channel: Channel, fault: base.NetworkError | None, *, now: datetime) -> None:
    """How the asking ended is written down, and so when the server is asked again."""
    if isinstance(fault, base.Unauthorised) and _is_closed(channel, now=now):
        channels.disconnect(channel=channel, because=fault.told, now=now)
        fault = None
    if fault is None:
        Listening.objects.filter(channel=channel).update(
            quiet_until=now + channel_queries.reads_every(channel), silences=0, silent_since=None
        )
        return
    logger.info("dialogue.not_heard", extra={"channel": channel.pk, "why": type(fault).__name__})
    before = Listening.objects.select_for_update().get(channel=channel)
    silences = min(before.silences + 1, 1_000)
    pause = rules.pause_after(silences)
    if isinstance(fault, base.Throttled):
        pause = max(pause, fault.retry_after)
    Listening.objects.filter(channel=channel).update(
        quiet_until=now + pause, silences=silences, silent_since=before.silent_since or now
    )


def _is_closed(channel: Channel, *, now: datetime) -> bool:
    """Return whether the key that was refused is the channel's, and should have opened: not one that was renewed
    meanwhile, nor one that has ended and is about to be."""
    fresh = Channel.objects.get(pk=channel.pk)
    ended = fresh.token_ends_at is not None and fresh.token_ends_at <= now
    return fresh.secret_sealed == channel.secret_sealed and not ended
