"""What the last seven days taught: what went out, what was taken back or failed, and what people said.

The difficult thing: on some channels we hear nothing. What nobody knows is said as that, and never counts as nought.
"""

from datetime import datetime

from django.db import models

from eichhorn.channels import queries as channels
from eichhorn.conference.rules import BEHIND, Facts, Point, Why
from eichhorn.delivery import queries as delivery
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.dialogue.models import Listening, Message
from eichhorn.people.models import Person

MOST_TALKED = 3


def learnt(person: Person, *, now: datetime) -> list[Point]:
    """Return what the last seven days taught, as far as the person sees it. Seven queries."""
    seen = delivery.visible_to(person, now=now).filter(
        draft__isnull=False, corrects__isnull=True, part=1, channel__rehearsal=False
    )
    begins = now - BEHIND
    out = list(seen.filter(state=State.SENT, sent_at__gte=begins, sent_at__lte=now))
    if not out:
        return [Point(Why.WENT_OUT, "", Facts(count=0)), *_wrong(seen, begins, now)]
    posts = {row.draft.slot_id for row in out if row.draft is not None}
    where = sorted({row.channel.name for row in out})
    told = Point(Why.WENT_OUT, "", Facts(count=len(posts), of=len(where), where=", ".join(where)))
    return [told, *_talked(out), *_wrong(seen, begins, now)]


def _wrong(seen: models.QuerySet[Delivery], begins: datetime, now: datetime) -> list[Point]:
    """Return what was taken back, and what did not appear."""
    back = seen.filter(removal__done_at__gte=begins, removal__done_at__lte=now)
    gone = seen.filter(state=State.CANCELLED, due_at__gte=begins, due_at__lte=now)
    return [
        Point(why, row.draft.slot.title, Facts(since=row.due_at.isoformat(), where=channels.label(row.channel)), slot=row.draft.slot_id)
        for why, rows in ((Why.TAKEN_BACK, back), (Why.FAILED, gone))
        for row in rows
        if row.draft is not None
    ]  # fmt: skip


def _talked(out: list[Delivery]) -> list[Point]:
    """Return the posts that people spoke about most; where we hear nothing on any channel, one line says so."""
    heard = set(
        Listening.objects.filter(channel__in={row.channel_id for row in out}).values_list("channel_id", flat=True)
    )
    said = dict(
        Message.objects.filter(delivery__in=[row.pk for row in out], private=False)
        .order_by()
        .values_list("delivery")
        .annotate(number=models.Count("pk"))
    )
    deaf = sorted({row.channel.name for row in out if row.channel_id not in heard})
    counted: dict[int, int] = {}
    titles: dict[int, str] = {}
    for row in out:
        if row.draft is not None and row.channel_id in heard:
            counted[row.draft.slot_id] = counted.get(row.draft.slot_id, 0) + said.get(row.pk, 0)
            titles[row.draft.slot_id] = row.draft.slot.title
    most = sorted((pk for pk in counted if counted[pk]), key=lambda pk: (-counted[pk], titles[pk]))[:MOST_TALKED]
    found = [Point(Why.TALKED, titles[pk], Facts(count=counted[pk]), slot=pk) for pk in most]
    if not heard:
        return [Point(Why.TALKED, "", Facts(unknown=", ".join(deaf)))]
    if not found:
        found = [Point(Why.TALKED, "", Facts(count=0))]
    return [*found, Point(Why.TALKED, "", Facts(unknown=", ".join(deaf)))] if deaf else found
