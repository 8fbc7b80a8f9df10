"""Whose token came in, and in which language its owner is spoken to.

The difficult thing: a token must be worth nothing as soon as its owner may not come in any more. So it is looked up at
every request, together with whether the person is here, and a session or a link helps nobody at this door.
"""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_supported_language_variant
from django.utils.translation.trans_real import parse_accept_lang_header

from eichhorn.api import queries, services
from eichhorn.api.models import Token
from eichhorn.api.problems import Problem
from eichhorn.api.rules import PER, Scope
from eichhorn.foundation import trips
from eichhorn.people import queries as people
from eichhorn.people import throttle
from eichhorn.people.addresses import address_of
from eichhorn.people.models import Person

UNKNOWN_PER_ADDRESS = 60
"""So many unknown tokens a minute are looked up for one address."""
SCOPES_ALONE = "eichhorn.scopes"
"""Where a request inside the process says which scopes count; no header of a request from outside has such a name."""


@dataclass(frozen=True, slots=True)
class Caller:
    """Who asks, by which token, at which instant."""

    token: Token
    person: Person
    now: datetime
    zone: str
    """In which the house counts."""
    alone: frozenset[str] | None = None
    """Where not all scopes of the token count: those that do."""

    @property
    def scopes(self) -> frozenset[str]:
        every = frozenset(self.token.scopes)
        return every if self.alone is None else every & self.alone


class Needs:
    """Lets in whose token has the scope; asked by the library before an operation runs."""

    def __init__(self, scope: Scope) -> None:
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Caller:
        return need(request, self.scope)


def caller_of(request: HttpRequest) -> Caller:
    """Return who asks; the door has put them there."""
    caller: Caller = request.caller  # type: ignore[attr-defined]
    return caller


def need(request: HttpRequest, scope: Scope) -> Caller:
    """Return who asks, if their token has the scope."""
    caller = caller_of(request)
    if scope.value not in caller.scopes:
        raise Problem(
            "scope-missing", scope=scope.value,
            headers={"WWW-Authenticate": f'Bearer error="insufficient_scope", scope="{scope.value}"'},
        )  # fmt: skip
    return caller


def identified(request: HttpRequest, *, now: datetime) -> Caller:
    """Return who asks, or raise Problem. One query."""
    kind, _, secret = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "bearer" or not secret.strip():
        raise Problem("token-missing", headers={"WWW-Authenticate": "Bearer"})
    found = queries.by_secret(secret.strip())
    if found is None or not _holds(found, now):
        if not throttle.allow(f"api:unknown:{address_of(request)}", limit=UNKNOWN_PER_ADDRESS, per=PER, now=now):
            raise Problem("too-many-requests", headers={"Retry-After": str(int(PER.total_seconds()))})
        raise Problem("token-unknown", headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})
    services.note_use(found.token, now=now)
    return Caller(found.token, found.token.person, now, found.zone, request.META.get(SCOPES_ALONE))


def _holds(found: queries.Presented, now: datetime) -> bool:
    """Return whether the token lets its owner in now."""
    token = found.token
    if token.revoked_at is not None or token.expires_at <= now or not found.account_is_open:
        return False
    left_on = token.person.left_on
    return left_on is None or now.astimezone(ZoneInfo(found.zone)).date() < left_on


def counted(caller: Caller) -> dict[str, str]:
    """Return the headers that say how much is left in this minute, or raise Problem where nothing is.

    One trip, in which the person's roles are read as well (`people.queries.roles_read_once`).
    """
    limit: int = settings.API_PER_MINUTE
    counting = throttle.counting(f"api:{caller.token.pk}", limit=limit, per=PER, now=caller.now)
    [tries], roles = trips.ask(counting, people.roles_of(caller.person))
    people.roles_are(caller.person, roles, now=caller.now)
    times, anew_at = tries
    seconds = max(1, int((anew_at - caller.now).total_seconds() + 0.999))
    headers = {
        "RateLimit-Limit": str(limit), "RateLimit-Remaining": str(max(0, limit - times)),
        "RateLimit-Reset": str(seconds),
    }  # fmt: skip
    if times > limit:
        raise Problem("too-many-requests", headers=headers | {"Retry-After": str(seconds)})
    return headers


def asked_language(request: HttpRequest) -> str:
    """Return the language of Accept-Language, "" where none of ours is asked for. Cookies do not count here."""
    for name, _ in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()[:500]):
        if name == "*":
            break
        try:
            return get_supported_language_variant(name)
        except LookupError:
            continue
    return ""
