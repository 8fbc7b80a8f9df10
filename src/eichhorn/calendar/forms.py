"""Input to the name of a kept view."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.ui.fields import LineField


class RenameForm(forms.Form):
    """Under which name a view is kept."""

    name = LineField(label=_("Name of the view"), max_length=60, help_text=_("For example “Social media team, open”."))


class KeepForm(RenameForm):
    """Under which name a view is kept, and for whom."""

    for_everybody = forms.BooleanField(
        label=_("For everybody"), required=False, help_text=_("It stands in everybody's menu, not only in yours.")
    )
