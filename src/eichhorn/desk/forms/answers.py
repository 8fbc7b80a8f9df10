"""Answers: of the team to a request, and of the requester to a question; and what the desk promises."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eichhorn.channels.models import Channel
from eichhorn.desk.forms.wishes import NO_SUCH_TIME
from eichhorn.desk.queries import Gap, way_on
from eichhorn.desk.rules import DECIDED_BY_TEAM, AnswerKind
from eichhorn.desk.words import BECAUSES
from eichhorn.people.models import Person, Team
from eichhorn.planning import rules
from eichhorn.planning.models import KindOfWork
from eichhorn.strategy.models import Goal
from eichhorn.ui.fields import LineField, LocalDateTimeField, WordsField


class AnswerField(forms.ChoiceField):
    """One of the answers, or the name of an offer: whether that still stands is compared under lock."""

    def valid_value(self, value: Any) -> bool:
        return super().valid_value(value) or way_on(str(value)) is not None


class DecisionForm(forms.Form):
    """An answer to a request. `chosen` is what was ticked, `way` the day and fingerprint where that was an offer."""

    answer = AnswerField(choices=[(kind.value, kind.value) for kind in AnswerKind if kind in DECIDED_BY_TEAM])
    text = WordsField(
        label=_("Your letter"), widget=forms.Textarea(attrs={"rows": 3, "class": "letter"}), max_length=5000,
        error_messages={"required": _("An answer without a reason cannot be sent. Two sentences are enough.")},
    )  # fmt: skip
    later_at = LocalDateTimeField(label=_("Reserved for"), required=False)
    overrun_because = LineField(
        label=_("Why is it right all the same?"), required=False, max_length=300,
        help_text=_("Stays in the plan with your name."),
    )  # fmt: skip
    fingerprint = forms.CharField(required=False, max_length=64)
    channels = forms.ModelMultipleChoiceField(queryset=Channel.objects.none(), required=False)
    kind = forms.ModelChoiceField(queryset=KindOfWork.objects.all(), required=False)
    goal = forms.ModelChoiceField(queryset=Goal.objects.all(), required=False)
    because = forms.ChoiceField(
        label=_("Reason"), required=False, choices=[(one.value, word) for one, word in BECAUSES.items()],
        help_text=_("Only for counting how often it happens; the letter says why."),
    )  # fmt: skip
    asks = forms.MultipleChoiceField(
        label=_("What is missing?"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("What is ticked they find on a page of its own, and nothing else."),
    )  # fmt: skip

    def __init__(self, *args: Any, zone: str, gaps: Sequence[Gap] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        chosen: Any = self.fields
        chosen["asks"].choices = [(gap.name, gap.label) for gap in gaps]
        chosen["channels"].queryset = Channel.objects.filter(retired_on__isnull=True)

    def clean_later_at(self) -> datetime | None:
        local: datetime | None = self.cleaned_data["later_at"]
        if local is not None:
            try:
                rules.instant(local, self.zone)
            except rules.NoSuchTime as skipped:
                raise ValidationError(NO_SUCH_TIME) from skipped
        return local

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["chosen"], cleaned["way"] = cleaned.get("answer", ""), way_on(cleaned.get("answer", ""))
        if cleaned["way"] is not None:
            cleaned["answer"] = AnswerKind.LATER
        elif (
            cleaned.get("answer") == AnswerKind.LATER and not cleaned.get("later_at") and "later_at" not in self.errors
        ):
            self.add_error("later_at", gettext("Please name the date that is reserved."))
        return cleaned


class HandOnForm(forms.Form):
    """Which team looks at it from now on, and what whoever asked is told."""

    team = forms.ModelChoiceField(
        label=_("Team"), queryset=Team.objects.none(), empty_label=_("please choose"),
        error_messages={"required": _("Please choose who takes it.")}, widget=forms.Select(attrs={"data-first": True}),
    )  # fmt: skip
    handed = WordsField(
        label=_("Your letter"), max_length=5000, widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("An answer without a reason cannot be sent. Two sentences are enough.")},
    )  # fmt: skip

    def __init__(self, *args: Any, besides: Team | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams: Any = self.fields["team"]
        teams.queryset = Team.objects.exclude(pk__in=[besides.pk] if besides is not None else []).order_by("name", "pk")


class CalledForm(forms.Form):
    """What was said on the phone."""

    said = WordsField(
        label=_("What was said"), max_length=5000, widget=forms.Textarea(attrs={"rows": 2, "data-first": True}),
        help_text=_("Stands with the request, and whoever asked reads it on their page. The answer is still yours to give."),
        error_messages={"required": _("Please say in a sentence what you agreed.")},
    )  # fmt: skip


class ReplyForm(forms.Form):
    """The requester's answer to our question."""

    text = WordsField(
        label=_("Your answer"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write a sentence, or simply call us.")},
    )  # fmt: skip


class ObjectForm(forms.Form):
    """What the requester says against our answer."""

    against = WordsField(
        label=_("What should be looked at once more?"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write a sentence, so that it can be decided.")},
    )  # fmt: skip


class JudgeForm(forms.Form):
    """What whoever is named says about an objection; an own `auto_id` where other letters stand on the page."""

    way = forms.ChoiceField(
        choices=[("uphold", ""), ("hear", "")], error_messages={"required": _("Please choose one of the two."), "invalid_choice": _("Please choose one of the two.")},
    )  # fmt: skip
    text = WordsField(
        label=_("Your letter"), max_length=5000, widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"required": _("An answer without a reason cannot be sent. Two sentences are enough.")},
        help_text=_("Whoever asked reads it by mail and on their page."),
    )  # fmt: skip


class TermsForm(forms.Form):
    """What the desk promises."""

    answer_hours = forms.IntegerField(label=_("Working hours until a clear answer"), min_value=1, max_value=80)
    appeal_to = forms.ModelChoiceField(
        label=_("Who decides when a requester objects?"), queryset=Person.objects.none(), required=False,
        empty_label=_("nobody yet; then nothing is promised"),
    )  # fmt: skip
    appeal_days = forms.IntegerField(label=_("Within how many working days?"), min_value=1, max_value=20)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people: Any = self.fields["appeal_to"]
        people.queryset = Person.objects.filter(left_on__isnull=True).order_by("name", "pk")


class LetterForm(forms.Form):
    """A reason in words, where nothing else is asked."""

    text = WordsField(
        label=_("Your letter"), max_length=5000, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("An answer without a reason cannot be sent. Two sentences are enough.")},
    )  # fmt: skip
