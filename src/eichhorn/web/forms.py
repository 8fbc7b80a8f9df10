"""What is searched for in the audit."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.ui.fields import LocalDateField
from eichhorn.web.audit import finding, names, words
from eichhorn.web.audit.finding import Wanted


class AuditForm(forms.Form):
    """Person, act, thing and period; every field may be left out."""

    person = forms.ChoiceField(label=_("Who"), required=False)
    verb = forms.ChoiceField(label=_("What"), required=False)
    kind = forms.ChoiceField(label=_("Kind of thing"), required=False)
    number = forms.IntegerField(label=_("Its number"), required=False, min_value=0, max_value=2**62)
    first_day = LocalDateField(label=_("First day"), required=False)
    last_day = LocalDateField(label=_("Last day"), required=False)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data)
        everything = ("", _("all"))
        kinds = sorted(((kind, str(word)) for kind, word in names.KINDS.items()), key=lambda one: one[1])
        for name, choices in (("person", finding.persons()), ("verb", words.choices()), ("kind", kinds)):
            self.fields[name].choices = [everything, *choices]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        first, last = cleaned.get("first_day"), cleaned.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", _("The last day lies before the first one."))
        return cleaned

    @property
    def wanted(self) -> Wanted:
        """Return what is searched for. Only after the form is valid."""
        given = self.cleaned_data
        return Wanted(
            person=int(given["person"]) if given["person"] else None, verb=given["verb"], kind=given["kind"],
            number=given["number"], first_day=given["first_day"], last_day=given["last_day"],
        )  # fmt: skip
