"""Clauses and the checks that follow from them, as data."""

from django.db import models
from django.db.models import Q

from eichhorn.guidelines.rules import CheckKind, Severity


class Clause(models.Model):
    """One sentence that the house agreed to, and why."""

    number = models.PositiveSmallIntegerField(unique=True)
    title = models.CharField(max_length=120)
    text = models.TextField()
    why = models.TextField(blank=True)
    agreed_by = models.CharField(max_length=200, blank=True)
    """Who agreed, in words: "mit allen Abteilungen"."""

    def __str__(self) -> str:
        return f"{self.number} {self.title}"


class Check(models.Model):
    """What a machine can check of a clause: a kind and its settings."""

    clause = models.ForeignKey(Clause, on_delete=models.PROTECT, related_name="checks")
    kind = models.CharField(max_length=20, choices=[(k.value, k.value) for k in CheckKind])
    settings = models.JSONField(default=dict)
    """By kind: see guidelines.rules."""
    severity = models.CharField(max_length=10, choices=[(s.value, s.value) for s in Severity])
    language = models.CharField(max_length=5, blank=True)
    """Only texts in this language; empty means all."""
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in CheckKind]), name="check_kind_is_known"),
            models.CheckConstraint(
                condition=Q(severity__in=[s.value for s in Severity]), name="check_severity_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} of {self.clause_id}"
