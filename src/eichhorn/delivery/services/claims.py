"""Claiming what is due: the last instant before the network is asked.

The difficult thing: everything must still be true now. In one transaction the posts' slots are locked (who edits, moves
or decides takes the same lock), approval, date, hold and channel are asked, and the attempt is written down. Only after
the commit is the network asked: a crash from there on leaves a doubt, never a gap.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction

from eichhorn.channels import services as keeping
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.content import queries as content
from eichhorn.content.models import Version
from eichhorn.delivery.models import Attempt, Delivery
from eichhorn.delivery.rules import STATES, AttemptKind, Outcome, State
from eichhorn.delivery.steps import Because, check_by, is_late, pause_after
from eichhorn.delivery.services import stages
from eichhorn.foundation.models import AuditEvent
from eichhorn.networks.base import Unauthorised
from eichhorn.planning.models import Slot
from eichhorn.review import queries as review
from eichhorn.review.queries import Approved
from eichhorn.situation import queries as situation
from eichhorn.situation.models import Hold

UNDER_WAY = (State.WAITING, State.SENDING, State.CHECKING)


@dataclass(frozen=True, slots=True)
class Task:
    """One attempt that is written down and now has to be made."""

    attempt: Attempt
    delivery: Delivery
    version: Version | None
    known: frozenset[str]
    """The network's ids of our other posts on the channel: none of them is this one."""

    @property
    def kind(self) -> AttemptKind:
        return AttemptKind(self.attempt.kind)


@dataclass(slots=True)
class Round:
    """What one claim knows and decides."""

    now: datetime
    hold: Hold | None
    standing: dict[int, Approved]
    attempts: list[Attempt]
    changed: list[Delivery]
    audit: list[AuditEvent]


@transaction.atomic
def claim(*, now: datetime, most: int) -> list[Task]:
    """Return at most so many attempts to make, committed with this transaction; nobody else has them. About twelve
    queries, however many."""
    rows = _locked(now, most)
    if not rows:
        return []
    drafts = [row.draft_id for row in rows if row.draft_id is not None]
    round_ = Round(now, situation.current(), review.standing(drafts) if drafts else {}, [], [], [])
    _close_abandoned([row for row in rows if row.state != State.WAITING], now)
    for row in rows:
        _decide(row, round_)
    Delivery.objects.bulk_update(
        round_.changed, ["state", "next_at", "tries", "checks", "first_at", "version", "due_at", "because"], batch_size=100
    )
    made = Attempt.objects.bulk_create(round_.attempts)
    AuditEvent.objects.bulk_create(round_.audit)
    stages.follow([row for row in round_.changed if row.state in {State.EXPIRED, State.UNSURE}], now=now)
    return _tasks(made, rows)


def _locked(now: datetime, most: int) -> list[Delivery]:
    """Return due rows, locked, with their slots locked as well; what somebody else holds is left for the next round."""
    shut = models.Q(state=State.WAITING, hand=False) & ~models.Q(channel__health=Health.CONNECTED)
    due = Delivery.objects.filter(state__in=UNDER_WAY, next_at__lte=now).exclude(shut).order_by("next_at", "pk")
    found = dict(due.values_list("pk", "draft__slot_id")[:most])
    slots = {slot for slot in found.values() if slot is not None}
    mine = set(
        Slot.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .filter(pk__in=slots)
        .order_by("pk")
        .values_list("pk", flat=True)
    )
    return list(
        Delivery.objects.select_for_update(skip_locked=True, of=("self",), no_key=True)
        .select_related("channel", "draft")
        .filter(
            pk__in=[pk for pk, slot in found.items() if slot is None or slot in mine],
            state__in=UNDER_WAY,
            next_at__lte=now,
        )
        .order_by("next_at", "pk")
    )


def _decide(row: Delivery, round_: Round) -> None:
    """Write down the attempt to make, or why there is none."""
    state = State(row.state)
    if state is State.SENDING:
        first = timedelta(seconds=settings.DOUBT_PAUSE_S)
        _move(row, round_, State.CHECKING, because=Because.CRASHED, next_at=round_.now + pause_after(1, first=first))
    elif state is State.CHECKING:
        _check(row, round_)
    else:
        _send(row, round_)


def _send(row: Delivery, round_: Round) -> None:
    """Send what may leave now; else say what it waits for."""
    post = round_.standing.get(row.draft_id) if row.draft_id is not None else None
    if row.draft_id is not None and (post is None or row.channel_id not in post.channel_ids):
        _move(row, round_, State.CANCELLED, because=Because.NOT_APPROVED)
    elif post is not None and post.due_at > round_.now:
        row.due_at = row.next_at = post.due_at
        round_.changed.append(row)
    elif _is_held(row, post, round_.hold):
        _move(row, round_, State.EXPIRED, because=Because.HELD)
    elif is_late(post.due_at if post else row.due_at, now=round_.now) and row.released_at is None:
        _move(row, round_, State.EXPIRED, because=Because.LATE)
    elif row.hand:
        row.version_id = post.version_id if post else None
        _move(row, round_, State.BY_HAND)
    else:
        if post is not None:
            row.version_id, row.due_at = post.version_id, post.due_at
        _attempt(row, round_, AttemptKind.SEND)


def _check(row: Delivery, round_: Round) -> None:
    """Clear a doubt: by the same key where that is safe and the very same content may still appear, else by looking."""
    post = round_.standing.get(row.draft_id) if row.draft_id is not None else None
    same = row.draft_id is None or (post is not None and post.version_id == row.version_id)
    late = is_late(row.due_at, now=round_.now) and row.released_at is None
    kind = check_by(
        first_at=row.first_at or round_.now, drops_repeats_for=_drops_repeats_for(row.channel),
        may_appear=same and not late and not _is_held(row, post, round_.hold), now=round_.now,
    )  # fmt: skip
    _attempt(row, round_, kind)


def _is_held(row: Delivery, post: Approved | None, hold: Hold | None) -> bool:
    """Return whether the pause concerns it: what was approved, or released by a person, after it began leaves."""
    if hold is None:
        return False
    spoken_for = [at for at in (post.decided_at if post else None, row.released_at) if at is not None]
    return not any(at >= hold.begun_at for at in spoken_for)


def _drops_repeats_for(channel: Channel) -> timedelta | None:
    """Return for how long the channel's server surely drops repeats; None where it is not connected any more."""
    try:
        return keeping.open_network(channel).drops_repeats_for
    except Unauthorised:
        return None


def _attempt(row: Delivery, round_: Round, kind: AttemptKind) -> None:
    lease = round_.now + timedelta(seconds=settings.SEND_DEADLINE_S)
    row.tries += 1
    round_.attempts.append(
        Attempt(delivery=row, number=row.tries, kind=kind, began_at=round_.now, lease_ends_at=lease)
    )
    if kind is AttemptKind.SEND:
        row.first_at, row.checks = round_.now, 0
        _move(row, round_, State.SENDING, next_at=lease)
    else:
        row.checks += 1
        row.next_at = lease
        round_.changed.append(row)


def _move(
    row: Delivery, round_: Round, to: State, *, because: str = "", next_at: datetime | None = None
) -> None:  # fmt: skip
    before, row.state = row.state, STATES.check(row.state, to)
    row.because, row.next_at = because, next_at
    round_.changed.append(row)
    round_.audit.append(
        AuditEvent(
            at=round_.now, actor_id=None, verb=f"delivery.{to}", object_kind="delivery", object_id=row.pk,
            details={"before": before, "because": because, "version": row.version_id},
        )
    )  # fmt: skip


def _close_abandoned(rows: Iterable[Delivery], now: datetime) -> None:
    """The attempts whose maker fell silent have an end: we do not know."""
    Attempt.objects.filter(delivery__in=[row.pk for row in rows], ended_at__isnull=True).update(
        ended_at=now, outcome=Outcome.UNSURE, detail="nobody told the end"
    )


def _tasks(made: list[Attempt], rows: list[Delivery]) -> list[Task]:
    by_id = {row.pk: row for row in rows}
    versions = {v.pk: v for v in content.wordings([by_id[a.delivery_id].version_id or 0 for a in made])} if made else {}
    looked = {by_id[a.delivery_id].channel_id for a in made if a.kind == AttemptKind.LOOK}
    known: dict[int, frozenset[str]] = {
        channel: frozenset(
            Delivery.objects.filter(channel=channel).exclude(network_id="").values_list("network_id", flat=True)
        )
        for channel in looked
    }
    return [
        Task(
            attempt=attempt, delivery=(row := by_id[attempt.delivery_id]), version=versions.get(row.version_id or 0),
            known=known.get(row.channel_id, frozenset()),
        )
        for attempt in made
    ]  # fmt: skip
