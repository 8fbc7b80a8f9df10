"""What persons type about deliveries."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.ui.fields import LineField


class ProofForm(forms.Form):
    """The address under which a post is seen."""

    url = forms.URLField(
        label=_("Address of the post"), max_length=500, assume_scheme="https",
        error_messages={
            "required": _("Please paste the address of the post. It is the proof that it is out."),
            "invalid": _("This does not look like an address. It begins with https://"),
        },
    )  # fmt: skip


class TakeBackForm(forms.Form):
    """Why a post is taken back."""

    reason = LineField(
        label=_("Why is it taken back?"), max_length=300, help_text=_("It stays in the history with this reason."),
        error_messages={"required": _("Please say why in a few words.")},
    )  # fmt: skip


class HoldForm(forms.Form):
    """Why everything is held."""

    reason = LineField(
        label=_("Reason, visible to everybody"), max_length=300,
        error_messages={"required": _("Please say why in a few words. Everybody sees it on every page.")},
    )  # fmt: skip
