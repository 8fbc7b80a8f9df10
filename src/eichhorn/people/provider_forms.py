"""What the administration types about sign-in: whom a second factor is asked of, and who vouches for people. Never saves."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

import idna
from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.foundation import http
from eichhorn.people import wording
from eichhorn.people.models import OwnRole
from eichhorn.people.rules import Act, RoleKind


class SecondFactorForm(forms.Form):
    """Roles whose holders need a second factor."""

    roles = forms.MultipleChoiceField(
        label=_("Whoever holds one of these roles"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, own: Iterable[OwnRole], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        roles = self.fields["roles"]
        assert isinstance(roles, forms.MultipleChoiceField)
        roles.choices = [
            *((kind.value, wording.role(kind)) for kind in RoleKind),
            *((f"own:{one.pk}", wording.own_role(one)) for one in own),
        ]


class NamedForm(forms.Form):
    name = forms.CharField(
        label=_("What do people call these accounts?"), max_length=60,
        help_text=_("It stands on the button of the sign-in page, for example: Stadtwerke account."),
        error_messages={"required": _("Please enter a name.")},
    )  # fmt: skip


class SamlForm(NamedForm):
    """A provider that speaks SAML 2.0."""

    metadata = forms.CharField(
        label=_("Metadata of the provider"), max_length=200_000, widget=forms.Textarea(attrs={"spellcheck": "false"}),
        help_text=_("The XML file that the provider offers; open it and copy all of it."),
        error_messages={"required": _("Please enter the metadata.")},
    )  # fmt: skip
    asks_second = forms.BooleanField(
        label=_("It asks for a second factor itself"), required=False,
        help_text=_("Then we do not ask whoever comes from there for another one."),
    )  # fmt: skip


class ProviderForm(NamedForm):
    """A provider that speaks OpenID Connect."""

    issuer = forms.URLField(
        label=_("Issuer"), max_length=300, assume_scheme="https",
        help_text=_("The address by which the provider calls itself, exactly as it writes it."),
        error_messages={
            "required": _("Please enter the issuer."),
            "invalid": _("This does not look like an address. It begins with https://."),
        },
    )  # fmt: skip
    client_id = forms.CharField(
        label=_("Client ID"), max_length=200, error_messages={"required": _("Please enter the client ID.")},
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    secret = forms.CharField(
        label=_("Client secret"), max_length=500, help_text=_("We keep it sealed and never show it again."),
        error_messages={"required": _("Please enter the client secret.")},
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
    )  # fmt: skip
    asks_second = forms.BooleanField(
        label=_("It asks for a second factor itself"), required=False,
        help_text=_("Then we do not ask whoever comes from there for another one."),
    )  # fmt: skip

    def clean_issuer(self) -> str:
        issuer: str = self.cleaned_data["issuer"]
        address = urlsplit(issuer)
        try:
            idna.encode(address.hostname or "", uts46=True)
            is_ours = f"{address.hostname}:{address.port}" in http.allowed
        except (idna.IDNAError, ValueError) as wrong:
            raise forms.ValidationError(self.fields["issuer"].error_messages["invalid"]) from wrong
        if address.scheme != "https" and not (address.scheme == "http" and is_ours):
            raise forms.ValidationError(self.fields["issuer"].error_messages["invalid"])
        return issuer


class OwnRoleForm(forms.Form):
    """A role that the organisation puts together itself."""

    name_de = forms.CharField(
        label=_("Name in German"), max_length=60, error_messages={"required": _("Please enter a name.")}
    )
    name_en = forms.CharField(
        label=_("Name in English"), max_length=60, error_messages={"required": _("Please enter a name.")}
    )
    acts = forms.TypedMultipleChoiceField(
        coerce=Act, label=_("What may its holders do?"), help_text=_("Reading is always part of it."),
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Please choose something.")},
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        acts = self.fields["acts"]
        assert isinstance(acts, forms.TypedMultipleChoiceField)
        acts.choices = [(act.value, word) for act, word in wording.acts().items()]
