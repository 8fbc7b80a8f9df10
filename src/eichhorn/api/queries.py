"""Whose token it is, and which ones a person has."""

from dataclasses import dataclass
from datetime import datetime
from functools import cache

from django.conf import settings
from django.db import models

from eichhorn.api.models import Token
from eichhorn.api.rules import PREFIX
from eichhorn.foundation import crypto, trips
from eichhorn.foundation.trips import Statement
from eichhorn.people.models import Person


@dataclass(frozen=True, slots=True)
class Presented:
    """A token that somebody made, whether it still holds or not, and what has to be known of its owner."""

    token: Token
    """With its person at hand."""
    account_is_open: bool
    zone: str


def by_secret(secret: str) -> Presented | None:
    """Return the token of the secret; None where nobody made it. One query, written out because every request asks it."""
    if not secret.startswith(PREFIX):
        return None
    [rows] = trips.ask(Statement(_presented(), [settings.TIME_ZONE, crypto.token_hash(secret)], "api_token_presented"))
    if not rows:
        return None
    account_is_open, zone, *values = rows[0]
    ends = len(Token._meta.concrete_fields)
    token = trips.read(Token, values[:ends])
    token.person = trips.read(Person, values[ends:])
    return Presented(token, account_is_open, zone)


@cache
def _presented() -> str:
    return f"""
        select coalesce(account.is_active, false), coalesce((select zone from people_organisation limit 1), %s),
            {trips.columns(Token, "token")}, {trips.columns(Person, "person")}
        from api_token token join people_person person on person.id = token.person_id
            left join people_user account on account.person_id = person.id
        where token.token_hash = %s
    """  # noqa: S608 - columns of our own models


def of_person(person: Person, *, now: datetime) -> models.QuerySet[Token]:
    """Return the tokens that hold, the latest first. One query."""
    return Token.objects.filter(person=person, revoked_at__isnull=True, expires_at__gt=now).order_by("-made_at", "-pk")


def ended_of(person: Person, *, now: datetime, since: datetime) -> models.QuerySet[Token]:
    """Return the tokens that ended since the instant, the latest first. One query."""
    over = models.Q(revoked_at__gte=since) | models.Q(revoked_at__isnull=True, expires_at__range=(since, now))
    return Token.objects.filter(over, person=person).order_by("-made_at", "-pk")
