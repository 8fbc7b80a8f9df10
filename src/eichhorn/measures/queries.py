"""Measures with what planning them would do, and what can still be taken back."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q

from eichhorn.measures import rules
from eichhorn.measures.models import Made, Measure
from eichhorn.measures.rules import How, Proposal, Rhythm
from eichhorn.people import queries as people
from eichhorn.planning import queries as planning
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage, wall_of


def every_measure() -> models.QuerySet[Measure]:
    """Return all measures with their topic or campaign and channels, those to be planned first."""
    found = Measure.objects.select_related(
        "topic", "topic__goal", "topic__pillar", "campaign", "campaign__goal", "campaign__goal__pillar", "kind"
    ).prefetch_related("channels")
    return found.order_by(F("planned_at").asc(nulls_first=True), "until", "pk").fetch_mode(models.FETCH_RAISE)


def rhythm(measure: Measure, *, today: date) -> Rhythm:
    """Return when its posts are wished, from today and from the first day of its topic or campaign on."""
    return Rhythm(
        How(measure.how),
        max(today, measure.of.begins_on),
        measure.until,
        measure.weekday,
        tuple(measure.days_before),
    )


def dry_run(measure: Measure, *, now: datetime) -> tuple[Proposal, ...]:
    """Return where its posts would stand if they were planned now. Five queries."""
    zone = people.organisation().zone
    now_local = wall_of(now, zone)
    numbers = [channel.pk for channel in measure.channels.all() if channel.retired_on is None]
    cadence, occupied = planning.ahead(channel_ids=numbers, without=(), today=now_local.date())
    return rules.proposals(
        rules.days(rhythm(measure, today=now_local.date())), channels=numbers, until=measure.until, now_local=now_local,
        zone=zone, cadence=cadence, occupied=occupied,
    )  # fmt: skip


def untouched(measure: Measure) -> models.QuerySet[Slot]:
    """Return its posts on which nobody has worked since, and which stand where it put them."""
    made = Made.objects.filter(measure=measure, slot=models.OuterRef("pk"))
    in_place = Q(local=models.OuterRef("planned_local")) | Q(local__isnull=True)
    found = Slot.objects.filter(models.Exists(made.filter(in_place)), stage=Stage.IDEA)
    return found.exclude(Q(planned_local__isnull=False) & models.Exists(made.filter(local__isnull=True)))


def posts_of(measure: Measure) -> models.QuerySet[Slot]:
    """Return the posts that it put into the plan and that are still part of it."""
    return Slot.objects.filter(pk__in=measure.made.values("slot")).exclude(stage=Stage.CANCELLED)
