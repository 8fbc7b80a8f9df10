"""Taking in what may leave: delivery asks review, nobody hands anything over.

The difficult thing: a post is approved, edited, moved and approved again. There is one row for a post on a channel,
whatever happens (`delivery_happens_once`); what has not been asked of the network yet follows the plan.
"""

import uuid
from datetime import datetime, timedelta

from django.db import connection, transaction

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import STATES, State
from eichhorn.delivery.steps import Because
from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.review import queries as review
from eichhorn.review.queries import Approved

AHEAD = timedelta(days=14)
WAKE_CHANNEL = "eichhorn_delivery"
FOLLOWS_THE_PLAN = frozenset({State.WAITING, State.CANCELLED, State.EXPIRED, State.STOPPED})


@transaction.atomic
def take_in(*, now: datetime) -> int:
    """Each post that stands approved for the next fortnight has its deliveries; return how many rows changed. Idempotent."""
    approved = review.approved(due_before=now + AHEAD)
    known = {
        (row.draft_id, row.channel_id): row
        for row in Delivery.objects.filter(draft__in=[post.draft_id for post in approved])
    }
    by_hand = {channel.pk for channel in Channel.objects.all() if channels.by_hand(channel)} if approved else set()
    wanted = [(post, channel) for post in approved for channel in post.channel_ids]
    fresh = [_new(post, channel, channel in by_hand, now) for post, channel in wanted if (post.draft_id, channel) not in known]
    made = Delivery.objects.bulk_create(fresh, ignore_conflicts=True)
    followed = sum(
        _follow(known[post.draft_id, channel], post, now) for post, channel in wanted if (post.draft_id, channel) in known
    )
    if made or followed:
        wake_dispatchers()
    return len(made) + followed


@transaction.atomic
def reply(*, reply_id: int, channel: Channel, text: str, reply_to: str, by: Person, now: datetime) -> Delivery:
    """The reply leaves as soon as possible, once, under the standing approval of those who answer. Idempotent."""
    people.require(by, Act.ANSWER, now=now, channel=channel.pk)
    made, is_new = Delivery.objects.get_or_create(
        reply_id=reply_id,
        defaults={
            "reply_text": text, "reply_to": reply_to, "channel": channel, "key": uuid.uuid4(), "due_at": now,
            "next_at": now, "made_at": now, "hand": channels.by_hand(channel), "released_by": by, "released_at": now,
        },
    )  # fmt: skip
    if is_new:
        audit.record("delivery.reply_taken_in", of=("delivery", made.pk), by=by.pk, now=now)
        wake_dispatchers()
    return made


def wake_dispatchers() -> None:
    """Every dispatcher looks at the queue once the transaction is committed; a lost call costs seconds."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_notify(%s, '')", [WAKE_CHANNEL])


def _new(post: Approved, channel_id: int, hand: bool, now: datetime) -> Delivery:  # noqa: FBT001
    return Delivery(
        draft_id=post.draft_id, version_id=post.version_id, channel_id=channel_id, key=uuid.uuid4(), due_at=post.due_at,
        next_at=post.due_at, made_at=now, hand=hand,
    )  # fmt: skip


def _follow(row: Delivery, post: Approved, now: datetime) -> int:
    """Let a row that has asked nothing of the network, or surely in vain, follow version and date; return 1 if it did."""
    state = State(row.state)
    if state not in FOLLOWS_THE_PLAN or (row.version_id, row.due_at) == (post.version_id, post.due_at):
        if not (state is State.CANCELLED and row.because == Because.NOT_APPROVED):
            return 0
    if state is State.CANCELLED and row.because != Because.NOT_APPROVED:
        return 0
    if state is State.EXPIRED and post.due_at <= now:
        return 0
    if state is not State.WAITING:
        row.state = STATES.check(row.state, State.WAITING)
    row.version_id, row.because, row.detail = post.version_id, "", ""
    if row.due_at != post.due_at or row.next_at is None:
        row.due_at = row.next_at = post.due_at
    return Delivery.objects.filter(pk=row.pk, state=state).update(
        state=row.state, version=row.version_id, due_at=row.due_at, next_at=row.next_at, because="", detail=""
    )
