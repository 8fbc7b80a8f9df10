"""Input to meetings, own points, decisions and additions."""

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eichhorn.conference.models import Line, Meeting
from eichhorn.conference.rules import DEEDS, Deed, Why
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.planning import rules
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Goal
from eichhorn.ui.fields import LineField, LocalDateTimeField, WordsField

NO_SUCH_TIME = _("This time does not exist: on that night the clocks are put forward. Please choose another time.")
MANY = 12
"""More people than this stand in a list, not on cards."""


def existing(local: datetime | None, zone: str) -> datetime | None:
    """Return the wall-clock time, or raise ValidationError where the clock skips it."""
    if local is not None:
        try:
            rules.instant(local, zone)
        except rules.NoSuchTime as skipped:
            raise ValidationError(NO_SUCH_TIME, code="no_such_time") from skipped
    return local


class MeetingForm(forms.Form):
    """When, called what, with whom."""

    title = LineField(label=_("What is it called?"), max_length=120)
    when = LocalDateTimeField(
        label=_("When does it begin?"), help_text=_("For example 12 June, 10:00, or tomorrow 9:30.")
    )
    people = forms.ModelMultipleChoiceField(
        label=_("Who takes part?"), queryset=Person.objects.none(), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("They get the protocol when you send it. Everybody who is signed in may read along."),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, meeting: Meeting | None = None, **kwargs: Any) -> None:
        if meeting is not None:
            kwargs.setdefault("initial", {
                "title": meeting.title, "when": meeting.begins_at, "people": [one.pk for one in meeting.people.all()],
            })  # fmt: skip
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields
        there = people.here(Person.objects.filter(roles__isnull=False), on=today).distinct()
        if meeting is not None:
            there = (
                Person.objects.filter(pk__in=there.values("pk")) | Person.objects.filter(pk__in=meeting.people.all())
            ).distinct()
        chosen["people"].queryset = there.order_by("name", "pk")
        if chosen["people"].queryset.count() > MANY:
            chosen["people"].widget = forms.SelectMultiple(attrs={"size": 10}, choices=chosen["people"].choices)

    def clean_when(self) -> datetime | None:
        return existing(self.cleaned_data["when"], people.zone().key)

    @property
    def begins_at(self) -> datetime:
        local: datetime = self.cleaned_data["when"]
        return local.replace(tzinfo=ZoneInfo(people.zone().key)).astimezone(UTC)


class PeopleForm(MeetingForm):
    """Who took part, of a meeting that has begun."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["title"], self.fields["when"]


class PointForm(forms.Form):
    """A point in somebody's own words."""

    title = LineField(
        label=_("Own point"), max_length=160,
        help_text=_("A question for the meeting, in one line. Everybody who is signed in can read it."),
    )  # fmt: skip


class AdditionForm(forms.Form):
    """What is added to a closed protocol."""

    text = WordsField(
        label=_("Addition"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("What was wrong or is missing. The protocol itself stays as it is."),
    )  # fmt: skip


class DecisionForm(forms.Form):
    """What was decided about one line; which field is needed says the deed."""

    deed = forms.ChoiceField(widget=forms.HiddenInput)
    seen = forms.CharField(max_length=16, required=False, widget=forms.HiddenInput)
    title = LineField(label=_("What is it about?"), max_length=160, required=False)
    when = LocalDateTimeField(label=_("Date"), required=False)
    goal = forms.ModelChoiceField(
        label=_("Goal"), queryset=Goal.objects.none(), required=False, empty_label=_("no goal yet")
    )
    note = LineField(label=_("What was decided?"), max_length=500, required=False)

    def __init__(self, *args: Any, line: Line, today: date, zone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.zone, self.why = zone, Why(line.why)
        chosen: Any = self.fields
        chosen["deed"].choices = [(deed.value, deed.value) for deed in DEEDS[self.why]]
        chosen["goal"].queryset = strategy.goals(on=today) | strategy.goals_to_come(on=today)

    def clean_when(self) -> datetime | None:
        return existing(self.cleaned_data["when"], self.zone)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        match given.get("deed"):
            case Deed.MOVE:
                self._needs("when", _("Please enter a date and a time, for example 12.6.2026 14:00."))
            case Deed.PLAN:
                self._needs("title", _("Please say in a few words what the post is about."))
            case Deed.SET_GOAL:
                self._needs("goal", _("Please choose a goal."))
            case Deed.HOLD:
                self._needs("note", _("Please say why everything is held: it concerns everybody."))
        return given

    def _needs(self, field: str, sentence: object) -> None:
        if not self.errors.get(field) and not self.cleaned_data.get(field):
            self.add_error(field, str(sentence))
