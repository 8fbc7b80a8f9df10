"""Taking in what may leave: delivery asks review, nobody hands anything over.

The difficult thing: a post is approved, edited, moved and approved again. There is one row for a post on a channel,
whatever happens (`delivery_happens_once`); as long as the network has not been asked, or surely in vain, it follows what
stands approved. This runs every few seconds, so it asks for differences, not for everything.
"""

import uuid
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery

from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft
from eichhorn.delivery.models import Correction, Delivery
from eichhorn.delivery.rules import Because, State
from eichhorn.delivery.services.writing import BELL, move, write
from eichhorn.foundation import audit, bell
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.review import queries as review
from eichhorn.review.queries import Approved

AHEAD = timedelta(days=14)
BACK = timedelta(days=7)
MOST = 500


@transaction.atomic
def take_in(*, now: datetime, back: timedelta | None = BACK) -> int:
    """What stands approved for the next fortnight has its deliveries, and they its date; return how many changed.

    `back`: how far into the past it looks; None looks at everything. Idempotent. Four queries where nothing changed.
    """
    dated = Q(due_at__lt=now + AHEAD) & (Q(due_at__gte=now - back) if back is not None else Q())
    changed = _take_in_new(dated, now) + _follow_dates() + _take_back(now) + _hand_back(now)
    if changed:
        bell.ring(BELL)
    return changed


@transaction.atomic
def reply(*, reply_id: int, channel: Channel, text: str, reply_to: str, by: Person, now: datetime) -> Delivery:
    """The reply leaves as soon as possible, once, under the standing approval of those who answer. Idempotent."""
    people.require(by, Act.ANSWER, now=now, channel=channel.pk)
    made, is_new = Delivery.objects.get_or_create(
        reply_id=reply_id,
        defaults={
            "reply_text": text, "reply_to": reply_to, "channel": channel, "key": uuid.uuid4(), "due_at": now,
            "next_at": now, "made_at": now,
        },
    )  # fmt: skip
    if is_new:
        audit.record(
            "delivery.reply_taken_in", of=("delivery", made.pk), by=by.pk, now=now, details={"reply": reply_id}
        )
        bell.ring(BELL)
    return made


def _take_in_new(dated: Q, now: datetime) -> int:
    """Posts that stand approved for a channel and have no delivery there get one. One query where there are none."""
    there = Delivery.objects.filter(draft__slot=OuterRef("slot_id"), channel=OuterRef("channel_id"))
    slots = Slot.objects.filter(dated, stage__in=[Stage.APPROVED, Stage.NEEDS_SOMEONE])
    missing = Slot.channels.through.objects.filter(~Exists(there), slot__in=slots).values("slot_id")
    drafts = list(Draft.objects.filter(slot__in=missing).values_list("pk", flat=True)[:MOST])
    if not drafts:
        return 0
    posts = review.standing(drafts, now=now).values()
    corrected = {one.draft_id: one.of for one in Correction.objects.filter(draft__in=drafts).select_related("of")}
    made = Delivery.objects.bulk_create(
        [
            _new(post, channel, corrected.get(post.draft_id), now)
            for post in posts
            for channel in post.channel_ids
            if post.draft_id not in corrected or channel == corrected[post.draft_id].channel_id
        ],
        ignore_conflicts=True,
    )
    return len(made)


def _new(post: Approved, channel_id: int, corrects: Delivery | None, now: datetime) -> Delivery:
    return Delivery(
        draft_id=post.draft_id, version_id=post.version_id, channel_id=channel_id, key=uuid.uuid4(), due_at=post.due_at,
        next_at=post.due_at, made_at=now, corrects=corrects,
    )  # fmt: skip


def _follow_dates() -> int:
    """What waits and was moved waits for the new date. One query."""
    moved = Delivery.objects.filter(state=State.WAITING, draft__slot__due_at__isnull=False).exclude(
        due_at=F("draft__slot__due_at")
    )
    date = Subquery(Draft.objects.filter(pk=OuterRef("draft_id")).values("slot__due_at"))
    return moved.update(due_at=date, next_at=date, because="", released_by=None, released_at=None)


def _take_back(now: datetime) -> int:
    """What stands still waits again where another version or another date was approved since. One query if none."""
    differs = ~Q(version=F("draft__latest")) | Q(draft__slot__due_at__gt=now) & ~Q(draft__slot__due_at=F("due_at"))
    stands_still = Q(state__in=[State.STOPPED, State.EXPIRED]) & differs
    withdrawn = Q(state=State.CANCELLED, because=Because.WITHDRAWN)
    anew = Q(state=State.CANCELLED) & ~Q(version=F("draft__latest"))
    found = Delivery.objects.filter(
        stands_still | withdrawn | anew, draft__slot__stage__in=[Stage.APPROVED, Stage.NEEDS_SOMEONE]
    )
    return _wait_again(found, now, standing=True)


def _hand_back(now: datetime) -> int:
    """A task by hand whose version does not stand approved any more is taken off the table. One query if none."""
    return _wait_again(Delivery.objects.filter(state=State.BY_HAND), now, standing=False)


def _wait_again(found: QuerySet[Delivery], now: datetime, *, standing: bool) -> int:
    """Let those wait of which another version stands approved (or, with standing False, the same stands no more)."""
    rows = list(found.select_for_update(skip_locked=True, no_key=True, of=("self",)).order_by("pk")[:MOST])
    posts = review.standing([row.draft_id for row in rows if row.draft_id is not None], now=now) if rows else {}
    changed, acts = [], []
    for row in rows:
        post = posts.get(row.draft_id or 0)
        if standing and post is not None and row.channel_id in post.channel_ids:
            row.due_at, row.version_id = post.due_at, post.version_id
        elif standing or (post is not None and post.version_id == row.version_id):
            continue
        acts.append(
            move(row, State.WAITING, because=Because.CHANGED, next_at=max(row.due_at, now) if standing else now)
        )
        row.released_by_id, row.released_at = None, None
        changed.append(row)
    write(changed)
    audit.record_all(acts, by=None, now=now)
    return len(changed)
