"""Goals, pillars, kinds of work, slots and their moves."""

from datetime import date, datetime

from pydantic import Field

from eichhorn.api.schemas.fields import Day, Flag, Line, Local, Number, Sent, Shown, Text
from eichhorn.api.schemas.people import PersonShown, person
from eichhorn.planning import rules
from eichhorn.planning.models import KindOfWork, Move, Slot
from eichhorn.planning.rules import Stage
from eichhorn.planning.rules.tags import MOST_TAGS
from eichhorn.redthread.queries import RedThread
from eichhorn.strategy.models import Campaign, Goal, Pillar
from eichhorn.strategy.ways import Way

MOST_CHANNELS = 100


class NewGoal(Sent):
    """What our posts are to bring about, whose goal it is, and in which period."""

    name: Line = Field(max_length=160, examples=["Anwohnende wissen rechtzeitig von Baustellen"])
    why: Text = Field("", max_length=2000, examples=["Weil sonst das Telefon klingelt."])
    owner: Number | None = Field(None, description="A person's number; null for the token's owner.", examples=[3])
    pillar: Number | None = Field(None, examples=[1])
    parent: Number | None = Field(None, description="The larger goal that it serves.", examples=[4])
    begins_on: Day = Field(examples=["2026-06-01"])
    ends_on: Day = Field(description="The first day after the period.", examples=["2027-01-01"])


class GoalShown(Shown):
    id: int = Field(examples=[1])
    name: str
    why: str
    owner: PersonShown
    pillar: int | None
    parent: int | None = Field(description="The larger goal that it serves.")
    archived_at: datetime | None = Field(description="Since when it is put away.")
    begins_on: date
    ends_on: date = Field(description="The first day after the period.")


class NewCampaign(Sent):
    """Something that several posts say together for a while."""

    name: Line = Field(max_length=160, examples=["Sommer am Fluss"])
    why: Text = Field("", max_length=2000)
    owner: Number | None = Field(None, description="A person's number; null for the token's owner.", examples=[3])
    goal: Number | None = Field(None, examples=[1])
    begins_on: Day = Field(examples=["2026-06-01"])
    ends_on: Day = Field(description="The first day after the period.", examples=["2026-09-01"])


class CampaignShown(Shown):
    id: int = Field(examples=[1])
    name: str
    why: str
    owner: PersonShown
    goal: int | None
    begins_on: date
    ends_on: date = Field(description="The first day after the period.")
    ended_at: datetime | None = Field(description="When somebody ended it; no further post is planned for it.")


class PillarShown(Shown):
    """A lasting subject to which goals belong."""

    id: int = Field(examples=[1])
    name: str
    wished_share_percent: int | None
    rests: bool


class PillarShareShown(Shown):
    """How much of a quarter belongs to a pillar."""

    pillar: int | None = Field(description="Null for what belongs to no pillar.")
    name: str
    posts: int
    percent: int | None = Field(description="Of all posts of the quarter; null where there is none.")
    wished_percent: int | None


class RedThreadShown(Shown):
    """What of a quarter is tied to why, and what hangs loose."""

    begins_on: date
    ends_on: date = Field(description="The first day after the quarter.")
    posts: int = Field(description="Without rehearsals and what was put back.")
    tied: int = Field(description="How many of them serve a goal.")
    pillars: list[PillarShareShown]
    goals_without_posts: list[int] = Field(
        description="Numbers of goals that no post serves, nor one of a goal below it."
    )
    posts_without_goal: list[int] = Field(description="Numbers of the first that the token's owner may see.")
    next_steps: list["NextStepShown"]


class NextStepShown(Shown):
    """How far the way to a goal has come."""

    goal: int
    milestones: int
    reached: int
    next_milestone: str | None = Field(description="The one that is due first of those not reached.")
    due_on: date | None
    next_step: str | None = Field(description="Null where nobody has named one.")


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
    campaign: Number | None = Field(None, examples=[1])
    tags: list[Line] = Field(
        [], max_length=MOST_TAGS, description="Words by which it is found again.", examples=[["Sommer"]]
    )


class NewSlot(SlotText):
    """Something new in the plan."""

    planned_local: Local | None = Field(
        None, description="Wall-clock time in the organisation's zone; null for an idea.", examples=["2026-06-11T14:00"]
    )


class NewDate(Sent):
    """Another date."""

    planned_local: Local = Field(examples=["2026-06-12T09:30"])


class Handing(Sent):
    """Who has a post in hand from now on."""

    to: Number | None = Field(description="A person's number; null for nobody.", examples=[3])


class SlotShown(Shown):
    """One planned thing."""

    id: int = Field(examples=[7])
    title: str
    stage: Stage = Field(examples=["idea"])
    goal: int | None
    pillar: int | None
    campaign: int | None
    tags: list[str] = Field(examples=[["Sommer"]])
    with_person: PersonShown | None = Field(description="Who has it in hand.")
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
        parent=of.parent_id, archived_at=of.archived_at, begins_on=of.begins_on, ends_on=of.ends_on,
    )  # fmt: skip


def campaign(of: Campaign) -> CampaignShown:
    return CampaignShown(
        id=of.pk, name=of.name, why=of.why, owner=PersonShown(id=of.owner.pk, name=of.owner.name), goal=of.goal_id,
        begins_on=of.begins_on, ends_on=of.ends_on, ended_at=of.ended_at,
    )  # fmt: skip


def pillar(of: Pillar) -> PillarShown:
    return PillarShown(id=of.pk, name=of.name, wished_share_percent=of.wished_share_percent, rests=of.rests)


def red_thread(of: RedThread) -> RedThreadShown:
    return RedThreadShown(
        begins_on=of.begins, ends_on=of.ends, posts=of.share.whole, tied=of.share.with_goal,
        pillars=[
            PillarShareShown(pillar=one.number, name=one.name, posts=one.posts, percent=one.percent, wished_percent=one.wished)
            for one in of.pillars
        ],
        goals_without_posts=[goal.pk for goal in of.bare], posts_without_goal=[slot.pk for slot in of.loose],
        next_steps=[_next_step(way) for way in of.ways],
    )  # fmt: skip


def _next_step(way: Way) -> NextStepShown:
    ahead = way.first_open.milestone if way.first_open is not None else None
    return NextStepShown(
        goal=way.goal.pk, milestones=len(way.rows), reached=way.reached, next_milestone=ahead.name if ahead else None,
        due_on=ahead.due_on if ahead else None, next_step=(ahead.next_step or None) if ahead else None,
    )  # fmt: skip


def kind(of: KindOfWork) -> KindShown:
    return KindShown(id=of.pk, name=of.name, name_en=of.name_en, effort_minutes=of.effort_minutes)


def slot(of: Slot) -> SlotShown:
    """Return the slot as it is shown; its channels, its tags and who has it in hand are loaded."""
    return SlotShown(
        id=of.pk, title=of.title, stage=Stage(of.stage), goal=of.goal_id, pillar=of.pillar_id, kind=of.kind_id,
        campaign=of.campaign_id, tags=sorted(tag.name for tag in of.tags.all()), with_person=person(of.with_person),
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
