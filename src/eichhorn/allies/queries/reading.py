"""Allies and asks as pages show them."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models
from django.db.models import Count, Q

from eichhorn.allies.models import Ally, Ask, Given
from eichhorn.allies.rules import OPEN, State
from eichhorn.people import queries as people
from eichhorn.people.models import Department, Person

MOST_ROWS = 100


def rows(words: str = "", *, now: datetime) -> models.QuerySet[Ally]:
    """Return the entries of people who are here, found by words in name, department or what they know. One query."""
    here = people.here(Person.objects.all(), on=people.today(now))
    found = Ally.objects.filter(person__in=here).select_related("person__department", "entered_by")
    for word in words.replace("\x00", "").split()[:6]:
        found = found.filter(
            Q(person__name__icontains=word) | Q(person__department__name__icontains=word) | Q(about__icontains=word)
        )
    return found.order_by("person__department__name", "person__name", "pk").fetch_mode(models.FETCH_RAISE)


def allies_by_department(allies: Iterable[Ally]) -> list[tuple[Department | None, list[Ally]]]:
    """Return the entries under their departments, in the order in which they come; who has none comes last. No query."""
    found: dict[int | None, tuple[Department | None, list[Ally]]] = {}
    for one in allies:
        department = one.person.department
        found.setdefault(one.person.department_id, (department, []))[1].append(one)
    return sorted(found.values(), key=lambda pair: pair[0] is None)


def departments_without(*, now: datetime) -> list[str]:
    """Return the departments in which somebody works and nobody is an ally, by name. One query."""
    here = people.here(Person.objects.all(), on=people.today(now))
    staffed = Department.objects.filter(pk__in=here.values("department"))
    has_some = Ally.objects.filter(person__in=here).values("person__department")
    return list(
        staffed.exclude(pk__in=has_some.exclude(person__department=None))
        .order_by("name")
        .values_list("name", flat=True)
    )


def ally(number: int) -> Ally:
    """Return the entry, or raise Ally.DoesNotExist. One query."""
    return Ally.objects.select_related("person__department", "entered_by").fetch_mode(models.FETCH_RAISE).get(pk=number)


def of_person(person: Person) -> Ally | None:
    """Return somebody's entry. One query."""
    return Ally.objects.filter(person=person).first()


def asks(state: str = "", *, ally: Ally | None = None) -> models.QuerySet[Ask]:
    """Return asks, what waits first, then the newest; `state` may be "open". One query."""
    found = Ask.objects.select_related("ally__person", "department", "made_by", "topic", "goal").annotate(
        is_open=models.Case(models.When(state__in=OPEN, then=0), default=1, output_field=models.SmallIntegerField())
    )
    if ally is not None:
        found = found.filter(ally=ally)
    if state:
        found = found.filter(state__in=OPEN) if state == "open" else found.filter(state=state)
    return found.order_by("is_open", "-made_at", "-pk").fetch_mode(models.FETCH_RAISE)


def numbers() -> dict[str, int]:
    """Return how many asks there are of each state. One query."""
    return dict(Ask.objects.order_by().values_list("state").annotate(times=Count("pk")))


def ask(number: int) -> Ask:
    """Return the ask with all that its page shows, or raise Ask.DoesNotExist. One query."""
    return (
        Ask.objects.select_related("ally__person__department", "department", "made_by", "thanked_by", "topic", "goal")
        .fetch_mode(models.FETCH_RAISE)
        .get(pk=number)
    )


def gifts_of(one: Ask) -> list[Given]:
    """Return what came for the ask, the first first, with pictures and what became of it. Two queries."""
    if one.state != State.GIVEN:
        return []
    return list(
        Given.objects.filter(ask=one)
        .select_related("idea__draft__slot", "by", "speech")
        .defer("speech__content")
        .prefetch_related("idea__pictures__picture")
        .order_by("at", "pk")
    )
