"""Goals, pillars and campaigns; the milestones of a goal, and how each was reached.

The difficult thing: goals are a tree, and two people who move branches at the same moment could tie it into a circle. A
trigger of the database looks at each new parent while it holds the tree (migration 0006).
"""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from eichhorn.strategy.rules import LONGEST_PROOF, State, Step


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
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    """The larger goal that it serves; null where it stands on its own."""
    archived_at = models.DateTimeField(null=True)
    """Somebody put it away: nothing new is tied to it, and what was stays tied."""
    begins_on = models.DateField()
    ends_on = models.DateField()
    """The first day after the period."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=F("begins_on")), name="goal_ends_after_it_begins"),
            models.CheckConstraint(condition=~Q(name=""), name="goal_has_a_name"),
            models.CheckConstraint(condition=~Q(parent=F("pk")), name="goal_is_not_its_own_parent"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)


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

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)


class Milestone(models.Model):
    """A step on the way to a goal, and by when it is to be reached."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="milestones")
    name = models.CharField(max_length=160)
    due_on = models.DateField()
    next_step = models.CharField(max_length=300, blank=True)
    """What somebody does next for it."""
    state = models.CharField(max_length=10, default=State.AHEAD, choices=[(s.value, s.value) for s in State])
    let_go_at = models.DateTimeField(null=True)
    """Somebody decided that it is not to be reached any more; null where it is."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="milestone_has_a_name"),
            models.CheckConstraint(condition=Q(state__in=[s.value for s in State]), name="milestone_state_is_known"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def step(self) -> Step:
        return Step(self.pk, State(self.state), self.due_on, is_let_go=self.let_go_at is not None)


class Turn(models.Model):
    """A milestone was reached, or somebody went back on it; why stands with it. Never changed."""

    milestone = models.ForeignKey(Milestone, on_delete=models.PROTECT, related_name="turns")
    to = models.CharField(max_length=10, choices=[(s.value, s.value) for s in State])
    on = models.DateField()
    """The day from which it is so."""
    said = models.CharField(max_length=LONGEST_PROOF)
    """By what one sees that it is reached, or why it is not any more."""
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(said=""), name="turn_says_why"),
            models.CheckConstraint(condition=Q(to__in=[s.value for s in State]), name="turn_leads_somewhere"),
        ]

    def __str__(self) -> str:
        return f"{self.milestone_id} {self.to}"
