"""The queue of a channel: who waits in which order, and what a change would do."""

from collections.abc import Collection
from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Number, Sent, Shown, words_of
from eichhorn.api.schemas.plan import wall
from eichhorn.planning.rules import Stage
from eichhorn.queueing.queries import Arrangement, Line
from eichhorn.queueing.rules import MOST, What

QueueWhat = Annotated[What, words_of(What)]
HIDDEN = "null where the caller may not read it."


class QueueWishSent(Sent):
    """What is to happen to the queue."""

    what: QueueWhat = Field(examples=["end"])
    slot: Number | None = Field(None, description="The post; only move_up needs none.", examples=[7])
    to: int = Field(0, strict=True, ge=0, le=MOST, description="For to: the place of the order, counted from 0.")


class QueueWishConfirmed(QueueWishSent):
    """The same, by whoever has seen what it does."""

    fingerprint: str = Field(
        pattern="^[0-9a-f]{32}$", max_length=32, description="That of the preview: what you saw is what you want."
    )


class QueueLineShown(Shown):
    """One post that waits, or that would."""

    slot: int | None = Field(description=HIDDEN, examples=[7])
    title: str | None = Field(description=HIDDEN)
    stage: Stage = Field(examples=["draft"])
    before_local: str | None = Field(description="Where it stands now.", examples=["2026-06-12T14:00"])
    after_local: str | None = Field(description="Where it would stand; null: it has no date then.")
    doubts: list[str] = Field(description="What speaks against its new date, most serious first.")
    loses: bool = Field(description="An approval that counts, or is waited for, would count no more.")


class QueueShown(Shown):
    """The queue of a channel, in order."""

    items: list[QueueLineShown]


class QueuePreviewShown(QueueShown):
    """What a change would do, in the language of Accept-Language."""

    losses: int = Field(description="So many posts would lose an approval.")
    fingerprint: str = Field(description="Sent with the change, it says that this was seen.", examples=["0" * 32])


class QueueChangedShown(QueueShown):
    """It has happened."""

    act: int | None = Field(description="The act by which posts moved; it can be taken back.", examples=[5])


def lines(of: Collection[Line], *, visible: Collection[int]) -> list[QueueLineShown]:
    """Return the lines; of posts that the caller may not read only where they stand."""
    return [
        QueueLineShown(
            slot=one.slot.pk if one.slot.pk in visible else None, title=one.slot.title if one.slot.pk in visible else None,
            stage=Stage(one.slot.stage), before_local=wall(one.before), after_local=wall(one.after),
            doubts=list(one.doubts) if one.slot.pk in visible else [], loses=one.loses,
        )
        for one in of
    ]  # fmt: skip


def preview(of: Arrangement, *, visible: Collection[int]) -> QueuePreviewShown:
    return QueuePreviewShown(
        items=lines(of.lines, visible=visible), losses=of.losses, fingerprint=of.fingerprint
    )  # fmt: skip
