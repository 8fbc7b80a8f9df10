"""Topics, the versions of their briefs, which posts belong to them, and audiences.

The difficult thing: whoever writes today reads the brief, and whoever asks later why it was written so must find the
brief as it was. So a brief is never changed: each writing is a version of its own.
"""

from datetime import date, timedelta

from django.db import models
from django.db.models import F, Q

from eichhorn.topics.rules import LONGEST_PART, Period, TopicState


class Audience(models.Model):
    """Somebody whom we speak to: who they are, where one meets them, what they want to know."""

    name = models.CharField(max_length=120, unique=True)
    who = models.TextField(blank=True)
    wants = models.TextField(blank=True)
    channels = models.ManyToManyField("channels.Channel", related_name="+")
    goals = models.ManyToManyField("strategy.Goal", related_name="+")
    rests = models.BooleanField(default=False)
    """It is offered for nothing new."""

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name=""), name="audience_has_a_name")]

    def __str__(self) -> str:
        return self.name


class Topic(models.Model):
    """What we speak about for a while, on all channels: from when until when, for whom, and who looks after it."""

    name = models.CharField(max_length=160)
    owner = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    goal = models.ForeignKey("strategy.Goal", null=True, on_delete=models.PROTECT, related_name="+")
    pillar = models.ForeignKey("strategy.Pillar", null=True, on_delete=models.PROTECT, related_name="+")
    audiences = models.ManyToManyField(Audience, related_name="topics")
    begins_on = models.DateField()
    ends_on = models.DateField()
    """The first day after the period."""
    state = models.CharField(
        max_length=10, default=TopicState.IDEA, choices=[(one.value, one.value) for one in TopicState]
    )
    let_go_at = models.DateTimeField(null=True)
    """Somebody decided that it is not spoken about any more; null where it is."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="topic_has_a_name"),
            models.CheckConstraint(condition=Q(ends_on__gt=F("begins_on")), name="topic_ends_after_it_begins"),
            models.CheckConstraint(
                condition=Q(state__in=[one.value for one in TopicState]), name="topic_state_is_known"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def period(self) -> Period:
        return Period(self.begins_on, self.ends_on)

    @property
    def last_day(self) -> date:
        return self.ends_on - timedelta(days=1)


class Brief(models.Model):
    """One version of what everybody who writes about the topic has to know. Never changed."""

    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="briefs")
    number = models.PositiveIntegerField()
    about = models.TextField(blank=True, max_length=LONGEST_PART)
    message = models.TextField(blank=True, max_length=LONGEST_PART)
    """The one sentence that is to stay."""
    facts = models.TextField(blank=True, max_length=LONGEST_PART)
    """Each with its source."""
    tone = models.TextField(blank=True, max_length=LONGEST_PART)
    do = models.TextField(blank=True, max_length=LONGEST_PART)
    do_not = models.TextField(blank=True, max_length=LONGEST_PART)
    links = models.TextField(blank=True, max_length=LONGEST_PART)
    visuals = models.TextField(blank=True, max_length=LONGEST_PART)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "number"], name="brief_has_one_version_of_a_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="brief_versions_begin_with_one"),
        ]

    def __str__(self) -> str:
        return f"{self.topic_id} v{self.number}"


class Tied(models.Model):
    """A post belongs to a topic; to one at most."""

    slot = models.OneToOneField("planning.Slot", on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey(Topic, on_delete=models.CASCADE, related_name="tied")

    def __str__(self) -> str:
        return f"{self.slot_id} {self.topic_id}"
