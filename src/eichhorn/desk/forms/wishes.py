"""A wished date: a bare day is enough, and then the time of a regular place of that day is meant."""

from dataclasses import dataclass
from datetime import date, datetime, time

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from eichhorn.foundation import clock
from eichhorn.ui import moments, typed_dates
from eichhorn.ui.fields import LocalDateTimeField, LocalDateTimeInput

NO_SUCH_TIME = _("This time does not exist: on that night the clocks are put forward. Please choose another time.")


@dataclass(frozen=True, slots=True)
class Wish:
    """A day, and a time where one was named."""

    day: date
    at: time | None

    def on(self, usual: time) -> datetime:
        return datetime.combine(self.day, self.at or usual)


class WishField(forms.Field):
    """A day, with or without a time, as somebody writes it."""

    widget = LocalDateTimeInput
    needed_where_shown = True
    default_error_messages = LocalDateTimeField.default_error_messages | {
        "required": _("Please enter a day, for example 12 June or 12 June, 14:00."),
        "past": _("This date has passed. Please choose one that is still to come."),
        "far": _("This is more than two years ahead. Please check the year."),
    }

    def to_python(self, value: object) -> Wish | None:
        if value in self.empty_values:
            return None
        today = _today()
        try:
            local = typed_dates.read(str(value), today=today)
        except typed_dates.NotUnderstood as problem:
            if problem.why != "no_time":
                raise ValidationError(self.error_messages[problem.why], code=problem.why) from problem
            return Wish(typed_dates.read_day(str(value), today=today), None)
        return Wish(local.date(), local.time())


def _today() -> date:

    return moments.local(clock.now()).date()
