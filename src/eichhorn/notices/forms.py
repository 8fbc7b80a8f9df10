"""How often somebody wants mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.notices.rules import Rhythm

RHYTHMS = [
    (Rhythm.AT_ONCE.value, _("Each at once")),
    (Rhythm.DAILY.value, _("Gathered, in the morning of each working day")),
    (Rhythm.WEEKLY.value, _("Gathered, on Monday mornings")),
]


class RhythmForm(forms.Form):
    """How often an address has what merely informs."""

    rhythm = forms.ChoiceField(
        label=_("Mails that only tell you something"), choices=RHYTHMS, widget=forms.RadioSelect,
        help_text=_("What we need from you, and what cannot wait, comes at once in any case."),
    )  # fmt: skip

    @property
    def chosen(self) -> Rhythm:
        return Rhythm(self.cleaned_data["rhythm"])
