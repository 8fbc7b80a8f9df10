"""What is undone though its period is over, and what was decided about it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import Field

from eichhorn.api.schemas.fields import Line, Sent, Shown, words_of
from eichhorn.carrying.models import Decision
from eichhorn.carrying.queries import Left
from eichhorn.carrying.rules import LONGEST_REASON, Kind, Outcome

KindOfThing = Annotated[Kind, words_of(Kind)]


class NewLetGo(Sent):
    """Why something is let go."""

    because: Line = Field(max_length=LONGEST_REASON, examples=["Das Fest fällt in diesem Jahr aus."])


class LeftShown(Shown):
    """Something undone whose period is over."""

    kind: KindOfThing
    id: int = Field(description="The number of the milestone, measure or topic.", examples=[1])
    name: str
    last_day: date = Field(description="Until when it was meant.")
    carried_from: list[date] = Field(description="The last days that it had before it was carried over, latest first.")


class LeftOverShown(Shown):
    """All that is undone, the oldest first."""

    items: list[LeftShown]


class DecidedShown(Shown):
    """What was decided last about something undone."""

    kind: KindOfThing
    id: int = Field(description="The number of the milestone, measure or topic.", examples=[1])
    outcome: Literal["carried", "let_go", "taken_up", "as_before"] = Field(
        description="as_before: there was nothing to decide, and nothing was changed."
    )
    to_on: date | None = Field(description="The last day that it has since, where it was carried over.")
    said: str
    at: datetime | None


def left(of: Left) -> LeftShown:
    return LeftShown(
        kind=of.kind, id=of.number, name=of.name, last_day=of.last_day, carried_from=[one.was_on for one in of.carried]
    )


def decided(of: Decision | None, *, kind: Kind, number: int) -> DecidedShown:
    """Return the decision; without one, that nothing was changed."""
    if of is None:
        return DecidedShown(kind=kind, id=number, outcome="as_before", to_on=None, said="", at=None)
    return DecidedShown(kind=kind, id=number, outcome=Outcome(of.outcome).value, to_on=of.to_on, said=of.said, at=of.at)
