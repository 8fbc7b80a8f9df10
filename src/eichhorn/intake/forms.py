"""Input to types and questions; and the fields that the questions become on the form.

The difficult thing: what must be answered hangs on what was answered. So the fields are made from what came in: a question that
was not asked has no field, whatever a browser sends for it.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eichhorn.foundation.typed import one_line, row_number
from eichhorn.intake import queries, rules
from eichhorn.intake.answers import Answered
from eichhorn.intake.models import Choice, Question, RequestType
from eichhorn.intake.rules import DECIDING, LONGEST_CHOICE, LONGEST_HINT, LONGEST_LABEL, MOST_CHOICES, QuestionKind
from eichhorn.intake.services import QuestionWords, TypeWords
from eichhorn.intake.words import KINDS, long_choice
from eichhorn.people.models import Team
from eichhorn.planning.models import KindOfWork
from eichhorn.ui import moments
from eichhorn.ui.fields import LineField, LocalDateField, WordsField, sentences

LONGEST_LINE, LONGEST_WORDS, LONGEST_LINK = 300, 5_000, 1_000
TOO_LONG = 120
"""Working days of lead time that nobody means."""


class TypeForm(forms.Form):
    """A type of request."""

    name_de = LineField(
        label=_("Name"), max_length=80, help_text=_("For example: announcement, job offer, at short notice.")
    )
    name_en = LineField(label=_("Name in English"), max_length=80, required=False)
    hint_de = LineField(label=_("One sentence about it"), max_length=LONGEST_HINT, required=False)
    hint_en = LineField(label=_("The sentence in English"), max_length=LONGEST_HINT, required=False)
    lead_days = forms.IntegerField(
        label=_("Usual lead time in working days"), min_value=0, max_value=TOO_LONG, required=False,
        help_text=_("Whoever asks sees it while they type. Empty means: as everywhere."),
    )  # fmt: skip
    work = forms.ModelChoiceField(
        label=_("Kind of work"), queryset=KindOfWork.objects.order_by("name"), required=False,
        empty_label=_("the usual one"), help_text=_("It says how many hours are counted for it."),
    )  # fmt: skip
    team = forms.ModelChoiceField(
        label=_("Which team looks at it?"), queryset=Team.objects.order_by("name"), required=False,
        empty_label=_("everybody who decides about requests"),
    )  # fmt: skip

    @property
    def words(self) -> TypeWords:
        return TypeWords(**self.cleaned_data)

    @classmethod
    def first(cls, of: RequestType) -> dict[str, Any]:
        return {name: getattr(of, name) for name in cls.base_fields}


class QuestionForm(forms.Form):
    """A question, its choices, and when it is asked."""

    label_de = LineField(label=_("What do you ask?"), max_length=LONGEST_LABEL)
    label_en = LineField(label=_("The question in English"), max_length=LONGEST_LABEL, required=False)
    kind = forms.ChoiceField(label=_("What is the answer?"), choices=[])
    choices = WordsField(
        label=_("Answers to choose from"), required=False, max_length=MOST_CHOICES * (2 * LONGEST_CHOICE + 4),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Only where one chooses: each in a line of its own, the English words after a |."),
    )  # fmt: skip
    hint_de = LineField(label=_("A hint below it"), max_length=LONGEST_HINT, required=False)
    hint_en = LineField(label=_("The hint in English"), max_length=LONGEST_HINT, required=False)
    required = forms.BooleanField(label=_("It must be answered"), required=False)
    only_after = forms.ModelMultipleChoiceField(
        label=_("Only ask it after one of these answers"), queryset=Choice.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple, help_text=_("None ticked means: it is always asked."),
    )  # fmt: skip

    def __init__(self, *args: Any, earlier: Sequence[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["kind"].choices = [(kind.value, str(word)) for kind, word in KINDS.items()]
        numbers = [one.pk for one in earlier if one.kind in DECIDING]
        if not numbers:
            del fields["only_after"]
            return
        fields["only_after"].queryset = Choice.objects.filter(question__in=numbers).select_related("question")
        fields["only_after"].label_from_instance = lambda choice: f"{choice.question.label} → {choice.words}"

    def clean_choices(self) -> list[tuple[str, str]]:
        """Return German and English words of each line; a line that stands there twice counts once."""
        found: dict[str, str] = {}
        for line in self.cleaned_data["choices"].splitlines():
            german, _bar, english = (one_line(part) for part in line.partition("|"))
            if max(len(german), len(english)) > LONGEST_CHOICE:
                raise ValidationError(long_choice())
            if german:
                found.setdefault(german, english)
        return list(found.items())

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        parents = {choice.question_id for choice in cleaned.get("only_after", ())}
        if len(parents) > 1:
            self.add_error("only_after", gettext("Choose answers of one question only."))
        return cleaned

    @property
    def words(self) -> QuestionWords:
        given = self.cleaned_data
        return QuestionWords(
            kind=QuestionKind(given["kind"]), label_de=given["label_de"], label_en=given["label_en"], hint_de=given["hint_de"],
            hint_en=given["hint_en"], required=given["required"], choices=given["choices"], only_after=list(given.get("only_after", ())),
        )  # fmt: skip

    @classmethod
    def first(cls, of: Question) -> dict[str, Any]:
        plain = {name: getattr(of, name) for name in ("label_de", "label_en", "kind", "hint_de", "hint_en", "required")}
        lines = [" | ".join(filter(None, (one.words_de, one.words_en))) for one in of.choices.all()]
        return {**plain, "choices": "\n".join(lines), "only_after": [one.pk for one in of.only_after.all()]}


def name_of(question: Question) -> str:
    """Return the name of the question's field."""
    return f"q{question.pk}"


def is_name(name: str) -> bool:
    """Return whether a field of that name is an answer to a question."""
    return name[:1] == "q" and row_number(name[1:]) is not None


def asked(found: Sequence[Question], given: Mapping[str, Any]) -> list[Question]:
    """Return the questions that are asked after what came in: a list of values, or one, under each field's name."""
    chosen: set[int] = set()
    for one in found:
        value = given.get(name_of(one), ())
        for each in value if isinstance(value, list | tuple) else (value,):
            if (number := row_number(str(each))) is not None:
                chosen.add(number)
    standing = {one.number for one in rules.after(queries.as_rules(found), chosen)}
    return [one for one in found if one.pk in standing]


def field_of(question: Question) -> forms.Field:
    """Return the question as a field of a form."""
    said: dict[str, Any] = {"label": question.label, "help_text": question.hint, "required": question.required}
    choices = [(str(one.pk), one.words) for one in question.choices.all()]
    match QuestionKind(question.kind):
        case QuestionKind.WORDS:
            return WordsField(max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 3}), **said)
        case QuestionKind.ONE:
            return forms.ChoiceField(choices=choices, widget=forms.RadioSelect, **said)
        case QuestionKind.SEVERAL:
            return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **said)
        case QuestionKind.DAY:
            return LocalDateField(**said)
        case QuestionKind.LINK:
            wrong = {"invalid": _("This is no link. It begins with https:// and has no spaces.")}
            return forms.URLField(max_length=LONGEST_LINK, assume_scheme="https", error_messages=wrong, **said)
        case QuestionKind.TICK:
            must = {"required": _("Please tick this, or call us.")}
            return forms.BooleanField(error_messages=must, **said)
        case QuestionKind.LINE:
            return LineField(max_length=LONGEST_LINE, **said)


def answered(found: Sequence[Question], cleaned: Mapping[str, Any]) -> tuple[Answered, ...]:
    """Return what was answered, in the order of the form; what was left empty is no answer."""
    said = ((one, cleaned.get(name_of(one))) for one in found)
    return tuple(_answer(one, value) for one, value in said if value not in (None, "", [], False))


def _answer(question: Question, value: Any) -> Answered:
    if question.kind in DECIDING:
        numbers = tuple(int(each) for each in ([value] if isinstance(value, str) else value))
        words = ", ".join(one.words for one in question.choices.all() if one.pk in numbers)
        return Answered(question.pk, question.label, words, question.kind, numbers)
    if isinstance(value, date):
        said = moments.day(value, with_year=True)
        return Answered(question.pk, question.label, said, question.kind, day=value.isoformat())
    said = gettext("yes") if value is True else str(value)
    return Answered(question.pk, question.label, said, question.kind)


class Misanswered(Exception):
    """Something is missing or not understood; `wrong` says at which question what."""

    def __init__(self, wrong: Mapping[int, str]) -> None:
        super().__init__(str(sorted(wrong)))
        self.wrong = wrong


def read(of: RequestType | None, given: Mapping[int, Any]) -> tuple[Answered, ...]:
    """Return what was answered, by the numbers of the questions, as the form would take it. Raises Misanswered."""
    every = queries.questions(of)
    values = {f"q{number}": value for number, value in given.items()}
    found = asked(every, values)
    form = forms.Form({name_of(one): values.get(name_of(one), "") for one in found})
    form.fields.update({name_of(one): field_of(one) for one in found})
    form.full_clean()
    strangers = given.keys() - {one.pk for one in found}
    wrong = {number: gettext("This is not asked here.") for number in strangers}
    wrong |= {one.pk: sentences(form[name_of(one)])[0] for one in found if form[name_of(one)].errors}
    if wrong:
        raise Misanswered(wrong)
    return answered(found, form.cleaned_data)


def typed_again(kept: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the fields stand at after those answers, for a form in which they are changed."""
    found: dict[str, Any] = {}
    for one in kept:
        name = f"q{one['question']}"
        match one["kind"]:
            case QuestionKind.ONE:
                found[name] = str(one["choices"][0]) if one["choices"] else ""
            case QuestionKind.SEVERAL:
                found[name] = [str(number) for number in one["choices"]]
            case QuestionKind.TICK:
                found[name] = True
            case QuestionKind.DAY:
                found[name] = date.fromisoformat(one["day"])
            case _:
                found[name] = one["said"]
    return found
