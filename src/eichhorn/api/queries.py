"""Whose token it is, and which ones a person has."""

from datetime import datetime

from django.db import models

from eichhorn.api.models import Token
from eichhorn.api.rules import PREFIX
from eichhorn.foundation import crypto
from eichhorn.people.models import Person


def by_secret(secret: str) -> Token | None:
    """Return the token with its person and account, whether it still holds or not; None where nobody made it.

    One query.
    """
    if not secret.startswith(PREFIX):
        return None
    hashed = crypto.token_hash(secret)
    return Token.objects.select_related("person__user").filter(token_hash=hashed).first()


def of_person(person: Person, *, now: datetime) -> models.QuerySet[Token]:
    """Return the tokens that hold, the latest first. One query."""
    return Token.objects.filter(person=person, revoked_at__isnull=True, expires_at__gt=now).order_by("-made_at", "-pk")


def ended_of(person: Person, *, now: datetime, since: datetime) -> models.QuerySet[Token]:
    """Return the tokens that ended since the instant, the latest first. One query."""
    over = models.Q(revoked_at__gte=since) | models.Q(revoked_at__isnull=True, expires_at__range=(since, now))
    return Token.objects.filter(over, person=person).order_by("-made_at", "-pk")
