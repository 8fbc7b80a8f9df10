"""What could become a post."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from eichhorn.api.schemas.drafts import MOST_CHANNELS
from eichhorn.api.schemas.fields import Line, Local, Number, Sent, Shown, Text, words_of
from eichhorn.api.schemas.people import PersonShown, person
from eichhorn.content.rules import LONGEST_ADDRESS, LONGEST_ALT
from eichhorn.ideas.models import Idea
from eichhorn.ideas.rules import LONGEST_BECAUSE, LONGEST_NAME, LONGEST_NOTE, LONGEST_TITLE, MOST_PICTURES, Lasts, State
from eichhorn.planning.rules.tags import MOST_TAGS

DoorLasts = Annotated[Lasts, words_of(Lasts)]
IdeaState = Annotated[State, words_of(State)]


class NewIdeaPicture(Sent):
    """A picture that was stored, and what can be seen on it."""

    media: str = Field(pattern=r"^[0-9a-f]{64}$", description="The digest of the picture.")
    alt: Text = Field("", max_length=LONGEST_ALT, examples=["Ein Reiher steht im Wasser."])


class IdeaPictureShown(Shown):
    media: str = Field(description="The digest of the picture.")
    file_name: str
    alt: str


class NewIdea(Sent):
    """An idea; a title is enough."""

    title: Line = Field(max_length=LONGEST_TITLE, examples=["Reiher am Klärwerk"])
    note: Text = Field("", max_length=LONGEST_NOTE, examples=["Er steht jeden Morgen dort."])
    link: Text = Field("", max_length=LONGEST_ADDRESS, description="An address of a page; kept, never opened.")
    had_by: Text = Field("", max_length=LONGEST_NAME, description="Who had it, where it was not the token's owner.")
    goal: Number | None = Field(None, examples=[1])
    pillar: Number | None = Field(None, examples=[1])
    topic: Number | None = Field(None, description="The post that it becomes belongs to this topic.")
    channels: list[Number] = Field([], max_length=MOST_CHANNELS, description="Where it could appear.")
    tags: list[Line] = Field([], max_length=MOST_TAGS, examples=[["Wasser"]])
    attachments: list[NewIdeaPicture] = Field([], max_length=MOST_PICTURES)


class ChangedIdea(NewIdea):
    """An idea as it is from now on, as a whole."""

    based_on: Number | None = Field(
        None, description="The edition that it is made from; an older one than the latest is refused.", examples=[1]
    )


class PutAside(Sent):
    because: Text = Field("", max_length=LONGEST_BECAUSE, examples=["Erst im Herbst"])


class TakenIdea(Sent):
    """How the post of an idea stands in the plan."""

    title: Text = Field("", max_length=LONGEST_TITLE, description="Left out: the title of the idea.")
    channels: list[Number] = Field(min_length=1, max_length=MOST_CHANNELS, examples=[[2]])
    goal: Number | None = Field(None, examples=[1])
    planned_local: Local | None = Field(None, description="Null: without a date.")
    campaign: Number | None = Field(None)
    tags: list[Line] = Field([], max_length=MOST_TAGS)


class IdeaShown(Shown):
    id: int = Field(examples=[12])
    title: str
    note: str
    link: str
    had_by: str
    brought_by: PersonShown | None
    by_phone: str = Field(
        description="The name of the link by which it came, empty where somebody of the house wrote it."
    )
    goal: int | None
    pillar: int | None
    topic: int | None
    channels: list[int]
    tags: list[str]
    attachments: list[IdeaPictureShown]
    state: str = Field(examples=["open"])
    because: str = Field(description="Why it was put aside.")
    draft: int | None = Field(description="What it became; null also where you may not read it.")
    came_at: datetime
    edition: int = Field(examples=[1])


def idea(of: Idea) -> IdeaShown:
    """Return the idea as it is shown; all of it is loaded, and `is_readable` says whether its post may be read."""
    attachments = [
        IdeaPictureShown(media=one.picture.digest, file_name=one.picture.file_name, alt=one.alt)
        for one in of.pictures.all()
    ]
    return IdeaShown(
        id=of.pk, title=of.title, note=of.note, link=of.link, had_by=of.had_by, brought_by=person(of.brought_by),
        by_phone=of.door.name if of.door is not None else "", goal=of.goal_id, pillar=of.pillar_id,
        topic=of.topic_id,
        channels=sorted(one.pk for one in of.channels.all()), tags=[one.name for one in of.tags.all()],
        attachments=attachments, state=of.state, because=of.because,
        draft=of.draft_id if getattr(of, "is_readable", False) else None, came_at=of.came_at, edition=of.edition,
    )  # fmt: skip


class NewDoor(Sent):
    """A link by which people without an account send ideas from a phone."""

    name: Line = Field(
        max_length=LONGEST_NAME, description="Where it hangs, or for whom it is.", examples=["Baustelle"]
    )
    lasts: DoorLasts = Field(Lasts.MONTH, examples=["month"])


class DoorShown(Shown):
    """A link for phones."""

    id: int = Field(examples=[3])
    name: str = Field(examples=["Baustelle"])
    made_by: PersonShown | None
    made_at: datetime
    ends_at: datetime
    ideas: int = Field(description="So many came by it.", examples=[4])


class OpenedDoorShown(DoorShown):
    """A fresh link; its address is told this once."""

    address: str = Field(examples=["https://plan.example/ideas/…/"])


class DoorsShown(Shown):
    """The links that let somebody in, the one that holds longest first."""

    items: list[DoorShown]


def door(of: Any) -> DoorShown:
    """Return the link; how many ideas came by it is known where it came by `ideas.queries.doors`, else it is asked for."""
    came = of.came if hasattr(of, "came") else of.ideas.count()
    return DoorShown(
        id=of.pk, name=of.name, made_by=person(of.made_by), made_at=of.made_at, ends_at=of.ends_at, ideas=came
    )
