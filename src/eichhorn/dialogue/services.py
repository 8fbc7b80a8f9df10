"""Listening, answering, and deciding that no answer is needed.

The difficult thing: a network tells the same message again, out of order, and to two workers at once; and a person
presses twice. So a message is stored by the network's id and a reply by the key of its form, both as constraints, and
the mark up to which we read moves in the same transaction as the messages before it.
"""

import logging
import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from eichhorn.channels import queries as channel_queries
from eichhorn.channels import services as channels
from eichhorn.channels.models import Channel
from eichhorn.delivery import services as delivery
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State as Delivered
from eichhorn.dialogue import queries, rules
from eichhorn.dialogue.models import Message, Reply
from eichhorn.foundation import audit, text
from eichhorn.networks import base, doors
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act

logger = logging.getLogger(__name__)
LOOKS_BACK = timedelta(days=7)
"""For so long we read what is said below a post, also by those who did not name us."""
MOST_THREADS = 20
MOST_GENERATIONS = 50
"""How deep a conversation is followed to the post under which it stands."""


class TooLong(ValueError):
    """The network takes only `most` characters."""

    def __init__(self, most: int) -> None:
        super().__init__(f"longer than {most}")
        self.most = most


def listen(*, channel: Channel, now: datetime) -> int:
    """What was said to us on the channel is stored; return how many messages were new. A silent server is asked later."""
    try:
        network = channels.open_network(channel)
        told = list(network.incoming(since=channel.read_until))
    except base.Unauthorised as closed:
        channels.disconnect(channel=channel, because=closed.told, now=now)
        return 0
    except base.NetworkError as error:
        logger.info("dialogue.not_heard", extra={"channel": channel.pk, "why": type(error).__name__})
        return 0
    return receive(channel=channel, told=told, now=now)


def listen_below(*, channel: Channel, now: datetime) -> int:
    """What was said below our latest posts is stored, also by those who did not name us; return how many were new."""
    posts = Delivery.objects.filter(
        channel=channel, draft__isnull=False, state=Delivered.SENT, sent_at__gte=now - LOOKS_BACK
    ).exclude(network_id="")
    latest = list(posts.order_by("-sent_at", "-pk").values_list("network_id", flat=True)[:MOST_THREADS])
    told: list[base.Message] = []
    try:
        network = channels.open_network(channel)
        if not isinstance(network, doors.ReadsThreads):
            return 0
        for network_id in latest:
            told += network.thread(network_id)
    except base.NetworkError as error:
        logger.info("dialogue.not_heard", extra={"channel": channel.pk, "why": type(error).__name__})
    return receive(channel=channel, told=told, now=now)


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
    marks = [message.mark for message in listed if message.mark]
    if marks and fresh.read_until == channel.read_until:
        channels.note_read(channel=fresh, mark=marks[-1])
        channel.read_until = marks[-1][:100]
    return len(kept.keys() - known)


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


@transaction.atomic
def answer(*, message: Message, reply_text: str, key: uuid.UUID, by: Person, now: datetime) -> Reply:
    """The reply leaves as soon as possible, once, and the message is answered. The same form again: the same reply.

    Raises ValueError where nothing is said, TooLong, NotAllowed.
    """
    people.require(by, Act.ANSWER, now=now, channel=message.channel_id)
    standing = Message.objects.select_for_update(of=("self",)).select_related("channel").get(pk=message.pk)
    words = reply_text.replace("\r\n", "\n").replace("\x00", "").strip()
    if not words:
        raise ValueError("a reply says something")
    _fits(words, standing)
    made, is_new = Reply.objects.get_or_create(
        key=key, defaults={"message": standing, "text": words, "by": by, "at": now}
    )
    if not is_new:
        return made
    delivery.reply(reply_id=made.pk, channel=standing.channel, text=words, reply_to=standing.network_id, by=by, now=now)
    standing.done_at, standing.no_answer_needed_at, standing.no_answer_by = now, None, None
    standing.save(update_fields=["done_at", "no_answer_needed_at", "no_answer_by"])
    audit.record("dialogue.answered", of=("message", standing.pk), by=by.pk, now=now, details={"reply": made.pk})
    return made


@transaction.atomic
def needs_none(*, message: Message, by: Person, now: datetime) -> None:
    """Nobody has to answer the message any more. Idempotent."""
    people.require(by, Act.ANSWER, now=now, channel=message.channel_id)
    changed = Message.objects.filter(pk=message.pk, done_at__isnull=True).update(
        done_at=now, no_answer_needed_at=now, no_answer_by=by
    )
    if changed:
        audit.record("dialogue.needs_none", of=("message", message.pk), by=by.pk, now=now)


@transaction.atomic
def reopen(*, message: Message, by: Person, now: datetime) -> None:
    """The message waits for an answer again. Idempotent; one that was answered stays answered."""
    people.require(by, Act.ANSWER, now=now, channel=message.channel_id)
    changed = Message.objects.filter(pk=message.pk, no_answer_needed_at__isnull=False).update(
        done_at=None, no_answer_needed_at=None, no_answer_by=None
    )
    if changed:
        audit.record("dialogue.reopened", of=("message", message.pk), by=by.pk, now=now)


def _fits(words: str, message: Message) -> None:
    limits = channel_queries.limits(message.channel)
    most = limits.text_limit - rules.addressed_length(message.author)
    if text.length_with_links(words, limits.unit, link_length=limits.link_length) > most:
        raise TooLong(most)
