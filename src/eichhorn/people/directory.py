"""The directory as the settings pages show it: values with words, a page at a time."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.paginator import Paginator
from django.db.models import Q
from django.utils.translation import gettext as _

from eichhorn.people import queries, wording
from eichhorn.people.models import Person, Role, User
from eichhorn.people.rules import RoleKind
from eichhorn.ui import moments

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class HeldRole:
    """A role with its words."""

    id: int
    word: str
    period: str
    scope: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One person in the list."""

    id: int
    name: str
    initials: str
    email: str
    department: str
    roles: str
    account: str


@dataclass(frozen=True, slots=True)
class Found:
    """One page of the directory, and how much there is."""

    entries: tuple[Entry, ...]
    number: int
    pages: int
    count: int


def page(*, wanted: str, number: str | int | None, by_address: bool, now: datetime) -> Found:
    """Return a page of the persons in whose name, department (or address) the wanted words are. Five queries at most."""
    day = queries.today(now)
    persons = queries.here(queries.persons(), on=day)
    for word in wanted.split():
        found = Q(name__icontains=word) | Q(department__name__icontains=word)
        persons = persons.filter(found | Q(email__icontains=word) if by_address else found)
    paginator = Paginator(persons, PER_PAGE)
    shown = paginator.get_page(number)
    return Found(tuple(_entry(p, day) for p in shown), shown.number, paginator.num_pages, paginator.count)


def roles_of(person: Person, *, on: date, channels: dict[int, str]) -> tuple[HeldRole, ...]:
    """Return the person's roles, those in force and to come first."""
    held = [
        HeldRole(
            id=role.pk, word=wording.held(role), period=period(role), scope=_scope(role, channels),
            is_over=role.ends_on is not None and role.ends_on <= on,
        )
        for role in person.roles.all()
    ]  # fmt: skip
    return tuple(sorted(held, key=lambda role: (role.is_over, role.word)))


def period(role: Role) -> str:
    """Return the period in words; the end is shown as the last day on which the role holds."""
    begins = moments.day(role.begins_on, with_year=True)
    if role.ends_on is None:
        return _("since %(day)s") % {"day": begins}
    last = moments.day(date.fromordinal(role.ends_on.toordinal() - 1), with_year=True)
    return _("from %(first)s to %(last)s") % {"first": begins, "last": last}


def account_of(person: Person) -> User | None:
    """Return the person's account without asking the database again, where `queries.persons` brought it."""
    try:
        return person.user
    except User.DoesNotExist:
        return None


def _entry(person: Person, day: date) -> Entry:
    user = account_of(person)
    held = [r for r in person.roles.all() if r.begins_on <= day and (r.ends_on is None or day < r.ends_on)]
    built_in = [wording.role(kind) for kind in RoleKind if kind in {r.kind for r in held}]
    words = [*built_in, *sorted({wording.held(r) for r in held if r.own_id})]
    return Entry(
        id=person.pk, name=person.name, initials=person.initials, email=person.email,
        department=person.department.name if person.department else "", roles=", ".join(words),
        account="" if user is None else "open" if user.has_usable_password() else "link",
    )  # fmt: skip


def _scope(role: Role, channels: dict[int, str]) -> str:
    if role.all_channels:
        return _("on all channels")
    names = [channels.get(number, _("a channel that is gone")) for number in role.channel_ids]
    return _("on %(channels)s") % {"channels": ", ".join(names)} if names else _("on no channel")
