"""Editorial meetings: their agenda, what was decided, and the protocol."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Line, Local, Number, Sent, Shown, Words, words_of
from eichhorn.api.schemas.people import PersonShown, person
from eichhorn.conference import words
from eichhorn.conference.models import Addition, Decision, Mailing, Meeting
from eichhorn.conference.models import Line as AgendaLine
from eichhorn.conference.queries import Stands, is_left_open
from eichhorn.conference.rules import DEEDS, Deed, Section, State, Why, changes

MOST_PEOPLE = 200
MeetingState = Annotated[State, words_of(State)]
AgendaSection = Annotated[Section, words_of(Section)]
AgendaWhy = Annotated[Why, words_of(Why)]
AgendaDeed = Annotated[Deed, words_of(Deed)]


class NewMeeting(Sent):
    """A meeting that is to come."""

    title: Line = Field(max_length=120, examples=["Redaktionskonferenz"])
    begins_local: Local = Field(
        description="Wall-clock time in the organisation's zone.", examples=["2026-06-15T10:00"]
    )
    people: list[Number] = Field([], max_length=MOST_PEOPLE, description="Who takes part.", examples=[[3]])


class TakingPart(Sent):
    """Those who take part."""

    people: list[Number] = Field(max_length=MOST_PEOPLE, examples=[[3]])


class NewPoint(Sent):
    """A point in somebody's own words; everybody who is signed in reads it."""

    title: Line = Field(max_length=160, examples=["Wer fotografiert im Juli?"])


class NewAddition(Sent):
    """What was wrong in a closed protocol, or is missing."""

    text: Words = Field(max_length=1000)


class NewDecision(Sent):
    """What was decided about a line, as far as the deed needs it."""

    deed: AgendaDeed = Field(examples=["adjourn"])
    seen: str = Field(max_length=16, description="`seen` of the line: how it stood when it was looked at.")
    note: str = Field("", max_length=500, description="What was decided, in a sentence; needed for hold.")
    when_local: Local | None = Field(None, description="For move, and for plan if it has a date already.")
    goal: Number | None = Field(None, description="For set_goal.")
    title: Line | None = Field(None, max_length=160, description="For plan: what the post is about.")


class ChangeShown(Shown):
    """One field of a thing, before and after."""

    field: str = Field(examples=["when"])
    before: str
    after: str = Field(examples=["2026-06-18T14:00:00"])


class DecisionShown(Shown):
    """What was decided, and what it changed. Never changed itself."""

    id: int
    deed: AgendaDeed
    note: str
    changes: list[ChangeShown]
    made_slot: int | None = Field(description="What came into the plan by it.")
    noted_by: PersonShown | None
    at: datetime


class AgendaLineShown(Shown):
    """One line, as it was when the agenda was built, and how its thing stands now."""

    id: int = Field(examples=[12])
    number: int
    section: AgendaSection
    why: AgendaWhy
    title: str
    said: str = Field(description="In words, in the language of Accept-Language.")
    slot: int | None
    request: int | None
    stage: str = Field(description="How its post stands now; empty where there is none.")
    seen: str = Field(description="Sent with a decision, it says that this was looked at.")
    deeds: list[AgendaDeed] = Field(description="What can be decided about a line of this kind.")
    goes_on: bool = Field(description="Whether it goes to the next meeting.")
    decisions: list[DecisionShown] = Field(description="The latest last; that one holds.")


class AdditionShown(Shown):
    """What was added to a closed protocol."""

    text: str
    by: PersonShown | None
    at: datetime


class MailingShown(Shown):
    """A protocol that went out by mail."""

    at: datetime
    number: int = Field(description="To so many people.", examples=[7])


class MeetingShown(Shown):
    """A meeting."""

    id: int = Field(examples=[2])
    title: str
    state: MeetingState
    begins_at: datetime
    opened_at: datetime | None = Field(description="When its agenda was built.")
    closed_at: datetime | None = Field(description="Since when its protocol stands.")


class MeetingWhole(MeetingShown):
    """A meeting with its agenda or, once it is closed, its protocol: as far as the token's owner may read it."""

    people: list[PersonShown]
    lines: list[AgendaLineShown]
    additions: list[AdditionShown]
    mailings: list[MailingShown]


def meeting(of: Meeting) -> MeetingShown:
    return MeetingShown(
        id=of.pk, title=of.title, state=State(of.state), begins_at=of.begins_at, opened_at=of.opened_at,
        closed_at=of.closed_at,
    )  # fmt: skip


def whole(
    of: Meeting,
    lines: Iterable[AgendaLine],
    stands: dict[int, Stands],
    additions: Iterable[Addition],
    mailings: Iterable[Mailing],
) -> MeetingWhole:
    return MeetingWhole(
        **meeting(of).model_dump(), people=[PersonShown(id=one.pk, name=one.name) for one in of.people.all()],
        lines=[line(one, stands[one.pk]) for one in lines],
        additions=[AdditionShown(text=one.text, by=person(one.by), at=one.at) for one in additions],
        mailings=[MailingShown(at=one.at, number=one.number) for one in mailings],
    )  # fmt: skip


def line(of: AgendaLine, stands: Stands) -> AgendaLineShown:
    return AgendaLineShown(
        id=of.pk, number=of.number, section=Section(of.section), why=Why(of.why), title=words.title_of(of), said=words.said(of),
        slot=of.slot_id, request=of.request_id, stage=stands.standing.stage, seen=stands.mark, deeds=list(DEEDS[Why(of.why)]),
        goes_on=is_left_open(of), decisions=[_decision(one) for one in of.decisions.all()],
    )  # fmt: skip


def _decision(of: Decision) -> DecisionShown:
    return DecisionShown(
        id=of.pk, deed=Deed(of.deed), note=of.note, made_slot=of.made_slot_id, noted_by=person(of.noted_by), at=of.at,
        changes=[ChangeShown(field=one.field, before=one.before, after=one.after) for one in changes(of.before, of.after)],
    )  # fmt: skip
