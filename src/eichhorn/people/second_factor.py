"""The second factor: who has one, who needs one, and how a lost one is put back.

The difficult thing: whoever could take a second factor away could take an account over. So only the administration
resets it, never their own, every session of the person ends with it, it is on record, and the person is told.
"""

from collections.abc import Collection
from datetime import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _

from eichhorn.foundation import audit
from eichhorn.people import devices, letters, queries, services
from eichhorn.people.models import Organisation, OwnRole, Person, Role, User
from eichhorn.people.rules import Act, RoleKind

MAIN = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
"""What counts; recovery codes only stand in for one of these."""


class OwnReset(services.PeopleRefused):
    """Nobody resets their own second factor this way: they change it where they sign in."""


def has(user: User) -> bool:
    """Return whether the user has an app or a passkey. One query."""
    return bool(Authenticator.objects.filter(user=user, type__in=MAIN).exists())


def is_last(authenticator: Authenticator) -> bool:
    """Return whether the user has no other app or passkey. One query."""
    return (
        not Authenticator.objects.filter(user=authenticator.user, type__in=MAIN).exclude(pk=authenticator.pk).exists()
    )


def needed_by(person: Person, *, now: datetime) -> bool:
    """Return whether one of the person's roles asks for a second factor. Three queries."""
    kinds = Organisation.objects.values_list("second_factor_for", flat=True).first() or []
    held = queries.in_force(Role.objects.filter(person=person), on=queries.today(now))
    return held.filter(Q(kind__in=kinds) | Q(own__needs_second=True)).exists()


def asked_of() -> list[str]:
    """Return of which roles a second factor is asked: built-in kinds, and own ones as "own:3". Two queries."""
    kinds = Organisation.objects.values_list("second_factor_for", flat=True).first() or []
    own = OwnRole.objects.filter(needs_second=True).values_list("pk", flat=True)
    return [*kinds, *(f"own:{number}" for number in own)]


def lacking(*, now: datetime) -> list[Person]:
    """Return who needs a second factor, has an account, and has none yet, by name. Three queries."""
    kinds = Organisation.objects.values_list("second_factor_for", flat=True).first() or []
    asked = Role.objects.filter(Q(kind__in=kinds) | Q(own__needs_second=True))
    day = queries.today(now)
    found = Person.objects.filter(pk__in=queries.in_force(asked, on=day).values("person_id"), user__is_active=True)
    have = Authenticator.objects.filter(type__in=MAIN).values("user__person_id")
    return list(queries.here(found, on=day).exclude(pk__in=have).order_by("name", "pk"))


def may_lose(authenticator: Authenticator, *, now: datetime) -> bool:
    """Return whether the user may remove this one: not the last one where a role asks for it."""
    return not (is_last(authenticator) and needed_by(authenticator.user.person, now=now))


@transaction.atomic
def ask_of(*, kinds: Collection[RoleKind], own: Collection[int] = (), by: Person, now: datetime) -> None:
    """Whoever holds one of the roles, built-in or own, needs a second factor from their next sign-in on."""
    services.require(by, Act.ADMINISTER, now=now)
    organisation = Organisation.objects.select_for_update().get()
    organisation.second_factor_for = sorted(kind.value for kind in kinds)
    organisation.save(update_fields=["second_factor_for"])
    OwnRole.objects.filter(pk__in=own).update(needs_second=True)
    OwnRole.objects.exclude(pk__in=own).update(needs_second=False)
    audit.record(
        "people.second_factor_asked", of=("organisation", organisation.pk), by=by.pk, now=now,
        details={"of": ", ".join([*organisation.second_factor_for, *(f"own:{number}" for number in sorted(own))])},
    )  # fmt: skip


@transaction.atomic
def reset(*, person: Person, by: Person | None, now: datetime) -> int:
    """The person signs in without a second factor until they set one up again; return how many things they had.

    Somebody without any stays as they are, and hears nothing. `by` is None where whoever runs the server does it.
    """
    if by is not None:
        services.require(by, Act.ADMINISTER, now=now)
        if person.pk == by.pk:
            raise OwnReset
    user = User.objects.select_for_update().filter(person=person).first()
    if user is None or not Authenticator.objects.filter(user=user).exists():
        return 0
    count: int = Authenticator.objects.filter(user=user).delete()[0]
    devices.end_all(user=user)
    audit.record(
        "people.second_factor_reset",
        of=("person", person.pk),
        by=by.pk if by else None,
        now=now,
        details={"had": count},
    )
    _tell_of_reset(person, by=by, now=now)
    return count


def changed(*, user: User, what: str, now: datetime) -> None:
    """A change that the person made themselves is on record, and they hear of it in case it was somebody else."""
    audit.record(f"people.{what}", of=("person", user.person_id), by=user.person_id, now=now)
    person = user.person
    with translation.override(person.language):
        subject = _("Your way of signing in was changed")
        body = _(
            "Hello %(name)s,\n\n%(what)s\n\nIf that was not you, please tell the administration of your house at once, "
            "and look here where you are signed in:\n\n%(address)s\n"
        ) % {"name": person.name, "what": _told(what), "address": settings.PUBLIC_URL + reverse("people:sign_in")}
    _write(person, subject=subject, body=body, now=now)


def _told(what: str) -> str:
    return {
        "app_added": _("An authenticator app was added to your account."),
        "app_removed": _("The authenticator app was removed from your account."),
        "passkey_added": _("A passkey was added to your account."),
        "passkey_removed": _("A passkey was removed from your account."),
        "codes_renewed": _("Your recovery codes were replaced by new ones; the old ones no longer hold."),
    }[what]


def _tell_of_reset(person: Person, *, by: Person | None, now: datetime) -> None:
    with translation.override(person.language):
        subject = _("Your second factor was reset")
        who = by.name if by is not None else _("Whoever runs the server of Eichhorn")
        body = _(
            "Hello %(name)s,\n\n%(by)s has reset your second factor. You are signed out everywhere, and sign in with "
            "your password alone until you set up a new one:\n\n%(address)s\n\n"
            "If you did not ask for that, please tell the administration of your house at once.\n"
        ) % {"name": person.name, "by": who, "address": settings.PUBLIC_URL + reverse("people:sign_in")}
    _write(person, subject=subject, body=body, now=now)


def _write(person: Person, *, subject: str, body: str, now: datetime) -> None:
    letters.write(
        to_email=person.email, to_person=person, language=person.language, subject=subject, body=body,
        about=("person", person.pk), now=now,
    )  # fmt: skip
