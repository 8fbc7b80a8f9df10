"""Types of requests, the questions of a form, and the choices of a question.

The difficult thing: questions change while requests stand that answered them. So an answer keeps the words of its question
(see desk.models.RequestVersion.answers), and nothing here is needed to read it later.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language

from eichhorn.intake.rules import LONGEST_CHOICE, LONGEST_HINT, LONGEST_LABEL, QuestionKind


class Spoken:
    """Something with words in both languages; where one is missing the other stands for it."""

    def said(self, name: str) -> str:
        """Return the words of that name as the reader speaks."""
        german, english = str(getattr(self, f"{name}_de")), str(getattr(self, f"{name}_en"))
        return (german or english) if (get_language() or "de").startswith("de") else (english or german)


class RequestType(Spoken, models.Model):
    """A type of request: how long it usually takes, what work it is, and which team looks at it."""

    name_de = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80, blank=True)
    hint_de = models.CharField(max_length=LONGEST_HINT, blank=True)
    hint_en = models.CharField(max_length=LONGEST_HINT, blank=True)
    lead_days = models.PositiveSmallIntegerField(null=True)
    """Usual lead time in working days; null: as everywhere."""
    work = models.ForeignKey("planning.KindOfWork", null=True, on_delete=models.SET_NULL, related_name="+")
    team = models.ForeignKey("people.Team", null=True, on_delete=models.SET_NULL, related_name="+")
    """Who looks at it; null: everybody who triages."""
    place = models.PositiveSmallIntegerField()
    retired_at = models.DateTimeField(null=True)
    """Since when it is offered no more."""

    class Meta:
        constraints = [models.CheckConstraint(condition=~Q(name_de=""), name="request_type_has_a_name")]

    def __str__(self) -> str:
        return self.name_de

    @property
    def name(self) -> str:
        return self.said("name")

    @property
    def hint(self) -> str:
        return self.said("hint")


class Question(Spoken, models.Model):
    """One question of the form."""

    of = models.ForeignKey(RequestType, null=True, on_delete=models.CASCADE, related_name="questions")
    """The type that asks it; null: all of them."""
    place = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=10, choices=[(k.value, k.value) for k in QuestionKind])
    label_de = models.CharField(max_length=LONGEST_LABEL)
    label_en = models.CharField(max_length=LONGEST_LABEL, blank=True)
    hint_de = models.CharField(max_length=LONGEST_HINT, blank=True)
    hint_en = models.CharField(max_length=LONGEST_HINT, blank=True)
    required = models.BooleanField(default=False)
    only_after: "models.ManyToManyField[Choice, models.Model]" = models.ManyToManyField(
        "Choice", related_name="leads_to"
    )
    """Choices of an earlier question, one of which must be chosen before it is asked."""

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(label_de=""), name="question_asks_something"),
            models.CheckConstraint(condition=Q(kind__in=[k.value for k in QuestionKind]), name="question_kind_is_known"),
        ]  # fmt: skip

    def __str__(self) -> str:
        return self.label_de

    @property
    def label(self) -> str:
        return self.said("label")

    @property
    def hint(self) -> str:
        return self.said("hint")


class Choice(Spoken, models.Model):
    """One answer that can be chosen."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="choices")
    place = models.PositiveSmallIntegerField()
    words_de = models.CharField(max_length=LONGEST_CHOICE)
    words_en = models.CharField(max_length=LONGEST_CHOICE, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(words_de=""), name="choice_says_something"),
            models.UniqueConstraint(fields=["question", "words_de"], name="choice_is_one_of_its_question"),
        ]

    def __str__(self) -> str:
        return self.words_de

    @property
    def words(self) -> str:
        return self.said("words")
