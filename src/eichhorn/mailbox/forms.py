"""Whose letters are answered at once."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eichhorn.mailbox.rules import FEWEST_DAYS, MOST_DAYS
from eichhorn.ui.fields import LineField, WordsField

MOST_DOMAINS = 50
DOMAIN = re.compile(r"(?=.{4,200}$)[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+")


class DoorForm(forms.Form):
    """The domains of the house, and the name of its mail server."""

    known_domains = WordsField(
        label=_("Domains of your house"), required=False, max_length=5_000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One a line, for example stadtwerke.example. Letters from elsewhere are answered by people only."),
    )  # fmt: skip
    server = LineField(
        label=_("Name of your mail server in “Authentication-Results”"), required=False, max_length=200,
        help_text=_("It stands first in that header, for example mx.stadtwerke.example. Without it no sender is confirmed."),
    )  # fmt: skip

    keeps_days = forms.IntegerField(
        label=_("Delete letters so many days after their request was ended"), min_value=FEWEST_DAYS, max_value=MOST_DAYS,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        help_text=_("Between 30 and 3650. The request stays, with all that was taken over from the letter."),
    )  # fmt: skip

    def clean_known_domains(self) -> list[str]:
        found = [line.strip().lstrip("@").lower() for line in self.cleaned_data["known_domains"].splitlines()]
        domains = list(dict.fromkeys(one for one in found if one))
        if len(domains) > MOST_DOMAINS:
            raise ValidationError(_("At most 50 domains fit."))
        for one in domains:
            if not DOMAIN.fullmatch(one):
                raise ValidationError(_("“%(domain)s” is no domain."), params={"domain": one[:80]})
        return domains

    def clean_server(self) -> str:
        server: str = self.cleaned_data["server"] or ""
        if server and not re.fullmatch(r"[A-Za-z0-9._-]+", server):
            raise ValidationError(_("The name is one word of letters, digits, dots and dashes."))
        return server.lower()
