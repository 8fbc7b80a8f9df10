"""What people say of pictures."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eichhorn.library.rules import LONGEST_REASON
from eichhorn.library.words import CONSENTS
from eichhorn.media.forms import KnownForm
from eichhorn.media.models import SomebodyShown
from eichhorn.media.rules import LONGEST_ALT, Consent
from eichhorn.ui.fields import LineField, LocalDateField, SeveralFiles, WordsField


class AddForm(forms.Form):
    """Pictures that are added; each is looked at by itself."""

    pictures = forms.FileField(
        label=_("Pictures"), help_text=_("JPEG, PNG, GIF or WebP, up to 10 MB each. Several at once are fine."),
        widget=SeveralFiles(attrs={"multiple": True, "accept": "image/jpeg,image/png,image/gif,image/webp"}),
        error_messages={"required": _("Please choose one picture at least."), "empty": _("This file is empty. Please choose another one.")},
    )  # fmt: skip


class AboutForm(KnownForm):
    """What is known of a picture."""

    alt_de = WordsField(
        label=_("Image description, German"), required=False, max_length=LONGEST_ALT, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What somebody has to know who cannot see the picture. Posts in German begin with it."),
    )  # fmt: skip
    alt_en = WordsField(
        label=_("Image description, English"), required=False, max_length=LONGEST_ALT, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Posts in English begin with it."),
    )  # fmt: skip
    source = LineField(label=_("Source"), required=False, max_length=200, help_text=_("Who made the picture."))
    field_order = ("alt_de", "alt_en", "tags", "source", "licence", "licence_note", "last_day")


class ConsentForm(forms.Form):
    """What somebody who is shown has said."""

    consent = forms.ChoiceField(
        label=_("Consent"), choices=[(one.value, word) for one, word in CONSENTS.items()], initial=Consent.GIVEN.value,
        widget=forms.RadioSelect,
    )  # fmt: skip
    said_on = LocalDateField(label=_("On"), help_text=_("The day on which they said it, or were asked."))
    note = LineField(
        label=_("Note"), required=False, max_length=300, help_text=_("Where it lies in writing, and how far it goes.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        self.fields["said_on"].initial = today

    def clean_said_on(self) -> date:
        said_on: date = self.cleaned_data["said_on"]
        if said_on > self.today:
            raise ValidationError(_("This day is still to come. Please check it."))
        return said_on


class ShownForm(ConsentForm):
    """Somebody who is shown, and what they said."""

    name = LineField(
        label=_("Who is shown"), max_length=120,
        help_text=_("By name, or in words: the apprentice on the left. Only your team reads it."),
    )  # fmt: skip
    field_order = ("name", "consent", "said_on", "note")


class ReasonForm(forms.Form):
    """Why a post that is out stays as it is."""

    reason = WordsField(
        label=_("What was decided"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: the picture was exchanged on Mastodon, and Ms Roth knows."),
        error_messages={"required": _("Please say in a sentence what was decided.")},
    )  # fmt: skip


def consent_form(shown: SomebodyShown, *, today: date) -> ConsentForm:
    """Return the form with what they said."""
    initial = {"consent": shown.consent, "said_on": shown.said_on, "note": shown.note}
    return ConsentForm(initial=initial, today=today, auto_id=f"id_{shown.pk}_%s")


__all__ = ["AboutForm", "AddForm", "ConsentForm", "ReasonForm", "ShownForm", "consent_form"]
