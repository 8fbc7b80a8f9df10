"""Tokens, and programs that use them."""

import json
import uuid
from collections.abc import Collection
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client

from eichhorn.api import services
from eichhorn.api.models import Token
from eichhorn.api.rules import Scope
from eichhorn.foundation import clock
from eichhorn.people import services as people
from eichhorn.people.models import Person

EVERY_SCOPE = frozenset(Scope)


def token(
    person: Person, *, scopes: Collection[Scope] = EVERY_SCOPE, name: str = "Intranet",
    lasts: timedelta = timedelta(days=30),
) -> services.Made:  # fmt: skip
    """Return a fresh token of a person, who has an account."""
    people.way_in(person=person)
    return services.make_token(person=person, name=name, scopes=scopes, lasts=lasts, now=clock.now())


class Program:
    """A program that speaks to the interface with a token; each of its POSTs has a key of its own."""

    def __init__(self, secret: str, *, language: str = "en") -> None:
        self.secret = secret
        self.client = Client(headers={"authorization": f"Bearer {secret}", "accept-language": language})

    def get(self, path: str, **asked: object) -> HttpResponse:
        answer: HttpResponse = self.client.get(f"/api/v1{path}", asked)
        return answer

    def post(self, path: str, body: object = None, *, key: str | None = None, **headers: str) -> HttpResponse:
        return self._send("post", path, body, {"idempotency-key": key or str(uuid.uuid4())} | headers)

    def put(self, path: str, body: object) -> HttpResponse:
        return self._send("put", path, body, {})

    def _send(self, method: str, path: str, body: object, headers: dict[str, str]) -> HttpResponse:
        content = body if isinstance(body, str) else json.dumps({} if body is None else body)
        answer: HttpResponse = getattr(self.client, method)(
            f"/api/v1{path}", content, content_type="application/json", headers=headers
        )
        return answer


def program(person: Person, *, scopes: Collection[Scope] = EVERY_SCOPE, language: str = "en") -> Program:
    """Return a program with a fresh token of the person."""
    return Program(token(person, scopes=scopes).secret, language=language)


def holder(made: Program) -> Token:
    """Return the row of the program's token."""
    from eichhorn.api import queries

    found = queries.by_secret(made.secret)
    assert found is not None
    return found.token


def said(answer: HttpResponse) -> Any:
    """Return what the answer says."""
    return json.loads(answer.content)
