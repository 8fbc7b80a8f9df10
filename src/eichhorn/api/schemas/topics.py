"""Topics with their briefs."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Day, Line, Number, Sent, Shown, Text, words_of
from eichhorn.api.schemas.people import PersonShown
from eichhorn.topics.models import Brief, Topic
from eichhorn.topics.rules import LONGEST_PART, TopicState

MOST_AUDIENCES = 50
HowFar = Annotated[TopicState, words_of(TopicState)]


class NewTopic(Sent):
    """What is spoken about for a while."""

    name: Line = Field(max_length=160, examples=["Wärme im Winter"])
    owner: Number | None = Field(None, description="A person's number; null for the token's owner.", examples=[3])
    begins_on: Day = Field(examples=["2026-09-01"])
    ends_on: Day = Field(description="The first day after the period.", examples=["2026-12-01"])
    goal: Number | None = Field(None, examples=[1])
    pillar: Number | None = Field(None, description="Null for that of the goal.", examples=[1])
    audiences: list[Number] = Field([], max_length=MOST_AUDIENCES, description="Numbers of audiences in use.")
    state: HowFar = TopicState.IDEA


class NewBrief(Sent):
    """A brief as it is from now on, as a whole."""

    based_on: int = Field(
        description="The version that it is made from, 0 for none; an older one than the latest is refused.",
        ge=0, le=2**31 - 1, examples=[0],
    )  # fmt: skip
    message: Text = Field("", max_length=LONGEST_PART, examples=["Wir sagen es vorher."])
    about: Text = Field("", max_length=LONGEST_PART)
    facts: Text = Field("", max_length=LONGEST_PART, description="Each with its source.")
    tone: Text = Field("", max_length=LONGEST_PART)
    do: Text = Field("", max_length=LONGEST_PART)
    do_not: Text = Field("", max_length=LONGEST_PART)
    links: Text = Field("", max_length=LONGEST_PART)
    visuals: Text = Field("", max_length=LONGEST_PART)


class NewTopicPost(Sent):
    title: Line = Field(max_length=160, examples=["Heizen mit Fernwärme"])


class BriefShown(Shown):
    """One version of a brief."""

    number: int
    message: str
    about: str
    facts: str
    tone: str
    do: str
    do_not: str
    links: str
    visuals: str
    at: datetime


class TopicShown(Shown):
    id: int = Field(examples=[1])
    name: str
    owner: PersonShown
    begins_on: date
    ends_on: date = Field(description="The first day after the period.")
    goal: int | None
    pillar: int | None
    state: HowFar
    let_go_at: datetime | None = Field(description="Since when it is not to be spoken about any more.")


class WholeTopicShown(TopicShown):
    """A topic with its brief."""

    brief: BriefShown | None = Field(description="Its latest version.")


class TopicPostShown(Shown):
    slot: int = Field(description="The number of the post in the plan; it has no date yet.", examples=[1])


def topic(of: Topic) -> TopicShown:
    return TopicShown(
        id=of.pk, name=of.name, owner=PersonShown(id=of.owner.pk, name=of.owner.name), begins_on=of.begins_on, ends_on=of.ends_on, goal=of.goal_id,
        pillar=of.pillar_id, state=TopicState(of.state), let_go_at=of.let_go_at,
    )  # fmt: skip


def whole(of: Topic, latest: Brief | None) -> WholeTopicShown:
    return WholeTopicShown(**topic(of).model_dump(), brief=brief(latest) if latest is not None else None)


def brief(of: Brief) -> BriefShown:
    return BriefShown(
        number=of.number, message=of.message, about=of.about, facts=of.facts, tone=of.tone, do=of.do, do_not=of.do_not,
        links=of.links, visuals=of.visuals, at=of.at,
    )  # fmt: skip
