"""What people type who have an idea.

The difficult thing: who sends one from a building site has one hand free. So a title is all that is asked; an address
may lack its beginning, and whatever else is empty stays so.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eichhorn.content.rules import LONGEST_ADDRESS, LONGEST_ALT
from eichhorn.ideas.models import Idea, IdeaPicture
from eichhorn.ideas.rules import (
    LONGEST_BECAUSE,
    LONGEST_NAME,
    LONGEST_NOTE,
    LONGEST_SEARCH,
    LONGEST_TITLE,
    Lasts,
    State,
    Wanted,
    address_of,
)
from eichhorn.ideas.words import LASTING
from eichhorn.media.models import Picture
from eichhorn.planning.fields import ChannelsField, TagsField
from eichhorn.planning.rules.tags import LONGEST_TAG
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Goal, Pillar
from eichhorn.topics import queries as topics
from eichhorn.topics.models import Topic
from eichhorn.ui.fields import FilesField, LineField, SeveralFiles, WordsField

PICTURE_TYPES = "image/jpeg,image/png,image/gif,image/webp"


class BriefForm(forms.Form):
    """An idea in a few seconds: what somebody sends by phone."""

    title = LineField(
        label=_("What is the idea?"), max_length=LONGEST_TITLE,
        error_messages={"required": _("Please say the idea in a few words.")},
    )  # fmt: skip
    pictures = FilesField(
        label=_("Photos"), required=False, widget=SeveralFiles(attrs={"multiple": True, "accept": PICTURE_TYPES}),
        help_text=_("Taken now or chosen, up to six. JPEG, PNG, GIF or WebP, 10 MB each."),
        error_messages={"empty": _("This file is empty. Please choose another one.")},
    )  # fmt: skip
    note = WordsField(
        label=_("What else should one know?"), required=False, max_length=LONGEST_NOTE,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip
    link = LineField(
        label=_("A link"), required=False, max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"inputmode": "url", "autocapitalize": "off", "spellcheck": "false"}),
        help_text=_("It is kept and shown, never opened by itself."),
    )  # fmt: skip
    had_by = LineField(
        label=_("Your name"), required=False, max_length=LONGEST_NAME,
        help_text=_("So that somebody can ask you, or thank you."), widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )  # fmt: skip

    def clean_link(self) -> str:
        typed: str = self.cleaned_data["link"]
        found = address_of(typed) if typed else ""
        if typed and not found:
            raise ValidationError(_("This is no address of a page. It begins with https://."))
        if len(found) > LONGEST_ADDRESS:
            raise ValidationError(_("This address is too long to be kept."))
        return found


class IdeaForm(BriefForm):
    """An idea as the team keeps it: with what it could serve, and where it could appear."""

    goal = forms.ModelChoiceField(
        label=_("Goal"), queryset=Goal.objects.none(), required=False, empty_label=_("no goal yet")
    )
    pillar = forms.ModelChoiceField(
        label=_("Pillar"), queryset=Pillar.objects.none(), required=False, empty_label=_("no pillar")
    )
    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=Topic.objects.none(), required=False, empty_label=_("no topic"),
        help_text=_("The post that it becomes belongs to this topic."),
    )  # fmt: skip
    channels = ChannelsField(label=_("Where could it appear?"), required=False)
    tags = TagsField()

    def __init__(
        self, *args: Any, today: date, idea: Idea | None = None, topic: int | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _standing(idea) if idea is not None else {"topic": topic}
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["had_by"].label = _("Who had it?")
        fields["had_by"].help_text = _("Only where it was somebody else than you.")
        fields["goal"].queryset, fields["pillar"].queryset = strategy.goals(on=today), strategy.pillars()
        fields["topic"].queryset = topics.open_topics()
        fields["channels"].offer()
        if idea is None:
            fields["title"].widget.attrs["autofocus"] = True  # who pressed a key types on
        self.there: list[IdeaPicture] = list(idea.pictures.all()) if idea is not None else []
        if idea is None:
            return
        # what was chosen stays choosable after its time
        if idea.goal_id is not None:
            fields["goal"].queryset |= strategy.every_goal().filter(pk=idea.goal_id)
        if idea.pillar_id is not None:
            fields["pillar"].queryset |= strategy.every_pillar().filter(pk=idea.pillar_id)
        if idea.topic_id is not None:
            fields["topic"].queryset |= topics.every_topic().filter(pk=idea.topic_id)
        for one in self.there:
            self.fields[f"alt_{one.pk}"] = WordsField(
                label=_("What can be seen in the picture?"), required=False, max_length=LONGEST_ALT, initial=one.alt,
                widget=forms.Textarea(attrs={"rows": 2}),
            )  # fmt: skip
            self.fields[f"drop_{one.pk}"] = forms.BooleanField(label=_("Take this picture out"), required=False)

    @property
    def standing_pictures(self) -> list[tuple[IdeaPicture, forms.BoundField, forms.BoundField]]:
        """The pictures that are there, each with the fields for its description and for taking it out."""
        return [(one, self[f"alt_{one.pk}"], self[f"drop_{one.pk}"]) for one in self.there]

    @property
    def kept(self) -> list[tuple[Picture, str]]:
        """The pictures that stay, with what is said of them, once the form is valid."""
        given = self.cleaned_data
        return [(one.picture, given[f"alt_{one.pk}"]) for one in self.there if not given[f"drop_{one.pk}"]]


class AsideForm(forms.Form):
    """Why nobody wants to make it now."""

    because = LineField(
        label=_("Why not now?"), required=False, max_length=LONGEST_BECAUSE,
        help_text=_("One line for whoever finds it again."),
    )  # fmt: skip


class DoorForm(forms.Form):
    """A link for phones."""

    name = LineField(
        label=_("For whom, or for what?"), max_length=LONGEST_NAME,
        help_text=_("For example: building site Nordring. It says later where an idea came from."),
        error_messages={"required": _("Please give the link a name, so that you know later where an idea came from.")},
    )  # fmt: skip
    lasts = forms.ChoiceField(
        label=_("How long shall it hold?"), initial=Lasts.MONTH.value, widget=forms.RadioSelect,
        choices=[(one.value, word) for one, word in LASTING.items()],
    )  # fmt: skip


class SearchForm(forms.Form):
    """What is looked for; whatever is no answer counts as none."""

    q = forms.CharField(required=False, max_length=LONGEST_SEARCH)
    state = forms.ChoiceField(required=False, choices=[(one.value, "") for one in State])
    by = forms.ChoiceField(required=False, choices=[("phone", ""), ("new", "")])
    tag = forms.CharField(required=False, max_length=LONGEST_TAG)
    goal = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)
    topic = forms.IntegerField(required=False, min_value=1, max_value=2**31 - 1)

    def wanted(self) -> Wanted:
        """Return what is looked for."""
        self.is_valid()
        given = self.cleaned_data
        return Wanted(
            words=given.get("q", ""), state=State(given.get("state") or State.OPEN), by_phone=given.get("by", ""),
            tag=given.get("tag", ""), goal=given.get("goal"), topic=given.get("topic"),
        )  # fmt: skip


def _standing(idea: Idea) -> dict[str, Any]:
    return {
        "title": idea.title, "note": idea.note, "link": idea.link, "had_by": idea.had_by, "goal": idea.goal_id,
        "pillar": idea.pillar_id, "topic": idea.topic_id, "channels": [one.pk for one in idea.channels.all()],
        "tags": [one.name for one in idea.tags.all()],
    }  # fmt: skip
