"""The inbox, one conversation, what waits for somebody, and the last knot of the thread.

The difficult thing: what was said to us alone is nobody else's business. Every list passes through `visible_to`.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.urls import reverse
from django.utils.translation import gettext, ngettext

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.delivery.models import Delivery
from eichhorn.dialogue import words
from eichhorn.dialogue.models import Listening, Message, Reply
from eichhorn.dialogue.rules import ANSWER_WITHIN_WORKING_H, SILENT_AFTER, State
from eichhorn.people import queries as people
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import Act
from eichhorn.people.working_time import add_working_hours
from eichhorn.planning import queries as planning
from eichhorn.planning.models import Slot
from eichhorn.ui.thread import Knot, KnotName, KnotState
from eichhorn.ui.waiting import Waiting

MOST = 50
"""So many messages stand in a list; older ones are a page away."""
MOST_WAITING = 200
MOST_TALK = 200


def visible_to(person: Person, *, now: datetime) -> models.QuerySet[Message]:
    """Return the messages that the person may read: public ones under posts they see; private ones only who answers.

    Two queries for the permissions.
    """
    slots = planning.visible_to(person, now=now).order_by().values("pk")
    public = Q(private=False) & (Q(delivery__isnull=True) | Q(delivery__draft__slot__in=slots))
    return Message.objects.all() if people.may(person, Act.ANSWER, now=now) else Message.objects.filter(public)


def listed(
    messages: models.QuerySet[Message], state: State | None, *, before: int | None = None
) -> models.QuerySet[Message]:
    """Return the messages in the state: those that wait with the oldest first, others with the latest first. One query."""
    found = _in_state(messages, state).select_related("channel", "delivery__draft__slot")
    if before is not None:
        found = found.filter(pk__lt=before)
    order = ("said_at", "pk") if state is State.NEW else ("-pk",)
    return found.order_by(*order).fetch_mode(models.FETCH_RAISE)


def number_of(messages: models.QuerySet[Message], state: State) -> int:
    """Return how many messages are in the state. One query."""
    return _in_state(messages, state).count()


def _in_state(messages: models.QuerySet[Message], state: State | None) -> models.QuerySet[Message]:
    match state:
        case State.NEW:
            return messages.filter(done_at__isnull=True)
        case State.ANSWERED:
            return messages.filter(done_at__isnull=False, no_answer_needed_at__isnull=True)
        case State.NEEDS_NONE:
            return messages.filter(no_answer_needed_at__isnull=False)
        case None:
            return messages


def state_of(message: Message) -> State:
    """Return where the message stands. No query."""
    if message.done_at is None:
        return State.NEW
    return State.ANSWERED if message.no_answer_needed_at is None else State.NEEDS_NONE


def silent(*, now: datetime) -> list[tuple[Channel, datetime]]:
    """Return the channels whose server does not answer, each with since when, the longest silence first. One query."""
    found = Listening.objects.filter(
        silent_since__lte=now - SILENT_AFTER, channel__health=Health.CONNECTED, channel__retired_on__isnull=True
    )
    return [
        (one.channel, one.silent_since)
        for one in found.select_related("channel").order_by("silent_since", "pk")
        if one.silent_since
    ]


def answer_due_at(message: Message, *, organisation: Organisation) -> datetime:
    """Return by when an answer is promised; the clock rests outside the service time. No query."""
    return add_working_hours(message.said_at, ANSWER_WITHIN_WORKING_H, organisation=organisation)


@dataclass(frozen=True, slots=True)
class Said:
    """One thing in a conversation: theirs, or ours with where its delivery stands."""

    who: str
    text: str
    at: datetime
    ours: bool
    language: str = ""
    is_it: bool = False
    """The message that the page is about."""
    href: str = ""
    sign: words.Sign | None = None


@dataclass(frozen=True, slots=True)
class Conversation:
    """A message with what it answers, what was said around it, and the post under which it all stands."""

    message: Message
    state: State
    said: tuple[Said, ...]
    slot_id: int | None
    post_title: str
    goal: str
    post_href: str
    label: str
    icon: str


def conversation(messages: models.QuerySet[Message], message_id: int) -> Conversation:
    """Return the message with the talk around it, or Message.DoesNotExist. Five queries."""
    message = (
        messages.select_related("channel", "delivery__draft__slot__goal", "no_answer_by")
        .fetch_mode(models.FETCH_RAISE)
        .get(pk=message_id)
    )
    around = _around(messages, message)
    replies = list(
        Reply.objects.filter(message__in=[one.pk for one in around]).select_related("by").order_by("at", "pk")
    )
    sent = {row.reply_id: row for row in Delivery.objects.filter(reply_id__in=[reply.pk for reply in replies])}
    said = [
        Said(one.name, one.text, one.said_at, ours=False, language=one.language, is_it=one.pk == message.pk, href=one.url)
        for one in around
    ] + [
        Said(
            reply.by.name, reply.text, reply.at, ours=True, href=row.url if (row := sent.get(reply.pk)) else "",
            sign=words.delivered(row),
        )
        for reply in replies
    ]  # fmt: skip
    draft = message.delivery.draft if message.delivery is not None else None
    slot = draft.slot if draft is not None else None
    return Conversation(
        message=message, state=state_of(message), said=tuple(sorted(said, key=lambda one: one.at)),
        slot_id=slot.pk if slot else None, post_title=slot.title if slot else "",
        goal=slot.goal.name if slot and slot.goal else "",
        post_href=reverse("composer:draft", args=[draft.pk]) if draft else "",
        label=channels.label(message.channel), icon=channels.icon(message.channel),
    )  # fmt: skip


def _around(messages: models.QuerySet[Message], message: Message) -> list[Message]:
    """Return what the same person said under the same post, and what is directly answered or answering. One query."""
    near = Q(pk=message.pk) | Q(channel=message.channel_id, answers=message.network_id)
    if message.answers:
        near |= Q(channel=message.channel_id, network_id=message.answers)
    if message.delivery_id is not None:
        near |= Q(channel=message.channel_id, delivery=message.delivery_id, author=message.author)
    return list(messages.filter(near).distinct().order_by("said_at", "pk")[:MOST_TALK])


def posts_of(*, channel: Channel, network_ids: Collection[str]) -> dict[str, int]:
    """Return for each of the network's ids the delivery of the post under which it stands: a post of ours, a reply of
    ours, or a message that stands under one. Up to four queries."""
    found = dict(
        Message.objects.filter(channel=channel, network_id__in=network_ids, delivery__isnull=False).values_list(
            "network_id", "delivery_id"
        )
    )
    ours = Delivery.objects.filter(channel=channel, network_id__in=network_ids)
    replies: dict[int, str] = {}
    for pk, network_id, reply_id in ours.values_list("pk", "network_id", "reply_id"):
        if reply_id is None:
            found[network_id] = pk
        else:
            replies[reply_id] = network_id
    if replies:
        under = Reply.objects.filter(pk__in=replies, message__delivery__isnull=False)
        found |= {replies[pk]: post for pk, post in under.values_list("pk", "message__delivery_id")}
    return {network_id: post for network_id, post in found.items() if post is not None}


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return the people who wait for an answer of the person, the oldest first. Three queries."""
    if not people.may(person, Act.ANSWER, now=now):
        return []
    waiting = listed(visible_to(person, now=now), State.NEW)[:MOST_WAITING]
    return [
        Waiting(
            kind="person", icon="messages", title=f"{message.name}, {channels.label(message.channel)}",
            line=_line(message), href=reverse("dialogue:message", args=[message.pk]), action=gettext("Answer"),
            since=message.said_at, initials=words.initials(message.name), effort_minutes=5,
            slot_id=message.delivery.draft.slot_id if message.delivery and message.delivery.draft else None,
        )
        for message in waiting
    ]  # fmt: skip


def _line(message: Message) -> str:
    said = {"text": words.shortened(message.text)}
    return gettext("asks: “%(text)s”") % said if "?" in message.text else gettext("says: “%(text)s”") % said


def knot(slot_id: int) -> Knot:
    """Return the last knot of the thread. One query."""
    return knots([slot_id])[slot_id]


def knots(slot_ids: Collection[int]) -> dict[int, Knot]:
    """Return the last knot of each slot's thread: what people said to the post, and how much of it is open. One query."""
    below = Message.objects.filter(delivery__draft__slot=OuterRef("pk")).order_by().values("delivery__draft__slot")
    waiting = below.filter(done_at__isnull=True)
    out = Delivery.objects.filter(draft__slot=OuterRef("pk"), sent_at__isnull=False)
    found = (
        Slot.objects.filter(pk__in=slot_ids)
        .annotate(
            said=Subquery(below.annotate(number=Count("pk")).values("number")),
            waiting=Subquery(waiting.annotate(number=Count("pk")).values("number")),
            is_out=Exists(out),
        )
        .values_list("pk", "said", "waiting", "is_out")
    )
    known = {pk: _knot((said or 0, open_ or 0), is_out=is_out) for pk, said, open_, is_out in found}
    return {slot_id: known.get(slot_id) or _knot((0, 0), is_out=False) for slot_id in slot_ids}


def people_who_answered(slot_ids: Collection[int]) -> int:
    """Return how many people said something in public to the posts of these slots, each counted once. One query."""
    said = Message.objects.filter(delivery__draft__slot__in=slot_ids, private=False)
    return said.values("channel__network", "author").distinct().count()


def _knot(said: tuple[int, int], *, is_out: bool) -> Knot:
    whole, waiting = said
    if not whole:
        return (
            Knot(KnotName.ANSWER, KnotState.NOW, gettext("nobody has said anything"))
            if is_out
            else Knot(KnotName.ANSWER, KnotState.NEXT)
        )
    number = ngettext("%(count)s message", "%(count)s messages", whole) % {"count": whole}
    href = reverse("dialogue:inbox")
    if waiting:
        return Knot(
            KnotName.ANSWER,
            KnotState.NOW,
            gettext("%(number)s, %(open)s open") % {"number": number, "open": waiting},
            href,
        )
    return Knot(KnotName.ANSWER, KnotState.DONE, number, f"{href}?state={State.ANSWERED}")
