"""Slots, read: who may see which, one with all that belongs to it, lists."""

from datetime import date, datetime

from django.db import models
from django.db.models import Q

from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.planning import rules
from eichhorn.planning.models import Move, Slot, Tag
from eichhorn.planning.rules import Stage
from eichhorn.planning.rules.tags import key_of, tag_of


def visible_to(person: Person | None, *, now: datetime) -> models.QuerySet[Slot]:
    """Return the slots that the person may read: all, but confidential ones and embargoed ones only as part of the team.

    One query for the permission.
    """
    slots = Slot.objects.all()
    if people.reads_hidden(person, now):
        return slots
    own = Q(made_by=person) if person is not None else Q()
    open_to_all = Q(confidential=False) & (Q(embargo_until__isnull=True) | Q(embargo_until__lte=now))
    return slots.filter(open_to_all | own)


def slot_of(slot_id: int, *, person: Person | None, now: datetime) -> Slot:
    """Return one slot with all that its page shows, or Slot.DoesNotExist (also where it is hidden). Four queries."""
    return (
        visible_to(person, now=now)
        .select_related("goal", "goal__owner", "pillar", "kind", "made_by", "series", "campaign", "with_person")
        .prefetch_related("channels", "tags")
        .fetch_mode(models.FETCH_RAISE)
        .get(pk=slot_id)
    )


def listed(
    *, person: Person | None, now: datetime, channel: int | None = None, goal: int | None = None,
    stage: Stage | None = None, from_day: date | None = None, until_day: date | None = None,
    campaign: int | None = None, tag: str | None = None,
) -> models.QuerySet[Slot]:  # fmt: skip
    """Return what is planned, by date, the undated last; without what was put back, unless that is asked for.

    The goal 0 means "without a goal". Three queries, one more for the permission.
    """
    slots = visible_to(person, now=now)
    slots = slots.filter(stage=stage) if stage is not None else slots.exclude(stage=Stage.CANCELLED)
    if channel is not None:
        slots = slots.filter(channels=channel)
    if goal is not None:
        slots = slots.filter(goal=goal) if goal else slots.filter(goal__isnull=True)
    if campaign is not None:
        slots = slots.filter(campaign=campaign)
    if tag is not None:
        tagged = Slot.tags.through.objects.filter(slot=models.OuterRef("pk"), tag__key=key_of(tag_of(tag)))
        slots = slots.filter(models.Exists(tagged))
    if from_day is not None:
        begins = Q(planned_local__gte=rules.kept(datetime.combine(from_day, datetime.min.time())))
        slots = slots.filter(begins | Q(planned_local__isnull=True) if until_day is None else begins)
    if until_day is not None:
        ends = rules.kept(datetime.combine(until_day, datetime.min.time()))
        slots = slots.filter(planned_local__lt=ends)
    return (
        slots.select_related("goal", "with_person")
        .prefetch_related("channels", "tags")
        .order_by(models.F("planned_local").asc(nulls_last=True), "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def tags_in_use() -> models.QuerySet[Tag]:
    """Return the tags that a post has, by name. One query."""
    used = Slot.tags.through.objects.filter(tag=models.OuterRef("pk"))
    return Tag.objects.filter(models.Exists(used)).order_by("key", "pk")


def moves_of(slot: Slot) -> models.QuerySet[Move]:
    """Return the moves of the slot, latest first, with who moved it and for whom."""
    return (
        Move.objects.filter(slot=slot)
        .select_related("by", "displaced_by")
        .order_by("-at", "-pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def displaced_for(slot_id: int) -> models.QuerySet[Move]:
    """Return what moved to make room for the slot, in the order in which it moved."""
    return (
        Move.objects.filter(displaced_by=slot_id)
        .select_related("slot", "slot__goal", "slot__goal__owner")
        .order_by("pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def due_between(begins: datetime, ends: datetime) -> models.QuerySet[Slot]:
    """Return what falls due in the half-open period, by instant."""
    due = Slot.objects.filter(due_at__gte=begins, due_at__lt=ends).exclude(stage=Stage.CANCELLED)
    return (
        due.select_related("goal").prefetch_related("channels").order_by("due_at", "pk").fetch_mode(models.FETCH_RAISE)
    )
