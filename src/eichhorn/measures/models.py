"""Measures, and the posts that each of them put into the plan."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from eichhorn.measures.rules import How


class Measure(models.Model):
    """Several posts for a topic that are meant together."""

    topic = models.ForeignKey("topics.Topic", on_delete=models.CASCADE, related_name="+")
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
        ]

    def __str__(self) -> str:
        return self.title


class Made(models.Model):
    """A post that a measure put into the plan, and where; where it stands elsewhere by now, somebody has moved it."""

    measure = models.ForeignKey(Measure, on_delete=models.CASCADE, related_name="made")
    slot = models.OneToOneField("planning.Slot", on_delete=models.CASCADE, related_name="+")
    local = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.measure_id} {self.slot_id}"
