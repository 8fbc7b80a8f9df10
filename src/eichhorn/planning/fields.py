"""Fields that belong to posts wherever one is described: their channels, their tags, and the campaign."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.planning import queries
from eichhorn.planning.rules.tags import LONGEST_TAG, MOST_TAGS, TagTooLong, TooManyTags, read_tags
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Campaign
from eichhorn.ui.fields import Card

MOST_PROPOSED = 20
MANY = 12
"""More channels than this stand in a list, not on cards."""


class TagsInput(forms.TextInput):
    """A line for tags; the tags that the house knows are proposed."""

    template_name = "planning/tags_input.html"

    def get_context(self, name: str, value: object, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        context["widget"]["known"] = [tag.name for tag in queries.tags_in_use()[:MOST_PROPOSED]]
        return context

    def format_value(self, value: object) -> str | None:
        return ", ".join(str(tag) for tag in value) if isinstance(value, (list, tuple)) else super().format_value(value)


class TagsField(forms.Field):
    """Tags in one line with commas between them; the value is a tuple of them, each once."""

    widget = TagsInput

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Tags"))
        kwargs.setdefault("required", False)
        kwargs.setdefault("help_text", _("Words by which it is found again, with commas between them."))
        super().__init__(**kwargs)

    def to_python(self, value: object) -> tuple[str, ...]:
        try:
            return read_tags("" if value is None else str(value))
        except TagTooLong as problem:
            sentence = gettext("“%(tag)s” is longer than %(most)s letters.")
            raise ValidationError(sentence % {"tag": problem.tag[:LONGEST_TAG] + "…", "most": LONGEST_TAG}) from problem
        except TooManyTags as problem:
            raise ValidationError(gettext("More than %(most)s tags are too many.") % {"most": MOST_TAGS}) from problem


class CampaignField(forms.ModelChoiceField):  # type: ignore[type-arg]  # Django's has none at run time
    """A campaign that runs or is to come, or the one that it has already."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", _("Campaign"))
        super().__init__(
            queryset=Campaign.objects.none(), required=False, empty_label=_("no campaign"), **kwargs
        )  # fmt: skip

    def offer(self, standing: Campaign | None = None) -> None:
        """Offer what can be chosen now, and what stands there."""
        running = strategy.campaigns()
        self.queryset = running if standing is None else running | strategy.every_campaign().filter(pk=standing.pk)


class ChannelsField(forms.ModelMultipleChoiceField):  # type: ignore[type-arg]
    """Channels on cards, many in a list; each card says what is not to be seen from its name."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(queryset=Channel.objects.none(), widget=forms.CheckboxSelectMultiple, **kwargs)

    def offer(self) -> None:
        """Offer the channels that speak today."""
        self.queryset = channels.active()
        if self.queryset.count() > MANY:
            self.widget = forms.SelectMultiple(attrs={"size": 10})
            self.widget.choices = self.choices

    def label_from_instance(self, obj: Channel) -> str:
        if obj.rehearsal:
            return Card(obj.name, hint=_("Rehearsal: only the stage of this house sees it"))
        return Card(obj.name, hint=_("By hand: we lay it ready, somebody posts it") if channels.by_hand(obj) else "")
