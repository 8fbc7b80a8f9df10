"""Whose token it is, and what it is for."""

from datetime import datetime

from django.http import HttpRequest, HttpResponse
from ninja import Router
from pydantic import Field

from eichhorn.api import answers
from eichhorn.api.answers import operation
from eichhorn.api.caller import caller_of
from eichhorn.api.operations import choices
from eichhorn.api.rules import Scope
from eichhorn.api.schemas.fields import Shown
from eichhorn.people import queries as people
from eichhorn.people.rules import Act

router = Router(tags=["me"])


class Me(Shown):
    """The token's owner, and how far it reaches: a step needs the scope of the token and an act of the person."""

    id: int = Field(description="The person's number.", examples=[3])
    name: str = Field(examples=["Miriam Aydın"])
    language: str = Field(examples=["de"])
    acts: list[Act] = Field(description="What the person's roles allow now, on some channel at least.")
    scopes: list[Scope] = Field(description="What the token is for.")
    expires_at: datetime
    zone: str = Field(description="The zone in which the house plans.", examples=["Europe/Berlin"])


@router.get("/me", **operation("read_me", Scope.READ, Me))
def read_me(request: HttpRequest) -> HttpResponse:
    """Read whose token this is, and what it is for."""
    caller = caller_of(request)
    person = caller.person
    return answers.said(
        Me(
            id=person.pk, name=person.name, language=person.language, acts=sorted(people.acts(person, now=caller.now)),
            scopes=[Scope(scope) for scope in caller.token.scopes], expires_at=caller.token.expires_at,
            zone=choices.zone(),
        )
    )  # fmt: skip
