"""Input to the strategy."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.concept.rules import LONGEST_ANSWER, LONGEST_REASON, Decision, Obstacle
from eichhorn.concept.words import OBSTACLES
from eichhorn.ui.fields import LocalDateField, WordsField

FIELDS: dict[Obstacle, str | None] = {
    Obstacle.UNANSWERED: None, Obstacle.PAST: "begins_on", Obstacle.NOT_AFTER: "begins_on",
    Obstacle.REVIEW_TOO_EARLY: "review_on", Obstacle.UNSAID: "what_changed",
}  # fmt: skip


class AnswerForm(forms.Form):
    """The answer to one question, and the revision that it was written on."""

    text = WordsField(
        label=_("Our answer"), max_length=LONGEST_ANSWER, required=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=_("Paragraphs and lists as you know them: an empty line, or lines that begin with “- ”. **bold**, # heading."),
    )  # fmt: skip
    based_on = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class DecisionForm(forms.Form):
    """From when the version holds, and what it changes."""

    begins_on = LocalDateField(
        label=_("From which day does it hold?"), help_text=_("Until then the version before it holds.")
    )
    review_on = LocalDateField(
        label=_("When is it looked at again?"), required=False,
        help_text=_("Often after a year. On that day it stands on Today."),
    )  # fmt: skip
    what_changed = WordsField(
        label=_("What changes?"), max_length=LONGEST_REASON, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    why = WordsField(
        label=_("Why?"), max_length=LONGEST_REASON, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args: Any, is_first: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if is_first:
            del self.fields["what_changed"], self.fields["why"]

    @property
    def decision(self) -> Decision:
        given = self.cleaned_data
        return Decision(given["begins_on"], given["review_on"], given.get("what_changed") or "", given.get("why") or "")

    def refuse(self, because: tuple[Obstacle, ...]) -> None:
        """The obstacles stand at their fields."""
        for obstacle in because:
            field = FIELDS[obstacle]
            self.add_error(field if field in self.fields else None, str(OBSTACLES[obstacle]))
