"""What people type about channels, as typed values. Never saves."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazystr
from django.utils.translation import gettext_lazy as _

from eichhorn.channels import queries, rules, words
from eichhorn.channels.rules import BadAddress
from eichhorn.foundation import http
from eichhorn.networks.doors import Asked
from eichhorn.people.models import Team

LANGUAGES = [("de", lazystr("Deutsch")), ("en", lazystr("English"))]
KNOWN_BY_HAND = ("Facebook", "Instagram", "LinkedIn", "WhatsApp-Kanal", "YouTube", "TikTok", "Xing", "Threads", "X")


def _plain() -> forms.TextInput:
    return forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"})


def _secret() -> forms.PasswordInput:
    return forms.PasswordInput(attrs={"autocomplete": "off", "spellcheck": "false"})


class ServerField(forms.CharField):
    """The address of a server, from a name, an address or an account."""

    def clean(self, value: Any) -> str:
        typed = str(super().clean(value) or "")
        if not typed.strip():
            return ""
        try:
            return rules.server_url(typed, open_ones=http.allowed)
        except BadAddress as bad:
            if typed.strip().lower().startswith("http://"):
                raise ValidationError(_("Without https the key to the account would travel in the open.")) from bad
            raise ValidationError(
                _("This does not look like a server. Write it like erlengrund.social or @stadtwerke@erlengrund.social.")
            ) from bad


class DescriptionForm(forms.Form):
    """What people know about every channel."""

    name = forms.CharField(
        label=_("Name in this house"), max_length=120,
        help_text=_("As your team calls it, for example Mastodon Stadtwerke."),
        error_messages={"required": _("Please enter a name.")},
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    purpose = forms.CharField(
        label=_("What is it for?"), max_length=300, required=False,
        help_text=_("One sentence: for whom, about what."),
    )  # fmt: skip
    language = forms.ChoiceField(
        label=_("Language of its posts"), choices=LANGUAGES, widget=forms.RadioSelect, initial="de"
    )
    owner_team = forms.ModelChoiceField(
        label=_("Team that keeps it"), queryset=Team.objects.none(), required=False, empty_label=_("Nobody yet")
    )
    imprint_url = forms.URLField(
        label=_("Imprint"), required=False, assume_scheme="https", max_length=200,
        help_text=_("The page that the profile links to. In Germany the law asks for it."),
        error_messages={"invalid": _("This does not look like the address of a page.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        teams = self.fields["owner_team"]
        assert isinstance(teams, forms.ModelChoiceField)
        teams.queryset = Team.objects.order_by("name", "pk")


class MastodonForm(DescriptionForm):
    """A new channel on a server of the Mastodon API."""

    server_url = ServerField(
        label=_("Server or account"), max_length=200,
        help_text=_("For example erlengrund.social. Any server that Mastodon apps can use will do."),
        error_messages={"required": _("Please enter a server.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    field_order = ("server_url", "name")


class UsualServerForm(DescriptionForm):
    """A new channel on a network whose server is known, unless another is typed."""

    server_url = ServerField(
        label=_("Another server"), max_length=200, required=False,
        help_text=_("Only where the account does not live at the usual place. Else leave it empty."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    field_order = ("name",)


class LinkedInForm(UsualServerForm):
    """A new channel for the page of an organisation, which says itself which page it is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["server_url"].label = _("Address of the page")
        self.fields["server_url"].help_text = _("Only where you administer several pages. Else leave it empty.")


class OwnServerForm(MastodonForm):
    """A new channel on a network of which everybody may run a server."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["server_url"].label = _("Server")
        self.fields["server_url"].help_text = _(
            "Its address, for example matrix.erlengrund.example or blog.erlengrund.example."
        )


class ByHandForm(DescriptionForm):
    """A channel on which a person posts."""

    label = forms.CharField(
        label=_("Network"), max_length=40, help_text=_("For example Facebook, Instagram, LinkedIn or WhatsApp-Kanal."),
        error_messages={"required": _("Please enter the network.")},
        widget=forms.TextInput(attrs={"list": "known-networks", "autocomplete": "off"}),
    )  # fmt: skip
    server_url = forms.URLField(
        label=_("Address of the page"), required=False, assume_scheme="https", max_length=300,
        help_text=_("Whoever posts gets there by one press."),
        error_messages={"invalid": _("This does not look like the address of a page.")},
    )  # fmt: skip
    account = forms.CharField(
        label=_("Account"), max_length=200, required=False, help_text=_("As the network shows it.")
    )
    field_order = ("label", "name", "server_url", "account")


class StageForm(DescriptionForm):
    """A channel on the rehearsal stage."""

    handle = forms.RegexField(
        regex=r"^(?!gast_)[a-z0-9_]{2,50}$", label=_("Handle on the stage"), max_length=50,
        help_text=_("Small letters, digits and underscores, for example stadtwerke."),
        error_messages={
            "required": _("Please enter a handle."),
            "invalid": _("Small letters, digits and underscores, at least two, and not beginning with gast_."),
        },
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none"}),
    )  # fmt: skip
    field_order = ("name", "handle")


class SignInForm(forms.Form):
    """What a network wants typed to let us in. Nothing of it comes back to a page."""

    def __init__(self, *args: Any, asked: Sequence[Asked], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for one in asked:
            label, hint = words.asked(one.name)
            self.fields[one.name] = forms.CharField(
                label=label, help_text=hint, max_length=500, strip=not one.secret, required=not one.optional,
                error_messages={"required": _("Please fill this in.")},
                widget=_secret() if one.secret else _plain(),
            )  # fmt: skip


class SendingForm(forms.Form):
    """How far apart posts leave, and how late one still leaves by itself."""

    pace_minutes = forms.IntegerField(
        label=_("Minutes between two posts"), required=False, min_value=0, max_value=rules.LONGEST_PACE_MINUTES,
        help_text=_("At least. Empty or 0: only as far apart as the network wants."),
        error_messages={
            "invalid": _("Please enter a whole number of minutes."),
            "max_value": _("More than a day lies between no two posts. Please enter at most 1440."),
            "min_value": _("Please enter 0 or more."),
        },
    )  # fmt: skip
    late_after_minutes = forms.IntegerField(
        label=_("Too late after how many minutes"), required=False, min_value=1, max_value=rules.LATEST_MINUTES,
        help_text=_("A post that is later than that waits for a person. Empty: 30 minutes."),
        error_messages={
            "invalid": _("Please enter a whole number of minutes."),
            "max_value": _("After a day at most somebody should look. Please enter at most 1440."),
            "min_value": _("Please enter 1 or more."),
        },
    )  # fmt: skip


class AccessForm(forms.Form):
    """Somebody who can get into the account itself."""

    who = forms.CharField(
        label=_("Who"), max_length=120, help_text=_("A name, or what it is: an agency, a shared phone."),
        error_messages={"required": _("Please enter who it is.")},
    )  # fmt: skip
    may = forms.CharField(
        label=_("May what"),
        max_length=60,
        required=False,
        help_text=_("As the network calls it, for example Administrator."),
    )
    has_second_factor = forms.TypedChoiceField(
        label=_("Second factor"), required=False, empty_value=None, coerce=lambda typed: typed == "yes",
        choices=[("", _("not asked yet")), ("yes", _("yes")), ("no", _("no"))],
    )  # fmt: skip


class RegistrationForm(forms.Form):
    """What a network gave the organisation when it registered the program there."""

    client_id = forms.CharField(
        label=_("Client ID"), max_length=200, error_messages={"required": _("Please enter the ID.")}, widget=_plain()
    )
    client_secret = forms.CharField(
        label=_("Client secret"), max_length=300, help_text=_("It is kept sealed and never shown again."),
        error_messages={"required": _("Please enter the secret.")}, widget=_secret(),
    )  # fmt: skip


FORMS: dict[str, type[DescriptionForm]] = {
    "linkedin": LinkedInForm,
    "mastodon": MastodonForm,
    "by_hand": ByHandForm,
    "stage": StageForm,
}


def form_of(kind: str) -> type[DescriptionForm] | None:
    """Return the form for a new channel of the kind; None where there is no such network."""
    if kind in FORMS:
        return FORMS[kind]
    network = queries.networks().get(kind)
    if network is None:
        return None
    return UsualServerForm if queries.ways(network).lives_at else OwnServerForm
