"""Goals, pillars, kinds of work, slots and their moves."""

from datetime import date, datetime

from pydantic import Field

from eichhorn.api.schemas.fields import Day, Flag, Line, Local, Number, Sent, Shown, Text
from eichhorn.api.schemas.people import PersonShown, person
from eichhorn.planning import rules
from eichhorn.planning.models import KindOfWork, Move, Slot
from eichhorn.planning.rules import Stage
from eichhorn.strategy.models import Goal, Pillar

MOST_CHANNELS = 100


class NewGoal(Sent):
    """What our posts are to bring about, whose goal it is, and in which period."""

    name: Line = Field(max_length=160, examples=["Anwohnende wissen rechtzeitig von Baustellen"])
    why: Text = Field("", max_length=2000, examples=["Weil sonst das Telefon klingelt."])
    owner: Number | None = Field(None, description="A person's number; null for the token's owner.", examples=[3])
    pillar: Number | None = Field(None, examples=[1])
    begins_on: Day = Field(examples=["2026-06-01"])
    ends_on: Day = Field(description="The first day after the period.", examples=["2027-01-01"])


class GoalShown(Shown):
    id: int = Field(examples=[1])
    name: str
    why: str
    owner: PersonShown
    pillar: int | None
    begins_on: date
    ends_on: date = Field(description="The first day after the period.")


class PillarShown(Shown):
    """A lasting subject to which goals belong."""

    id: int = Field(examples=[1])
    name: str
    wished_share_percent: int | None
    rests: bool


class KindShown(Shown):
    """What a kind of work usually costs."""

    id: int = Field(examples=[1])
    name: str
    name_en: str
    effort_minutes: int


class SlotText(Sent):
    """What a slot says of itself."""

    title: Line = Field(max_length=160, examples=["Baustelle Birkenweg"])
    goal: Number | None = Field(None, examples=[1])
    channels: list[Number] = Field([], max_length=MOST_CHANNELS, examples=[[2]])
    kind: Number | None = Field(None, description="A kind of work; it says what the post costs.", examples=[1])
    movable: Flag = Field(default=True, description="False where the date is the matter itself.")
    confidential: Flag = Field(default=False, description="Whether only the team sees it in the plan.")


class NewSlot(SlotText):
    """Something new in the plan."""

    planned_local: Local | None = Field(
        None, description="Wall-clock time in the organisation's zone; null for an idea.", examples=["2026-06-11T14:00"]
    )


class NewDate(Sent):
    """Another date."""

    planned_local: Local = Field(examples=["2026-06-12T09:30"])


class SlotShown(Shown):
    """One planned thing."""

    id: int = Field(examples=[7])
    title: str
    stage: Stage = Field(examples=["idea"])
    goal: int | None
    pillar: int | None
    channels: list[int] = Field(examples=[[2]])
    kind: int | None
    effort_minutes: int
    planned_local: str | None = Field(description="Wall-clock time in `zone`.", examples=["2026-06-11T14:00"])
    zone: str = Field(examples=["Europe/Berlin"])
    due_at: datetime | None = Field(description="The instant that it means.")
    spontaneous: bool
    movable: bool
    confidential: bool
    embargo_until: datetime | None
    rehearsal: bool
    made_at: datetime


class MoveShown(Shown):
    """One slot was moved."""

    id: int
    before_local: str | None
    after_local: str | None
    by: PersonShown | None
    displaced_by: int | None = Field(description="The slot that it made room for.")
    at: datetime


def goal(of: Goal) -> GoalShown:
    return GoalShown(
        id=of.pk, name=of.name, why=of.why, owner=PersonShown(id=of.owner.pk, name=of.owner.name), pillar=of.pillar_id,
        begins_on=of.begins_on, ends_on=of.ends_on,
    )  # fmt: skip


def pillar(of: Pillar) -> PillarShown:
    return PillarShown(id=of.pk, name=of.name, wished_share_percent=of.wished_share_percent, rests=of.rests)


def kind(of: KindOfWork) -> KindShown:
    return KindShown(id=of.pk, name=of.name, name_en=of.name_en, effort_minutes=of.effort_minutes)


def slot(of: Slot) -> SlotShown:
    """Return the slot as it is shown; its channels are loaded."""
    return SlotShown(
        id=of.pk, title=of.title, stage=Stage(of.stage), goal=of.goal_id, pillar=of.pillar_id, kind=of.kind_id,
        channels=sorted(channel.pk for channel in of.channels.all()), effort_minutes=of.effort_minutes,
        planned_local=wall(of.planned_local), zone=of.zone, due_at=of.due_at, spontaneous=of.spontaneous,
        movable=of.movable, confidential=of.confidential, embargo_until=of.embargo_until, rehearsal=of.rehearsal,
        made_at=of.made_at,
    )  # fmt: skip


def move(of: Move) -> MoveShown:
    return MoveShown(
        id=of.pk, before_local=wall(of.before_local), after_local=wall(of.after_local), by=person(of.by),
        displaced_by=of.displaced_by_id, at=of.at,
    )  # fmt: skip


def wall(local: datetime | None) -> str | None:
    """Return wall-clock time as requests write it."""
    return rules.wall(local).isoformat(timespec="minutes") if local is not None else None
