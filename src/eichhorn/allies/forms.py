"""What is typed about entries, asks and answers.

The difficult thing: whoever answers has a phone in one hand and a tool in the other. So one thing is enough, whichever.
"""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from eichhorn.allies.models import Ally, Ask
from eichhorn.allies.rules import Gift, No, Way, known_gifts
from eichhorn.allies.rules.limits import (
    LONGEST_ABOUT,
    LONGEST_LETTER,
    LONGEST_NAMES,
    LONGEST_PHONE,
    LONGEST_REASON,
    LONGEST_TITLE,
    LONGEST_WHEN,
    LONGEST_WORDS,
    MOST_A_QUARTER,
    MOST_PICTURES,
    MOST_REMINDERS,
)
from eichhorn.allies.services import Drafted, Said
from eichhorn.allies.words import GIFTS, LIKES, NOES, WAYS
from eichhorn.media.rules import LARGEST_BYTES
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Goal
from eichhorn.topics import queries as topics
from eichhorn.topics.models import Topic
from eichhorn.ui.fields import FilesField, LineField, LocalDateField, SeveralFiles, WordsField

PICTURE_TYPES = "image/jpeg,image/png,image/gif,image/webp"
TIMES = (1, 2, 3, 4, 6, MOST_A_QUARTER)


class EntryForm(forms.Form):
    """What somebody likes to give, and how they like to be asked."""

    gives = forms.MultipleChoiceField(
        label=_("What do you like to give?"), required=False, widget=forms.CheckboxSelectMultiple,
        choices=lambda: [(one.value, LIKES[one]) for one in Gift],
    )  # fmt: skip
    about = WordsField(
        label=_("What do you know, or can show?"), required=False, max_length=LONGEST_ABOUT,
        help_text=_("In a few words. For example: training workshop, apprentices, the new lathe."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("How do you like to be asked?"), widget=forms.RadioSelect,
        choices=lambda: [(one.value, WAYS[one]) for one in Way],
    )  # fmt: skip
    phone = LineField(
        label=_("Phone number"), required=False, max_length=LONGEST_PHONE,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    best_time = LineField(
        label=_("When does it suit you?"),
        required=False,
        max_length=LONGEST_WHEN,
        help_text=_("For example: mornings before nine."),
    )
    per_quarter = forms.TypedChoiceField(
        label=_("How often may we ask in three months?"), coerce=int,
        choices=lambda: [(one, ngettext_lazy("once", "%(count)s times", one) % {"count": one}) for one in TIMES],
    )  # fmt: skip
    reminders = forms.TypedChoiceField(
        label=_("How often may we bring one ask back to mind?"), coerce=int,
        choices=lambda: [(0, _("never"))]
        + [(one, ngettext_lazy("once", "%(count)s times", one) % {"count": one}) for one in range(1, MOST_REMINDERS + 1)],
    )  # fmt: skip
    rests_until = LocalDateField(
        label=_("Not before this day"),
        required=False,
        help_text=_("Where you would like to be left alone for a while."),
    )

    def __init__(self, *args: Any, ally: Ally | None = None, for_them: bool = False, **kwargs: Any) -> None:
        kwargs["initial"] = _standing(ally)
        super().__init__(*args, **kwargs)
        if for_them:
            fields: Any = self.fields
            for name, word in {
                "gives": _("What do they like to give?"), "about": _("What do they know, or can show?"),
                "way": _("How do they like to be asked?"), "best_time": _("When does it suit them?"),
            }.items():  # fmt: skip
                fields[name].label = word

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        if given.get("way") == Way.PHONE and not given.get("phone") and "phone" not in self.errors:
            self.add_error("phone", _("Please give the number that may be rung."))
        return given

    def said(self) -> Said:
        """Return what was said, once the form is valid."""
        given = self.cleaned_data
        return Said(
            gives=known_gifts(given["gives"]), about=given["about"], way=Way(given["way"]), phone=given["phone"],
            best_time=given["best_time"], per_quarter=given["per_quarter"], reminders=given["reminders"],
            rests_until=given["rests_until"],
        )  # fmt: skip


class AskForm(forms.Form):
    """What somebody is asked for."""

    title = LineField(
        label=_("What is it about?"), max_length=LONGEST_TITLE,
        error_messages={"required": _("Please say in a few words what it is about.")},
    )  # fmt: skip
    wants = forms.MultipleChoiceField(
        label=_("What would help?"), widget=forms.CheckboxSelectMultiple, choices=lambda: [(one.value, GIFTS[one]) for one in Gift],
        help_text=_("The less, the sooner it comes."),
        error_messages={"required": _("Please choose at least one thing.")},
    )  # fmt: skip
    letter = WordsField(
        label=_("Your words"), max_length=LONGEST_LETTER, widget=forms.Textarea(attrs={"rows": 7}),
        help_text=_("Greeting and link are put around it."),
        error_messages={"required": _("Please write at least one sentence.")},
    )  # fmt: skip
    way = forms.ChoiceField(
        label=_("How do you ask?"), widget=forms.RadioSelect, choices=lambda: [(one.value, WAYS[one]) for one in Way]
    )
    due_on = LocalDateField(
        label=_("Until when would it help?"), required=False, help_text=_("After this day nobody is reminded any more.")
    )
    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=Topic.objects.none(), required=False, empty_label=_("no topic")
    )
    goal = forms.ModelChoiceField(
        label=_("Goal"), queryset=Goal.objects.none(), required=False, empty_label=_("no goal yet")
    )

    def __init__(self, *args: Any, today: date, ask: Ask | None = None, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["topic"].queryset, fields["goal"].queryset = topics.open_topics(), strategy.goals(on=today)
        if ask is not None:  # what was chosen stays choosable after its time
            fields["topic"].queryset |= topics.every_topic().filter(pk=ask.topic_id or 0)
            fields["goal"].queryset |= strategy.every_goal().filter(pk=ask.goal_id or 0)

    def clean_due_on(self) -> date | None:
        day: date | None = self.cleaned_data["due_on"]
        if day is not None and day < self.today:
            raise ValidationError(_("This day is past."))
        return day

    def drafted(self) -> Drafted:
        """Return the ask, once the form is valid."""
        given = self.cleaned_data
        return Drafted(
            title=given["title"], wants=known_gifts(given["wants"]), letter=given["letter"], way=Way(given["way"]),
            topic=given["topic"], goal=given["goal"], due_on=given["due_on"],
        )  # fmt: skip


class GiftForm(forms.Form):
    """What somebody gives: a photo, some words, or their voice."""

    pictures = FilesField(
        label=_("Photo"), required=False, widget=SeveralFiles(attrs={"multiple": True, "accept": PICTURE_TYPES}),
        help_text=_("Taken now or chosen. JPEG, PNG, GIF or WebP, 10 MB each."),
        error_messages={"empty": _("This file is empty. Please choose another one.")},
    )  # fmt: skip
    words = WordsField(
        label=_("Three sentences"), required=False, max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("As you would tell it over lunch. We take care of spelling and tone."),
    )  # fmt: skip
    speech = forms.FileField(
        label=_("Rather say it?"), required=False, widget=forms.FileInput(attrs={"accept": "audio/*", "data-record": ""}),
        help_text=_("A voice message of at most three minutes."),
        error_messages={"empty": _("This recording is empty. Please try once more.")},
    )  # fmt: skip
    agreed = forms.BooleanField(
        label=_("The picture is mine to give, and everybody on it agrees that it is published."), required=False
    )
    shown = LineField(
        label=_("Who is to be seen?"),
        required=False,
        max_length=LONGEST_NAMES,
        help_text=_("Names, where there are people on it."),
    )

    def clean(self) -> dict[str, Any]:
        given = self.cleaned_data
        pictures = given.get("pictures") or []
        if len(pictures) > MOST_PICTURES or any((one.size or 0) > LARGEST_BYTES for one in pictures):
            self.add_error("pictures", _("At most six pictures, of at most 10 MB each."))
        if not self.errors and not (pictures or given.get("words") or given.get("speech")):
            raise ValidationError(_("Please give one of the three: a photo, some words, or your voice."))
        if pictures and not given.get("agreed"):
            self.add_error("agreed", _("Without this word we may not show the picture."))
        return given


class PromiseForm(forms.Form):
    """Until when somebody will."""

    day = LocalDateField(label=_("By when?"), error_messages={"required": _("Please name a day.")})

    def __init__(self, *args: Any, today: date, last: date, **kwargs: Any) -> None:
        self.today, self.last = today, last
        super().__init__(*args, **kwargs)

    def clean_day(self) -> date:
        day: date = self.cleaned_data["day"]
        if day < self.today:
            raise ValidationError(_("This day is past."))
        if day > self.last:
            raise ValidationError(
                _("This day is too far away to be promised. You may say No, and when we may ask again.")
            )
        return day


class NoForm(forms.Form):
    """Why not, in one press; more only where somebody likes to."""

    no = forms.ChoiceField(
        label=_("What is in the way?"), widget=forms.RadioSelect, choices=lambda: [(one.value, NOES[one]) for one in No],
        error_messages={"required": _("Please choose what fits best.")},
    )  # fmt: skip
    because = LineField(
        label=_("Would you like to add something?"), required=False, max_length=LONGEST_REASON,
        help_text=_("Perhaps who knows more of it."),
    )  # fmt: skip
    again_from = LocalDateField(
        label=_("You may ask me again from"), required=False, help_text=_("Empty: we leave you alone for a month.")
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        self.today = today
        super().__init__(*args, **kwargs)

    def clean_again_from(self) -> date | None:
        day: date | None = self.cleaned_data["again_from"]
        if day is not None and day <= self.today:
            raise ValidationError(_("Please name a day that is still to come."))
        return day


class ToldForm(forms.Form):
    """What somebody gave by word of mouth, written down for them."""

    words = WordsField(
        label=_("What did they tell?"), max_length=LONGEST_WORDS, widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={"required": _("Please write down what they told.")},
    )  # fmt: skip


class ThanksForm(forms.Form):
    """The letter of thanks."""

    text = WordsField(
        label=_("Your thanks"), max_length=LONGEST_LETTER, widget=forms.Textarea(attrs={"rows": 6}),
        error_messages={"required": _("Please write at least one sentence.")},
    )  # fmt: skip


def _standing(ally: Ally | None) -> dict[str, Any]:
    if ally is None:
        return {"way": Way.MAIL.value, "per_quarter": 3, "reminders": 2}
    names = ("gives", "about", "way", "phone", "best_time", "per_quarter", "reminders", "rests_until")
    return {name: getattr(ally, name) for name in names}
