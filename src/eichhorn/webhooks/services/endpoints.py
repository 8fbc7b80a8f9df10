"""Adding addresses, changing and removing them, and their secrets.

The difficult thing: a receiver cannot change its secret at the very instant at which we do. So for a day both sign,
and the receiver takes whichever it knows. A secret is returned once, sealed in the database, and shown nowhere again.
"""

import secrets
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime

from django.conf import settings
from django.db import transaction

from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.webhooks import queries
from eichhorn.webhooks.models import Call, Endpoint
from eichhorn.webhooks.rules import BOTH_SIGN_FOR, MOST_ADDRESSES, SECRET_BYTES, EventType, Off, State, secret_of

SEAL = "webhook.secret"


class TooMany(Exception):
    """There are as many addresses as there may be."""


@dataclass(frozen=True, slots=True)
class Made:
    """An address and its fresh secret, which nobody can tell again."""

    endpoint: Endpoint
    secret: str = field(repr=False)


@transaction.atomic
def add(*, name: str, url: str, types: Collection[EventType], by: Person, now: datetime) -> Made:
    """The address is told what happens from now on. Raises TooMany."""
    people.require(by, Act.ADMINISTER, now=now)
    if Endpoint.objects.count() >= MOST_ADDRESSES:
        raise TooMany
    secret = secret_of(secrets.token_bytes(SECRET_BYTES))
    made = Endpoint.objects.create(
        name=name, url=url, types=_listed(types), secret_sealed=_sealed(secret), owner=by, added_at=now,
        hears_after=queries.latest_act(),
    )  # fmt: skip
    audit.record("webhooks.added", of=("endpoint", made.pk), by=by.pk, now=now, details={"types": " ".join(made.types)})
    return Made(made, secret)


@transaction.atomic
def change(
    *, endpoint: Endpoint, name: str, url: str, types: Collection[EventType], by: Person, now: datetime
) -> Endpoint:  # fmt: skip
    """The address is described anew; calls that wait go to where it is now."""
    people.require(by, Act.ADMINISTER, now=now)
    fresh = locked(endpoint)
    fresh.name, fresh.url, fresh.types = name, url, _listed(types)
    fresh.save(update_fields=["name", "url", "types"])
    audit.record(
        "webhooks.changed", of=("endpoint", fresh.pk), by=by.pk, now=now, details={"types": " ".join(fresh.types)}
    )
    return fresh


@transaction.atomic
def rotate(*, endpoint: Endpoint, by: Person, now: datetime) -> Made:
    """The address has a fresh secret; for a day the one before signs as well, and the one before that no more."""
    people.require(by, Act.ADMINISTER, now=now)
    fresh = locked(endpoint)
    secret = secret_of(secrets.token_bytes(SECRET_BYTES))
    fresh.before_sealed, fresh.before_until = bytes(fresh.secret_sealed), now + BOTH_SIGN_FOR
    fresh.secret_sealed = _sealed(secret)
    fresh.save(update_fields=["secret_sealed", "before_sealed", "before_until"])
    audit.record("webhooks.secret_rotated", of=("endpoint", fresh.pk), by=by.pk, now=now)
    return Made(fresh, secret)


@transaction.atomic
def switch_off(*, endpoint: Endpoint, by: Person, now: datetime) -> None:
    """Nothing is sent to the address any more; what waited is set aside. Idempotent."""
    people.require(by, Act.ADMINISTER, now=now)
    close(locked(endpoint), because=Off.BY_PERSON, by=by, now=now)


@transaction.atomic
def switch_on(*, endpoint: Endpoint, by: Person, now: datetime) -> None:
    """The address is told what happens from now on; what it missed can be sent since an instant. Idempotent."""
    people.require(by, Act.ADMINISTER, now=now)
    fresh = locked(endpoint)
    if fresh.off_at is None:
        return
    fresh.off_at, fresh.off_because, fresh.failing_since, fresh.rests_until = None, "", None, None
    fresh.hears_after = queries.latest_act()
    fresh.save(update_fields=["off_at", "off_because", "failing_since", "rests_until", "hears_after"])
    audit.record("webhooks.switched_on", of=("endpoint", fresh.pk), by=by.pk, now=now)


@transaction.atomic
def remove(*, endpoint: Endpoint, by: Person, now: datetime) -> None:
    """The address, its secret and its calls are gone."""
    people.require(by, Act.ADMINISTER, now=now)
    number = endpoint.pk
    locked(endpoint).delete()
    audit.record("webhooks.removed", of=("endpoint", number), by=by.pk, now=now)


def close(endpoint: Endpoint, *, because: Off, by: Person | None, now: datetime) -> bool:
    """The locked address is off, and what waited is set aside; return whether it was on."""
    if endpoint.off_at is not None:
        return False
    endpoint.off_at, endpoint.off_because = now, because
    endpoint.save(update_fields=["off_at", "off_because"])
    Call.objects.filter(endpoint=endpoint, state=State.WAITING).update(
        state=State.SET_ASIDE, next_at=None, ended_at=now
    )  # fmt: skip
    audit.record(
        "webhooks.switched_off", of=("endpoint", endpoint.pk), by=by.pk if by else None, now=now,
        details={"because": str(because)},
    )  # fmt: skip
    return True


def locked(endpoint: Endpoint) -> Endpoint:
    """Return the address as it stands, its row locked; whoever changes it or what waits for it takes it first."""
    return Endpoint.objects.select_for_update(no_key=True).get(pk=endpoint.pk)


def secrets_of(endpoint: Endpoint, *, now: datetime) -> tuple[str, ...]:
    """Return the secrets that sign now, the present one first."""
    present = settings.KEYS.unseal(bytes(endpoint.secret_sealed), purpose=SEAL)
    if endpoint.before_until is None or endpoint.before_until <= now:
        return (present,)
    return present, settings.KEYS.unseal(bytes(endpoint.before_sealed), purpose=SEAL)


def _sealed(secret: str) -> bytes:
    sealed: bytes = settings.KEYS.seal(secret, purpose=SEAL)
    return sealed


def _listed(types: Collection[EventType]) -> list[str]:
    return [kind.value for kind in EventType if kind in types]
