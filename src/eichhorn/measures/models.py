"""Measures, and the posts that each of them put into the plan.

A measure belongs to a topic or to a campaign; its posts belong to the same.
"""

from typing import cast

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from eichhorn.measures.rules import How
from eichhorn.strategy.models import Campaign, Pillar
from eichhorn.topics.models import Topic


class Measure(models.Model):
    """Several posts for a topic or a campaign that are meant together."""

    topic = models.ForeignKey("topics.Topic", null=True, on_delete=models.CASCADE, related_name="+")
    campaign = models.ForeignKey("strategy.Campaign", null=True, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=150)
    channels = models.ManyToManyField("channels.Channel", related_name="+")
    kind = models.ForeignKey("planning.KindOfWork", null=True, on_delete=models.PROTECT, related_name="+")
    how = models.CharField(max_length=10, choices=[(one.value, one.value) for one in How])
    until = models.DateField()
    """The day before which, or the last day until which, its posts are to be out."""
    weekday = models.PositiveSmallIntegerField(default=0)
    days_before = ArrayField(models.PositiveSmallIntegerField(), default=list)
    planned_at = models.DateTimeField(null=True)
    """Its posts stand in the plan since then; null before, and after somebody took that back."""
    let_go_at = models.DateTimeField(null=True)
    """Somebody decided that it is not to be planned any more; null where it is."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(title=""), name="measure_has_a_title"),
            models.CheckConstraint(condition=Q(weekday__lte=6), name="measure_weekday_is_a_weekday"),
            models.CheckConstraint(condition=Q(how__in=[one.value for one in How]), name="measure_how_is_known"),
            models.CheckConstraint(
                condition=Q(topic__isnull=False, campaign__isnull=True) | Q(topic__isnull=True, campaign__isnull=False),
                name="measure_belongs_to_a_topic_or_a_campaign",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def of(self) -> Topic | Campaign:
        """Return what it belongs to; the constraint says that there is one."""
        return cast("Topic | Campaign", self.topic or self.campaign)

    @property
    def pillar(self) -> Pillar | None:
        """Return the pillar of its topic; posts of a campaign have that of their goal."""
        return self.topic.pillar if self.topic is not None else None


class Made(models.Model):
    """A post that a measure put into the plan, and where; where it stands elsewhere by now, somebody has moved it."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="made")
    slot = models.OneToOneField("planning.Slot", on_delete=models.CASCADE, related_name="+")
    local = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.measure_id} {self.slot_id}"
