"""One act on several posts: what it would do to each, and that it was seen."""

from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Day, Line, Number, Sent, Shown, words_of
from eichhorn.api.schemas.plan import SlotShown, wall
from eichhorn.planning.rules import Stage
from eichhorn.planning.rules.tags import MOST_TAGS
from eichhorn.several import queries
from eichhorn.several.rules import MOST_DAYS, MOST_POSTS, What

SeveralWhat = Annotated[What, words_of(What)]


class SeveralSent(Sent):
    """What is to happen to all of them; what another act would need is not looked at."""

    slots: list[Number] = Field(min_length=1, max_length=MOST_POSTS, examples=[[7]])
    what: SeveralWhat = Field(examples=["by_days"])
    days: int | None = Field(
        None, strict=True, ge=-MOST_DAYS, le=MOST_DAYS, description="For by_days; the time on the clock stays.",
        examples=[7],
    )  # fmt: skip
    day: Day | None = Field(None, description="For to_date; each keeps its time on the clock.")
    tags: list[Line] = Field([], max_length=MOST_TAGS, description="For tag: these come.", examples=[["Sommer"]])
    tags_off: list[Line] = Field([], max_length=MOST_TAGS, description="For tag: these go.")
    campaign: Number | None = Field(None, description="For campaign; null takes them out of theirs.")
    goal: Number | None = Field(None, description="For goal; null takes theirs away.")
    to: Number | None = Field(None, description="For hand_over: a person's number; null for nobody.")


class SeveralConfirmed(SeveralSent):
    """The same act, by whoever has seen what it does."""

    fingerprint: str = Field(
        pattern="^[0-9a-f]{64}$", max_length=64, description="That of the preview: what you saw is what you want."
    )


class SeveralLineShown(Shown):
    """What happens to one post."""

    slot: int = Field(examples=[7])
    title: str
    stage: Stage = Field(examples=["draft"])
    before_local: str | None
    after_local: str | None = Field(examples=["2026-06-18T14:00"])
    cannot: str | None = Field(description="Why nothing can happen to it; then nothing happens to any of them.")
    loses: str | None = Field(description="Which approval would not count any more.")
    doubt: str | None = Field(description="What else is worth a second look.")


class SeveralPreviewShown(Shown):
    """What the act would do, in the language of Accept-Language."""

    possible: bool = Field(description="Whether it can happen to all of them.")
    fingerprint: str = Field(description="Sent with the act, it says that this was seen.", examples=["0" * 64])
    items: list[SeveralLineShown]


class SeveralShown(Shown):
    """It has happened to all of them."""

    changed: int = Field(description="So many posts are different now.")
    act: int | None = Field(description="The act by which they moved; it can be taken back.", examples=[5])
    items: list[SlotShown]


def preview(lines: tuple[queries.Line, ...], *, fingerprint: str) -> SeveralPreviewShown:
    return SeveralPreviewShown(
        possible=not any(line.cannot for line in lines), fingerprint=fingerprint, items=[_line(line) for line in lines]
    )


def _line(of: queries.Line) -> SeveralLineShown:
    return SeveralLineShown(
        slot=of.slot.pk, title=of.slot.title, stage=Stage(of.slot.stage), before_local=wall(of.before),
        after_local=wall(of.after), cannot=of.cannot or None, loses=of.loses or None, doubt=of.doubt or None,
    )  # fmt: skip
