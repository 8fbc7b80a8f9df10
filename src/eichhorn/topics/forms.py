"""Input to topics, briefs and audiences."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.people.models import Person
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.forms import OfPeriod
from eichhorn.strategy.models import Goal, Pillar
from eichhorn.topics import queries
from eichhorn.topics.models import Audience, Brief, Topic
from eichhorn.topics.rules import LONGEST_PART, TopicState
from eichhorn.topics.services import Described
from eichhorn.topics.words import PARTS, SIGNS
from eichhorn.ui.fields import LineField, LocalDateField, WordsField


class TopicForm(OfPeriod):
    """A topic: what, from when until when, what it pays into, for whom, who looks after it."""

    name = LineField(label=_("What do we speak about?"), max_length=160, help_text=_("For example: Heat in winter."))
    begins_on = LocalDateField(label=_("First day"))
    last_day = LocalDateField(label=_("Last day"))
    owner = forms.ModelChoiceField(
        label=_("Who looks after it?"), queryset=Person.objects.none(), empty_label=_("Choose a person")
    )
    goal = forms.ModelChoiceField(
        label=_("Goal"), queryset=Goal.objects.none(), required=False, empty_label=_("no goal yet")
    )
    pillar = forms.ModelChoiceField(
        label=_("Pillar"), queryset=Pillar.objects.none(), required=False, empty_label=_("that of the goal, or none")
    )
    audiences = forms.ModelMultipleChoiceField(
        label=_("For whom?"), queryset=Audience.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    state = forms.ChoiceField(
        label=_("How far is it?"),
        choices=[(one.value, SIGNS[one].word) for one in TopicState],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, topic: Topic | None, by: Person, today: date) -> None:
        super().__init__(data, initial=_of_topic(topic) if topic is not None else _new(by, today))
        chosen: Any = self.fields
        chosen["owner"].queryset = Person.objects.filter(left_on__isnull=True).order_by("name", "pk")
        goals = strategy.goals(on=today) | strategy.goals_to_come(on=today)
        chosen["goal"].queryset = goals | strategy.every_goal().filter(pk=(topic.goal_id if topic else None) or 0)
        chosen["pillar"].queryset = strategy.pillars()
        standing = Audience.objects.filter(topics=topic) if topic is not None else Audience.objects.none()
        chosen["audiences"].queryset = (queries.audiences() | standing).distinct()
        if not chosen["audiences"].queryset.exists():
            del chosen["audiences"]

    @property
    def described(self) -> Described:
        given = self.cleaned_data
        return Described(
            name=given["name"], owner=given["owner"], begins_on=given["begins_on"], ends_on=self.ends_on, goal=given["goal"],
            pillar=given["pillar"], audiences=tuple(given.get("audiences", ())), state=TopicState(given["state"]),
        )  # fmt: skip


class BriefForm(forms.Form):
    """What everybody who writes about the topic has to know."""

    based_on = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, brief: Brief | None) -> None:
        initial = {name: getattr(brief, name) for name in PARTS} if brief is not None else {}
        super().__init__(data, initial={**initial, "based_on": brief.number if brief is not None else 0})
        for name, word in PARTS.items():
            rows = 2 if name in {"message", "tone"} else 4
            self.fields[name] = WordsField(
                label=str(word), required=False, max_length=LONGEST_PART, widget=forms.Textarea(attrs={"rows": rows})
            )

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if not self.errors and not any(cleaned.get(name) for name in PARTS):
            self.add_error("message", _("Write one part at least; the one sentence is a good beginning."))
        return cleaned

    @property
    def parts(self) -> dict[str, str]:
        return {name: self.cleaned_data[name] for name in PARTS}


class PostForm(forms.Form):
    """A post for the topic: only what it is about."""

    title = LineField(label=_("What is the post about?"), max_length=160)


class ChooseTopicForm(forms.Form):
    """To which topic a post belongs."""

    topic = forms.ModelChoiceField(
        label=_("Topic"), queryset=Topic.objects.none(), required=False, empty_label=_("no topic")
    )

    def __init__(self, data: Any = None, *, standing: Topic | None) -> None:
        super().__init__(data, initial={"topic": standing.pk if standing is not None else None})
        chosen: Any = self.fields
        chosen["topic"].queryset = queries.open_topics() | queries.every_topic().filter(
            pk=standing.pk if standing else 0
        )


class AudienceForm(forms.Form):
    """An audience: who they are, what they want to know, where one meets them."""

    name = LineField(label=_("Name"), max_length=120, help_text=_("For example: families who rent."))
    who = WordsField(
        label=_("Who are they?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
    wants = WordsField(
        label=_("What do they want from us?"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    channels = forms.ModelMultipleChoiceField(
        label=_("Where are they?"), queryset=Channel.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    goals = forms.ModelMultipleChoiceField(
        label=_("Which goals are about them?"), queryset=Goal.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    rests = forms.BooleanField(
        label=_("It rests"), required=False, help_text=_("It is offered for nothing new. What names it stays.")
    )

    def __init__(self, data: Any = None, *, audience: Audience | None) -> None:
        super().__init__(data, initial=_of_audience(audience) if audience is not None else {})
        chosen: Any = self.fields
        chosen["channels"].queryset = channels.active()
        chosen["goals"].queryset = strategy.living()
        if audience is None:
            del chosen["rests"]


def _new(by: Person, today: date) -> dict[str, object]:
    return {"begins_on": today, "owner": by.pk, "state": TopicState.IDEA}


def _of_topic(topic: Topic) -> dict[str, object]:
    return {
        "name": topic.name, "owner": topic.owner_id, "goal": topic.goal_id, "pillar": topic.pillar_id, "state": topic.state,
        "audiences": list(topic.audiences.values_list("pk", flat=True)), "begins_on": topic.begins_on,
        "last_day": topic.ends_on - timedelta(days=1),
    }  # fmt: skip


def _of_audience(audience: Audience) -> dict[str, object]:
    return {
        "name": audience.name, "who": audience.who, "wants": audience.wants, "rests": audience.rests,
        "channels": [one.pk for one in audience.channels.all()], "goals": [one.pk for one in audience.goals.all()],
    }  # fmt: skip
