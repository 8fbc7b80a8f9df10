"""Input to slots, dates, places and what work costs."""

import re
from datetime import date, datetime, time
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import queries, rules
from eichhorn.planning.fields import CampaignField, ChannelsField, TagsField
from eichhorn.planning.models import KindOfWork, Slot
from eichhorn.planning.queries import house
from eichhorn.planning.rules.gaps import MOST_A_WEEK
from eichhorn.planning.rules.places import MOST_PLACES
from eichhorn.planning.words import WEEKDAYS
from eichhorn.strategy import queries as strategy
from eichhorn.strategy.models import Goal
from eichhorn.ui.fields import LineField, LocalDateField, LocalDateTimeField

NO_SUCH_TIME = _("This time does not exist: on that night the clocks are put forward. Please choose another time.")
PLACES = re.compile(r"(\d{1,2})(?:[:.](\d{2}))?")


def existing(local: datetime | None, zone: str) -> datetime | None:
    """Return the wall-clock time, or raise ValidationError where the clock skips it."""
    if local is not None:
        try:
            rules.instant(local, zone)
        except rules.NoSuchTime as skipped:
            raise ValidationError(NO_SUCH_TIME, code="no_such_time") from skipped
    return local


class SlotForm(forms.Form):
    """What is planned: title, goal, channels, kind of work, date."""

    title = LineField(label=_("What is it about?"), max_length=160)
    goal = forms.ModelChoiceField(
        label=_("Goal"), queryset=Goal.objects.none(), required=False, empty_label=_("no goal yet")
    )
    campaign = CampaignField()
    tags = TagsField()
    channels = ChannelsField(label=_("Channels"), required=False)
    kind = forms.ModelChoiceField(
        label=_("Kind of work"), queryset=KindOfWork.objects.none(), required=False, empty_label=None,
        help_text=_("It says what the post costs when nobody estimates."),
    )  # fmt: skip
    when = LocalDateTimeField(
        label=_("Date"), required=False, help_text=_("May be left open: then it is an idea without a date.")
    )
    is_fixed = forms.BooleanField(
        label=_("The date is the matter itself"), required=False,
        help_text=_("Nothing that comes in at short notice may move it, for example because a closure begins on that day."),
    )  # fmt: skip
    confidential = forms.BooleanField(
        label=_("Confidential"), required=False, help_text=_("Only the team sees it in the plan.")
    )

    def __init__(self, *args: Any, zone: str, today: date, slot: Slot | None = None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", _of_slot(slot) if slot is not None else {})
        super().__init__(*args, **kwargs)
        self.zone = zone
        goals = strategy.goals(on=today) | strategy.goals_to_come(on=today)
        chosen: Any = self.fields
        chosen["goal"].queryset = (
            goals if slot is None or slot.goal_id is None else goals | Goal.objects.filter(pk=slot.goal_id)
        )
        chosen["channels"].offer()
        chosen["campaign"].offer(slot.campaign if slot is not None else None)
        chosen["kind"].queryset = queries.kinds()
        if slot is not None:
            del chosen["when"]

    def clean_when(self) -> datetime | None:
        return existing(self.cleaned_data["when"], self.zone)


class HandOverForm(forms.Form):
    """Who has a post in hand from now on."""

    to = forms.ModelChoiceField(
        label=_("Who has it in hand from now on?"), queryset=Person.objects.none(), required=False,
        empty_label=_("nobody at the moment"), help_text=_("Whoever gets it is told by mail, once."),
    )  # fmt: skip

    def __init__(self, given: Any, *, now: datetime, slot: Slot) -> None:
        super().__init__(given, initial={"to": slot.with_person_id})
        chosen: Any = self.fields
        chosen["to"].queryset = people.holders(Act.WRITE, now=now)


class PlacesForm(forms.Form):
    """How much one channel is to say, and its regular places: a line of times for each weekday."""

    posts_per_week = forms.IntegerField(
        label=_("Wished posts a week"), min_value=1, max_value=MOST_A_WEEK, required=False,
        help_text=_("Where less is planned, the calendar says so. Empty: nothing is wished."),
    )  # fmt: skip

    def __init__(self, *args: Any, places: dict[int, tuple[time, ...]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for weekday, name in enumerate(WEEKDAYS):
            self.fields[f"day_{weekday}"] = PlacesField(
                label=name,
                required=False,
                initial=", ".join(f"{at.hour}:{at.minute:02d}" for at in places.get(weekday, ())),
            )

    @property
    def places(self) -> list[tuple[int, time]]:
        """Return weekday and time of each place."""
        return [(weekday, at) for weekday in range(7) for at in self.cleaned_data[f"day_{weekday}"]]


class PlacesField(forms.CharField):
    """Times in a line: "9:30, 14:00"."""

    def clean(self, value: Any) -> Any:
        found: set[time] = set()
        for part in (part.strip() for part in str(super().clean(value)).replace(";", ",").split(",")):
            if not part:
                continue
            match = PLACES.fullmatch(part)
            try:
                found.add(time(int(match[1]), int(match[2] or 0)) if match else time(99))
            except ValueError as problem:
                sentence = gettext("“%(part)s” is no time. Write it like 9:30, 14:00.") % {"part": part[:20]}
                raise ValidationError(sentence) from problem
        if len(found) > MOST_PLACES:
            raise ValidationError(gettext("More than %(count)s places a day are too many.") % {"count": MOST_PLACES})
        return tuple(sorted(found))


class BudgetForm(forms.Form):
    """The fire budget: hours per week and per quarter, from a week on."""

    hours = forms.DecimalField(
        label=_("Hours per week for what nobody planned"), min_value=0, max_value=168, decimal_places=2, localize=True
    )
    quarter_hours = forms.DecimalField(
        label=_("Hours per quarter"), required=False, min_value=0, max_value=2_352, decimal_places=2, localize=True,
        help_text=_("Empty: as much as its weeks together."),
    )  # fmt: skip
    from_day = LocalDateField(label=_("From the week of"))

    @property
    def minutes(self) -> int:
        return int(self.cleaned_data["hours"] * 60)

    @property
    def quarter_minutes(self) -> int | None:
        hours = self.cleaned_data["quarter_hours"]
        return None if hours is None else int(hours * 60)


class SpentForm(forms.Form):
    """What a post cost in the end."""

    minutes = forms.IntegerField(label=_("Minutes"), required=False, min_value=1, max_value=10_000)


class KindForm(forms.Form):
    """A kind of work and what it usually costs."""

    name = LineField(label=_("Kind of work"), max_length=80)
    name_en = LineField(label=_("The same in English"), max_length=80, required=False)
    effort_minutes = forms.IntegerField(label=_("Usual effort in minutes"), min_value=1, max_value=10_000)

    def __init__(self, *args: Any, kind: KindOfWork | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind

    def clean_name(self) -> str:
        name: str = self.cleaned_data["name"]
        same = KindOfWork.objects.filter(name__iexact=name)
        if (same.exclude(pk=self.kind.pk) if self.kind else same).exists():
            raise ValidationError(_("There is a kind of this name already."))
        return name


class TermsForm(forms.Form):
    """The usual lead time, and whose holidays count."""

    lead_days = forms.IntegerField(label=_("Usual lead time in working days"), min_value=0, max_value=30)
    holidays_of = forms.CharField(
        label=_("Public holidays of"), max_length=10, required=False,
        help_text=_("Country and part as ISO 3166-2 writes them: DE, DE-NW, AT-9, CH-ZH. Empty: none."),
    )  # fmt: skip

    def clean_holidays_of(self) -> str:
        of: str = self.cleaned_data["holidays_of"].strip().upper()
        if of and not house.knows_holidays_of(of):
            raise ValidationError(_("We know no public holidays for this. Write it like DE or DE-NW."))
        return of


def _of_slot(slot: Slot) -> dict[str, Any]:
    return {
        "title": slot.title, "goal": slot.goal_id, "kind": slot.kind_id, "is_fixed": not slot.movable,
        "confidential": slot.confidential, "channels": [channel.pk for channel in slot.channels.all()],
        "campaign": slot.campaign_id, "tags": tuple(tag.name for tag in slot.tags.all()),
    }  # fmt: skip
