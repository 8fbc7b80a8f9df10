"""Remarks about drafts.

The difficult thing: what was said stays readable when the text has long become another one. So a remark keeps the version
it was made about and the words of its passage.
"""

from django.db import models
from django.db.models import Q

from eichhorn.remarks.rules import LONGEST_PASSAGE, LONGEST_REMARK, Audience, Settled


class Remark(models.Model):
    """Something said about a draft, about a passage of it, or in answer to another remark."""

    draft = models.ForeignKey("content.Draft", on_delete=models.CASCADE, related_name="+")
    version = models.ForeignKey("content.Version", on_delete=models.CASCADE, related_name="+")
    """The text that whoever said it had before them."""
    answers = models.ForeignKey("self", null=True, on_delete=models.CASCADE, related_name="answered_by")
    text = models.CharField(max_length=LONGEST_REMARK, blank=True)
    passage = models.CharField(max_length=LONGEST_PASSAGE, blank=True)
    wording = models.CharField(max_length=LONGEST_REMARK, blank=True)
    """What should stand in the place of the passage; empty where nothing is proposed."""
    audience = models.CharField(max_length=10, choices=[(a.value, a.value) for a in Audience])
    by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()
    names = models.ManyToManyField("people.Person", related_name="+")
    """Who is called in it by an @."""
    settled = models.CharField(max_length=10, blank=True, choices=[(s.value, s.value) for s in Settled])
    settled_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    settled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(text="") | ~Q(wording=""), name="remark_says_something"),
            models.CheckConstraint(condition=Q(wording="") | ~Q(passage=""), name="remark_proposes_for_a_passage"),
            models.CheckConstraint(
                condition=Q(answers__isnull=True) | Q(passage="", wording="", settled=""),
                name="remark_that_answers_is_plain",
            ),
            models.CheckConstraint(
                condition=Q(settled="", settled_at__isnull=True) | (~Q(settled="") & Q(settled_at__isnull=False)),
                name="remark_settled_has_an_instant",
            ),
            models.CheckConstraint(condition=~Q(settled="taken") | ~Q(wording=""), name="remark_taken_had_a_wording"),
        ]
        indexes = [
            models.Index(fields=["draft"], condition=Q(answers__isnull=True, settled=""), name="remark_open"),
        ]

    def __str__(self) -> str:
        return f"remark {self.pk}"
