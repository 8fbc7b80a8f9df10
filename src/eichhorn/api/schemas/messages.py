"""Messages of people on the networks, and our replies."""

from datetime import datetime
from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Sent, Shown, Words, words_of
from eichhorn.dialogue import queries
from eichhorn.dialogue.models import Message
from eichhorn.dialogue.queries import Said
from eichhorn.dialogue.rules import LONGEST_TEXT, State

MessageState = Annotated[State, words_of(State)]


class NewReply(Sent):
    """What we answer."""

    text: Words = Field(max_length=LONGEST_TEXT, examples=["Voraussichtlich bis Freitag."])


class MessageShown(Shown):
    """What somebody said to us on a network."""

    id: int = Field(examples=[12])
    channel: int = Field(examples=[2])
    delivery: int | None = Field(description="The post under which it stands, where we know it.")
    state: MessageState = Field(examples=["new"])
    author: str = Field(examples=["@anna@example.org"])
    author_name: str = Field(examples=["Anna"])
    text: str = Field(examples=["Bis wann dauert das?"])
    language: str
    url: str
    private: bool
    said_at: datetime
    received_at: datetime
    done_at: datetime | None


class SaidShown(Shown):
    """One thing in a conversation: theirs, or ours."""

    who: str
    text: str
    at: datetime
    ours: bool
    url: str


class Conversation(MessageShown):
    """A message with what was said around it, the oldest first."""

    said: list[SaidShown]


def message(of: Message) -> MessageShown:
    return MessageShown(
        id=of.pk, channel=of.channel_id, delivery=of.delivery_id, state=queries.state_of(of), author=of.author,
        author_name=of.author_name, text=of.text, language=of.language, url=of.url, private=of.private,
        said_at=of.said_at, received_at=of.received_at, done_at=of.done_at,
    )  # fmt: skip


def conversation(of: queries.Conversation) -> Conversation:
    return Conversation(**dict(message(of.message)), said=[_said(one) for one in of.said])


def _said(of: Said) -> SaidShown:
    return SaidShown(who=of.who, text=of.text, at=of.at, ours=of.ours, url=of.href)
