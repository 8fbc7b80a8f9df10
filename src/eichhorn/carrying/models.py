"""What somebody decided about something undone."""

from django.db import models
from django.db.models import F, Q

from eichhorn.carrying.rules import LONGEST_REASON, Kind, Outcome


class Decision(models.Model):
    """Something was carried over, let go, or taken up again; from which day, to which, and why. Never changed."""

    milestone = models.ForeignKey("strategy.Milestone", null=True, on_delete=models.CASCADE, related_name="+")
    measure = models.ForeignKey("measures.Measure", null=True, on_delete=models.CASCADE, related_name="+")
    topic = models.ForeignKey("topics.Topic", null=True, on_delete=models.CASCADE, related_name="+")
    outcome = models.CharField(max_length=10, choices=[(one.value, one.value) for one in Outcome])
    was_on = models.DateField()
    """The last day that it had before."""
    to_on = models.DateField(null=True)
    """The last day that it has since; null where it was not carried over."""
    said = models.CharField(max_length=LONGEST_REASON, blank=True)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(milestone__isnull=False, measure__isnull=True, topic__isnull=True)
                | Q(milestone__isnull=True, measure__isnull=False, topic__isnull=True)
                | Q(milestone__isnull=True, measure__isnull=True, topic__isnull=False),
                name="decision_is_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=[one.value for one in Outcome]), name="decision_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(outcome=Outcome.LET_GO) | ~Q(said=""), name="decision_to_let_go_says_why"
            ),
            models.CheckConstraint(
                condition=Q(outcome=Outcome.CARRIED, to_on__gt=F("was_on")) | ~Q(outcome=Outcome.CARRIED) & Q(to_on__isnull=True),
                name="decision_to_carry_leads_to_a_later_day",
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.kind} {self.outcome}"

    @property
    def kind(self) -> Kind:
        if self.milestone_id is not None:
            return Kind.MILESTONE
        return Kind.MEASURE if self.measure_id is not None else Kind.TOPIC

    @property
    def number(self) -> int:
        """Return the number of what it is about."""
        return self.milestone_id or self.measure_id or self.topic_id or 0

    @property
    def is_let_go_still(self) -> bool:
        """Whether it says that something was let go that nobody has taken up since."""
        thing = self.milestone or self.measure or self.topic
        return self.outcome == Outcome.LET_GO and thing is not None and thing.let_go_at == self.at
