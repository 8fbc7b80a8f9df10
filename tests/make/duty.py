"""Hours, absences and deputies, told as people tell them."""

from collections.abc import Sequence
from datetime import date

from eichhorn.duty import services
from eichhorn.duty.models import Absence, Deputy, WorkingWeek
from eichhorn.people.models import Person
from tests.make.people import NOW

FULL = (480, 480, 480, 480, 360, 0, 0)
MONDAY = date(2026, 6, 8)


def week(person: Person, minutes: Sequence[int] = FULL, *, from_day: date = MONDAY) -> WorkingWeek:
    return services.tell_week(person=person, from_day=from_day, minutes=minutes, by=None, now=NOW)


def away(person: Person, begins_on: date, last_day: date | None = None, *, half: bool = False) -> Absence:
    return services.be_away(
        person=person, begins_on=begins_on, last_day=last_day or begins_on, half=half, by=None, now=NOW
    )


def deputy(person: Person, deputy: Person, *, begins_on: date = MONDAY, last_day: date | None = None) -> Deputy:
    return services.name_deputy(person=person, deputy=deputy, begins_on=begins_on, last_day=last_day, by=None, now=NOW)
