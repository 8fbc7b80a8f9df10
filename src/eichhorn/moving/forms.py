"""Input to another date for a post."""

from datetime import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eichhorn.moving.rules import DoubtKind, accepted, seen
from eichhorn.planning import rules as plan
from eichhorn.ui.fields import LocalDateTimeField


class PlaceForm(forms.Form):
    """Another date, from which date it was seen to move, and which doubts were read."""

    when = LocalDateTimeField(label=_("Another date"), help_text=_("For example 12 June, 14:00, or tomorrow 9:30."))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)
    anyhow = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone

    def clean_when(self) -> datetime:
        local: datetime = self.cleaned_data["when"]
        try:
            plan.instant(local, self.zone)
        except plan.NoSuchTime as skipped:
            raise ValidationError(
                _("This time does not exist: on that night the clocks are put forward. Please choose another time."),
                code="no_such_time",
            ) from skipped
        return local

    def clean_seen(self) -> datetime | None:
        try:
            return seen(self.cleaned_data["seen"])
        except ValueError:
            self.add_error("when", _("Please look once more where the post stands now."))
            return None

    def clean_anyhow(self) -> frozenset[DoubtKind]:
        return accepted(self.cleaned_data["anyhow"])
