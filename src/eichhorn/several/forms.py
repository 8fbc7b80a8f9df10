"""Input to what is done with several posts."""

from datetime import date, datetime
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning.fields import CampaignField, TagsField
from eichhorn.several.rules import MOST_DAYS, Step, What
from eichhorn.several.services import Wanted
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Goal
from eichhorn.ui.fields import LocalDateField

WORDS = {
    What.BY_DAYS: _("Move by days"), What.TO_DATE: _("Move to a day"), What.TAG: _("Change tags"),
    What.CAMPAIGN: _("Set the campaign"), What.GOAL: _("Set the goal"), What.HAND_OVER: _("Hand over"),
    What.PUT_BACK: _("Put back"),
}  # fmt: skip


class WantedForm(forms.Form):
    """One act and what it needs; what another act would need is not looked at."""

    what = forms.ChoiceField(label=_("What should happen to them?"))
    days = forms.IntegerField(
        label=_("By so many days"), required=False, min_value=-MOST_DAYS, max_value=MOST_DAYS,
        help_text=_("For example 7, or -1 for a day earlier. The time on the clock stays, also across summer time."),
    )  # fmt: skip
    day = LocalDateField(label=_("To this day"), required=False, help_text=_("Each keeps its time on the clock."))
    tags = TagsField(label=_("Add tags"))
    tags_off = TagsField(label=_("Take tags off"))
    campaign = CampaignField()
    goal = forms.ModelChoiceField(
        label=_("Goal"), queryset=Goal.objects.none(), required=False, empty_label=_("no goal")
    )  # fmt: skip
    to = forms.ModelChoiceField(
        label=_("In whose hands?"), queryset=Person.objects.none(), required=False, empty_label=_("nobody at the moment"),
        help_text=_("Whoever gets them is told by mail, once for all of them."),
    )  # fmt: skip

    def __init__(self, given: Any, *, today: date, now: datetime) -> None:
        super().__init__(given)
        chosen: Any = self.fields
        chosen["what"].choices = [(what.value, word) for what, word in WORDS.items()]
        chosen["campaign"].offer()
        chosen["goal"].queryset = strategy.goals(on=today) | strategy.goals_to_come(on=today)
        chosen["to"].queryset = people.holders(Act.WRITE, now=now)
        chosen["days"].needed_where_shown = chosen["day"].needed_where_shown = True

    def clean(self) -> dict[str, Any]:
        given: dict[str, Any] = super().clean() or {}
        match given.get("what"):
            case What.BY_DAYS if not given.get("days") and "days" not in self.errors:
                self.add_error("days", _("By how many days?"))
            case What.TO_DATE if given.get("day") is None and "day" not in self.errors:
                self.add_error("day", _("To which day?"))
            case What.TAG if not given.get("tags") and not given.get("tags_off"):
                self.add_error("tags", _("Which tags should come or go?"))
        return given

    @property
    def wanted(self) -> Wanted:
        """Return what is to be done, after the form was found valid."""
        given = self.cleaned_data
        what = What(given["what"])
        step = None
        if what.moves:
            step = Step(days=given["days"] or 0) if what is What.BY_DAYS else Step(onto=given["day"])
        return Wanted(
            what,
            step,
            given["tags"],
            given["tags_off"],
            given["campaign"],
            given["goal"],
            given["to"] if what is What.HAND_OVER else None,
        )
