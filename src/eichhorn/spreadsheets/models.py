"""Files that were brought in: looked at by whoever chose them, and what was made of them.

The difficult thing: the same file is chosen twice sooner or later. So a file is known by its bytes, each making of it has
a number, and two presses at the same moment want the same number, which the database gives only once.
"""

from django.db import models
from django.db.models import Q


class Sheet(models.Model):
    """One file, kept until it is decided what becomes of it."""

    digest = models.CharField(max_length=64)
    """SHA-256 of the bytes as they came."""
    name = models.CharField(max_length=200)
    text = models.TextField(blank=True)
    """What stands in it; kept no longer than until its posts are made."""
    looked_at = models.DateTimeField()
    looked_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField(null=True)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    making = models.PositiveSmallIntegerField(null=True)
    """How often these bytes were made to posts, this time included."""
    undone_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["digest", "making"], name="sheet_is_made_once_each_time"),
            models.UniqueConstraint(
                fields=["digest", "looked_by"], condition=Q(made_at__isnull=True), name="sheet_is_looked_at_once"
            ),
            models.CheckConstraint(
                condition=Q(made_at__isnull=True, making__isnull=True)
                | Q(made_at__isnull=False, making__isnull=False, text=""),
                name="sheet_is_looked_at_or_made",
            ),
            models.CheckConstraint(
                condition=Q(undone_at__isnull=True) | Q(made_at__isnull=False), name="sheet_is_made_before_undone"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Made(models.Model):
    """A post that came out of a file, and out of which of its lines."""

    sheet = models.ForeignKey(Sheet, on_delete=models.CASCADE, related_name="made")
    slot = models.OneToOneField("planning.Slot", on_delete=models.CASCADE, related_name="+")
    row = models.PositiveIntegerField()
    local = models.DateTimeField(null=True)
    """Where it was put, as planned times are kept; elsewhere somebody has moved it."""

    def __str__(self) -> str:
        return f"row {self.row} of {self.sheet_id}"
