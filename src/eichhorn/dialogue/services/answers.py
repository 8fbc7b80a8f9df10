"""Answering, and deciding that no answer is needed.

The difficult thing: a person presses twice. So a reply is stored by the key of its form, as a constraint.
"""

import uuid
from datetime import datetime

from django.db import transaction

from eichhorn.channels import queries as channel_queries
from eichhorn.delivery import services as delivery
from eichhorn.dialogue import rules
from eichhorn.dialogue.models import Message, Reply
from eichhorn.foundation import audit, text
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act


class TooLong(ValueError):
    """The network takes only `most` characters."""

    def __init__(self, most: int) -> None:
        super().__init__(f"longer than {most}")
        self.most = most


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
