"""Making and revoking tokens, and keeping answers.

The difficult thing: nobody may have a token that its owner did not mean to give. So it is made by its owner alone, with
scopes and an end, its secret is returned once and stored nowhere, and both ends of its life are on record.
"""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache

from django.db import transaction
from django.db.models import Q

from eichhorn.api import rules
from eichhorn.api.models import KeptAnswer, Token
from eichhorn.api.queries import of_person
from eichhorn.api.rules import KEPT_FOR, MOST_TOKENS, PREFIX, USED_IS_NOTED_EVERY, Scope
from eichhorn.foundation import audit, crypto, trips
from eichhorn.foundation.trips import Statement
from eichhorn.people.models import Person


class TooMany(Exception):
    """The person has as many tokens as anybody may have."""


class InUse(Exception):
    """Another request with this key is running."""


@dataclass(frozen=True, slots=True)
class Made:
    """A fresh token and its secret, which nobody can tell again."""

    token: Token
    secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Given:
    """An answer as it left."""

    status: int
    media_type: str
    language: str
    location: str
    body: bytes = field(repr=False)


@transaction.atomic
def make_token(*, person: Person, name: str, scopes: Collection[Scope], lasts: timedelta, now: datetime) -> Made:
    """A program may do in the person's name what the scopes say, as far as their roles allow it, until it expires.

    Raises TooMany, and ValueError for a token without a name, for nothing, or for longer than a year.
    """
    if not name.strip() or not scopes or not timedelta() < lasts <= max(rules.LASTS.values()):
        raise ValueError("a token has a name, a purpose and an end within a year")
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)  # one after the other: they are counted
    if of_person(person, now=now).count() >= MOST_TOKENS:
        raise TooMany
    secret = PREFIX + crypto.new_token()
    token = Token.objects.create(
        person=person, name=name.strip()[:80], token_hash=crypto.token_hash(secret), ending=secret[-4:],
        scopes=sorted(scope.value for scope in set(scopes)), made_at=now, expires_at=now + lasts,
    )  # fmt: skip
    audit.record(
        "api.token_made", of=("token", token.pk), by=person.pk, now=now, details={"scopes": " ".join(token.scopes)}
    )
    return Made(token, secret)


@transaction.atomic
def revoke(*, token: Token, by: Person, now: datetime) -> None:
    """The token lets nobody in any more. Idempotent."""
    changed = Token.objects.filter(pk=token.pk, person=by, revoked_at__isnull=True).update(revoked_at=now)
    if changed:
        audit.record("api.token_revoked", of=("token", token.pk), by=by.pk, now=now)


def note_use(token: Token, *, now: datetime) -> None:
    """The token's owner can see that it is in use. Writes once in some minutes."""
    if token.used_at is None or token.used_at <= now - USED_IS_NOTED_EVERY:
        old = Q(used_at__isnull=True) | Q(used_at__lte=now - USED_IS_NOTED_EVERY)
        Token.objects.filter(old, pk=token.pk).update(used_at=now)


def take_turn(token: Token, key: str, *, now: datetime) -> KeptAnswer | None:
    """No other request with this key runs until the end of the transaction; return the answer that it was given already.

    Raises InUse where another one is running. An answer that is older than a day is deleted. One trip: the lock first,
    so that what is read then is what the one before us left.
    """
    [[(is_free,)], rows] = trips.ask(
        Statement("select pg_try_advisory_xact_lock(%s)", [rules.lock_number(token.pk, key)]),
        Statement(_kept(), [token.pk, key], "api_answer_kept"),
    )
    if not is_free:
        raise InUse
    found = trips.read(KeptAnswer, rows[0]) if rows else None
    if found is not None and found.at <= now - KEPT_FOR:
        found.delete()
        return None
    return found


@cache
def _kept() -> str:
    return f"select {trips.columns(KeptAnswer, 'kept')} from api_keptanswer kept where token_id = %s and key = %s"  # noqa: S608


def keep(*, token: Token, key: str, fingerprint: str, given: Given, now: datetime) -> None:
    """The answer is kept for a day. Inside the transaction of the effect."""
    trips.insert(_answer(token, key, fingerprint, given, now))


def keep_refusal(*, token: Token, key: str, fingerprint: str, given: Given, now: datetime) -> None:
    """The refusal is kept for a day, unless the same request was quicker; there is no effect to which it belongs."""
    KeptAnswer.objects.bulk_create([_answer(token, key, fingerprint, given, now)], ignore_conflicts=True)


def _answer(token: Token, key: str, fingerprint: str, given: Given, now: datetime) -> KeptAnswer:
    return KeptAnswer(
        token=token, key=key, fingerprint=fingerprint, status=given.status, media_type=given.media_type,
        language=given.language, location=given.location, body=given.body, at=now,
    )  # fmt: skip


def forget(*, now: datetime) -> int:
    """Delete the answers that are older than a day; return how many."""
    deleted, _ = KeptAnswer.objects.filter(at__lte=now - KEPT_FOR).delete()
    return deleted
