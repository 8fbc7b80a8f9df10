"""Deliveries and their attempts."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from eichhorn.api.schemas.fields import Sent, Shown, Words, words_of
from eichhorn.api.schemas.people import PersonShown, person
from eichhorn.delivery.models import Attempt, Delivery
from eichhorn.delivery.rules import AttemptKind, State
from eichhorn.delivery.words import sentence

DeliveryState = Annotated[State, words_of(State)]


class Proof(Sent):
    """Where it can be seen."""

    url: Words = Field(max_length=500, pattern=r"^https?://[^\s]+$", examples=["https://facebook.example/stadtwerke/1"])


class Confirmed(Sent):
    """That somebody looked and takes the risk of a second post."""

    confirmed: Literal["not_there"]


class AttemptShown(Shown):
    """One try, noted before the network was asked."""

    number: int = Field(examples=[1])
    kind: AttemptKind = Field(examples=["send"])
    began_at: datetime
    ended_at: datetime | None
    outcome: str = Field(description="Empty while its end is not known.", examples=["sent"])
    detail: str = Field(description="What the network said, in its words.")


class DeliveryShown(Shown):
    """One post, or one reply, to one channel, once."""

    id: int = Field(examples=[9])
    draft: int | None = Field(description="Null for a reply.", examples=[7])
    reply: int | None
    version: int | None = Field(description="The number of the version that was approved and claimed.")
    channel: int = Field(examples=[2])
    state: DeliveryState = Field(examples=["sent"])
    said: str = Field(description="What happened, as people read it.")
    because: str
    due_at: datetime
    next_at: datetime | None = Field(description="When the machine does something next.")
    sent_at: datetime | None
    network_id: str
    url: str
    released_by: PersonShown | None
    seen_by: PersonShown | None
    attempts: list[AttemptShown]


def attempt(of: Attempt) -> AttemptShown:
    return AttemptShown(
        number=of.number, kind=AttemptKind(of.kind), began_at=of.began_at, ended_at=of.ended_at, outcome=of.outcome,
        detail=of.detail,
    )  # fmt: skip


def delivery(of: Delivery) -> DeliveryShown:
    """Return the delivery as it is shown; channel, version, people and attempts are loaded."""
    attempts = sorted(of.attempts.all(), key=lambda one: one.number)
    return DeliveryShown(
        id=of.pk, draft=of.draft_id, reply=of.reply_id, version=of.version.number if of.version else None,
        channel=of.channel_id, state=State(of.state), said=sentence(of), because=of.because, due_at=of.due_at,
        next_at=of.next_at, sent_at=of.sent_at, network_id=of.network_id, url=of.url, released_by=person(of.released_by),
        seen_by=person(of.seen_by), attempts=[attempt(one) for one in attempts],
    )  # fmt: skip
