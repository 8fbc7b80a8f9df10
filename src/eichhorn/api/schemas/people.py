"""Persons, as far as programs see them."""

from pydantic import Field

from eichhorn.api.schemas.fields import Shown
from eichhorn.people.models import Person


class PersonShown(Shown):
    """Somebody in the directory."""

    id: int = Field(examples=[3])
    name: str = Field(examples=["Miriam Aydın"])


def person(of: Person | None) -> PersonShown | None:
    return None if of is None else PersonShown(id=of.pk, name=of.name)
