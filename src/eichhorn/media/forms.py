"""Input to what a picture or a video may be used for."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.media.words import LICENCES
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
