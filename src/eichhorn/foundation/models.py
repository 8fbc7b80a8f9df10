"""The audit: who did what to which object, by ids alone, append-only; and the standstill of a copied installation.

The difficult thing: a record that its writer can change proves nothing. A trigger refuses every change and deletion,
and web and worker use a database role that owns no table, so they cannot take the trigger away.
"""

from django.db import models
from django.db.models import Q


class AuditEvent(models.Model):
    """One act. Holds ids and words of the domain, never text written by people."""

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    """Person, or null where the system acted by itself."""
    verb = models.CharField(max_length=60)
    """Room and act, for example "review.approved"."""
    object_kind = models.CharField(max_length=40)
    object_id = models.BigIntegerField()
    details = models.JSONField(default=dict)
    """Ids, numbers, states and hashes only."""

    class Meta:
        indexes = [
            models.Index(fields=["object_kind", "object_id", "at"], name="audit_of_an_object"),
            models.Index(fields=["actor_id", "id"], name="audit_of_a_person"),
            models.Index(fields=["verb", "id"], name="audit_of_an_act"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_id}"


class Standstill(models.Model):
    """Nothing leaves this installation until a person has confirmed that no other one sends in its place."""

    because = models.CharField(max_length=10, choices=[("restored", "restored"), ("moved", "moved")])
    begun_at = models.DateTimeField()
    known_until = models.DateTimeField(null=True)
    """Of a restored one: when its backup was made. What happened since is not known here."""
    ended_at = models.DateTimeField(null=True)
    ended_by_id = models.BigIntegerField(null=True)
    """The person who confirmed it."""
    open_key = models.BooleanField(null=True, default=True, editable=False)
    """True while it lasts, null after: so that there is one at a time."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["open_key"], name="standstill_is_one_at_a_time"),
            models.CheckConstraint(condition=Q(because__in=["restored", "moved"]), name="standstill_has_a_reason"),
            models.CheckConstraint(
                condition=Q(open_key=True, ended_at__isnull=True, ended_by_id__isnull=True)
                | Q(open_key__isnull=True, ended_at__isnull=False, ended_by_id__isnull=False),
                name="standstill_is_ended_by_a_person",
            ),
        ]

    def __str__(self) -> str:
        return f"standstill {self.pk}"
