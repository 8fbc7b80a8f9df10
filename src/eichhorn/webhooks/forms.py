"""What an administrator types about an address, and since when events are sent again."""

from datetime import datetime, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eichhorn.foundation import http
from eichhorn.planning import rules as plans
from eichhorn.ui.fields import LocalDateTimeField
from eichhorn.webhooks import rules
from eichhorn.webhooks.rules import KEPT_FOR, BadAddress, EventType, NotPublic, What
from eichhorn.webhooks.words import EVENTS


class AddressField(forms.CharField):
    """An address that can be called."""

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value) or "")
        if not typed:
            return ""
        try:
            return rules.address(typed, open_ones=http.allowed)
        except NotPublic as error:
            raise ValidationError(
                _("This address is not on the public internet. Whoever runs this installation can allow it.")
            ) from error
        except BadAddress as error:
            raise ValidationError(
                _("Write the whole address, beginning with https://, without a password in it.")
            ) from error


class EndpointForm(forms.Form):
    """Where a program listens, and to what."""

    name = forms.CharField(
        label=_("Which program is it?"), max_length=80, help_text=_("For example: the intranet's calendar."),
        error_messages={"required": _("Please say which program it is, so that you know it again later.")},
    )  # fmt: skip
    url = AddressField(
        label=_("Its address"), max_length=500, help_text=_("Every call is a POST to it, signed with a secret of its own."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false", "inputmode": "url"}),
        error_messages={"required": _("Please enter the address.")},
    )  # fmt: skip
    types = forms.MultipleChoiceField(
        label=_("What is it told?"), widget=forms.CheckboxSelectMultiple,
        choices=[(kind.value, word) for kind, word in EVENTS.items()],
        help_text=_("Numbers and links alone: no text and no name leaves the house."),
        error_messages={"required": _("Please choose one thing at least.")},
    )  # fmt: skip

    def clean_types(self) -> list[EventType]:
        return [EventType(kind) for kind in self.cleaned_data["types"]]


class ReplayForm(forms.Form):
    """Since when, and which events."""

    since = LocalDateTimeField(label=_("Since when?"), help_text=_("At most 30 days back."))
    what = forms.ChoiceField(
        label=_("Which events?"), widget=forms.RadioSelect, initial=What.MISSING.value,
        choices=[
            (What.MISSING.value, _("Those that did not arrive")),
            (What.ALL.value, _("All of them; the program recognises repeats by their id")),
        ],
    )  # fmt: skip

    def __init__(self, *args: Any, zone: str, now: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._zone, self._now = zone, now

    def clean_since(self) -> datetime:
        try:
            at = plans.instant(self.cleaned_data["since"], self._zone)
        except plans.NoSuchTime as error:
            raise ValidationError(_("This time does not exist: on that night the clocks are put forward.")) from error
        if at > self._now:
            raise ValidationError(_("This instant is still to come."))
        if at < self._now - KEPT_FOR - timedelta(minutes=1):
            raise ValidationError(_("This is longer ago than 30 days."))
        return at
