"""Views that somebody keeps under a name, and the one with which a person begins.

The difficult thing: a view names numbers of channels and goals that may go. It holds them as the address does, and what
is gone narrows nothing any more.
"""

from django.db import models
from django.db.models import Q

from eichhorn.calendar.rules import LONGEST_FILTER, View


class Kept(models.Model):
    """One of the five views with its filter, under a name."""

    name = models.CharField(max_length=60)
    view = models.CharField(max_length=10, choices=[(view.value, view.value) for view in View])
    filter = models.CharField(max_length=LONGEST_FILTER, blank=True)
    """As it stands in an address."""
    owner = models.ForeignKey("people.Person", on_delete=models.CASCADE, related_name="+")
    for_everybody = models.BooleanField(default=False)
    """Stands in everybody's menu, not only in its owner's."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["owner", "name"], name="kept_view_name_is_one_a_person"),
            models.CheckConstraint(condition=~Q(name=""), name="kept_view_has_a_name"),
            models.CheckConstraint(condition=Q(view__in=[v.value for v in View]), name="kept_view_is_known"),
        ]

    def __str__(self) -> str:
        return f"kept view {self.pk}"


class Beginning(models.Model):
    """The view with which a person's calendar opens; without one it is the month."""

    person = models.OneToOneField("people.Person", on_delete=models.CASCADE, related_name="+")
    kept = models.ForeignKey(Kept, on_delete=models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return f"beginning of {self.person_id}"
