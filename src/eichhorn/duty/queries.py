"""Who is there when, read: one's own hours, what the team has in a week, who is away and who stands in."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext

from eichhorn.duty import rules
from eichhorn.duty.models import Absence, Deputy, NotNow, WorkingWeek
from eichhorn.duty.rules import Away, Member, Pattern, Period, Week
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.ui.waiting import Waiting


@dataclass(frozen=True, slots=True)
class AwayNow:
    """Somebody is away today: their name, the last day of it, and who stands in, where anybody does."""

    name: str
    last_day: date
    deputy: Person | None


def weeks_of(person: Person) -> models.QuerySet[WorkingWeek]:
    """Return what was told of the person's hours, newest first."""
    return WorkingWeek.objects.filter(person=person).order_by("-from_day")


def week_on(person: Person, day: date) -> WorkingWeek | None:
    """Return the week that holds on the day; None where nobody has told one. One query."""
    return weeks_of(person).filter(from_day__lte=day).first()


def absences_of(person: Person, *, since: date) -> models.QuerySet[Absence]:
    """Return when the person is away, from the day on."""
    return Absence.objects.filter(person=person, ends_on__gt=since).order_by("begins_on")


def deputies_of(person: Person, *, since: date) -> models.QuerySet[Deputy]:
    """Return who stands in for the person, from the day on."""
    return _lasting(Deputy.objects.filter(person=person), since).select_related("deputy").order_by("begins_on")


def named_deputy(person: Person, *, since: date) -> models.QuerySet[Deputy]:
    """Return for whom the person stands in, from the day on."""
    return _lasting(Deputy.objects.filter(deputy=person), since).select_related("person").order_by("begins_on", "pk")


def anybody_told() -> bool:
    """Return whether anybody has told any hours. One query."""
    return WorkingWeek.objects.exists()


def team(*, now: datetime) -> models.QuerySet[Person]:
    """Return those whose hours count: whoever writes here, by name. Two queries."""
    return people.holders(Act.WRITE, now=now)


def team_told(*, on: date, now: datetime) -> list[tuple[Person, bool]]:
    """Return everybody of the team, and whether their hours are told; whose are missing come first. Three queries."""
    told = set(WorkingWeek.objects.filter(from_day__lte=on).values_list("person_id", flat=True))
    found = [(person, person.pk in told) for person in team(now=now)]
    return sorted(found, key=lambda one: one[1])


def team_weeks(mondays: Collection[date], *, holidays: Collection[date], now: datetime) -> dict[date, Week]:
    """Return what the team has in each of the weeks, and whose hours are missing; holidays are handed in. Four queries.

    Nothing where there is no team.
    """
    if not mondays:
        return {}
    begins, ends = min(mondays), max(mondays) + timedelta(days=rules.DAYS)
    persons = list(team(now=now))
    if not persons:
        return {}
    ids = [person.pk for person in persons]
    patterns: dict[int, list[Pattern]] = defaultdict(list)
    for pk, day, minutes in WorkingWeek.objects.filter(person__in=ids, from_day__lt=ends).values_list(
        "person_id", "from_day", "minutes"
    ):
        patterns[pk].append(Pattern(day, tuple(minutes)))
    away: dict[int, list[Away]] = defaultdict(list)
    rows = Absence.objects.filter(person__in=ids, begins_on__lt=ends, ends_on__gt=begins)
    for pk, first, after, half in rows.values_list("person_id", "begins_on", "ends_on", "half"):
        away[pk].append(Away(Period(first, after), half))
    members = [
        Member(one.name, tuple(patterns[one.pk]), tuple(away[one.pk]), one.left_on) for one in persons
    ]  # fmt: skip
    return rules.weeks(members, mondays, holidays=holidays)


def away_now(person_ids: Collection[int], *, now: datetime) -> dict[int, AwayNow]:
    """Return those of the persons who are away for the whole of today, with who stands in. At most four queries."""
    day = people.today(now)
    rows = Absence.objects.filter(half=False, begins_on__lte=day, ends_on__gt=day).select_related("person")
    absent = {row.person_id: row for row in rows}
    wanted = [absent[pk] for pk in person_ids if pk in absent]
    if not wanted:
        return {}
    deputies = dict(_on(day).values_list("person_id", "deputy_id"))
    stand = {row.person_id: rules.stands_in(row.person_id, deputies, absent.keys()) for row in wanted}
    persons = Person.objects.in_bulk([pk for pk in stand.values() if pk is not None])
    return {
        row.person_id: AwayNow(row.person.name, row.ends_on - timedelta(days=1), persons.get(stand[row.person_id] or 0))
        for row in wanted
    }


def stands_in_for(person: Person, *, now: datetime) -> list[Person]:
    """Return those who are away today and whose work the person does meanwhile, by name. Three queries."""
    day = people.today(now)
    away = set(
        Absence.objects.filter(half=False, begins_on__lte=day, ends_on__gt=day).values_list("person_id", flat=True)
    )
    if not away or person.pk in away:
        return []
    deputies = dict(_on(day).values_list("person_id", "deputy_id"))
    mine = [pk for pk in away if rules.stands_in(pk, deputies, away) == person.pk]
    return list(people.here(Person.objects.filter(pk__in=mine), on=day).order_by("name", "pk")) if mine else []


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return that one's own hours are not told, and what whoever steers settles: deputies who may less than the absent."""
    day = people.today(now)
    away = set(
        Absence.objects.filter(half=False, begins_on__lte=day, ends_on__gt=day).values_list("person_id", flat=True)
    )
    own = _own_hours(person, now=now) if person.pk not in away else []
    return own + _deputies_who_may_less(person, away, day, now)


def is_to_be_reminded(person: Person, *, now: datetime) -> bool:
    """Return whether somebody of the team has told no hours, in a house that works with them, and minds no reminder.

    Four queries at most; one where nobody has told any hours.
    """
    if (
        not anybody_told()
        or WorkingWeek.objects.filter(person=person).exists()
        or not people.may(person, Act.WRITE, now=now)
    ):
        return False
    return not NotNow.objects.filter(person=person, until__gt=people.today(now)).exists()


def _own_hours(person: Person, *, now: datetime) -> list[Waiting]:
    """Return a row for the person alone; whoever stands in for them does not see it."""
    if not is_to_be_reminded(person, now=now):
        return []
    return [Waiting(
        kind="later", icon="clock", title=gettext("Tell your hours, if you like"), href=reverse("duty:own"),
        line=gettext("Then the plan knows what fits into a week. You can put this aside for a year there."),
        action=gettext("Tell my hours"), since=now,
    )]  # fmt: skip


def _deputies_who_may_less(person: Person, away: set[int], day: date, now: datetime) -> list[Waiting]:
    if not away or not people.may(person, Act.STEER, now=now):
        return []
    rows = list(_on(day).filter(person__in=away).select_related("person", "deputy").order_by("pk"))
    less = lacking(rows, now=now)
    return [
        Waiting(
            kind="later", icon="users", href=reverse("duty:of", args=[row.person_id]), action=gettext("Look at it"),
            title=gettext("%(deputy)s stands in for %(name)s and may do less by their role")
            % {"deputy": row.deputy.name, "name": row.person.name},
            line=gettext("A deputy gets no right. Give them a role, or name somebody else."), since=now,
        )
        for row in rows
        if row.pk in less
    ]  # fmt: skip


def lacking(deputies: Sequence[Deputy], *, now: datetime) -> dict[int, frozenset[Act]]:
    """Return what those for whom they stand in may do and the deputies may not, by deputy row. Two queries for each."""
    found = {row.pk: people.acts(row.person, now=now) - people.acts(row.deputy, now=now) for row in deputies}
    return {pk: acts for pk, acts in found.items() if acts}


def _on(day: date) -> models.QuerySet[Deputy]:
    here = people.here(Person.objects.all(), on=day)
    return _lasting(Deputy.objects.filter(begins_on__lte=day, deputy__in=here), day)


def _lasting(rows: models.QuerySet[Deputy], since: date) -> models.QuerySet[Deputy]:
    return rows.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=since))
