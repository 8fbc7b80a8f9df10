"""What somebody types who makes a token."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.api.rules import LASTS, Scope
from eichhorn.api.words import LASTING, SCOPES


class TokenForm(forms.Form):
    """A program's way in: what it is for, what it may do, how long."""

    name = forms.CharField(
        label=_("What is it for?"), max_length=80, help_text=_("For example: the intranet's calendar."),
        error_messages={"required": _("Please say what it is for, so that you know it again later.")},
    )  # fmt: skip
    scopes = forms.MultipleChoiceField(
        label=_("What may the program do?"), widget=forms.CheckboxSelectMultiple, initial=[Scope.READ.value],
        choices=[(scope.value, word) for scope, word in SCOPES.items()],
        help_text=_("In your name, and never more than your own roles allow."),
        error_messages={"required": _("Please choose one thing at least.")},
    )  # fmt: skip
    lasts = forms.ChoiceField(
        label=_("How long?"), widget=forms.RadioSelect, initial="month", choices=[(key, LASTING[key]) for key in LASTS],
        help_text=_("Afterwards it lets nobody in, and you make a new one."),
    )  # fmt: skip
