"""Requests, what was asked, what was answered, and what an acceptance would cost."""

from collections.abc import Iterable
from datetime import datetime
from typing import Annotated

from pydantic import Field

from eichhorn.api.schemas.fields import Language, Line, Local, Number, Sent, Shown, Text, Words, words_of
from eichhorn.api.schemas.people import PersonShown, person
from eichhorn.api.schemas.plan import wall
from eichhorn.desk.models import Answer, Request, RequestVersion
from eichhorn.desk.queries import Gap, noticed
from eichhorn.desk.rules import DECIDED_BY_TEAM, MOST_PICTURES, AnswerKind, Because, Origin, State
from eichhorn.intake.models import Question, RequestType
from eichhorn.intake.rules import MOST_CHOICES, MOST_QUESTIONS, QuestionKind
from eichhorn.noticing.rules import Kind as NoticeKind
from eichhorn.noticing.words import said
from eichhorn.planning.rules import Price, Stage, Way

MOST_CHANNELS = 12


RequestState = Annotated[State, words_of(State)]
BecauseShown = Annotated[Because, words_of(Because)]
RequestOrigin = Annotated[Origin, words_of(Origin)]
AnswerWanted = Annotated[QuestionKind, words_of(QuestionKind)]


class Somebody(Sent):
    """For whom a request is entered; they get the link to its page."""

    name: Line = Field(max_length=120, examples=["Carsten Wolff"])
    email: str = Field(max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s.]+$", examples=["wolff@erlengrund.example"])


class Answering(Sent):
    """An answer to a question of the form."""

    question: Number = Field(examples=[3])
    text: Text = Field("", max_length=5000, description="In words; a day as 2026-06-12, a tick as yes.")
    choices: list[Number] = Field([], max_length=MOST_CHOICES, description="For questions that offer answers.")


class NewRequestPicture(Sent):
    """A picture that comes along, stored before."""

    media: str = Field(pattern=r"^[0-9a-f]{64}$", description="The digest of a picture.")
    alt: Words = Field(max_length=1500, description="What somebody has to know who cannot see the picture.")


class NewRequest(Sent):
    """What is asked, in the requester's words."""

    title: Line = Field(max_length=160, examples=["Verlosung Wallbox"])
    purpose: Words = Field(max_length=2000, examples=["Mehr Menschen kennen unser Angebot."])
    text: Text = Field("", max_length=10_000)
    text_language: Language = Field("de", examples=["de"])
    goal: Number | None = Field(None, examples=[1])
    wish_local: Local | None = Field(
        None, description="Wall-clock time in the organisation's zone; null where any date is welcome.",
        examples=["2026-06-11T14:00"],
    )  # fmt: skip
    fixed_because: Text = Field("", max_length=300, description="Why it must be that date; left out: it is a wish.")
    embargo_local: Local | None = Field(None, description="Nothing may be known before; wall-clock time as the wish.")
    channels: list[Number] = Field(
        [], max_length=MOST_CHANNELS, description="None where the team decides.", examples=[[2]]
    )
    attachments: list[NewRequestPicture] = Field([], max_length=MOST_PICTURES, description="Pictures that come along.")
    type: Number | None = Field(None, description="What kind of request it is; needed where types are offered.")
    answers: list[Answering] = Field([], max_length=MOST_QUESTIONS, description="To the questions of the form.")
    origin: RequestOrigin = Field(Origin.TALK, description="How it came to whoever enters it for somebody else.")
    requester: Somebody | None = Field(
        None,
        description="Somebody else who asked by phone or by mail; needs the scope triage. Null: the token's owner.",
    )


class HandedOn(Sent):
    """Which team looks at it from now on, and what the requester is told."""

    team: Number = Field(examples=[2])
    text: Words = Field(max_length=5000, examples=["Die Technik weiß mehr darüber und antwortet Ihnen."])


class NewAnswer(Sent):
    """An answer of the team to a request; accept and later need a place in the plan."""

    answer: AnswerKind = Field(
        examples=["decline"], description="accept, later, ask_back, reshape (another shape is proposed) or decline.",
        json_schema_extra={"enum": [*sorted(kind.value for kind in DECIDED_BY_TEAM)]},
    )  # fmt: skip
    text: Words = Field(max_length=5000, description="The letter.", examples=["Das passt diesmal nicht, weil …"])
    because: BecauseShown | None = Field(None, description="To decline: the reason in a word, for counting.")
    channels: list[Number] = Field([], max_length=MOST_CHANNELS)
    kind: Number | None = None
    goal: Number | None = None
    fingerprint: str = Field(
        "",
        max_length=64,
        pattern=r"^[0-9a-f]*$",
        description="Of the price that was read; to accept.",
    )
    planned_local: Local | None = Field(None, description="The date that is reserved; for later.")
    way: str = Field(
        "", max_length=64, pattern=r"^[0-9a-f]*$",
        description="For later, the fingerprint of the way on the day of that date; what it names moves.",
    )  # fmt: skip
    asks: list[str] = Field(
        [], max_length=MOST_QUESTIONS + 3, description="To ask back: names out of `missing`, which they fill in on a page of its own.",
        examples=[["text", "q3"]],
    )  # fmt: skip
    overrun_because: Text = Field(
        "", max_length=300, description="Why it is right although it costs more than there is."
    )


class Letter(Sent):
    """A reason, in words."""

    text: Words = Field(max_length=5000, examples=["Es geht doch nicht, weil …"])


class OwnAnswerShown(Shown):
    """What was answered to a question of the form, in the words that stood there."""

    question: int = Field(description="Its number; the question itself may be gone.")
    asked: str = Field(examples=["Wo findet es statt?"])
    said: str = Field(examples=["draußen"])
    choices: list[int]


class RequestPictureShown(Shown):
    media: str = Field(description="The digest of the picture.")
    alt: str


class AskedShown(Shown):
    """What was asked at one time."""

    number: int
    type: int | None
    answers: list[OwnAnswerShown]
    purpose: str
    text: str
    text_language: str
    goal: int | None
    wish_local: str | None
    fixed_because: str = Field(description="Why it must be that date; empty where it is a wish.")
    embargo_local: str | None
    zone: str
    channels: list[int]
    attachments: list[RequestPictureShown]
    made_at: datetime


class AnswerShown(Shown):
    kind: AnswerKind
    text: str
    because: BecauseShown | None = Field(description="Why it was declined, in a word; null where nobody said.")
    by: PersonShown | None = Field(description="Null where the requester wrote it.")
    at: datetime


class RequestShown(Shown):
    """What somebody wants from us, and where it stands."""

    id: int = Field(examples=[4])
    title: str
    state: RequestState = Field(examples=["received"])
    requester_name: str
    requester_email: str | None = Field(description="Null for those who do not belong to the team.")
    department: str | None
    language: str
    slot: int | None
    origin: RequestOrigin = Field(description="How it came to us.")
    confirmed_at: datetime | None = Field(description="When whoever asked confirmed what was entered for them.")
    received_at: datetime
    answer_due_at: datetime
    decided_at: datetime | None
    fulfilled_at: datetime | None
    taken_back_at: datetime | None = Field(description="When what was out had been taken back everywhere.")
    confidential: bool


class GapShown(Shown):
    """Something that the form asks and the request leaves open."""

    name: str = Field(examples=["text"])
    label: str = Field(examples=["der Text"], description="In the language of Accept-Language.")


class NoticeShown(Shown):
    """Something that was noticed in the words of a request."""

    kind: Annotated[str, words_of(NoticeKind)] = Field(examples=["several_dates"])
    words: list[str] = Field(description="The passages that gave the reason.", examples=[["5. Oktober", "3.10."]])
    says: str = Field(description="The same in a sentence, in the language of Accept-Language.")


class RequestWhole(RequestShown):
    """A request with all that was asked and said."""

    missing: list[GapShown]
    noticed: list[NoticeShown] = Field(description="What an attentive reader would notice in its words.")
    asked: list[AskedShown] = Field(description="Every version, the latest first.")
    answers: list[AnswerShown]


class DisplacedShown(Shown):
    """What would move."""

    slot: int
    title: str
    goal: str | None
    before_local: str
    after_local: str
    approved: bool = Field(description="It is approved for its date; the Yes may not count for the new one.")


class WayShown(Shown):
    """A way to answer: a day, what moves for it, and what it takes. To choose one, answer `accept` where it is the wished
    date, else `later` with its date and its fingerprint as `way`."""

    at_local: str
    fingerprint: str
    displaced: list[DisplacedShown]
    over_ceiling: list[int] = Field(description="Channels on which it would stand above the ceiling.")
    minutes: int = Field(description="Taken from the fire budget.")
    minutes_over: int
    needs_reason: bool
    proven: bool = Field(description="No way that stands after it costs less; false where time was too short to tell.")


class PriceShown(Shown):
    """What an acceptance would cost, before it is chosen."""

    at_local: str | None = Field(description="Where it would stand; null where there is no place.")
    fingerprint: str
    displaced: list[DisplacedShown]
    over_ceiling: list[int] = Field(description="Channels on which it would stand above the ceiling.")
    minutes: int = Field(description="Taken from the fire budget.")
    minutes_over: int
    needs_reason: bool
    later_local: str | None = Field(description="The next free place, which displaces nothing.")
    channels: list[int]
    kind: int | None
    ways: list[WayShown] = Field(
        description="Up to three ways, best first, weighed with the other open requests; empty where no day has room."
    )


def request(of: Request, *, sees_addresses: bool) -> RequestShown:
    return RequestShown(
        id=of.pk, title=of.title, state=State(of.state), requester_name=of.requester_name,
        requester_email=of.requester_email if sees_addresses else None,
        department=of.department.name if of.department else None, language=of.language, slot=of.slot_id,
        origin=Origin(of.origin), confirmed_at=of.confirmed_at, received_at=of.received_at, answer_due_at=of.answer_due_at, decided_at=of.decided_at,
        fulfilled_at=of.fulfilled_at, taken_back_at=of.taken_back_at, confidential=of.confidential,
    )  # fmt: skip


def whole(of: Request, gaps: Iterable[Gap], *, sees_addresses: bool) -> RequestWhole:
    """Return the request with all that was said; versions and answers are loaded."""
    return RequestWhole(
        **dict(request(of, sees_addresses=sees_addresses)), asked=[_asked(one) for one in of.versions.all()],
        answers=[_answer(one) for one in of.answers.all()],
        missing=[GapShown(name=gap.name, label=gap.label) for gap in gaps],
        noticed=[NoticeShown(kind=one.kind, words=list(one.words), says=said(one)) for one in noticed(of, of.versions.all()[0])],
    )  # fmt: skip


def _asked(of: RequestVersion) -> AskedShown:
    return AskedShown(
        number=of.number, type=of.type_id, purpose=of.purpose,
        answers=[OwnAnswerShown(**{name: one[name] for name in OwnAnswerShown.model_fields}) for one in of.answers], text=of.text, text_language=of.text_language, goal=of.goal_id,
        wish_local=wall(of.wish_local), fixed_because=of.fixed_because, embargo_local=wall(of.embargo_local), zone=of.zone, channels=sorted(channel.pk for channel in of.channels.all()),
        attachments=[RequestPictureShown(media=one.picture.digest, alt=one.alt) for one in of.pictures.all()], made_at=of.made_at,
    )  # fmt: skip


def _answer(of: Answer) -> AnswerShown:
    return AnswerShown(
        kind=AnswerKind(of.kind), text=of.text, because=Because(of.because) if of.because else None, by=person(of.by), at=of.at,
    )  # fmt: skip


def price(
    of: Price | None, *, later: datetime | None, channels: list[int], kind: int | None, ways: Iterable[Way] = ()
) -> PriceShown:
    return PriceShown(
        at_local=wall(of.at) if of else None, fingerprint=of.fingerprint if of else "",
        displaced=_displaced(of) if of else [],
        over_ceiling=list(of.over_ceiling) if of else [], minutes=of.minutes if of else 0,
        minutes_over=of.minutes_over if of else 0, needs_reason=of.needs_reason if of else False,
        later_local=wall(later), channels=channels, kind=kind, ways=[_way(way) for way in ways],
    )  # fmt: skip


def _way(of: Way) -> WayShown:
    priced = of.price
    return WayShown(
        at_local=priced.at.isoformat("T", "minutes"), fingerprint=priced.fingerprint, displaced=_displaced(priced),
        over_ceiling=list(priced.over_ceiling), minutes=priced.minutes, minutes_over=priced.minutes_over,
        needs_reason=priced.needs_reason, proven=of.proven,
    )  # fmt: skip


def _displaced(of: Price) -> list[DisplacedShown]:
    return [
        DisplacedShown(
            slot=moved.slot_id, title=moved.title, goal=moved.goal, before_local=moved.before.isoformat("T", "minutes"),
            after_local=moved.after.isoformat("T", "minutes"), approved=moved.stage == Stage.APPROVED,
        )
        for moved in of.displaced
    ]  # fmt: skip


class ChoiceShown(Shown):
    id: int = Field(examples=[7])
    words: str = Field(examples=["draußen"])


class QuestionShown(Shown):
    """A question of the form, in the language of Accept-Language."""

    id: int = Field(examples=[3])
    kind: AnswerWanted
    label: str = Field(examples=["Wo findet es statt?"])
    hint: str
    required: bool
    choices: list[ChoiceShown]
    only_after: list[int] = Field(description="Choices of an earlier question; it is asked after one of them.")


class RequestTypeShown(Shown):
    """A type of request with all that is asked of whoever chooses it."""

    id: int | None = Field(description="Null where no types are offered: then the form is one for all.")
    name: str = Field(examples=["Veranstaltung"])
    hint: str
    lead_days: int | None = Field(description="Usual lead time in working days; null: as everywhere.")
    team: str | None = Field(description="Who looks at it; null: everybody who decides about requests.")
    questions: list[QuestionShown]


class FormShown(Shown):
    """What the form asks."""

    types: list[RequestTypeShown]


def form(types: list[RequestType], every: list[Question]) -> FormShown:
    """Return the form; choices are loaded."""
    if not types and every:
        return FormShown(types=[_type(None, every)])
    return FormShown(types=[_type(one, every) for one in types])


def _type(of: RequestType | None, every: list[Question]) -> RequestTypeShown:
    number = of.pk if of else None
    asked = [_question(one) for one in every if one.of_id is None or one.of_id == number]
    return RequestTypeShown(
        id=number, name=of.name if of else "", hint=of.hint if of else "", lead_days=of.lead_days if of else None,
        team=of.team.name if of and of.team else None, questions=asked,
    )  # fmt: skip


def _question(of: Question) -> QuestionShown:
    return QuestionShown(
        id=of.pk, kind=QuestionKind(of.kind), label=of.label, hint=of.hint, required=of.required,
        choices=[ChoiceShown(id=one.pk, words=one.words) for one in of.choices.all()],
        only_after=sorted(one.pk for one in of.only_after.all()),
    )  # fmt: skip
