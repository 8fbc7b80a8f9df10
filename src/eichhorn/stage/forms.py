"""What people type on the stage."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.stage import rules
from eichhorn.stage.models import Actor
from eichhorn.ui.fields import Card, LineField, WordsField

NEW = "new"


class AnswerForm(forms.Form):
    """An answer of somebody in the audience."""

    name = LineField(
        label=_("What is your name?"), max_length=60, widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
        help_text=_("It stands above your answer; an invented one will do."),
        error_messages={"required": _("Please enter a name.")},
    )  # fmt: skip
    words = WordsField(
        label=_("What would you like to say?"), max_length=rules.TEXT_LIMIT,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": _("Please write something."),
            "max_length": _("Please write at most %(limit_value)d characters; these are %(show_value)d."),
        },
    )  # fmt: skip


class ConsentForm(forms.Form):
    """As whom a program may speak."""

    account = forms.ChoiceField(label=_("For which account?"), widget=forms.RadioSelect)
    handle = LineField(
        label=_("Handle of the new account"), max_length=50, required=False,
        help_text=_("Small letters, digits and underscores, for example stadtwerke."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    name = LineField(label=_("Name of the new account"), max_length=120, required=False)

    def __init__(self, *args: Any, accounts: Sequence[Actor], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        assert isinstance(field, forms.ChoiceField)
        field.choices = [
            *((actor.handle, Card(actor.name, hint=f"@{actor.handle}")) for actor in accounts),
            (NEW, Card(_("A new account"), hint=_("With the handle and name below"))),
        ]
        field.initial = accounts[0].handle if accounts else NEW

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("account") == NEW and not cleaned.get("handle"):
            self.add_error("handle", _("Please enter a handle for the new account."))
        return cleaned

    def chosen_handle(self) -> str:
        """Return the chosen handle."""
        chosen = str(self.cleaned_data["account"])
        return str(self.cleaned_data["handle"]).strip().lstrip("@").lower() if chosen == NEW else chosen
