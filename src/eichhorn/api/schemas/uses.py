"""Where pictures and videos are used, and what was decided about posts that show what may appear no longer."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Number, Sent, Shown, Words, words_of
from eichhorn.api.schemas.people import PersonShown, person
from eichhorn.api.schemas.plan import wall
from eichhorn.content.models import Draft
from eichhorn.library import words
from eichhorn.library.duties import Duty
from eichhorn.library.models import Settled
from eichhorn.library.queries import Uses
from eichhorn.media.models import Picture
from eichhorn.media.rules import Why
from eichhorn.planning.rules import Stage
from eichhorn.video.models import Video

WhyEnded = Annotated[Why, words_of(Why)]
LONGEST_REASON = 500


class UsingShown(Shown):
    """A post that shows it."""

    draft: int = Field(examples=[7])
    slot: int = Field(examples=[7])
    title: str = Field(examples=["Baustelle Birkenweg"])
    stage: Stage = Field(examples=["draft"])
    planned_local: str | None = Field(examples=["2026-06-12T14:00"])


class SettledShown(Shown):
    """What somebody decided about a post that is out."""

    draft: int = Field(examples=[7])
    why: WhyEnded = Field(description="Why it might not appear at that time.")
    reason: str = Field(examples=["Das Bild ist ausgetauscht."])
    by: PersonShown | None
    at: datetime


class UsesShown(Shown):
    """The posts that show a picture or a video, each kind the nearest date first."""

    drafts: list[UsingShown] = Field(description="Nobody said Yes yet.")
    planned: list[UsingShown] = Field(description="Approved and not out yet: where it may not appear, they are held.")
    published: list[UsingShown]
    hidden: int = Field(description="So many more, which the caller may not read.", examples=[0])
    settled: list[SettledShown] = Field(
        description="What was decided about posts that are out, the newest first; read by those who write."
    )


class DutyShown(Shown):
    """A post that is out and shows what may appear no longer."""

    media: str | None = Field(description="The digest of the picture; null where it is a video.")
    video: int | None = Field(description="The number of the video; null where it is a picture.")
    draft: int = Field(examples=[7])
    title: str = Field(examples=["Baustelle Birkenweg"])
    why: WhyEnded
    says: str = Field(description="The same in a sentence, in the language of Accept-Language.")
    since: datetime
    addresses: list[str] = Field(description="Where it is to be seen.")


class DutiesShown(Shown):
    """What waits for somebody's decision."""

    items: list[DutyShown]


class DutySettled(Sent):
    """What was decided. Either `media` or `video` is named, not both."""

    draft: Number = Field(examples=[7])
    media: str | None = Field(None, pattern=r"^[0-9a-f]{64}$", description="The digest of the picture.")
    video: Number | None = Field(None, description="The number of the video.")
    reason: Words = Field(max_length=LONGEST_REASON, examples=["Das Bild ist ausgetauscht."])


def uses(of: Uses, decided: Iterable[Settled]) -> UsesShown:
    return UsesShown(
        drafts=[_using(one) for one in of.drafts], planned=[_using(one) for one in of.planned],
        published=[_using(one) for one in of.published], hidden=of.hidden, settled=[settled(one) for one in decided],
    )  # fmt: skip


def duty(of: Duty) -> DutyShown:
    return DutyShown(
        media=of.thing.digest if isinstance(of.thing, Picture) else None,
        video=of.thing.pk if isinstance(of.thing, Video) else None, draft=of.draft.pk, title=of.draft.slot.title,
        why=of.ended.why, says=words.why(of.ended), since=of.since, addresses=[one.url for one in of.out if one.url],
    )  # fmt: skip


def settled(of: Settled) -> SettledShown:
    return SettledShown(draft=of.draft_id, why=Why(of.why), reason=of.reason, by=person(of.by), at=of.at)


def _using(of: Draft) -> UsingShown:
    return UsingShown(
        draft=of.pk, slot=of.slot_id, title=of.slot.title, stage=Stage(of.slot.stage),
        planned_local=wall(of.slot.planned_local),
    )  # fmt: skip
