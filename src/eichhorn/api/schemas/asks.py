"""What we ask departments for, whom one could ask, and what came of it."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from eichhorn.allies.models import Ask
from eichhorn.allies.queries import Proposal
from eichhorn.allies.rules import Gift, No, State, Way
from eichhorn.allies.rules.limits import LONGEST_LETTER, LONGEST_REASON, LONGEST_TITLE, LONGEST_WORDS
from eichhorn.api.schemas.fields import Day, Line, Number, Sent, Shown, Text, Words, words_of
from eichhorn.api.schemas.people import PersonShown, person

AskState = Annotated[State, words_of(State)]
AskWay = Annotated[Way, words_of(Way)]
AskGift = Annotated[Gift, words_of(Gift)]
AskNo = Annotated[No, words_of(No)]


class NewAsk(Sent):
    """What somebody is to be asked for."""

    ally: Number = Field(description="The number of the entry, as `find_allies` says it.", examples=[4])
    title: Line = Field(max_length=LONGEST_TITLE, examples=["Auszubildende an der Drehbank"])
    wants: list[AskGift] = Field(min_length=1, max_length=len(Gift), examples=[["photo"]])
    letter: Words = Field(
        max_length=LONGEST_LETTER, description="Without greeting and link.", examples=["Mögen Sie uns ein Foto geben?"]
    )
    way: AskWay | None = Field(None, description="Left out: as they like to be asked.")
    due_on: Day | None = Field(None, description="The last day on which it would help.")
    topic: Number | None = Field(None)
    goal: Number | None = Field(None)


class NewPromise(Sent):
    """Until when they said they would."""

    day: Day = Field(examples=["2026-06-12"])


class NewNo(Sent):
    """Why not."""

    no: AskNo = Field(examples=["no_time"])
    because: Text = Field("", max_length=LONGEST_REASON)
    again_from: Day | None = Field(
        None, description="The first day on which they may be asked again; left out: in 30 days."
    )


class NewTold(Sent):
    """What they told, written down for them."""

    words: Words = Field(max_length=LONGEST_WORDS, examples=["Drei Wochen, dann saß der Griff."])


class NewThanks(Sent):
    """Our thanks."""

    text: Text = Field("", max_length=LONGEST_LETTER, description="Empty: they were thanked in person.")


class AskShown(Shown):
    """One ask."""

    id: int = Field(examples=[7])
    title: str
    wants: list[AskGift]
    letter: str
    way: AskWay
    state: AskState
    asked: PersonShown | None = Field(description="Null where they took their entry away.")
    department: str
    topic: int | None
    goal: int | None
    due_on: date | None
    promised_on: date | None
    asked_at: datetime | None
    answered_at: datetime | None
    reminded: int = Field(description="How many reminders left.")
    reminders: int = Field(description="How many they agreed to.")
    next_at: datetime | None = Field(description="When it is brought back to mind, or ends by itself.")
    no: AskNo | None
    because: str = Field(description="Why not, in their words.")
    ideas: list[int] = Field(description="The ideas that came of it.")
    thanked_at: datetime | None


class AllyShown(Shown):
    """Somebody whom one could ask, and the smallest next thing."""

    id: int = Field(description="The number of the entry.", examples=[4])
    person: PersonShown
    department: str
    way: AskWay
    wants: list[AskGift]
    knows_of_it: bool = Field(description="What they said they know has a word of what it is about.")
    free_on: date | None = Field(description="From when they may be asked; null where that hangs on what they do.")


class AlliesShown(Shown):
    """Whom to ask, best first, and who would fit and rests."""

    free: list[AllyShown]
    resting: list[AllyShown]


def ask(of: Ask) -> AskShown:
    """Return the ask as it is shown; its ally, department and gifts are loaded."""
    return AskShown(
        id=of.pk, title=of.title, wants=[Gift(one) for one in of.wants], letter=of.letter, way=Way(of.way),
        state=State(of.state), asked=person(of.ally.person if of.ally is not None else None),
        department=of.department.name if of.department is not None else "", topic=of.topic_id, goal=of.goal_id,
        due_on=of.due_on, promised_on=of.promised_on, asked_at=of.asked_at, answered_at=of.answered_at,
        reminded=of.reminded, reminders=of.reminders, next_at=of.next_at, no=No(of.no) if of.no else None,
        because=of.because, ideas=[one.idea_id for one in of.gifts.all()], thanked_at=of.thanked_at,
    )  # fmt: skip


def ally(of: Proposal) -> AllyShown:
    """Return whom one could ask as they are shown."""
    one = of.ally.person
    return AllyShown(
        id=of.ally.pk, person=PersonShown(id=one.pk, name=one.name),
        department=one.department.name if one.department is not None else "", way=Way(of.ally.way), wants=list(of.wants),
        knows_of_it=of.knows_of_it, free_on=of.known.free_on,
    )  # fmt: skip
