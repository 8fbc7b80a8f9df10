"""What somebody types who keeps something for later."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.snippets.models import Mentioned, Snippet
from eichhorn.snippets.rules import (
    LONGEST_HANDLE,
    LONGEST_NAME,
    LONGEST_TEXT,
    Kind,
    Scheme,
    hashtags,
    is_domain,
    unknown_places,
)
from eichhorn.ui.fields import LineField, WordsField

HINTS = {
    Kind.HASHTAGS: _(
        "One on each line. Several words become one hashtag with capitals: wir sind da becomes #WirSindDa."
    ),
    Kind.SIGNATURE: _("What stands at the end of a post there."),
    Kind.TEMPLATE: _("What changes stands in braces, each place with its name; it is filled in when it is inserted."),
}


class SnippetForm(forms.Form):
    """Hashtags, a signature, or a template."""

    name = LineField(label=_("Name"), max_length=LONGEST_NAME)
    channel = forms.ModelChoiceField(
        label=_("Channel"), queryset=Channel.objects.none(), empty_label=_("please choose")
    )
    text = WordsField(label=_("Text"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args: Any, kind: Kind, snippet: Snippet | None = None, **kwargs: Any) -> None:
        if snippet is not None:
            words = snippet.text.replace(" ", "\n") if kind is Kind.HASHTAGS else snippet.text
            kwargs["initial"] = {"name": snippet.name, "channel": snippet.channel_id, "text": words}
        super().__init__(*args, **kwargs)
        self.kind = kind
        del self.fields["name" if kind is Kind.SIGNATURE else "channel"]
        self.fields["text"].help_text = HINTS[kind]
        if kind is Kind.SIGNATURE:
            field: Any = self.fields["channel"]
            field.queryset = channels.active()

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"]
        if self.kind is Kind.HASHTAGS and not hashtags(text):
            raise ValidationError(_("There is no word in it of which a hashtag could be made."))
        return text


class MentionedForm(forms.Form):
    """Somebody whom posts name, and what they are called on each network."""

    name = LineField(label=_("Name"), max_length=LONGEST_NAME)

    def __init__(self, *args: Any, networks: list[str], mentioned: Mentioned | None = None, **kwargs: Any) -> None:
        there = {handle.network: handle.handle for handle in mentioned.handles.all()} if mentioned is not None else {}
        if mentioned is not None:
            kwargs["initial"] = {"name": mentioned.name}
        super().__init__(*args, **kwargs)
        self.networks = sorted({*networks, *there})
        for number, network in enumerate(self.networks):
            self.fields[f"handle_{number}"] = LineField(
                label=_("Name on %(network)s") % {"network": network}, required=False, max_length=LONGEST_HANDLE,
                initial=there.get(network, ""),
            )  # fmt: skip

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        if {"{", "}"} & set(name):
            raise ValidationError(_("Please write the name without braces."))
        return name

    def handles(self) -> dict[str, str]:
        """Return what they are called, by network."""
        return {network: self.cleaned_data[f"handle_{number}"] for number, network in enumerate(self.networks)}


class SchemeForm(forms.Form):
    """What links of one's own pages carry."""

    domains = WordsField(
        label=_("Your own domains"), required=False, max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One on each line, for example erlengrund.example. Pages below them belong to them."),
    )  # fmt: skip
    source = LineField(
        label=_("Source (utm_source)"), required=False, max_length=60,
        help_text=_("{network} stands for the network of each channel: mastodon, facebook."),
    )  # fmt: skip
    medium = LineField(label=_("Medium (utm_medium)"), required=False, max_length=60)
    campaign = LineField(
        label=_("Campaign (utm_campaign)"), required=False, max_length=60,
        help_text=_("{campaign}, {goal} and {pillar} stand for those of the post. Without one the link carries nothing here."),
    )  # fmt: skip

    def __init__(self, *args: Any, scheme: Scheme, **kwargs: Any) -> None:
        kwargs["initial"] = {
            "domains": "\n".join(scheme.domains), "source": scheme.source, "medium": scheme.medium, "campaign": scheme.campaign,
        }  # fmt: skip
        super().__init__(*args, **kwargs)

    def clean_domains(self) -> tuple[str, ...]:
        typed = self.cleaned_data["domains"].lower().split()
        for one in typed:
            if not is_domain(one):
                raise ValidationError(
                    _("“%(typed)s” is no domain. Write it like erlengrund.example."), params={"typed": one}
                )
        return tuple(dict.fromkeys(typed))

    def clean_source(self) -> str:
        return self._placed("source")

    def clean_medium(self) -> str:
        return self._placed("medium")

    def clean_campaign(self) -> str:
        return self._placed("campaign")

    def _placed(self, name: str) -> str:
        typed: str = self.cleaned_data[name]
        if unknown := unknown_places(typed):
            raise ValidationError(
                _("Nobody fills in {%(place)s}. There are {network}, {campaign}, {goal} and {pillar}."),
                params={"place": unknown[0]},
            )
        return typed

    def scheme(self) -> Scheme:
        """Return what was typed."""
        given = self.cleaned_data
        return Scheme(given["domains"], given["source"], given["medium"], given["campaign"])
