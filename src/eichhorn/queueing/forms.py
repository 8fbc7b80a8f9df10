"""Input to a queue."""

from typing import Any

from django import forms

from eichhorn.queueing.rules import MOST, What, Wish

FINGERPRINT = 32


class WishForm(forms.Form):
    """What is to happen to which post, what of the queue was seen, and what would happen was read."""

    what = forms.ChoiceField(choices=[(one.value, one.value) for one in What])
    slot = forms.IntegerField(required=False, min_value=1, max_value=2**63 - 1)
    to = forms.IntegerField(required=False, min_value=0, max_value=MOST)
    seen = forms.CharField(required=False, max_length=FINGERPRINT)
    told = forms.CharField(required=False, max_length=FINGERPRINT)

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        if given.get("what") != What.MOVE_UP and not given.get("slot"):
            self.add_error("slot", "")
        return given

    @property
    def wish(self) -> Wish:
        """Return what is wished, once it is valid."""
        given = self.cleaned_data
        return Wish(What(given["what"]), given.get("slot") or 0, given.get("to") or 0)
