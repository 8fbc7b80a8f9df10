"""Input to what a picture or a video may be used for, and to how they are looked for."""

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from eichhorn.media.finding import LONGEST_SEARCH, Rights, Use, Wanted
from eichhorn.media.rules import LONGEST_TAG
from eichhorn.media.words import LICENCES, RIGHTS
from eichhorn.ui.fields import LineField, LocalDateField


class LicensedForm(forms.Form):
    """By which right something may appear, and until when."""

    licence = forms.ChoiceField(
        label=_("Licence"), required=False, choices=[(one.value, word) for one, word in LICENCES.items()]
    )
    licence_note = LineField(
        label=_("What the licence asks for"), required=False, max_length=300,
        help_text=_("How the author has to be named, or where the contract lies."),
    )  # fmt: skip
    last_day = LocalDateField(
        label=_("Last day"), required=False,
        help_text=_("On this day it may still appear, from the next one on no more. Empty means without end."),
    )  # fmt: skip


class SearchForm(forms.Form):
    """What is looked for; whatever is no answer counts as none."""

    q = forms.CharField(required=False, max_length=LONGEST_SEARCH)
    tag = forms.CharField(required=False, max_length=LONGEST_TAG)
    rights = forms.ChoiceField(required=False, choices=[(one.value, word) for one, word in RIGHTS.items()])
    use = forms.ChoiceField(required=False, choices=[(Use.UNUSED.value, "")])

    def wanted(self) -> Wanted:
        """Return what is looked for."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            words=given.get("q", ""), tag=given.get("tag", ""), rights=Rights(given.get("rights", "")),
            use=Use(given.get("use", "")),
        )  # fmt: skip

    @classmethod
    def asked(cls, query: QueryDict) -> QueryDict:
        """Return what of the query is looked for, for the addresses of other pages of the list."""
        said = QueryDict(mutable=True)
        said.update({name: str(value) for name, value in query.items() if name in cls.base_fields and value})
        return said
