"""What persons type about deliveries."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.planning.models import Slot
from eichhorn.ui import moments
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


class CorrectForm(forms.Form):
    """Why a post that is out is changed."""

    reason = LineField(
        label=_("Why is it corrected?"), max_length=300,
        help_text=_("It stays in the history with this reason."),
        error_messages={"required": _("Please say why in a few words.")},
    )  # fmt: skip


class TakeBackForm(forms.Form):
    """Why a post is taken back."""

    reason = LineField(
        label=_("Why is it taken back?"), max_length=300, help_text=_("It stays in the history with this reason."),
        error_messages={"required": _("Please say why in a few words.")},
    )  # fmt: skip


class JoinForm(forms.Form):
    """Which plan it is that somebody published by hand."""

    slot = forms.TypedChoiceField(
        label=_("Which post is it?"), coerce=int,
        error_messages={
            "required": _("Please choose the post that it is."),
            "invalid_choice": _("This post is not open for that channel any more. Please choose another one."),
        },
    )  # fmt: skip

    def __init__(self, given: Mapping[str, Any] | None, *, plans: Sequence[Slot]) -> None:
        super().__init__(given)
        self._plans = {plan.pk: plan for plan in plans}
        chosen = cast(forms.TypedChoiceField, self.fields["slot"])
        chosen.choices = [("", _("choose a post")), *((plan.pk, _named(plan)) for plan in plans)]

    @property
    def plan(self) -> Slot | None:
        return self._plans.get(self.cleaned_data.get("slot") or 0)


def _named(plan: Slot) -> str:
    return f"{plan.title} · {moments.day_time(plan.due_at)}" if plan.due_at is not None else plan.title


class ResumeForm(forms.Form):
    """What becomes of each post that was held: one field for each, named by its number."""

    SEND, LATER, NO = "send", "later", "no"

    def __init__(self, *args: Any, deliveries: Iterable[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in deliveries:
            self.fields[str(number)] = forms.ChoiceField(
                choices=[(self.SEND, _("Send now")), (self.LATER, _("Decide later")), (self.NO, _("Do not send"))],
                initial=self.LATER, required=False, widget=forms.RadioSelect,
            )  # fmt: skip

    def chosen(self, what: str) -> list[int]:
        """Return the deliveries for which this was chosen."""
        return [int(name) for name, choice in self.cleaned_data.items() if choice == what]


class HoldForm(forms.Form):
    """Why everything is held."""

    reason = LineField(
        label=_("Reason, visible to everybody"), max_length=300,
        error_messages={"required": _("Please say why in a few words. Everybody sees it on every page.")},
    )  # fmt: skip
