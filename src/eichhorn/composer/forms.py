"""What a writer types."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eichhorn.channels.models import Channel
from eichhorn.content.comparing import duration
from eichhorn.content.rules import (
    LANGUAGES,
    LONGEST_ADDRESS,
    LONGEST_ALT,
    LONGEST_CARD_TEXT,
    LONGEST_CARD_TITLE,
    LONGEST_COMMENT,
    LONGEST_OPTION,
    LONGEST_REASON,
    LONGEST_SPONSOR,
    LONGEST_TEXT,
    LONGEST_WARNING,
    MOST_OPTIONS,
    POLL_MINUTES,
    AiUse,
    Beside,
    Card,
    Poll,
    Statement,
    is_address,
)
from eichhorn.planning import rules
from eichhorn.planning.fields import CampaignField, ChannelsField, TagsField
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Goal
from eichhorn.ui import fields as ui
from eichhorn.ui.fields import LineField, LocalDateTimeField, WordsField


def ai_uses() -> list[tuple[str, ui.Card]]:
    """Return the answers in the language of whoever is asked."""
    return [
        (AiUse.NONE, ui.Card(_("No"), hint=_("People wrote it and made its pictures."))),
        (AiUse.ASSISTED, ui.Card(_("It helped"), hint=_("People wrote it; AI proposed, translated, shortened."))),
        (AiUse.GENERATED, ui.Card(_("It made it"), hint=_("Text or picture comes from AI; people have checked it."))),
    ]


A_DAY = 24 * 60


def lengths(stands: str = "") -> list[tuple[int, str]]:
    """Return how long a poll may last, with what stands there, where that came from elsewhere."""
    minutes = {60, 6 * 60, 12 * 60, A_DAY, 3 * A_DAY, 7 * A_DAY, 14 * A_DAY, 30 * A_DAY}
    if stands.isascii() and stands.isdecimal() and POLL_MINUTES[0] <= int(stands[:9]) <= POLL_MINUTES[1]:
        minutes.add(int(stands[:9]))
    return [(number, duration(number)) for number in sorted(minutes)]


class ComposerForm(forms.Form):
    """The text, one for all and own ones for some channels, with what belongs to it."""

    text = WordsField(
        label=_("Shared text"), required=False, strip=False, max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8, "class": "form-control big looked"}),
    )  # fmt: skip
    language = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    content_warning = LineField(
        label=_("Content warning"), required=False, max_length=LONGEST_WARNING,
        help_text=_("Networks that know it cover the text with it. Most posts need none."),
    )  # fmt: skip
    first_comment = WordsField(
        label=_("First comment"), required=False, strip=False, max_length=LONGEST_COMMENT,
        help_text=_("We say it below the post ourselves, as soon as it is out: a link, a source, the small print."),
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control looked"}),
    )  # fmt: skip
    consideration = forms.BooleanField(
        label=_("Somebody gave something for this post"), required=False, widget=forms.CheckboxInput(attrs={"class": "looked"}),
        help_text=_("Money, goods, or a partner's prize. Then the ad label stands first."),
    )  # fmt: skip
    ai_use = forms.ChoiceField(
        label=_("Was a machine involved?"), required=False, initial=AiUse.NONE, widget=forms.RadioSelect,
        choices=ai_uses,
    )  # fmt: skip
    deepfake = forms.BooleanField(
        label=_("It shows deceptively real what never was"), required=False, widget=forms.CheckboxInput(attrs={"class": "looked"}),
        help_text=_("People, places or events, made or altered by AI. Then the post has to say so."),
    )  # fmt: skip
    ai_label = forms.BooleanField(
        label=_("Say it at the post"), required=False, widget=forms.CheckboxInput(attrs={"class": "looked"}),
        help_text=_("A sentence below the text, which counts with it."),
    )  # fmt: skip
    political = forms.BooleanField(
        label=_("It is political and somebody pays for it"), required=False, widget=forms.CheckboxInput(attrs={"class": "looked"}),
        help_text=_("Then a sentence below the text names it as political advertising, and who pays."),
    )  # fmt: skip
    sponsor = LineField(label=_("Who pays for it"), required=False, max_length=LONGEST_SPONSOR)
    poll_options = WordsField(
        label=_("Answers of a poll"), required=False, strip=False, max_length=MOST_OPTIONS * (LONGEST_OPTION + 1),
        help_text=_("One answer a line; the text is the question. Empty means: no poll."),
        widget=forms.Textarea(attrs={"rows": 4, "class": "form-control looked"}),
    )  # fmt: skip
    poll_minutes = forms.TypedChoiceField(label=_("How long one may answer"), required=False, coerce=int, initial=A_DAY)
    poll_several = forms.BooleanField(
        label=_("Several answers may be chosen"), required=False, widget=forms.CheckboxInput(attrs={"class": "looked"})
    )
    card_url = LineField(
        label=_("Link"), required=False, max_length=LONGEST_ADDRESS,
        widget=forms.TextInput(attrs={"class": "form-control looked", "inputmode": "url"}),
    )  # fmt: skip
    card_title = LineField(
        label=_("Title"), required=False, max_length=LONGEST_CARD_TITLE,
        widget=forms.TextInput(attrs={"class": "form-control looked"}),
    )  # fmt: skip
    card_description = WordsField(
        label=_("Description"), required=False, max_length=LONGEST_CARD_TEXT,
        widget=forms.Textarea(attrs={"rows": 2, "class": "form-control looked"}),
    )  # fmt: skip
    card_picture = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)
    card_bare = forms.BooleanField(
        label=_("Without the picture"), required=False, widget=forms.CheckboxInput(attrs={"class": "looked"})
    )
    based_on = forms.IntegerField(required=False, widget=forms.HiddenInput(attrs={"data-based-on": ""}))

    def __init__(self, *args: Any, channels: Sequence[Channel], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["poll_minutes"]
        chosen.choices = lengths(str(self["poll_minutes"].value() or ""))
        for channel in channels:
            self.fields[own_name(channel.pk)] = WordsField(
                label=_("Own text for %(name)s") % {"name": channel.name}, required=False, strip=False,
                max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 8, "class": "form-control big looked"}),
            )  # fmt: skip

    def clean_ai_use(self) -> AiUse:
        """Return what was chosen; a program that does not know the question says No by not answering it."""
        return AiUse(self.cleaned_data["ai_use"] or AiUse.NONE)

    def clean_poll_minutes(self) -> int:
        """Return what was chosen; who says nothing about it lets a poll last a day."""
        return self.cleaned_data["poll_minutes"] or A_DAY

    def clean_card_url(self) -> str:
        url: str = self.cleaned_data["card_url"]
        if url and not is_address(url):
            raise ValidationError(_("This is no address of a page. It begins with https://."))
        return url

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or self.cleaned_data
        if given.get("deepfake") and not given.get("ai_label"):
            self.add_error(
                "ai_label", _("What looks deceptively real and never was has to be labelled. Please tick this.")
            )
        if given.get("political") and not given.get("sponsor") and "sponsor" not in self.errors:
            self.add_error("sponsor", _("Political advertising names who pays. Please enter a name."))
        return given

    def stated(self) -> Statement:
        """Return what is stated about how the post came to be, and who paid."""
        given = self.cleaned_data
        return Statement(given["ai_use"], given["deepfake"], given["ai_label"], given["political"], given["sponsor"])

    def beside(self) -> Beside:
        """Return what hangs on the post beside its words and pictures."""
        given = self.cleaned_data
        poll = Poll(tuple(given["poll_options"].splitlines()), given["poll_minutes"], given["poll_several"])
        picture = "" if given["card_bare"] else given["card_picture"]
        card = Card(given["card_url"], given["card_title"], given["card_description"], picture)
        return Beside(poll=poll, card=card).tidied()

    def own_texts(self) -> dict[int, str]:
        """Return the texts typed for single channels; an empty one means: like the shared text."""
        return {
            int(name.removeprefix(own_name(""))): words
            for name, words in self.cleaned_data.items()
            if name.startswith(own_name("")) and words.strip()
        }


class PictureForm(forms.Form):
    """A picture that is added, with its description."""

    picture = forms.FileField(label=_("Picture"), required=False, help_text=_("JPEG, PNG, GIF or WebP, up to 10 MB."))
    alt_new = WordsField(
        label=_("Image description"), required=False, max_length=LONGEST_ALT, widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("What somebody has to know who cannot see the picture."),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        each: Any = self.fields
        each["picture"].needed_where_shown = each["alt_new"].needed_where_shown = True


class ReasonForm(forms.Form):
    """Why a finding stays as it is."""

    reason = WordsField(
        max_length=LONGEST_REASON,
        error_messages={"required": _("Please say why in a sentence. Everybody can read it at the post.")},
    )


class NewPostForm(forms.Form):
    """What a new post needs before one can write."""

    title = LineField(label=_("What is it about?"), max_length=160)
    channels = ChannelsField(
        label=_("Where should it appear?"),
        error_messages={"required": _("Please choose one channel at least.")},
    )  # fmt: skip
    goal = forms.ModelChoiceField(
        label=_("Goal"), queryset=Goal.objects.none(), required=False, empty_label=_("no goal yet")
    )
    when = LocalDateTimeField(
        label=_("Date"), required=False, help_text=_("For example 12 June, 14:00. May be left open.")
    )
    campaign = CampaignField()
    tags = TagsField()

    def __init__(self, *args: Any, zone: str, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone = zone
        chosen: Any = self.fields
        chosen["channels"].offer()
        chosen["goal"].queryset = strategy.goals(on=today)
        chosen["campaign"].offer()

    def clean_when(self) -> datetime | None:
        when: datetime | None = self.cleaned_data["when"]
        try:
            if when is not None:
                rules.instant(when, self.zone)
        except rules.NoSuchTime as skipped:
            raise ValidationError(
                _("This time does not exist: on that night the clocks are put forward. Please choose another time.")
            ) from skipped
        return when


class GoalForm(forms.Form):
    """Which goal the post pays into."""

    goal = forms.ModelChoiceField(
        label=_("Goal"), queryset=Goal.objects.none(), required=False, empty_label=_("no goal yet")
    )

    def __init__(self, *args: Any, today: date, chosen: Goal | None, **kwargs: Any) -> None:
        kwargs["initial"] = {"goal": chosen}
        super().__init__(*args, **kwargs)
        field: Any = self.fields["goal"]
        running = strategy.goals(on=today)
        # the goal that was chosen stays choosable after its period
        field.queryset = running if chosen is None else (running | strategy.every_goal().filter(pk=chosen.pk))


def own_name(channel_id: int | str) -> str:
    """Return the name of the field for a channel's own text; of "" what all of them begin with."""
    return f"own_{channel_id}"
