"""What a network told is stored: each message once, under its post.

The difficult thing: a network tells the same message again, out of order, and to two workers at once. So a message is
stored by the network's id, as a constraint, and the mark up to which we read moves in the same transaction as the
messages before it.
"""

from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction

from eichhorn.channels import services as channels
from eichhorn.channels.models import Channel
from eichhorn.delivery.models import Delivery
from eichhorn.dialogue import queries, rules
from eichhorn.dialogue.models import Message
from eichhorn.foundation import audit
from eichhorn.networks import base

MOST_GENERATIONS = 50
"""How deep a conversation is followed to the post under which it stands."""


@transaction.atomic
def receive(*, channel: Channel, told: Iterable[base.Message], now: datetime) -> int:
    """Each message is stored once and stands under its post; reading goes on after the last one. Idempotent."""
    fresh = Channel.objects.select_for_update().get(pk=channel.pk)
    listed = list(told)
    kept = {heard.network_id: heard for message in listed if (heard := rules.heard(message))}
    known = set(Message.objects.filter(channel=fresh, network_id__in=kept).values_list("network_id", flat=True))
    # ids of our own posts and replies never come in as somebody's message
    known |= set(Delivery.objects.filter(channel=fresh, network_id__in=kept).values_list("network_id", flat=True))
    Message.objects.bulk_create(
        (
            Message(
                channel=fresh, network_id=one.network_id, answers=one.answers, author=one.author,
                author_name=one.author_name, text=one.text, language=one.language, url=one.url, private=one.private,
                said_at=one.said_at, received_at=now,
            )
            for one in kept.values() if one.network_id not in known
        ),
        ignore_conflicts=True,
    )  # fmt: skip
    _join(fresh)
    _record(fresh, kept.keys() - known, now)
    marks = [message.mark for message in listed if message.mark]
    if marks and fresh.read_until == channel.read_until:
        channels.note_read(channel=fresh, mark=marks[-1])
        channel.read_until = marks[-1][:100]
    return len(kept.keys() - known)


def _record(channel: Channel, new: Collection[str], now: datetime) -> None:
    """That each of these came in is on record: by its number alone."""
    if new:
        made = Message.objects.filter(channel=channel, network_id__in=new).order_by("pk").values_list("pk", flat=True)
        acts = [audit.Act("dialogue.received", ("message", number)) for number in made]
        audit.record_all(acts, by=None, now=now)


def _join(channel: Channel) -> None:
    """Messages whose post is known stand under it, also answers to answers, whatever came in first."""
    waiting = Message.objects.filter(channel=channel, delivery__isnull=True).exclude(answers="")
    for _generation in range(MOST_GENERATIONS):
        orphans = dict(waiting.order_by("-pk").values_list("pk", "answers")[:1000])
        parents = queries.posts_of(channel=channel, network_ids=set(orphans.values())) if orphans else {}
        by_post: dict[int, list[int]] = {}
        for pk, answers in orphans.items():
            if answers in parents:
                by_post.setdefault(parents[answers], []).append(pk)
        if not by_post:
            return
        for post, pks in by_post.items():
            Message.objects.filter(pk__in=pks).update(delivery=post)
