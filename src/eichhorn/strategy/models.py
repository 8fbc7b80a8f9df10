"""Goals, pillars and campaigns."""

from django.db import models
from django.db.models import F, Q


class Pillar(models.Model):
    """A lasting subject that we speak about."""

    name = models.CharField(max_length=120, unique=True)
    wished_share_percent = models.PositiveSmallIntegerField(null=True)
    rests = models.BooleanField(default=False)

    def __str__(self) -> str:
        return self.name


class Goal(models.Model):
    """What our posts are to bring about, whose goal it is, and in which period."""

    name = models.CharField(max_length=160)
    why = models.TextField(blank=True)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    pillar = models.ForeignKey(Pillar, null=True, on_delete=models.PROTECT, related_name="goals")
    begins_on = models.DateField()
    ends_on = models.DateField()
    """The first day after the period."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("begins_on")), name="goal_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(name=""), name="goal_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name


class Campaign(models.Model):
    """Something that several posts say together for a while, and who keeps an eye on it."""

    name = models.CharField(max_length=160)
    why = models.TextField(blank=True)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey(Goal, null=True, on_delete=models.PROTECT, related_name="campaigns")
    begins_on = models.DateField()
    ends_on = models.DateField()
    """The first day after the period."""
    ended_at = models.DateTimeField(null=True)
    """Somebody ended it: no further post is planned for it, and those that are stay."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("begins_on")), name="campaign_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(name=""), name="campaign_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
