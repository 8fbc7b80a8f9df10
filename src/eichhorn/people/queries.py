"""Who is who, and who may what.

The difficult thing: a role holds by days, and a day begins at different instants in different zones. "Today" is always
the day in the organisation's zone.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce

from eichhorn.foundation import trips
from eichhorn.foundation.trips import Rows, Statement
from eichhorn.people import rules
from eichhorn.people.models import Department, Organisation, Person, Role
from eichhorn.people.rules import Act, Grant, RoleKind


def organisation() -> Organisation:
    """Return the one organisation, or raise Organisation.DoesNotExist while the house is empty. One query."""
    return Organisation.objects.get()


def zone() -> ZoneInfo:
    """Return the organisation's zone, or the installation's while the house is empty. One query."""
    name = Organisation.objects.values_list("zone", flat=True).first()
    return ZoneInfo(name or settings.TIME_ZONE)


def zone_in_query() -> models.Expression:
    """Return the name of the organisation's zone as a part of somebody's query."""
    return Coalesce(
        models.Subquery(Organisation.objects.order_by("pk").values("zone")[:1]), models.Value(settings.TIME_ZONE)
    )


def today(now: datetime) -> date:
    """Return the organisation's day at the instant. One query."""
    return now.astimezone(zone()).date()


def may(person: Person | None, act: Act, *, now: datetime, channel: int | None = None) -> bool:
    """Return whether one of the person's roles lets them do the act now (on the channel, where named). One query."""
    if person is None:
        return False
    grants, day = _grants(person, now)
    return rules.allows(grants, act, on=day, channel=channel)


def reads_hidden(person: Person | None, now: datetime) -> bool:
    """Return whether the person may read what is embargoed or confidential: the team. One query."""
    if person is None:
        return False
    grants, day = _grants(person, now)
    return rules.reads_hidden(grants, on=day)


def acts(person: Person | None, *, now: datetime) -> frozenset[Act]:
    """Return all that the person may do on some channel at least: for menus, one query instead of many."""
    if person is None:
        return frozenset()
    grants, day = _grants(person, now)
    return frozenset(act for act in Act if rules.allows(grants, act, on=day))


def holders(act: Act, *, now: datetime, channel: int | None = None) -> models.QuerySet[Person]:
    """Return who may do the act now (on the channel, where named), by name. Two queries."""
    day = today(now)
    kinds = [kind for kind in RoleKind if act in rules.MAY[kind]]
    held = in_force(Role.objects.filter(Q(kind__in=kinds) | Q(own__acts__contains=[act.value])), on=day)
    if channel is not None:
        held = held.filter(Q(all_channels=True) | Q(channel_ids__contains=[channel]))
    return here(Person.objects.filter(pk__in=held.values("person_id")), on=day).order_by("name", "pk")


def here(persons: models.QuerySet[Person], *, on: date) -> models.QuerySet[Person]:
    """Return those of the persons who have not left."""
    return persons.filter(Q(left_on__isnull=True) | Q(left_on__gt=on))


def is_here(person: Person, *, on: date) -> bool:
    """Return whether somebody is still in the house on the day. No query."""
    return person.left_on is None or person.left_on > on


def in_force(roles: models.QuerySet[Role], *, on: date) -> models.QuerySet[Role]:
    """Return those of the roles that hold on the day."""
    return roles.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), begins_on__lte=on)


def person_by_email(email: str) -> Person | None:
    """Return whose address it is, whatever its capitals. One query."""
    return Person.objects.filter(email__iexact=email.strip()).first()


def persons() -> models.QuerySet[Person]:
    """Return everybody in the directory by name, with department, account and roles."""
    return (
        Person.objects.select_related("department", "user")
        .prefetch_related(models.Prefetch("roles", Role.objects.select_related("own")))
        .order_by("name", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def departments() -> models.QuerySet[Department]:
    """Return the departments by name."""
    return Department.objects.order_by("name", "pk")


ROLES = """
    select role.kind, role.begins_on, role.ends_on, role.all_channels, role.channel_ids, own.acts,
        (select zone from people_organisation limit 1), person.left_on
    from people_role role join people_person person on person.id = role.person_id
        left join people_ownrole own on own.id = role.own_id
    where role.person_id = %s
"""
"""Written out, because every page and every service asks it."""
type Held = tuple[tuple[Grant, ...], date]
_read: ContextVar[dict[tuple[int, datetime], Held] | None] = ContextVar("roles_read", default=None)


@contextmanager
def roles_read_once() -> Iterator[None]:
    """Until its end a person's roles are read once for an instant: while one request is answered that asks many times."""
    mark = _read.set({})
    try:
        yield
    finally:
        _read.reset(mark)


def _grants(person: Person, now: datetime) -> Held:
    """Return the person's roles as values, none where they have left, and the organisation's day. One query."""
    read = _read.get()
    if read is None:
        return _fresh_grants(person, now)
    if (person.pk, now) not in read:
        read[person.pk, now] = _fresh_grants(person, now)
    return read[person.pk, now]


def roles_of(person: Person) -> Statement:
    """Return what is asked for the person's roles, for whoever has more to ask in the same trip."""
    return Statement(ROLES, [person.pk], "people_roles")


def roles_are(person: Person, rows: Rows, *, now: datetime) -> None:
    """These are the rows of `roles_of`; while roles are read once, nobody has to ask for them again."""
    read = _read.get()
    if read is not None:
        read[person.pk, now] = _held(rows, now)


def _fresh_grants(person: Person, now: datetime) -> Held:
    [rows] = trips.ask(roles_of(person))
    return _held(rows, now)


def _held(rows: Rows, now: datetime) -> Held:
    day = now.astimezone(ZoneInfo((rows[0][6] if rows else None) or settings.TIME_ZONE)).date()
    grants = tuple(
        Grant(
            RoleKind(kind) if kind else None,
            begins_on,
            ends_on,
            None if everywhere else frozenset(json.loads(channels)),
            rules.acts_of(json.loads(own) if own else ()),
        )
        for kind, begins_on, ends_on, everywhere, channels, own, _, left_on in rows
        if left_on is None or left_on > day
    )
    return grants, day
