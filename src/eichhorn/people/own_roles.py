"""Roles that the organisation puts together itself: a name in both languages, and what its holders may do.

The difficult thing: a role that changes changes what people may do at once. So every change is on record with what it
was before, only the administration makes it, and the built-in administration always stays: what keeps the house from
being locked out never rests on a role of its own.
"""

from collections.abc import Collection
from datetime import datetime

from django.db import models, transaction
from django.db.models import ProtectedError

from eichhorn.foundation import audit
from eichhorn.people import services
from eichhorn.people.models import OwnRole, Person
from eichhorn.people.rules import Act


class RoleWasGiven(services.PeopleRefused):
    """Somebody holds the role or held it; it stays, so that the record can be read."""


def all_of_them() -> models.QuerySet[OwnRole]:
    """Return the organisation's own roles by name."""
    return OwnRole.objects.order_by("name_de", "pk").fetch_mode(models.FETCH_RAISE)


@transaction.atomic
def add(*, name_de: str, name_en: str, acts: Collection[Act], by: Person, now: datetime) -> OwnRole:
    """The role can be given from now on; refused where one of either name is there."""
    services.require(by, Act.ADMINISTER, now=now)
    _refuse_taken(name_de, name_en, but=None)
    role = OwnRole.objects.create(name_de=name_de.strip(), name_en=name_en.strip(), acts=_kept(acts))
    audit.record(
        "people.own_role_added", of=("own_role", role.pk), by=by.pk, now=now, details={"acts": ", ".join(role.acts)}
    )
    return role


@transaction.atomic
def change(*, role: OwnRole, name_de: str, name_en: str, acts: Collection[Act], by: Person, now: datetime) -> None:
    """Everybody who holds the role may do these acts from now on."""
    services.require(by, Act.ADMINISTER, now=now)
    role = OwnRole.objects.select_for_update().get(pk=role.pk)
    _refuse_taken(name_de, name_en, but=role.pk)
    before = ", ".join(role.acts)
    role.name_de, role.name_en, role.acts = name_de.strip(), name_en.strip(), _kept(acts)
    role.save(update_fields=["name_de", "name_en", "acts"])
    audit.record(
        "people.own_role_changed", of=("own_role", role.pk), by=by.pk, now=now,
        details={"before": before, "acts": ", ".join(role.acts)},
    )  # fmt: skip


@transaction.atomic
def remove(*, role: OwnRole, by: Person, now: datetime) -> None:
    """The role is gone; refused where anybody holds it or ever did."""
    services.require(by, Act.ADMINISTER, now=now)
    number = role.pk
    try:
        with transaction.atomic():
            role.delete()
    except ProtectedError as given:
        raise RoleWasGiven from given
    audit.record("people.own_role_removed", of=("own_role", number), by=by.pk, now=now)


def _kept(acts: Collection[Act]) -> list[str]:
    """Return the acts in the order of the list, reading always among them."""
    return [act.value for act in Act if act in {*acts, Act.READ}]


def _refuse_taken(name_de: str, name_en: str, *, but: int | None) -> None:
    taken = OwnRole.objects.all() if but is None else OwnRole.objects.exclude(pk=but)
    if taken.filter(name_de__iexact=name_de.strip()).exists() or taken.filter(name_en__iexact=name_en.strip()).exists():
        raise services.NameTaken
