"""The audit: who did what to which object, by ids alone, append-only.

The difficult thing: a record that its writer can change proves nothing. A trigger refuses every change and deletion,
and web and worker use a database role that owns no table, so they cannot take the trigger away.
"""

from django.db import models


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
        indexes = [models.Index(fields=["object_kind", "object_id", "at"], name="audit_of_an_object")]

    def __str__(self) -> str:
        return f"{self.verb} {self.object_kind} {self.object_id}"
