"""Holds: a pause is a row, and whoever sends asks for it at the last instant."""

from django.db import models
from django.db.models import Q


class Hold(models.Model):
    """Everything planned before it began stays here until it is lifted; what is approved after it leaves."""

    reason = models.CharField(max_length=300)
    begun_at = models.DateTimeField()
    begun_by = models.ForeignKey("people.Person", on_delete=models.PROTECT, related_name="+")
    lifted_at = models.DateTimeField(null=True)
    lifted_by = models.ForeignKey("people.Person", null=True, on_delete=models.PROTECT, related_name="+")
    open_key = models.BooleanField(null=True, default=True, editable=False)
    """True while it holds, null after: so that there is one at a time."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["open_key"], name="hold_is_one_at_a_time"),
            models.CheckConstraint(condition=~Q(reason=""), name="hold_has_a_reason"),
            models.CheckConstraint(
                condition=Q(open_key=True, lifted_at__isnull=True) | Q(open_key__isnull=True, lifted_at__isnull=False),
                name="hold_is_open_or_lifted",
            ),
        ]

    def __str__(self) -> str:
        return f"hold {self.pk}"
