"""How a post of the demo comes about: written, approved, out; and the one of which nobody knows.

The difficult thing: while the demo is loaded no server runs that could be asked. So the networks' side is played here,
on the stage itself, and everything on our side goes through delivery as it always does: taken in, claimed, written down.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from eichhorn.channels.models import Channel
from eichhorn.config.demo.days import ZONE, Days
from eichhorn.content import services as content
from eichhorn.content.models import Draft
from eichhorn.content.services import NewAttachment
from eichhorn.delivery import services as delivery
from eichhorn.delivery.carrying import Errand, Report
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import Answer, AttemptKind, Outcome, State
from eichhorn.networks.base import Receipt
from eichhorn.people.models import Person
from eichhorn.planning import services as planning
from eichhorn.planning.models import KindOfWork
from eichhorn.planning.rules import Stage
from eichhorn.review import services as review
from eichhorn.stage import queries as stage_told
from eichhorn.stage import services as stage
from eichhorn.stage.models import Actor
from eichhorn.strategy.models import Goal

HANDLE = "stadtwerke"
MOST_LOOKS = 20


@dataclass(frozen=True, slots=True)
class Told:
    """A post as the demo tells it. `local` is wall-clock time."""

    title: str
    local: datetime
    channels: Sequence[Channel]
    text: str
    goal: Goal | None
    kind: KindOfWork
    movable: bool = True
    own: Sequence[tuple[Channel, str]] = ()
    """Channels with a text of their own."""
    pictures: Sequence[NewAttachment] = ()


def written(told: Told, *, by: Person, now: datetime) -> Draft:
    """The post stands in the plan as a draft."""
    slot = planning.plan(
        title=told.title, goal=told.goal, channels=told.channels, kind=told.kind, planned_local=told.local, zone=ZONE,
        movable=told.movable, by=None, now=now, stage=Stage.DRAFT,
    )  # fmt: skip
    draft = content.begin(slot=slot, by=by, now=now)
    content.save(
        draft=draft, based_on=None, text=told.text, language="de", by=by, now=now, attachments=told.pictures,
        variants={channel.pk: text for channel, text in told.own},
    )  # fmt: skip
    return draft


def asked(told: Told, *, by: Person, now: datetime) -> Draft:
    """The post waits for its approval."""
    draft = written(told, by=by, now=now)
    review.hand_in(draft=draft, by=by, now=now + timedelta(minutes=20))
    return draft


def approved(told: Told, *, by: Person, now: datetime) -> Draft:
    """The post stands approved."""
    draft = written(told, by=by, now=now)
    approval = review.hand_in(draft=draft, by=by, now=now + timedelta(minutes=20))
    review.approve(approval=approval, by=approval.approver, now=now + timedelta(minutes=50))
    return draft


def sent(draft: Draft, *, at: datetime, hand: Person, days: Days) -> None:
    """What of the post is due at the instant is out: on the stage by machine, elsewhere by somebody's hand."""
    delivery.take_in(now=at, back=None)
    _carry_all(at)
    by_hand = Delivery.objects.filter(draft=draft, state=State.BY_HAND).select_related("channel", "draft__slot")
    for row in by_hand.order_by("pk"):
        url = f"{row.channel.server_url}/{draft.pk}"
        delivery.done_by_hand(delivery=row, url=url, by=hand, now=min(at + timedelta(minutes=4), days.now))
    delivery.settle(now=at)


def in_doubt(draft: Draft, *, at: datetime) -> None:
    """The post went to the server, the connection ended without an answer, and no look has found it since."""
    delivery.take_in(now=at, back=None)
    for _ in range(MOST_LOOKS):
        errands = delivery.claim(most=20, now=at).errands
        reports = [_nothing(errand) for errand in errands]
        delivery.write_down(reports, now=at + timedelta(seconds=4))
        row = Delivery.objects.get(draft=draft)
        if row.state == State.UNSURE or row.next_at is None:
            break
        at = row.next_at
    delivery.settle(now=at)


def leave_now(*, at: datetime) -> None:
    """Replies that wait are out."""
    _carry_all(at)


def _carry_all(at: datetime) -> None:
    while errands := delivery.claim(most=20, now=at).errands:
        delivery.write_down([_on_the_stage(errand, at) for errand in errands], now=at + timedelta(seconds=1))


def _on_the_stage(errand: Errand, at: datetime) -> Report:
    """The stage has the post, and says so."""
    post = errand.post
    status = stage.post(
        actor=Actor.objects.get(handle=HANDLE), words=post.text, now=at, key=post.key, spoiler=post.content_warning,
        language=post.language, reply_to=int(post.reply_to) if post.reply_to else None,
    )  # fmt: skip
    receipt = Receipt(network_id=str(status.pk), url=f"{stage_told.pages_url()}/posts/{status.pk}/")
    return Report(errand, Answer(errand.kind, Outcome.SENT), receipt=receipt)


def _nothing(errand: Errand) -> Report:
    """No answer to the post itself, and nothing to be seen afterwards."""
    if errand.kind is AttemptKind.LOOK:
        return Report(errand, Answer(errand.kind, Outcome.NOT_FOUND))
    return Report(errand, Answer(errand.kind, Outcome.UNSURE), told="the connection ended without an answer")
