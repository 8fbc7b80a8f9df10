"""Who waits on which channel.

The difficult thing: a post may get another date on many ways past its queue. So a turn keeps the place that the queue
gave, and a post waits only as long as it stands there: whoever gives it a date of its own takes it out of the queue.
"""

from django.db import models


class Turn(models.Model):
    """A post waits on a channel; its place is the one at which it stands in the plan."""

    slot = models.OneToOneField("planning.Slot", on_delete=models.CASCADE, related_name="+")
    channel = models.ForeignKey("channels.Channel", on_delete=models.CASCADE, related_name="+")
    place_local = models.DateTimeField(null=True)
    """Wall-clock time of the slot's zone, stored as if it were UTC; null when it waits no more."""
    came_by = models.ForeignKey("planning.Moving", null=True, on_delete=models.SET_NULL, related_name="+")
    """The act by which it came; with it taken back, it never came."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["channel", "place_local"],
                name="turn_has_its_place_alone",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]

    def __str__(self) -> str:
        return f"slot {self.slot_id} on channel {self.channel_id}"
