"""What an approver types."""

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.ui.fields import LineField, WordsField


class ReasonForm(forms.Form):
    """Why not."""

    reason = WordsField(
        label=_("Why not, and what would help?"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": _("Please say why in a sentence, so that the author knows what to change.")},
    )


class RouteForm(forms.Form):
    """Who is asked about every post."""

    approver = forms.ModelChoiceField(
        label=_("Who approves?"),
        empty_label=_("please choose"),
        queryset=Person.objects.none(),
        error_messages={"required": _("Please choose somebody who approves.")},
    )

    def __init__(self, *args: object, now: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["approver"].queryset = people.holders(Act.APPROVE, now=now)  # type: ignore[attr-defined, arg-type]


class SoleForm(forms.Form):
    """Why one person alone answers for what appears."""

    because = LineField(
        label=_("Why does one person decide alone?"),
        max_length=300,
        help_text=_("Everybody can read this sentence at every post that takes this way."),
        error_messages={"required": _("Please say why in a sentence.")},
    )
