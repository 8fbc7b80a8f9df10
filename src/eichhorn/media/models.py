"""Pictures: the bytes as they came, found again by their hash, with their description.

The difficult thing: an approval binds what people saw. So the bytes never change once stored; a changed picture is
another picture.
"""

from django.db import models
from django.db.models import Q


class Picture(models.Model):
    """One picture as it was given; its file is named by its hash and never rewritten."""

    digest = models.CharField(max_length=64, unique=True)
    """SHA-256 of the source bytes."""
    media_type = models.CharField(max_length=40)
    width_px = models.PositiveIntegerField()
    height_px = models.PositiveIntegerField()
    size_bytes = models.PositiveIntegerField()
    file_name = models.CharField(max_length=200)
    """As the giver called it; shown, never used as a path."""
    source = models.CharField(max_length=200, blank=True)
    """Who made it and what we may do with it, in words."""
    added_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(media_type__in=["image/jpeg", "image/png", "image/gif", "image/webp"]),
                name="picture_type_is_known",
            ),
        ]

    def __str__(self) -> str:
        return self.file_name
