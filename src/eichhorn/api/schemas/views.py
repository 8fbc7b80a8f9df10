"""Kept views of the plan, as programs see them."""

from datetime import date
from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Flag, Line, Number, Sent, Shown, Text, words_of
from eichhorn.calendar.models import Kept
from eichhorn.calendar.rules import MOST, Filter, Only, View
from eichhorn.planning.rules import Stage
from eichhorn.planning.rules.tags import LONGEST_TAG

PlanView = Annotated[View, words_of(View)]
ViewOnly = Annotated[Only, words_of(Only)]
LONGEST_NAME = 60


class ViewName(Sent):
    """Under which name a view is kept."""

    name: Line = Field(max_length=LONGEST_NAME, examples=["Social media team, open"])


class NewView(ViewName):
    """A view of the plan with its filter; what is left out narrows nothing."""

    view: PlanView = Field(View.MONTH, examples=["week"])
    for_everybody: Flag = Field(
        default=False, description="Whether it stands in everybody's menu; that needs the right to plan."
    )
    channel: Number | None = None
    team: Number | None = None
    pillar: Number | None = None
    goal: int | None = Field(None, strict=True, ge=0, le=MOST, description="0: without a goal.")
    campaign: Number | None = None
    tag: Text = Field("", max_length=LONGEST_TAG, description="Whatever its capitals.")
    stage: Stage | None = None
    only: ViewOnly | None = None


class ViewShown(Shown):
    """A view that somebody keeps under a name."""

    id: int = Field(examples=[4])
    name: str = Field(examples=["Social media team, open"])
    view: PlanView = Field(examples=["week"])
    mine: bool
    for_everybody: bool
    shared: bool = Field(description="Whether people without an account read it by an address.")
    channel: int | None
    team: int | None
    pillar: int | None
    goal: int | None = Field(description="0: without a goal.")
    campaign: int | None
    tag: int | None = Field(description="The number of the tag.")
    stage: str = Field(description="Empty: all that is in the plan.")
    only: str = Field(description="Empty: everything.")


class SharedShown(Shown):
    """The addresses of a view, told this once: whoever has them reads it for a year."""

    page: str = Field(examples=["https://plan.example/plan/shared/…/"])
    feed: str = Field(description="For calendar programs.", examples=["https://plan.example/plan/shared/…/plan.ics"])
    until: date = Field(description="The last day on which they open something.")


def view(of: Kept, wanted: Filter, *, mine: bool, shared: bool) -> ViewShown:
    return ViewShown(
        id=of.pk, name=of.name, view=View(of.view), mine=mine, for_everybody=of.for_everybody, shared=shared,
        channel=wanted.channel, team=wanted.team, pillar=wanted.pillar, goal=wanted.goal, campaign=wanted.campaign,
        tag=wanted.tag, stage=wanted.stage, only=wanted.only,
    )  # fmt: skip
