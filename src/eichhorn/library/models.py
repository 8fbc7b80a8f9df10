"""What somebody decided about a post that is out and shows a picture which may appear no longer.

The difficult thing: such a duty is found, not stored, for it may begin on any night by itself. What is stored is only
that somebody looked at it and why it stands as it does; what ends later than that is a duty again.
"""

from django.db import models
from django.db.models import Q

from eichhorn.media.rules import Why


class Settled(models.Model):
    """Somebody looked at the post that is out, and said what became of it. Never changed."""

    picture = models.ForeignKey("media.Picture", on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey("content.Draft", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Why])
    """Why the picture might not appear at that time."""
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(reason=""), name="settled_says_why"),
            models.CheckConstraint(condition=Q(why__in=[one.value for one in Why]), name="settled_why_is_known"),
        ]
        indexes = [models.Index(fields=["picture", "draft"], name="settled_of_a_post")]

    def __str__(self) -> str:
        return f"settled {self.pk}"
