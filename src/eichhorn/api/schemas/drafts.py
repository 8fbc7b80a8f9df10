"""Drafts, their versions, pictures in them, and what the checks say."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from pydantic import ConfigDict, Field

from eichhorn.api.schemas.fields import Flag, Language, Line, Local, Number, Sent, Shown, Text, Words
from eichhorn.api.schemas.people import PersonShown, person
from eichhorn.content.models import Attachment, Draft, Variant, Version
from eichhorn.content.rules import (
    LONGEST_ADDRESS,
    LONGEST_ALT,
    LONGEST_CARD_TEXT,
    LONGEST_CARD_TITLE,
    LONGEST_COMMENT,
    LONGEST_OPTION,
    LONGEST_SPONSOR,
    LONGEST_TEXT,
    LONGEST_WARNING,
    MOST_OPTIONS,
    MOST_PICTURES,
    POLL_MINUTES,
    AiUse,
)
from eichhorn.guidelines.rules import Finding, Severity
from eichhorn.media.framing import SMALLEST, WHOLE
from eichhorn.planning.rules import Stage

TEXT = "Ab Montag, 15. Juni, erneuern wir am Birkenweg die Wasserleitung."
MOST_CHANNELS = 100


class Part(Sent):
    """A part of a picture, in thousandths of its width and height."""

    left: int = Field(0, ge=0, le=WHOLE, strict=True)
    top: int = Field(0, ge=0, le=WHOLE, strict=True)
    width: int = Field(WHOLE, ge=SMALLEST, le=WHOLE, strict=True)
    height: int = Field(WHOLE, ge=SMALLEST, le=WHOLE, strict=True)


class Point(Sent):
    """A point of a picture, in thousandths of its width and height, from the left and from the top."""

    x: int = Field(ge=0, le=WHOLE, strict=True, examples=[500])
    y: int = Field(ge=0, le=WHOLE, strict=True, examples=[400])


class NewAttachment(Sent):
    """A picture that was stored, and what somebody has to know who cannot see it."""

    media: str = Field(pattern=r"^[0-9a-f]{64}$", description="The digest of the picture.")
    alt: Text = Field("", max_length=LONGEST_ALT, examples=["Ein Bagger hebt am Birkenweg einen Graben aus."])
    crop: Part | None = Field(None, description="The part of it that is shown; null for the whole picture.")
    focus: Point | None = Field(
        None, description="Where one looks first, inside what is shown; null for its middle. Networks cut around it."
    )


class NewVariant(Sent):
    """A channel's own text, in place of the shared one."""

    channel: Number = Field(examples=[2])
    text: Words = Field(max_length=LONGEST_TEXT)


class NewStatement(Sent):
    """How a post came to be, and who paid for it; what says something to readers stands below the post."""

    ai_use: AiUse = Field(default=AiUse.NONE, description="How far a machine made it.", examples=["assisted"])
    deepfake: Flag = Field(
        default=False, description="It shows deceptively real what never was; then `ai_label` is needed."
    )
    ai_label: Flag = Field(default=False, description="Whether the post itself says that AI was used.")
    political: Flag = Field(default=False, description="Political advertising; then `sponsor` is needed.")
    sponsor: Text = Field(default="", max_length=LONGEST_SPONSOR, description="Who pays for it.")


Minutes = Annotated[int, Field(strict=True, ge=POLL_MINUTES[0], le=POLL_MINUTES[1])]


class NewPoll(Sent):
    """A poll; its question is the text of the post. It does not go together with pictures."""

    options: list[Annotated[Line, Field(max_length=LONGEST_OPTION)]] = Field(
        min_length=1, max_length=MOST_OPTIONS, examples=[["Ja", "Nein"]]
    )
    minutes: Minutes = Field(1440, description="How long one may answer.", examples=[1440])
    several: Flag = Field(default=False, description="Whether one may choose more than one.")


class NewCard(Sent):
    """What is shown of a link, where the network does not look it up by itself."""

    url: Line = Field(max_length=LONGEST_ADDRESS, examples=["https://erlengrund.example/nordring"])
    title: Text = Field("", max_length=LONGEST_CARD_TITLE)
    description: Text = Field("", max_length=LONGEST_CARD_TEXT)
    media: str = Field("", pattern=r"^([0-9a-f]{64})?$", description="The digest of its picture; may be left empty.")


class NewFilm(Sent):
    """A video that was converted; its poster and its subtitles are those that stand at it now."""

    media: str = Field(pattern=r"^[0-9a-f]{64}$", description="The digest of the film.")
    alt: Text = Field("", max_length=LONGEST_ALT, description="What somebody has to know who cannot see it.")


class Content(Sent):
    """All that readers would see of a post."""

    text: Text = Field(
        max_length=LONGEST_TEXT, examples=[TEXT],
        description="`@{Name}` names somebody of the mention book: each channel shows what they are called there.",
    )  # fmt: skip
    language: Language = Field("de", examples=["de"])
    content_warning: Text = Field("", max_length=LONGEST_WARNING)
    first_comment: Text = Field(
        "", max_length=LONGEST_COMMENT, description="What we say below the post ourselves, as soon as it is out."
    )
    consideration: Flag = Field(default=False, description="Whether somebody gave something for this post.")
    stated: NewStatement = NewStatement()
    variants: list[NewVariant] = Field([], max_length=MOST_CHANNELS)
    attachments: list[NewAttachment] = Field([], max_length=MOST_PICTURES)
    poll: NewPoll | None = None
    card: NewCard | None = None
    film: NewFilm | None = Field(None, description="It does not go together with pictures or a poll.")


class NewVersion(Content):
    """The next content of a draft."""

    based_on: Number | None = Field(
        None, description="The number of the version that the writer had before them; null where there was none yet.",
        examples=[1],
    )  # fmt: skip


class NewPost(Sent):
    """A place in the plan for a post that has none yet."""

    title: Line = Field(max_length=160, examples=["Baustelle Birkenweg"])
    channels: list[Number] = Field(min_length=1, max_length=MOST_CHANNELS, examples=[[2]])
    goal: Number | None = Field(None, examples=[1])
    planned_local: Local | None = Field(None, examples=["2026-06-11T14:00"])


class NewDraft(Sent):
    """Where the post stands in the plan, and what it says so far. Either `slot` or `post` is needed, not both."""

    model_config = ConfigDict(json_schema_extra={"oneOf": [{"required": ["slot"]}, {"required": ["post"]}]})

    slot: Number | None = Field(None, description="The slot in which the draft stands.", examples=[7])
    post: NewPost | None = Field(None, description="A slot that is planned with it, where there is none yet.")
    content: Content | None = Field(None, description="The first version; may be left out and saved later.")


class NewReason(Sent):
    """Why a finding is left as it is."""

    finding: Words = Field(max_length=300, description="`key` of the finding.", examples=["words:halbseitig gesperrt"])
    reason: Words = Field(max_length=500, examples=["Ein wörtliches Zitat."])


class HandIn(Sent):
    """Which version is meant."""

    version: Number | None = Field(None, description="Its number; null for the latest, whichever it is.", examples=[2])


class PartShown(Shown):
    """A part of a picture, in thousandths of its width and height."""

    left: int
    top: int
    width: int
    height: int


class PointShown(Shown):
    """A point of a picture, in thousandths of its width and height."""

    x: int
    y: int


class AttachmentShown(Shown):
    media: str = Field(description="The digest of the picture.")
    file_name: str
    alt: str
    crop: PartShown | None = Field(description="The part of it that is shown; null for the whole picture.")
    focus: PointShown | None = Field(description="Where one looks first; null for the middle of what is shown.")


class VariantShown(Shown):
    channel: int
    text: str


class StatementShown(Shown):
    """How a post came to be, and who paid for it."""

    ai_use: AiUse
    deepfake: bool
    ai_label: bool
    political: bool
    sponsor: str


class MentionShown(Shown):
    """Somebody of the mention book, as they were called on a channel when this version was saved."""

    channel: int = Field(examples=[2])
    person: str = Field(description="As in the text, between @{ and }.", examples=["Anna Said"])
    handle: str = Field(description="What stands there in its place.", examples=["@anna@stadt.social"])


class PollShown(Shown):
    options: list[str] = Field(examples=[["Ja", "Nein"]])
    minutes: int = Field(examples=[1440])
    several: bool


class CardShown(Shown):
    url: str
    title: str
    description: str
    media: str = Field(description="The digest of its picture; empty where it has none.")


class FilmShown(Shown):
    media: str = Field(description="The digest of the film.")
    alt: str
    poster: str = Field(description="The digest of the picture that stands for it.")
    subtitles: list[str] = Field(description="The languages in which it has subtitles.", examples=[["de"]])


class VersionShown(Shown):
    """The content of a draft at one time. It never changes."""

    number: int = Field(examples=[1])
    text: str = Field(examples=[TEXT])
    language: str = Field(examples=["de"])
    content_warning: str
    first_comment: str
    consideration: bool
    stated: StatementShown
    label: str = Field(description="The words that stand below the post because of what is stated.")
    mentions: list[MentionShown]
    variants: list[VariantShown]
    attachments: list[AttachmentShown]
    poll: PollShown | None
    card: CardShown | None
    film: FilmShown | None
    channels: list[int] = Field(description="For which channels it was written.", examples=[[2]])
    digest: str = Field(description="Equal exactly for contents that readers could not tell apart; approvals name it.")
    by: PersonShown | None
    at: datetime


class DraftShown(Shown):
    """A post in the making, or out."""

    id: int = Field(examples=[7])
    slot: int = Field(examples=[7])
    title: str = Field(examples=["Baustelle Birkenweg"])
    stage: Stage = Field(examples=["draft"])
    latest: VersionShown | None
    made_by: PersonShown | None
    made_at: datetime


class FindingShown(Shown):
    """A passage that does not follow a clause of the guidelines."""

    key: str = Field(description="What a reason is bound to.", examples=["3:halbseitig gesperrt"])
    severity: Severity = Field(examples=["warns"])
    passage: str = Field(examples=["halbseitig gesperrt"])
    instead: str = Field(
        description="What the guidelines recommend; may be empty.", examples=["eine Spur ist gesperrt"]
    )
    clause: int = Field(examples=[4])
    clause_title: str = Field(examples=["Verständlich schreiben"])
    stops: bool = Field(description="Whether it has to be settled before the draft is handed in.")


class Findings(Shown):
    """What the checks say to the latest version."""

    version: int = Field(examples=[1])
    findings: list[FindingShown]


def version(of: Version, variants: list[Variant], attachments: list[Attachment]) -> VersionShown:
    return VersionShown(
        number=of.number, text=of.text, language=of.language, content_warning=of.content_warning,
        first_comment=of.first_comment, consideration=of.consideration, label=of.label,
        stated=StatementShown(**asdict(of.stated)), channels=list(of.channel_ids), digest=of.digest,
        mentions=[MentionShown(channel=channel, person=name, handle=handle) for channel, name, handle in of.handles],
        poll=_poll(of), card=_card(of), film=_film(of), by=person(of.by), at=of.at, variants=[VariantShown(channel=v.channel_id, text=v.text) for v in variants],
        attachments=[_attachment(one) for one in attachments],
    )  # fmt: skip


def _attachment(of: Attachment) -> AttachmentShown:
    framing = of.framing
    return AttachmentShown(
        media=of.picture.digest, file_name=of.picture.file_name, alt=of.alt,
        crop=PartShown(**asdict(framing.box)) if framing.is_cut else None,
        focus=PointShown(x=framing.focus[0], y=framing.focus[1]) if framing.focus is not None else None,
    )  # fmt: skip


def _poll(of: Version) -> PollShown | None:
    poll = of.beside.poll
    return PollShown(options=list(poll.options), minutes=poll.minutes, several=poll.several) if poll else None


def _film(of: Version) -> FilmShown | None:
    film = of.beside.film
    if film is None:
        return None
    said = [language for language, _ in film.subtitles]
    return FilmShown(media=film.digest, alt=film.alt, poster=film.poster_digest, subtitles=said)


def _card(of: Version) -> CardShown | None:
    card = of.beside.card
    if card is None:
        return None
    return CardShown(url=card.url, title=card.title, description=card.description, media=card.picture_digest)


def draft(of: Draft) -> DraftShown:
    """Return the draft as it is shown; slot, people, latest version with variants and attachments are loaded."""
    latest = of.latest
    return DraftShown(
        id=of.pk, slot=of.slot_id, title=of.slot.title, stage=Stage(of.slot.stage), made_by=person(of.made_by),
        made_at=of.made_at,
        latest=None if latest is None else version(latest, list(latest.variants.all()), list(latest.attachments.all())),
    )  # fmt: skip


def finding(of: Finding, *, stops: bool) -> FindingShown:
    return FindingShown(
        key=of.key, severity=of.rule.severity, passage=of.found, instead=of.instead, clause=of.rule.clause_number,
        clause_title=of.rule.clause_title, stops=stops,
    )  # fmt: skip
