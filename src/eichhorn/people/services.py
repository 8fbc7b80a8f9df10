"""Changing who is who and who may what.

The difficult thing: the one who gives roles could take away the last one that gives them. So every change to who
administers locks the organisation first and is refused where a day would come on which nobody does.
`by` is None only where the installation itself acts: at set-up and for the demo.
"""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from allauth.account.models import EmailAddress
from django.db import transaction
from django.db.models import Q

from eichhorn.foundation import audit
from eichhorn.people import links, queries, rules
from eichhorn.people.models import Department, Link, Organisation, OwnRole, Person, Role, Team, User
from eichhorn.people.rules import Act, Grant, LinkPurpose, NotAllowed, RoleKind

INVITATION_LASTS = timedelta(days=7)


class PeopleRefused(Exception):
    """The change cannot be made; the subclass says why."""


class EmailTaken(PeopleRefused):
    """Somebody else has this address."""


class NameTaken(PeopleRefused):
    """A department or team of this name is there already."""


class LastAdministrator(PeopleRefused):
    """Afterwards a day would come on which nobody administers."""


class RoleOverlaps(PeopleRefused):
    """The person holds this role already in part of the time."""


class AlreadyFounded(PeopleRefused):
    """There is an organisation already."""


class HasAccount(PeopleRefused):
    """The person has chosen a password already."""


def require(person: Person | None, act: Act, *, now: datetime, channel: int | None = None) -> None:
    """Return if one of the person's roles lets them do the act now (on the channel, where named), else raise NotAllowed."""
    if not queries.may(person, act, now=now, channel=channel):
        raise NotAllowed(act)


@transaction.atomic
def found_organisation(
    *, name: str, zone: str, language: str = "de", service_begins: time, service_ends: time, day_ends: time,
    contact: str = "", is_demo: bool = False, now: datetime,
) -> Organisation:  # fmt: skip
    """The installation serves this organisation from now on; refused where it serves one already."""
    if Organisation.objects.exists():
        raise AlreadyFounded
    organisation = Organisation.objects.create(
        name=name, zone=zone, language=language, service_begins=service_begins, service_ends=service_ends,
        day_ends=day_ends, contact=contact, is_demo=is_demo,
    )  # fmt: skip
    audit.record("people.organisation_founded", of=("organisation", organisation.pk), by=None, now=now)
    return organisation


@transaction.atomic
def change_organisation(
    *, name: str, zone: str, language: str, service_begins: time, service_ends: time, day_ends: time, contact: str,
    by: Person | None, now: datetime,
) -> None:  # fmt: skip
    """The house has this name, this clock and these hours from now on."""
    _require_administrator(by, now)
    organisation = Organisation.objects.select_for_update().get()
    organisation.name, organisation.zone, organisation.language = name, zone, language
    organisation.service_begins, organisation.service_ends = service_begins, service_ends
    organisation.day_ends, organisation.contact = day_ends, contact
    organisation.save(
        update_fields=["name", "zone", "language", "service_begins", "service_ends", "day_ends", "contact"]
    )
    audit.record("people.organisation_changed", of=("organisation", organisation.pk), by=_id(by), now=now)


@transaction.atomic
def add_department(*, name: str, by: Person | None, now: datetime) -> Department:
    """The department is in the directory afterwards; refused where one of this name is."""
    _require_administrator(by, now)
    if Department.objects.filter(name__iexact=name.strip()).exists():
        raise NameTaken
    department = Department.objects.create(name=name.strip())
    audit.record("people.department_added", of=("department", department.pk), by=_id(by), now=now)
    return department


@transaction.atomic
def rename_department(*, department: Department, name: str, by: Person | None, now: datetime) -> None:
    """The department has the name afterwards; refused where another one has it."""
    _require_administrator(by, now)
    if Department.objects.filter(name__iexact=name.strip()).exclude(pk=department.pk).exists():
        raise NameTaken
    department.name = name.strip()
    department.save(update_fields=["name"])
    audit.record("people.department_renamed", of=("department", department.pk), by=_id(by), now=now)


@transaction.atomic
def add_team(*, name: str, members: Collection[Person], by: Person | None, now: datetime) -> Team:
    """The team exists with these members afterwards; refused where one of this name is."""
    _require_administrator(by, now)
    if Team.objects.filter(name__iexact=name.strip()).exists():
        raise NameTaken
    team = Team.objects.create(name=name.strip())
    team.members.set(members)
    audit.record("people.team_added", of=("team", team.pk), by=_id(by), now=now)
    return team


@transaction.atomic
def change_team(*, team: Team, name: str, members: Collection[Person], by: Person | None, now: datetime) -> None:
    """The team has the name and these members afterwards; refused where another one has the name."""
    _require_administrator(by, now)
    if Team.objects.filter(name__iexact=name.strip()).exclude(pk=team.pk).exists():
        raise NameTaken
    team.name = name.strip()
    team.save(update_fields=["name"])
    team.members.set(members)
    audit.record("people.team_changed", of=("team", team.pk), by=_id(by), now=now)


@transaction.atomic
def add_person(
    *, name: str, email: str, department: Department | None = None, salutation: str = "", language: str = "de",
    by: Person | None, now: datetime,
) -> Person:  # fmt: skip
    """The person is in the directory afterwards, without an account; refused where somebody has the address."""
    _require_administrator(by, now)
    if queries.person_by_email(email) is not None:
        raise EmailTaken
    person = Person.objects.create(
        name=name.strip(), email=email.strip(), department=department, salutation=salutation, language=language
    )
    audit.record("people.person_added", of=("person", person.pk), by=_id(by), now=now)
    return person


@transaction.atomic
def change_person(
    *, person: Person, name: str, email: str, department: Department | None, salutation: str, language: str,
    by: Person | None, now: datetime,
) -> None:  # fmt: skip
    """The directory says this of the person afterwards; their sign-in follows the address."""
    _require_administrator(by, now)
    other = queries.person_by_email(email)
    if other is not None and other.pk != person.pk:
        raise EmailTaken
    person.name, person.email, person.department = name.strip(), email.strip(), department
    person.salutation, person.language = salutation, language
    person.save(update_fields=["name", "email", "department", "salutation", "language"])
    User.objects.filter(person=person).update(email=person.email)
    EmailAddress.objects.filter(user__person=person).delete()  # allauth would let the old address in
    audit.record("people.person_changed", of=("person", person.pk), by=_id(by), now=now)


@transaction.atomic
def give_role(
    *, person: Person, kind: RoleKind | OwnRole, begins_on: date, ends_on: date | None = None,
    channels: Collection[int] | None = None, by: Person | None, now: datetime,
) -> Role:  # fmt: skip
    """The person holds the role, built-in or the organisation's own, in the half-open period, on the channels (None: all)."""
    _require_administrator(by, now)
    Person.objects.select_for_update().get(pk=person.pk)
    what = {"kind": "", "own": kind} if isinstance(kind, OwnRole) else {"kind": kind, "own": None}
    at_once = Role.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=begins_on), person=person, **what)
    if ends_on is not None:
        at_once = at_once.filter(begins_on__lt=ends_on)
    if at_once.exists():
        raise RoleOverlaps
    role = Role.objects.create(
        person=person, begins_on=begins_on, ends_on=ends_on,
        all_channels=channels is None, channel_ids=sorted(channels or ()), **what,
    )  # fmt: skip
    told = f"own:{kind.pk}" if isinstance(kind, OwnRole) else kind.value
    audit.record("people.role_given", of=("role", role.pk), by=_id(by), now=now, details={"kind": told})
    return role


@transaction.atomic
def end_role(*, role: Role, on: date, by: Person | None, now: datetime) -> None:
    """From the day on the role no longer holds; one that would not have begun by then is gone."""
    _require_administrator(by, now)
    Organisation.objects.select_for_update().first()
    if on <= role.begins_on:
        number, _ = role.pk, role.delete()
    else:
        role.ends_on = on
        role.save(update_fields=["ends_on"])
        number = role.pk
    if role.kind == RoleKind.ADMINISTRATOR:
        _refuse_without_administrator(now)
    audit.record("people.role_ended", of=("role", number), by=_id(by), now=now, details={"on": on.isoformat()})


@transaction.atomic
def leave(*, person: Person, on: date, by: Person | None, now: datetime) -> None:
    """From the day on the person is here no more: no role holds, no link of theirs and no password lets them in."""
    _require_administrator(by, now)
    Organisation.objects.select_for_update().first()
    Person.objects.filter(pk=person.pk).update(left_on=on)  # `person` itself stays as it was where this is refused
    Role.objects.filter(person=person, begins_on__gte=on).delete()
    Role.objects.filter(Q(ends_on__isnull=True) | Q(ends_on__gt=on), person=person).update(ends_on=on)
    _refuse_without_administrator(now)
    if on <= queries.today(now):
        User.objects.filter(person=person).update(is_active=False)
        Link.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=now)
    person.left_on = on
    audit.record("people.person_left", of=("person", person.pk), by=_id(by), now=now, details={"on": on.isoformat()})


@transaction.atomic
def choose_password(*, link: Link, password: str, now: datetime) -> User:
    """The invited person has an account with this password; the invitation is used up."""
    links.use(link=link, now=now)
    assert link.person is not None
    user = way_in(person=link.person)
    user.set_password(password)
    user.save(update_fields=["password"])
    audit.record("people.invitation_accepted", of=("person", link.person.pk), by=link.person.pk, now=now)
    return user


@transaction.atomic
def enter(*, link: Link, now: datetime) -> User:
    """Return the account that the one-time link signs in; the link is used up."""
    links.use(link=link, now=now)
    assert link.person is not None
    audit.record("people.entered", of=("person", link.person.pk), by=link.person.pk, now=now)
    return way_in(person=link.person)


def way_in(*, person: Person) -> User:
    """Return the person's account, made without a password where there was none. Idempotent."""
    existing = User.objects.filter(person=person).first()
    return existing or User.objects.create_user(email=person.email, person=person)


@transaction.atomic
def set_up(
    *, link: Link, name: str, zone: str, service_begins: time, service_ends: time, person_name: str, email: str,
    language: str, password: str, now: datetime,
) -> User:  # fmt: skip
    """The empty installation serves the organisation; the person administers it and steers the team."""
    links.use(link=link, now=now)
    found_organisation(
        name=name, zone=zone, language=language, service_begins=service_begins, service_ends=service_ends,
        day_ends=service_ends, contact=person_name, now=now,
    )  # fmt: skip
    person = add_person(name=person_name, email=email, language=language, by=None, now=now)
    for kind in (RoleKind.ADMINISTRATOR, RoleKind.MANAGER):
        give_role(person=person, kind=kind, begins_on=queries.today(now), by=None, now=now)
    return User.objects.create_user(email=person.email, person=person, password=password)


@transaction.atomic
def choose_language(*, person: Person, language: str, now: datetime) -> None:
    """The interface and letters speak this language to the person."""
    Person.objects.filter(pk=person.pk).update(language=language)
    audit.record("people.language_chosen", of=("person", person.pk), by=person.pk, now=now)


def invitation(*, person: Person, by: Person, now: datetime) -> str:
    """Return the token by which the person chooses a password; earlier invitations of theirs no longer let in."""
    require(by, Act.ADMINISTER, now=now)
    user = User.objects.filter(person=person).first()
    if user is not None and user.has_usable_password():
        raise HasAccount
    with transaction.atomic():
        Link.objects.filter(purpose=LinkPurpose.INVITATION, person=person, revoked_at__isnull=True).update(
            revoked_at=now
        )
        audit.record("people.invited", of=("person", person.pk), by=by.pk, now=now)
        return links.issue(purpose=LinkPurpose.INVITATION, person=person, lasts=INVITATION_LASTS, now=now)


def _require_administrator(by: Person | None, now: datetime) -> None:
    if by is not None:
        require(by, Act.ADMINISTER, now=now)


def _refuse_without_administrator(now: datetime) -> None:
    day = queries.today(now)
    held = Role.objects.filter(
        Q(person__left_on__isnull=True) | Q(person__left_on__gt=day), kind=RoleKind.ADMINISTRATOR
    )
    with_account = held.filter(person__user__is_active=True)
    grants = [Grant(RoleKind(r.kind), r.begins_on, r.ends_on, None) for r in with_account]
    if not rules.always_administered(grants, since=day):
        raise LastAdministrator


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
