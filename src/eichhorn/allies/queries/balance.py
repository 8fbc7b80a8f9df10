"""Giving and getting by department, and which way of asking is answered: never by person.

The difficult thing: a department of two is two people. So a department stands by itself from some people on, all smaller
ones stand together; and a share is said only where enough was asked to make it one.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count

from eichhorn.allies.models import Ask
from eichhorn.allies.rules import NAMED_FROM, State, Way
from eichhorn.desk import queries as desk
from eichhorn.people import queries as people
from eichhorn.people.models import Department, Person
from eichhorn.people.rules import Act

LOOKS_BACK = timedelta(days=365)
SHARE_FROM = 5
"""From so many asks on a share is said."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What a department gave in a year, and what it got; `department` None stands for all the smaller ones together."""

    department: Department | None
    given: int
    """Asks that they answered with a gift."""
    got: int
    """Requests of theirs that are out."""


@dataclass(frozen=True, slots=True)
class Answers:
    """How often asks of one way were answered, with a gift or a No, in a year."""

    way: Way
    asked: int
    answered: int

    @property
    def percent(self) -> int | None:
        """The share answered; None where too few were asked to say it."""
        return round(self.answered * 100 / self.asked) if self.asked >= SHARE_FROM else None


def balance(*, now: datetime) -> list[Balance]:
    """Return what departments gave and got, by name; those that did neither are left out. Four queries."""
    since = now - LOOKS_BACK
    given = _given(since)
    got = desk.fulfilled_by_department(since=since)
    here = people.here(Person.objects.all(), on=people.today(now))
    sizes = dict(here.order_by().values_list("department").annotate(size=Count("pk")))
    found, small = [], [0, 0]
    for department in Department.objects.filter(pk__in={*given, *got}).order_by("name"):
        both = given.get(department.pk, 0), got.get(department.pk, 0)
        if sizes.get(department.pk, 0) >= NAMED_FROM:
            found.append(Balance(department, *both))
        else:
            small = [small[0] + both[0], small[1] + both[1]]
    return [*found, Balance(None, *small)] if any(small) else found


def balance_of(department: Department, *, now: datetime) -> Balance:
    """Return what one department gave and got, for its own people. Two queries."""
    since = now - LOOKS_BACK
    got = desk.fulfilled_by_department(since=since)
    return Balance(department, _given(since).get(department.pk, 0), got.get(department.pk, 0))


def may_see_balance(person: Person, department: Department, *, now: datetime) -> bool:
    """Return whether somebody may see what a department gave and got: who belongs to it, and who asks."""
    return person.department_id == department.pk or people.may(person, Act.WRITE, now=now)


def ways_answered(*, now: datetime) -> list[Answers]:
    """Return for each way how much of what was asked in a year was answered. One query."""
    ended = Ask.objects.filter(
        asked_at__gte=now - LOOKS_BACK, state__in=[State.GIVEN, State.DECLINED, State.ENDED]
    ).order_by()
    counted = ended.values_list("way", "state").annotate(times=Count("pk"))
    asked, answered = dict.fromkeys(Way, 0), dict.fromkeys(Way, 0)
    for way, state, times in counted:
        asked[Way(way)] += times
        answered[Way(way)] += times if state != State.ENDED else 0
    return [Answers(way, asked[way], answered[way]) for way in Way if asked[way]]


def _given(since: datetime) -> dict[int, int]:
    rows = Ask.objects.filter(state=State.GIVEN, answered_at__gte=since, department__isnull=False).order_by()
    return dict(rows.values_list("department").annotate(times=Count("pk")))
