"""Making, describing and advancing one slot.

The difficult thing: a slot keeps wall-clock time and instant, and the two must never part. Every date passes through
`dated`, which refuses a time that the clock skips.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import models, transaction

from eichhorn.channels.models import Channel
from eichhorn.foundation import audit, trips
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import queries, rules
from eichhorn.planning.models import KindOfWork, Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.services import locks
from eichhorn.planning.services.tags import known
from eichhorn.strategy.models import Campaign, Goal, Pillar


@dataclass(frozen=True, slots=True)
class Along:
    """What comes into being with a slot, in the same trip; nobody else sees the slot before."""

    kinds: tuple[type[models.Model], ...]
    """Kinds of rows that take a number."""
    rows: Callable[..., Iterable[models.Model]]
    """Given the slot and those numbers."""


@dataclass(frozen=True, slots=True)
class Belonging:
    """What a slot belongs to: a campaign or none, and exactly these tags."""

    campaign: Campaign | None = None
    tags: tuple[str, ...] = ()


class CampaignEnded(Exception):
    """Somebody ended the campaign; nothing further is planned for it."""


@trips.act
def plan(
    *,
    title: str,
    goal: Goal | None,
    channels: Iterable[Channel],
    kind: KindOfWork | None,
    planned_local: datetime | None,
    zone: str,
    by: Person | None,
    now: datetime,
    pillar: Pillar | None = None,
    stage: Stage = Stage.IDEA,
    spontaneous: bool = False,
    effort_minutes: int | None = None,
    movable: bool = True,
    rehearsal: bool = False,
    confidential: bool = False,
    embargo_until: datetime | None = None,
    overrun_because: str = "",
    belongs: Belonging | None = None,
    with_person: Person | None = None,
    along: Along | None = None,
) -> Slot:
    """The thing stands in the plan. `by` None is the installation itself (demo data), which needs no permission."""
    chosen = {channel.pk: channel for channel in channels}
    may_plan(by, channel_ids=list(chosen), now=now)
    if stage not in rules.STAGES.starts and by is not None:
        raise ValueError(f"nothing begins as {stage}")
    slot = Slot(
        title=title, goal=goal, pillar=pillar if pillar is not None else (goal.pillar if goal else None), kind=kind,
        effort_minutes=queries.effort_of(kind) if effort_minutes is None else effort_minutes, stage=stage,
        spontaneous=spontaneous, movable=movable, confidential=confidential, embargo_until=embargo_until,
        rehearsal=rehearsal or (bool(chosen) and all(channel.rehearsal for channel in chosen.values())),
        overrun_because=overrun_because, campaign=belongs.campaign if belongs is not None else None, with_person=with_person, made_by=by, made_at=now, zone=zone,
    )  # fmt: skip
    dated(slot, planned_local)
    if spontaneous and planned_local is not None:
        slot.budget_week = rules.monday(planned_local.date())
    named = known(belongs.tags) if belongs is not None else []
    if belongs is not None and belongs.campaign is not None:
        require_running(belongs.campaign)
    _, [(slot.pk, *numbers)] = trips.ask(locks.TOGETHER, trips.numbers(Slot, *(along.kinds if along else ())))
    trips.insert(
        slot, *(Slot.channels.through(slot=slot, channel_id=channel) for channel in chosen),
        *(Slot.tags.through(slot=slot, tag=tag) for tag in named),
        audit.event("planning.planned", of=("slot", slot.pk), by=_id(by), now=now, details={"stage": stage}),
        *(along.rows(slot, *numbers) if along else ()),
    )  # fmt: skip
    return slot


@transaction.atomic
def embargo(*, slot: Slot, until: datetime | None, by_id: int | None, now: datetime) -> None:
    """Nothing of it leaves before that moment; None lifts it. The plan keeps its date: what is too early stays here."""
    fresh = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    if fresh.embargo_until != until:
        fresh.embargo_until = until
        fresh.save(update_fields=["embargo_until"])
        audit.record("planning.embargoed", of=("slot", slot.pk), by=by_id, now=now)


@transaction.atomic
def note_outside(*, title: str, channel: Channel, said_at: datetime, zone: str, now: datetime) -> Slot:
    """What was published past Eichhorn stands in the plan at its hour, as what it is: nobody planned or approved it."""
    locks.together()
    slot = Slot(
        title=title, effort_minutes=0, stage=Stage.OUT, outside=True, movable=False, rehearsal=channel.rehearsal,
        made_at=now, zone=zone, planned_local=rules.kept(rules.wall_of(said_at, zone)), due_at=said_at,
    )  # fmt: skip
    slot.save()
    slot.channels.add(channel)
    audit.record("planning.noted_outside", of=("slot", slot.pk), by=None, now=now)
    return slot


@transaction.atomic
def forget_outside(*, slot: Slot, by: Person | None, now: datetime) -> None:
    """It stands in the plan no more as something of its own, for it turned out to be a post that was planned."""
    if not slot.outside:
        raise ValueError(f"slot {slot.pk} was planned here")
    audit.record("planning.forgot_outside", of=("slot", slot.pk), by=_id(by), now=now)
    slot.delete()


@trips.act
def advance(*, slot: Slot, to: Stage, now: datetime) -> None:
    """The slot stands at the stage, or ForbiddenMove. Idempotent. Later rooms call this inside their own transaction."""
    fresh = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    if fresh.stage == to:
        slot.stage = to
        return
    before, fresh.stage = fresh.stage, rules.STAGES.check(fresh.stage, to)
    fresh.save(update_fields=["stage"])
    slot.stage = fresh.stage
    audit.record(
        "planning.advanced", of=("slot", slot.pk), by=None, now=now, details={"before": before, "after": str(to)}
    )


@transaction.atomic
def describe(
    *, slot: Slot, title: str, goal: Goal | None, kind: KindOfWork | None, effort_minutes: int, movable: bool,
    confidential: bool, channels: Iterable[Channel], by: Person, now: datetime,
    belongs: Belonging | None = None,
) -> Slot:  # fmt: skip
    """The slot says this of itself; its date and stage stay, and without `belongs` what it belongs to."""
    chosen = list(channels)
    locks.together()
    fresh = locked(slot.pk)
    may_plan(by, channel_ids=[c.pk for c in chosen] + list(fresh.channels.values_list("pk", flat=True)), now=now)
    fresh.title, fresh.goal, fresh.kind, fresh.effort_minutes = title, goal, kind, effort_minutes
    fresh.movable, fresh.confidential = movable, confidential
    fresh.save(update_fields=["title", "goal", "kind", "effort_minutes", "movable", "confidential"])
    if Stage(fresh.stage) not in rules.ENDED:
        fresh.channels.set(chosen)
    if belongs is not None:
        _belong(fresh, belongs)
    audit.record("planning.described", of=("slot", fresh.pk), by=by.pk, now=now)
    return fresh


def require_running(campaign: Campaign) -> None:
    """Raise CampaignEnded, or hold the campaign's row, so that nobody ends it meanwhile."""
    running = Campaign.objects.select_for_update(no_key=True).filter(pk=campaign.pk, ended_at__isnull=True)
    if not running.exists():
        raise CampaignEnded


def _belong(slot: Slot, belongs: Belonging) -> None:
    campaign = belongs.campaign
    if campaign is not None and campaign.pk != slot.campaign_id:
        require_running(campaign)
    slot.campaign = campaign
    slot.save(update_fields=["campaign"])
    slot.tags.set(known(belongs.tags))


def locked(slot_id: int) -> Slot:
    """Return the slot with its row locked until the end of the transaction.

    This is THE lock of a post: whoever changes its content, date or approval takes it first, and delivery takes it when
    it claims.
    """
    locks.together()
    return Slot.objects.select_for_update(of=("self",)).select_related("goal").get(pk=slot_id)


def dated(slot: Slot, planned_local: datetime | None) -> None:
    """Set date and instant of the slot, unsaved; NoSuchTime where the clock skips the time."""
    if planned_local is None:
        slot.planned_local = slot.due_at = None
    else:
        slot.due_at = rules.instant(planned_local, slot.zone)
        slot.planned_local = rules.kept(planned_local)


def may_plan(by: Person | None, *, channel_ids: Iterable[int], now: datetime) -> None:
    """Raise NotAllowed unless the person may plan on all of these channels; None is the installation itself."""
    if by is None:
        return
    people.require(by, Act.PLAN, now=now)
    for channel in set(channel_ids):
        people.require(by, Act.PLAN, now=now, channel=channel)


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
