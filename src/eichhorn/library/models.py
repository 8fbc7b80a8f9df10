"""What somebody decided about a post that is out and shows a picture or a film which may appear no longer.

The difficult thing: such a duty is found, not stored, for it may begin on any night by itself. What is stored is only
that somebody looked at it and why it stands as it does; what ends later than that is a duty again.
"""

from django.db import models
from django.db.models import Q

from eichhorn.media.rules import Why


class Settled(models.Model):
    """Somebody looked at the post that is out, and said what became of it. Never changed."""

    picture = models.ForeignKey("media.Picture", null=True, on_delete=models.PROTECT, related_name="+")
    video = models.ForeignKey("video.Video", null=True, on_delete=models.PROTECT, related_name="+")
    draft = models.ForeignKey("content.Draft", on_delete=models.PROTECT, related_name="+")
    why = models.CharField(max_length=20, choices=[(one.value, one.value) for one in Why])
    """Why it might not appear at that time."""
    reason = models.CharField(max_length=500)
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(picture__isnull=False, video__isnull=True) | Q(picture__isnull=True, video__isnull=False),
                name="settled_is_of_one_thing",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="settled_says_why"),
            models.CheckConstraint(condition=Q(why__in=[one.value for one in Why]), name="settled_why_is_known"),
        ]
        indexes = [
            models.Index(fields=["picture", "draft"], name="settled_of_a_post"),
            models.Index(fields=["video", "draft"], name="settled_of_a_film"),
        ]

    def __str__(self) -> str:
        return f"settled {self.pk}"
