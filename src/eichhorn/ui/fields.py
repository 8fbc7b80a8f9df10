"""Form fields of our own, and how every field is laid out: label, hint, error, control.

The difficult thing: a field must say what it is, what is wrong and where to go in one reading order for the eye and
for a screen reader, whatever widget Django gave it. So the layout decides by widget kind, here and in no template.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eichhorn.foundation import clock, typed
from eichhorn.ui import moments, typed_dates


class Card(str):
    """The label of a choice with a second line: `Card(_("Later"), hint=_("Friday 11:00"))`.

    It speaks the language in which it is made: give `choices` a function, so that it is made for each reader.
    """

    hint: str
    icon: str

    def __new__(cls, word: object, *, hint: object = "", icon: str = "") -> "Card":
        card = super().__new__(cls, str(word))
        card.hint, card.icon = str(hint), icon
        return card


class LineField(forms.CharField):
    """One line: a name, a title. Signs that nobody sees are left out, and a line of nothing else is empty."""

    def to_python(self, value: object) -> str | None:
        line = super().to_python(value)
        return self.empty_value if line is None or typed.is_blank(line.replace("\x00", "x")) else typed.one_line(line)


class WordsField(forms.CharField):
    """A text of several lines, kept as it was typed; one of which nothing can be seen is empty."""

    widget = forms.Textarea

    def to_python(self, value: object) -> str | None:
        words = super().to_python(value)
        return self.empty_value if words is None or typed.is_blank(words.replace("\x00", "x")) else words


class SeveralFiles(forms.ClearableFileInput):
    """A control by which one may choose several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each looked at like one; the value is a list of them."""

    widget = SeveralFiles

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        given = data if isinstance(data, list) else [data] if data else []
        if not given:
            super().clean(None, initial)
        return [super(FilesField, self).clean(one, initial) for one in given]


class LocalDateTimeInput(forms.DateTimeInput):
    """A text field for a typed date and time, with a picker beside it."""

    template_name = "ui/local_date_time.html"

    def format_value(self, value: object) -> str | None:
        if isinstance(value, datetime):
            return typed_dates.written(value)
        return str(value) if value else None

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["picked"] = self.picked(value)
        return context

    def picked(self, value: object) -> str:
        return value.isoformat(timespec="minutes") if isinstance(value, datetime) else ""


class LocalDateTimeField(forms.Field):
    """A date and time as somebody writes it; the value is naive and means the organisation's wall clock."""

    widget = LocalDateTimeInput
    default_error_messages = {
        "required": _("Please enter a date and a time, for example 12.6.2026 14:00."),
        "date": _("We do not understand this date. Write it like 12.6.2026 14:00."),
        "no_such_day": _("This day does not exist. Please check day and month."),
        "no_such_time": _("This time does not exist. Please write it like 14:00."),
        "weekday": _("The day of the week does not fit the date. Please check both."),
        "year": _("This year is very far away. Please check it."),
        "no_time": _("The time is missing. Write it after the date, for example 14:00."),
    }

    def to_python(self, value: object) -> datetime | None:
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value
        today = moments.local(clock.now()).date()
        try:
            return typed_dates.read(str(value), today=today)
        except typed_dates.NotUnderstood as problem:
            raise ValidationError(self.error_messages[problem.why], code=problem.why) from problem

    def prepare_value(self, value: object) -> object:
        return moments.local(value) if isinstance(value, datetime) else value


class LocalDateField(forms.Field):
    """A date as somebody writes it."""

    default_error_messages = {
        "required": _("Please enter a date, for example 12.6.2026."),
        "date": _("We do not understand this date. Write it like 12.6.2026."),
        "no_such_day": _("This day does not exist. Please check day and month."),
        "no_such_time": _("We do not understand this date. Write it like 12.6.2026."),
        "no_time": _("We do not understand this date. Write it like 12.6.2026."),
        "weekday": _("The day of the week does not fit the date. Please check both."),
        "year": _("This year is very far away. Please check it."),
    }

    class Input(LocalDateTimeInput):
        def format_value(self, value: object) -> str | None:
            if isinstance(value, date):
                return typed_dates.written_day(value)
            return str(value) if value else None

        def picked(self, value: object) -> str:
            return value.isoformat() if isinstance(value, date) else ""

        def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
            context = super().get_context(name, value, attrs)
            context["widget"]["days_only"] = True
            return context

    widget = Input

    def to_python(self, value: object) -> date | None:
        if value in self.empty_values:
            return None
        if isinstance(value, date):
            return value
        try:
            return typed_dates.read_day(str(value), today=moments.local(clock.now()).date())
        except typed_dates.NotUnderstood as problem:
            raise ValidationError(self.error_messages[problem.why], code=problem.why) from problem


def kind_of(widget: forms.Widget) -> str:
    """Return how the widget is laid out."""
    kinds: Mapping[type[forms.Widget], str] = {
        forms.CheckboxSelectMultiple: "cards",
        forms.RadioSelect: "cards",
        forms.CheckboxInput: "tick",
        forms.FileInput: "file",
        forms.SelectMultiple: "select",
        forms.Select: "select",
        forms.HiddenInput: "hidden",
    }
    return next((word for kind, word in kinds.items() if isinstance(widget, kind)), "text")


def needed_where_shown(field: forms.Field) -> bool:
    """Return whether the field is asked for only where another answer calls for it, and needed there."""
    return getattr(field, "needed_where_shown", False)


def seen(bound: BoundField, *, label: str = "", hint: str = "", css: str = "") -> dict[str, Any]:
    """Return what the field template needs."""
    kind = kind_of(bound.field.widget)
    hint = hint or str(bound.help_text or "")
    ident = bound.auto_id or bound.html_name
    described = " ".join(
        part for part in (f"{ident}_hint" if hint else "", f"{ident}_error" if bound.errors else "") if part
    )
    attrs: dict[str, Any] = {}
    if kind in {"text", "select", "file"}:
        look = "form-select" if kind == "select" else "form-control"
        own = str(bound.field.widget.attrs.get("class", ""))
        attrs["class"] = " ".join(part for part in (look, own, css, "bad" if bound.errors else "") if part)
    if described:
        attrs["aria-describedby"] = described
    if bound.errors:
        attrs["aria-invalid"] = "true"
    cards = kind == "cards"
    return {
        "bound": bound,
        "kind": kind,
        "ident": ident,
        "label": label or bound.label,
        "wrong": sentences(bound),
        "hint": hint,
        "described": described,
        "optional": not (bound.field.required or needed_where_shown(bound.field)) and kind not in {"tick", "hidden"},
        "control": "" if cards else bound.as_widget(attrs=attrs),
        "options": [option(sub) for sub in bound.subwidgets] if cards else [],
        "many": isinstance(bound.field.widget, forms.CheckboxSelectMultiple),
    }


def option(sub: Any) -> dict[str, Any]:  # a BoundWidget of any choice widget
    shown = sub.data
    word = shown["label"]
    return {
        "name": shown["name"],
        "value": shown["value"],
        "ident": shown["attrs"].get("id", ""),
        "checked": bool(shown["selected"]),
        "type": shown["type"],
        "word": word,
        "hint": getattr(word, "hint", ""),
        "icon": getattr(word, "icon", ""),
        "disabled": "disabled" in shown["attrs"],
    }


def problems(form: forms.BaseForm) -> list[tuple[str, str, str]]:
    """Return id, label and first sentence of every field with an error, in the order of the form."""
    found = []
    for bound in form:
        if bound.errors:
            cards = kind_of(bound.field.widget) == "cards"
            ident = f"{bound.auto_id}_0" if cards else bound.auto_id
            found.append((str(ident), str(bound.label), sentences(bound)[0]))
    return found


def sentences(bound: BoundField) -> list[str]:
    """Return what is wrong with the field; what Django would say in a standard sentence is said in our own words."""
    said = []
    for error in bound.errors.as_data():
        own = _own_words(bound, error)
        said += [own] if own else [str(message) for message in error.messages]
    return said


def _own_words(bound: BoundField, error: ValidationError) -> str:
    """Return our words for the error, empty where the form has its own."""
    match error.code:
        case "required" if error.message == forms.Field.default_error_messages["required"]:
            chosen = kind_of(bound.field.widget) in {"cards", "select"}
            return gettext("Please choose.") if chosen else gettext("Please fill this in.")
        case "max_length" if error.params and "max_length" not in bound.field.error_messages:
            return gettext("At most %(most)s characters fit here; these are %(count)s.") % {
                "most": error.params["limit_value"], "count": error.params["show_value"],
            }  # fmt: skip
        case "null_characters_not_allowed":
            return gettext("There is a sign in it that cannot be stored. Please type it anew.")
        case "invalid_choice" | "invalid_pk_value" | "invalid_list" if _is_standard(error):
            return gettext("This cannot be chosen any more. Please choose again.")
        case _:
            return ""


def _is_standard(error: ValidationError) -> bool:
    """Return whether the sentence is Django's own."""
    kinds = (forms.ChoiceField, forms.MultipleChoiceField, forms.ModelChoiceField, forms.ModelMultipleChoiceField)
    return error.message in {kind.default_error_messages.get(error.code or "") for kind in kinds}
