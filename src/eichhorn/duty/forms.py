"""What somebody types who tells hours, an absence, or who stands in."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eichhorn.duty import rules, words
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.ui.fields import LineField, LocalDateField

WEEKDAYS = (_("Monday"), _("Tuesday"), _("Wednesday"), _("Thursday"), _("Friday"), _("Saturday"), _("Sunday"))


class HoursField(LineField):
    """Hours of a day, as "7:30" or "7,5"; the value is in minutes."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=12, **kwargs)
        self.widget.attrs.update({"inputmode": "text", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        try:
            minutes = words.minutes(super().clean(value) or "")
        except words.NotUnderstood as problem:
            raise ValidationError(_("We do not understand this. Write hours like 7:30 or 7.5.")) from problem
        if minutes > rules.MOST_MINUTES_A_DAY:
            raise ValidationError(_("A day has at most sixteen hours here."))
        return minutes

    def prepare_value(self, value: Any) -> Any:
        if not isinstance(value, int):
            return value
        return words.clocked(value) if value else ""


class WeekForm(forms.Form):
    """Hours of each day of the week, from a day on."""

    from_day = LocalDateField(label=_("From this day on"))

    def __init__(self, *args: Any, minutes: tuple[int, ...] | None = None, today: date, **kwargs: Any) -> None:
        kwargs["auto_id"] = "week_%s"
        super().__init__(*args, **kwargs)
        self.fields["from_day"].initial = rules.monday(today)
        for number, word in enumerate(WEEKDAYS):
            self.fields[f"day_{number}"] = HoursField(label=word, initial=minutes[number] if minutes else None)

    @property
    def days(self) -> list[forms.BoundField]:
        return [self[f"day_{number}"] for number in range(rules.DAYS)]

    def minutes(self) -> tuple[int, ...]:
        """Return the minutes of each day, Monday first."""
        return tuple(self.cleaned_data[f"day_{number}"] for number in range(rules.DAYS))


class AbsenceForm(forms.Form):
    """From when to when somebody is away."""

    begins_on = LocalDateField(label=_("First day"))
    last_day = LocalDateField(label=_("Last day"), required=False, help_text=_("Empty: it is one day."))
    half = forms.BooleanField(
        label=_("Half days"), required=False, help_text=_("Half of the hours of each of these days remain.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["auto_id"] = "away_%s"
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        begins = self.cleaned_data.get("begins_on")
        if begins and "last_day" in self.cleaned_data:
            self.cleaned_data["last_day"] = self.cleaned_data["last_day"] or begins
        return self.cleaned_data


class DeputyForm(forms.Form):
    """Who stands in, and when."""

    deputy = forms.ModelChoiceField(
        label=_("Who stands in"), queryset=Person.objects.none(), empty_label=_("please choose")
    )
    begins_on = LocalDateField(label=_("From this day on"))
    last_day = LocalDateField(label=_("Last day"), required=False, help_text=_("Empty: until you say otherwise."))

    def __init__(self, *args: Any, person: Person, today: date, **kwargs: Any) -> None:
        kwargs["auto_id"] = "deputy_%s"
        super().__init__(*args, **kwargs)
        field: Any = self.fields["deputy"]
        field.queryset = people.here(Person.objects.exclude(pk=person.pk), on=today).order_by("name", "pk")
        self.fields["begins_on"].initial = today
