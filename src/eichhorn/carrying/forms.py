"""Input to what was left undone."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.carrying.rules import LONGEST_REASON
from eichhorn.ui.fields import LineField


class LetGoForm(forms.Form):
    """Why something is not to be done any more."""

    because = LineField(
        label=_("Why do we let it go?"), max_length=LONGEST_REASON,
        help_text=_("One sentence is enough. It stays to be read, and you can take it up again."),
    )  # fmt: skip
