"""Input of the inbox."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.dialogue.rules import LONGEST_TEXT
from eichhorn.ui.fields import WordsField


class ReplyForm(forms.Form):
    """A reply, and the key by which the same form sent twice is one reply."""

    key = forms.UUIDField(widget=forms.HiddenInput)
    text = WordsField(
        max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("The reply is still empty.")},
    )  # fmt: skip

    @classmethod
    def fresh(cls) -> "ReplyForm":
        """Return an empty form with a key of its own."""
        return cls(initial={"key": uuid.uuid4()})
