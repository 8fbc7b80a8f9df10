"""Versions of the strategy, and their answers.

The difficult thing: people act by what is in force, so that must not change under them. Answers of a decided version
never change (see the trigger in the migrations); who wants other words writes the next version.
"""

from django.db import models
from django.db.models import F, Q

from eichhorn.concept.rules import LONGEST_ANSWER, LONGEST_REASON, Dated, Question, State


class Version(models.Model):
    """All seven answers at once, from a day on."""

    number = models.PositiveIntegerField(unique=True)
    state = models.CharField(max_length=10, default=State.DRAFT, choices=[(s.value, s.value) for s in State])
    begins_on = models.DateField(null=True, unique=True)
    review_on = models.DateField(null=True)
    """When it is to be looked at again."""
    what_changed = models.CharField(max_length=LONGEST_REASON, blank=True)
    why = models.CharField(max_length=LONGEST_REASON, blank=True)
    made_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    made_at = models.DateTimeField()
    decided_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state="draft", begins_on__isnull=True, decided_at__isnull=True)
                | Q(state="decided", begins_on__isnull=False, decided_at__isnull=False),
                name="concept_state_fits_its_day",
            ),
            models.UniqueConstraint(fields=["state"], condition=Q(state="draft"), name="concept_has_one_draft"),
            models.CheckConstraint(
                condition=Q(review_on__isnull=True) | Q(review_on__gt=F("begins_on")), name="concept_review_comes_after"
            ),
        ]

    def __str__(self) -> str:
        return f"version {self.number}"

    @property
    def dated(self) -> Dated:
        return Dated(self.number, self.begins_on, self.review_on)


class Answer(models.Model):
    """What a version says to one question, in Markdown."""

    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="answers")
    question = models.CharField(max_length=12, choices=[(q.value, q.value) for q in Question])
    text = models.CharField(max_length=LONGEST_ANSWER, blank=True)
    revision = models.PositiveIntegerField(default=0)
    """Grows with each change, so that nobody writes over what somebody else has written meanwhile."""
    changed_by = models.ForeignKey("people.Person", null=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["version", "question"], name="concept_answers_each_question_once"),
            models.CheckConstraint(
                condition=Q(question__in=[q.value for q in Question]), name="concept_question_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.question} of version {self.version_id}"
