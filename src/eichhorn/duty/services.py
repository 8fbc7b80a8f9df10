"""Telling hours, absences and deputies: everybody for themselves, and whoever steers for others."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q

from eichhorn.duty import rules
from eichhorn.duty.models import Absence, Deputy, NotNow, WorkingWeek
from eichhorn.foundation import audit
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.models import Person
from eichhorn.people.rules import Act

QUIET = timedelta(days=365)


class Overlaps(Exception):
    """For one of these days there is an absence, or a deputy, already."""


class OwnDeputy(ValueError):
    """Nobody stands in for themselves."""


class HasLeft(ValueError):
    """Whoever is to stand in belongs to the house no longer."""


@transaction.atomic
def tell_week(
    *, person: Person, from_day: date, minutes: Sequence[int], by: Person | None, now: datetime
) -> WorkingWeek:
    """From the day on the person works so many minutes on each day of the week, Monday first. Raises NotSane, TooFar.

    What was told for the same day is replaced. `by` None is the installation itself (demo data), which needs no permission.
    """
    _require(person, by, now)
    week = rules.sane(minutes)
    rules.period(from_day, None, today=people.today(now))
    told, _ = WorkingWeek.objects.update_or_create(person=person, from_day=from_day, defaults={"minutes": list(week)})
    audit.record("duty.week_told", of=("person", person.pk), by=_id(by), now=now)
    return told


@transaction.atomic
def take_back_week(*, week: WorkingWeek, by: Person, now: datetime) -> None:
    """The week was never told; the one before it holds on. Idempotent."""
    _require(week.person, by, now)
    if WorkingWeek.objects.filter(pk=week.pk).delete()[0]:
        audit.record("duty.week_taken_back", of=("person", week.person_id), by=by.pk, now=now)


@transaction.atomic
def be_away(
    *, person: Person, begins_on: date, last_day: date, half: bool = False, by: Person | None, now: datetime
) -> Absence:
    """The person is away from the first to the last day, or half of each. EndsTooSoon, TooLong, TooFar, Overlaps."""
    _require(person, by, now)
    days = rules.period(begins_on, last_day, today=people.today(now), longest=rules.LONGEST_ABSENCE)
    assert days.ends_on is not None
    _alone(person)
    if Absence.objects.filter(person=person, begins_on__lt=days.ends_on, ends_on__gt=days.begins_on).exists():
        raise Overlaps
    absence = Absence.objects.create(person=person, begins_on=days.begins_on, ends_on=days.ends_on, half=half)
    audit.record("duty.away", of=("person", person.pk), by=_id(by), now=now)
    return absence


@transaction.atomic
def be_there(*, absence: Absence, by: Person, now: datetime) -> None:
    """The absence is gone: the person is there. Idempotent."""
    _require(absence.person, by, now)
    if Absence.objects.filter(pk=absence.pk).delete()[0]:
        audit.record("duty.there", of=("person", absence.person_id), by=by.pk, now=now)


@transaction.atomic
def name_deputy(
    *, person: Person, deputy: Person, begins_on: date, last_day: date | None, by: Person | None, now: datetime
) -> Deputy:
    """The deputy stands in whenever the person is away on these days; it gives no right that the deputy does not have.

    Raises OwnDeputy, HasLeft, EndsTooSoon, TooFar, Overlaps.
    """
    _require(person, by, now)
    today = people.today(now)
    if person.pk == deputy.pk:
        raise OwnDeputy
    if deputy.left_on is not None and deputy.left_on <= today:
        raise HasLeft
    days = rules.period(begins_on, last_day, today=today)
    _alone(person)
    others = Deputy.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=days.begins_on), person=person)
    if days.ends_on is not None:
        others = others.filter(begins_on__lt=days.ends_on)
    if others.exists():
        raise Overlaps
    named = Deputy.objects.create(person=person, deputy=deputy, begins_on=days.begins_on, ends_on=days.ends_on)
    audit.record("duty.deputy_named", of=("person", person.pk), by=_id(by), now=now)
    return named


@transaction.atomic
def release_deputy(*, deputy: Deputy, by: Person, now: datetime) -> None:
    """Nobody stands in on those days any more. The deputy may step back too. Idempotent."""
    if by.pk != deputy.deputy_id:
        _require(deputy.person, by, now)
    if Deputy.objects.filter(pk=deputy.pk).delete()[0]:
        audit.record("duty.deputy_released", of=("person", deputy.person_id), by=by.pk, now=now)


def not_now(*, person: Person, now: datetime) -> None:
    """Nobody reminds the person of telling their hours for a year. Idempotent."""
    until = people.today(now) + QUIET
    NotNow.objects.update_or_create(person=person, defaults={"until": until})


@transaction.atomic
def forget_what_is_over(*, now: datetime) -> int:
    """Absences and deputies that ended longer ago than they are kept are deleted; so are weeks that hold no longer."""
    last = people.today(now) - settings.ABSENCES_KEPT_FOR
    NotNow.objects.filter(until__lte=people.today(now)).delete()
    gone = Absence.objects.filter(ends_on__lte=last).delete()[0] + Deputy.objects.filter(ends_on__lte=last).delete()[0]
    newest: dict[int, date] = {}
    for person, day in (
        WorkingWeek.objects.filter(from_day__lte=last).order_by("from_day").values_list("person", "from_day")
    ):
        newest[person] = day
    for person, day in newest.items():
        gone += WorkingWeek.objects.filter(person=person, from_day__lt=day).delete()[0]
    return gone


def _require(person: Person, by: Person | None, now: datetime) -> None:
    if by is not None and by.pk != person.pk:
        permissions.require(by, Act.STEER, now=now)


def _alone(person: Person) -> None:
    """Whoever else tells something about the person waits; so two who overlap are told so, in words."""
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)


def _id(by: Person | None) -> int | None:
    return by.pk if by is not None else None
