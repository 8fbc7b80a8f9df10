"""What helps while one writes, as programs see it."""

from collections.abc import Sequence

from pydantic import Field

from eichhorn.api.schemas.drafts import MOST_CHANNELS, CardShown, Content, NewStatement
from eichhorn.api.schemas.fields import Flag, Language, Line, Number, Sent, Shown, Text, Words
from eichhorn.composer.previewing import Preview
from eichhorn.content import filming
from eichhorn.content.rules import LONGEST_ADDRESS, LONGEST_TEXT, LONGEST_WARNING, MOST_PICTURES, Card

LONG_TEXT = "Am Montag beginnt die Baustelle. Sie dauert drei Tage."
MOST_PLACES = 100


class TextSent(Content):
    """A post as it would be saved, and the channels on which it would appear."""

    channels: list[Number] = Field(min_length=1, max_length=MOST_CHANNELS, examples=[[2]])


class TextToSplit(Sent):
    """A long text, and the channels whose text it is."""

    text: Words = Field(max_length=LONGEST_TEXT, examples=[LONG_TEXT])
    channels: list[Number] = Field(min_length=1, max_length=MOST_CHANNELS, examples=[[2]])
    language: Language = Field("de", examples=["de"])
    content_warning: Text = Field("", max_length=LONGEST_WARNING)
    stated: NewStatement = NewStatement()
    pictures: int = Field(0, strict=True, ge=0, le=MOST_PICTURES, description="So many stand beside the first part.")
    numbered: Flag = Field(default=False, description="Whether each part says which it is: 1/3.")


class CardWanted(Sent):
    """The address of a page."""

    url: Line = Field(max_length=LONGEST_ADDRESS, examples=["https://erlengrund.example/nordring"])


class TextAlone(Sent):
    """A text."""

    text: Words = Field(max_length=LONGEST_TEXT, examples=["Mehr: https://erlengrund.example/nordring"])


class TextToMark(TextAlone):
    """A text whose links are to carry marks."""

    draft: Number | None = Field(
        None,
        description="Of which post: its campaign, goal and pillar fill the places of the link scheme.",
        examples=[7],
    )


class PlaceFilled(Sent):
    """What stands in one place of a template."""

    name: Line = Field(max_length=40, examples=["Ort"])
    value: Text = Field(max_length=LONGEST_TEXT, examples=["Birkenweg"])


class TemplateFilled(Sent):
    """What stands in the places of a template."""

    places: list[PlaceFilled] = Field([], max_length=MOST_PLACES)


class TextDone(Shown):
    """The text as it is now."""

    text: str


class FilledShown(TextDone):
    """A template with what was filled in."""

    left: list[str] = Field(description="The places that are still open.", examples=[["Datum"]])


class PartsShown(TextDone):
    """A text in parts, and the same as it is saved: a line of three hyphens parts them."""

    parts: list[str] = Field(examples=[["Am Montag beginnt die Baustelle.", "Sie dauert drei Tage."]])


class FetchedCardShown(CardShown):
    """The card that a page makes of itself, ready to be sent with a version."""


class PartCounted(Shown):
    """One post of a thread, or the only one."""

    text: str = Field(description="As it would leave: names as the channel has them, a label below the first part.")
    left: int = Field(description="So many characters are left; negative where it is too long.", examples=[412])


class TextPreview(Shown):
    """A post as one channel would show it."""

    channel: int = Field(examples=[2])
    name: str = Field(examples=["Facebook"])
    unit: str = Field(description="What counts as a character there.", examples=["graphemes"])
    limit: int = Field(examples=[500])
    limit_known: bool = Field(description="Whether the limit is the network's own; else it is what this house keeps.")
    used: int = Field(description="Of the part that has least room left.", examples=[88])
    left: int = Field(examples=[412])
    is_own: bool = Field(description="Whether the channel has a text of its own.")
    parts: list[PartCounted]
    joined: int = Field(description="Of so many parts the one post is made where the channel knows no threads.")
    pictures_over: int = Field(description="So many pictures more than the channel takes.")
    comment_over: int = Field(description="So many characters too many in the first comment.")
    shows_comment: bool = Field(description="Whether a first comment appears there.")
    shows_warning: bool = Field(
        description="Whether a content warning has its own place; else it stands above the text."
    )
    shows_alt: bool = Field(description="Whether descriptions of pictures appear there.")
    card: CardShown | None = Field(description="The card of a link, where it appears as it is said.")
    problems: list[str] = Field(description="What stands in the way there, in the language of Accept-Language.")
    adapted: list[str] = Field(description="What is done to the pictures so that they are taken there.")
    fits: bool


class TextPreviewShown(Shown):
    """A post as each channel would show it."""

    items: list[TextPreview]
    problems: list[str] = Field(description="What no channel shows together.")
    fits: bool = Field(description="Whether it fits everywhere.")


def previews(
    of: Sequence[Preview], beside: Sequence[tuple[filming.Problem, str, bool]]
) -> TextPreviewShown:  # fmt: skip
    items, problems = [_preview(one) for one in of], [said for _, said, stands in beside if stands]
    return TextPreviewShown(items=items, problems=problems, fits=not problems and all(one.fits for one in items))


def parts(found: Sequence[str]) -> PartsShown:
    return PartsShown(parts=list(found), text="\n\n---\n\n".join(found))


def card(of: Card) -> FetchedCardShown:
    return FetchedCardShown(url=of.url, title=of.title, description=of.description, media=of.picture_digest)


def _preview(of: Preview) -> TextPreview:
    problems = [said for _, said, stands in (*of.poll_notes, *of.film_notes) if stands] + list(of.unfit)
    own = of.own_card
    return TextPreview(
        channel=of.channel.pk, name=of.channel.name, unit=of.limits.unit, limit=of.limit, limit_known=of.limits.known,
        used=of.used, left=of.left, is_own=of.is_own, joined=of.fit.merged,
        parts=[PartCounted(text=text, left=left) for text, left in zip(of.fit.parts, of.fit.lefts, strict=True)],
        pictures_over=of.pictures_over, comment_over=of.comment_over, shows_comment=of.limits.comments,
        shows_warning=of.limits.warnings, shows_alt=bool(of.limits.alt_limit),
        card=CardShown(url=own.url, title=own.title, description=own.description, media=own.picture_digest) if own else None,
        problems=problems, adapted=list(of.adapted), fits=of.fits,
    )  # fmt: skip
