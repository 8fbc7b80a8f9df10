"""Input to goals, pillars and campaigns."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.people.models import Person
from eichhorn.strategy import queries
from eichhorn.strategy.models import Campaign, Goal, Pillar
from eichhorn.strategy.rules import LONGEST_PROOF
from eichhorn.ui.fields import LineField, LocalDateField, WordsField


class OfPeriod(forms.Form):
    """Something with a first and a last day."""

    def clean(self) -> dict[str, object]:
        cleaned = super().clean() or {}
        begins, last = cleaned.get("begins_on"), cleaned.get("last_day")
        if begins and last and last < begins:
            self.add_error("last_day", _("The last day lies before the first one."))
        return cleaned

    @property
    def ends_on(self) -> date:
        """Return the first day after the period."""
        last: date = self.cleaned_data["last_day"]
        return last + timedelta(days=1)


class GoalForm(OfPeriod):
    """A goal: what, why, whose, how long. The last day is asked for, because people think in last days."""

    name = LineField(
        label=_("What do we want to reach?"),
        max_length=160,
        help_text=_("A few words, for example: Residents know about works in time."),
    )
    why = WordsField(
        label=_("Why?"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("One or two sentences that everybody in the house understands."),
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        label=_("Whose goal is it?"), queryset=Person.objects.none(), empty_label=_("Choose a person")
    )
    pillar = forms.ModelChoiceField(
        label=_("Pillar"), queryset=Pillar.objects.none(), required=False, empty_label=_("no pillar"),
        help_text=_("The lasting subject that it belongs to."),
    )  # fmt: skip
    parent = forms.ModelChoiceField(
        label=_("Which larger goal does it serve?"), queryset=Goal.objects.none(), required=False,
        empty_label=_("none, it stands on its own"), help_text=_("What hangs below it goes with it."),
    )  # fmt: skip
    begins_on = LocalDateField(label=_("First day"))
    last_day = LocalDateField(label=_("Last day"))

    def __init__(self, data: Any = None, *, goal: Goal | None = None, under: str = "", today: date) -> None:
        super().__init__(data, initial=_initial(goal, under, today))
        self.fields["parent"].queryset = queries.may_be_above(goal)  # type: ignore[attr-defined]
        people = Person.objects.filter(left_on__isnull=True).order_by("name", "pk")
        self.fields["owner"].queryset = people  # type: ignore[attr-defined]
        self.fields["pillar"].queryset = queries.pillars()  # type: ignore[attr-defined]


class PillarForm(forms.Form):
    """A pillar: its name and the share that we wish for."""

    name = LineField(label=_("Name of the pillar"), max_length=120)
    wished_share_percent = forms.IntegerField(
        label=_("Wished share of all posts, in percent"), min_value=0, max_value=100, required=False
    )


class StandingPillarForm(PillarForm):
    """A pillar that is there: also whether it rests."""

    rests = forms.BooleanField(
        label=_("It rests"), required=False, help_text=_("It is offered for nothing new. What belongs to it stays."),
    )  # fmt: skip


class CampaignForm(OfPeriod):
    """A campaign: what, why, who keeps an eye on it, for which goal, how long."""

    name = LineField(label=_("Name of the campaign"), max_length=160, help_text=_("For example: Summer on the river."))
    why = WordsField(
        label=_("What is it to say?"), required=False, widget=forms.Textarea(attrs={"rows": 3}), max_length=2000,
        help_text=_("One or two sentences that everybody who writes for it can begin with."),
    )  # fmt: skip
    owner = forms.ModelChoiceField(
        label=_("Who keeps an eye on it?"), queryset=Person.objects.none(), empty_label=_("Choose a person")
    )
    goal = forms.ModelChoiceField(
        label=_("Goal"), queryset=Goal.objects.none(), required=False, empty_label=_("no goal of its own")
    )
    begins_on = LocalDateField(label=_("First day"))
    last_day = LocalDateField(label=_("Last day"))

    def __init__(self, data: Any = None, *, campaign: Campaign | None = None, by: Person, today: date) -> None:
        super().__init__(data, initial=_of_campaign(campaign) if campaign else {"begins_on": today, "owner": by.pk})
        chosen: Any = self.fields
        chosen["owner"].queryset = Person.objects.filter(left_on__isnull=True).order_by("name", "pk")
        known = queries.goals(on=today) | queries.goals_to_come(on=today)
        standing = campaign.goal if campaign is not None else None
        chosen["goal"].queryset = known | Goal.objects.filter(pk=standing.pk) if standing is not None else known


class MilestoneForm(forms.Form):
    """A milestone: what, by when, what somebody does next for it."""

    name = LineField(
        label=_("What is reached then?"), max_length=160,
        help_text=_("Something that one can see, for example: every site notice is out a week before."),
    )  # fmt: skip
    due_on = LocalDateField(label=_("By which day?"))
    next_step = LineField(label=_("What is the next step?"), max_length=300, required=False)


class TurnForm(forms.Form):
    """That a milestone was reached, or is not any more, and what shows it."""

    said = WordsField(max_length=LONGEST_PROOF, widget=forms.Textarea(attrs={"rows": 4}))
    on = LocalDateField(label=_("Since which day?"))

    def __init__(self, *args: Any, back: bool, today: date, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"on": today})
        super().__init__(*args, **kwargs)
        self.today = today
        said = self.fields["said"]
        said.label = _("Why do we go back?") if back else _("How can one see it?")
        said.help_text = (
            _("The reason stays to be read, together with what was reached before.")
            if back
            else _("A figure with its source, an address, a sentence that somebody can check.")
        )

    def clean_on(self) -> date:
        on: date = self.cleaned_data["on"]
        if on > self.today:
            raise forms.ValidationError(_("This day has not come yet."), code="to_come")
        return on


def _of_campaign(campaign: Campaign) -> dict[str, object]:
    return {
        "name": campaign.name, "why": campaign.why, "owner": campaign.owner_id, "goal": campaign.goal_id,
        "begins_on": campaign.begins_on, "last_day": campaign.ends_on - timedelta(days=1),
    }  # fmt: skip


def _initial(goal: Goal | None, under: str, today: date) -> dict[str, object]:
    if goal is None:
        return {"begins_on": today, "parent": under}
    return {
        "name": goal.name, "why": goal.why, "owner": goal.owner_id, "pillar": goal.pillar_id, "parent": goal.parent_id,
        "begins_on": goal.begins_on, "last_day": goal.last_day,
    }  # fmt: skip
