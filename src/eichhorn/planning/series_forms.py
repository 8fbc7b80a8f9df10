"""Input to series: what each time is about, and when it comes."""

import re
from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from eichhorn.planning.forms import SlotForm
from eichhorn.planning.models import Series, Slot
from eichhorn.planning.rules import wall
from eichhorn.planning.rules.series import LAST, MOST_OFTEN, Frequency, OnHoliday, Rule
from eichhorn.planning.services import Wording
from eichhorn.planning.words import WEEKDAYS
from eichhorn.strategy.models import Goal
from eichhorn.ui import typed_dates
from eichhorn.ui.fields import Card, LocalDateField

MOST_DAYS = 60
"""So many days may be left out."""


class DaysField(forms.CharField):
    """Days in a line: "24.12.2026, 31.12.2026"."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.today: date | None = None

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, (list, tuple, set, frozenset)):
            return ", ".join(f"{day.day}.{day.month}.{day.year}" for day in sorted(value))
        return value

    def clean(self, value: Any) -> Any:
        found: set[date] = set()
        for part in (part.strip() for part in re.split(r"[,;\n]", str(super().clean(value)))):
            if part:
                try:
                    found.add(typed_dates.read_day(part, today=self.today or date.min))
                except typed_dates.NotUnderstood as problem:
                    sentence = gettext("“%(part)s” is no day. Write it like 24.12.2026, 31.12.2026.")
                    raise ValidationError(sentence % {"part": part[:20]}) from problem
        if len(found) > MOST_DAYS:
            raise ValidationError(gettext("More than %(count)s days are too many.") % {"count": MOST_DAYS})
        return frozenset(found)


class SeriesForm(SlotForm):
    """A series: title, goal, channels and kind as of a slot, and the rule."""

    frequency = forms.ChoiceField(label=_("How it comes again"), widget=forms.RadioSelect, initial=Frequency.WEEKLY)
    every = forms.IntegerField(
        label=_("Every how many weeks or months"), min_value=1, max_value=MOST_OFTEN, initial=1,
        help_text=_("1 is every week or every month, 2 every second."),
    )  # fmt: skip
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these days of the week"), coerce=int, required=False, widget=forms.CheckboxSelectMultiple
    )
    month_day = forms.IntegerField(
        label=_("On this day of the month"), min_value=1, max_value=31, required=False,
        help_text=_("A shorter month has it on its last day."),
    )  # fmt: skip
    nth = forms.TypedChoiceField(label=_("Which one of the month"), coerce=int, required=False)
    at = forms.TimeField(label=_("At"), input_formats=["%H:%M", "%H.%M", "%H"], help_text=_("For example 10:00."))
    begins_on = LocalDateField(label=_("From"))
    last_day = LocalDateField(label=_("Until"), required=False, help_text=_("Empty: until somebody ends it."))
    number = forms.IntegerField(
        label=_("Or so many times"), min_value=1, max_value=500, required=False,
        help_text=_("Days that are left out count too."),
    )  # fmt: skip
    without = DaysField(
        label=_("Not on these days"),
        required=False,
        max_length=1000,
        help_text=_("For example 24.12.2026, 31.12.2026."),
    )
    on_holiday = forms.ChoiceField(label=_("On public holidays"), widget=forms.RadioSelect, initial=OnHoliday.KEEP)

    def __init__(
        self, *args: Any, today: date, slot: Slot | None = None, series: Series | None = None, **kwargs: Any
    ) -> None:
        kwargs["initial"] = _of_series(series) if series is not None else _of_slot(slot) if slot is not None else {}
        super().__init__(*args, today=today, **kwargs)
        chosen: Any = self.fields
        del chosen["when"], chosen["is_fixed"], chosen["campaign"], chosen["tags"]
        if (goal := kwargs["initial"].get("goal")) is not None:
            chosen["goal"].queryset = chosen["goal"].queryset | Goal.objects.filter(pk=goal)
        chosen["without"].today = today
        chosen["at"].widget = forms.TextInput()
        chosen["frequency"].choices = [
            (Frequency.WEEKLY.value, Card(_("Weekly"))),
            (Frequency.MONTH_DAY.value, Card(_("Monthly on a day"), hint=_("For example on the 15th"))),
            (Frequency.MONTH_WEEKDAY.value, Card(_("Monthly on a weekday"), hint=_("For example on the first Tuesday"))),
        ]  # fmt: skip
        for name in ("weekdays", "month_day", "nth"):
            chosen[name].needed_where_shown = True
        chosen["weekdays"].choices = list(enumerate(WEEKDAYS))
        chosen["nth"].choices = [
            (0, "–"), (1, _("the first")), (2, _("the second")), (3, _("the third")), (4, _("the fourth")), (LAST, _("the last")),
        ]  # fmt: skip
        chosen["on_holiday"].choices = [
            (OnHoliday.KEEP.value, Card(_("Appear"))),
            (OnHoliday.SKIP.value, Card(_("Leave out"))),
            (OnHoliday.SHIFT.value, Card(_("Move to the next working day"))),
        ]

    @property
    def says_more(self) -> bool:
        """Whether anything of what most series leave as it is says something, or has to be put right."""
        left = {
            "last_day": None,
            "number": None,
            "without": (),
            "on_holiday": OnHoliday.KEEP.value,
            "confidential": False,
        }
        return any(self.errors.get(name) or (self[name].value() or usual) != usual for name, usual in left.items())

    def clean(self) -> dict[str, Any]:
        super().clean()
        given = self.cleaned_data
        frequency, weekdays = given.get("frequency"), given.get("weekdays") or []
        if frequency == Frequency.WEEKLY and not weekdays and "weekdays" not in self.errors:
            self.add_error("weekdays", _("Please choose one day of the week at least."))
        if frequency == Frequency.MONTH_DAY and not given.get("month_day") and "month_day" not in self.errors:
            self.add_error("month_day", _("Please enter the day of the month."))
        if frequency == Frequency.MONTH_WEEKDAY and "nth" not in self.errors:
            if not given.get("nth"):
                self.add_error("nth", _("Please choose which one of the month it is."))
            elif len(weekdays) != 1 and "weekdays" not in self.errors:
                self.add_error("weekdays", _("Please choose exactly one day of the week."))
        begins, last = given.get("begins_on"), given.get("last_day")
        if begins and last and last < begins:
            self.add_error("last_day", _("The series would end before it begins."))
        if last and given.get("number"):
            self.add_error("number", _("Please say either until when or how often."))
        return given

    @property
    def rule(self) -> Rule:
        given = self.cleaned_data
        frequency, last = Frequency(given["frequency"]), given["last_day"]
        return Rule(
            frequency=frequency, at=given["at"], begins_on=given["begins_on"], every=given["every"],
            weekdays=() if frequency is Frequency.MONTH_DAY else tuple(sorted(given["weekdays"])),
            month_day=given["month_day"] if frequency is Frequency.MONTH_DAY else 0,
            nth=given["nth"] if frequency is Frequency.MONTH_WEEKDAY else 0,
            ends_on=last + timedelta(days=1) if last else None, number=given["number"], without=given["without"],
            on_holiday=OnHoliday(given["on_holiday"]),
        )  # fmt: skip

    @property
    def wording(self) -> Wording:
        given = self.cleaned_data
        return Wording(
            title=given["title"], goal=given["goal"], channels=tuple(given["channels"]), kind=given["kind"],
            confidential=given["confidential"], rule=self.rule,
        )  # fmt: skip


def _of_slot(slot: Slot) -> dict[str, Any]:
    """Return what a series that is made of a slot begins with."""
    local = wall(slot.planned_local) if slot.planned_local is not None else None
    return {
        "title": slot.title, "goal": slot.goal_id, "kind": slot.kind_id, "confidential": slot.confidential,
        "channels": [channel.pk for channel in slot.channels.all()], "frequency": Frequency.WEEKLY,
        **({"at": f"{local:%H:%M}", "begins_on": local.date(), "weekdays": [local.weekday()]} if local else {}),
    }  # fmt: skip


def _of_series(series: Series) -> dict[str, Any]:
    return {
        "title": series.title, "goal": series.goal_id, "kind": series.kind_id, "confidential": series.confidential,
        "channels": [channel.pk for channel in series.channels.all()], "frequency": series.frequency,
        "every": series.every, "weekdays": series.weekdays, "month_day": series.month_day or None, "nth": series.nth,
        "at": f"{series.at:%H:%M}", "begins_on": series.begins_on,
        "last_day": series.ends_on - timedelta(days=1) if series.ends_on else None, "number": series.number,
        "without": series.without, "on_holiday": series.on_holiday,
    }  # fmt: skip
