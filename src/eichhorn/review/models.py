"""Routes, and approvals bound to content and time.

The difficult thing: between a Yes and the sending somebody may change a word or the day. So an approval names the
digest of what was seen and the window in which it may appear, and whoever sends compares both.
"""

from django.db import models
from django.db.models import F, Q

from eichhorn.review.rules import Outcome, RouteKind


class Route(models.Model):
    """The agreed way to a Yes."""

    name = models.CharField(max_length=120, unique=True)
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in RouteKind])
    approver = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    """Who is asked; on a route of sole responsibility the one who answers alone."""
    window_before_minutes = models.PositiveIntegerField(default=24 * 60)
    window_after_minutes = models.PositiveIntegerField(default=3 * 24 * 60)
    """How far the date may move around the planned one without asking again."""
    declared_because = models.CharField(max_length=300, blank=True)
    """Why one person alone answers for it; needed on a route of sole responsibility."""
    declared_at = models.DateTimeField(null=True)
    is_default = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="four_eyes", approver__isnull=False)
                | (Q(kind="sole", declared_at__isnull=False) & ~Q(declared_because="")),
                name="route_names_who_answers",
            ),
            models.UniqueConstraint(fields=["is_default"], condition=Q(is_default=True), name="route_default_is_one"),
        ]

    def __str__(self) -> str:
        return self.name


class Approval(models.Model):
    """One question to one approver about one version, and its answer."""

    version = models.ForeignKey("content.Version", on_delete=models.PROTECT, related_name="+")
    route = models.ForeignKey(Route, on_delete=models.PROTECT, related_name="+")
    approver = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    asked_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    asked_at = models.DateTimeField()
    answer_due_at = models.DateTimeField()
    digest = models.CharField(max_length=64)
    window_begins_at = models.DateTimeField()
    window_ends_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, default=Outcome.OPEN, choices=[(o.value, o.value) for o in Outcome])
    reason = models.TextField(blank=True)
    decided_at = models.DateTimeField(null=True)
    by_link = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[o.value for o in Outcome]), name="approval_outcome_is_known"
            ),
            models.CheckConstraint(
                condition=Q(outcome="open", decided_at__isnull=True) | Q(~Q(outcome="open"), decided_at__isnull=False),
                name="approval_decided_has_an_instant",
            ),
            models.CheckConstraint(condition=~Q(outcome="refused") | ~Q(reason=""), name="approval_refused_says_why"),
            models.CheckConstraint(
                condition=Q(window_ends_at__gt=F("window_begins_at")), name="approval_window_is_one"
            ),
            models.UniqueConstraint(
                fields=["version"], condition=Q(outcome__in=["open", "granted"]), name="approval_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"approval {self.pk}"
