"""What speaks against another date."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Shown, words_of
from eichhorn.moving.rules import Doubt, DoubtKind

DoubtWhy = Annotated[DoubtKind, words_of(DoubtKind)]


class DoubtShown(Shown):
    """One thing that speaks against a date."""

    kind: DoubtWhy = Field(examples=["approval"])
    sentence: str = Field(description="In words, in the language of Accept-Language.")


class DoubtsShown(Shown):
    """What speaks against a date, most serious first, and what is free instead."""

    planned_local: str
    doubts: list[DoubtShown]
    next_free: list[str] = Field(description="The next free places after the slot's own day, soonest first.")


def doubts(planned_local: datetime, found: Iterable[Doubt], places: Iterable[datetime]) -> DoubtsShown:
    return DoubtsShown(
        planned_local=planned_local.isoformat("T", "minutes"),
        doubts=[DoubtShown(kind=one.kind, sentence=one.sentence) for one in found],
        next_free=[place.isoformat("T", "minutes") for place in places],
    )  # fmt: skip
