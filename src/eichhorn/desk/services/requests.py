"""Requests come in, change, and are done.

The difficult thing: the requester has no account and types freely. So nothing is stored by halves: a picture that is
refused takes the whole request back, and what was asked is a version that nobody changes afterwards.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext

from eichhorn.channels.models import Channel
from eichhorn.desk import mails, queries
from eichhorn.desk.models import Answer, Request, RequestPicture, RequestVersion
from eichhorn.desk.rules import AFTER, MOST_PICTURES, OPEN, STATES, AnswerKind, Origin, State
from eichhorn.foundation import audit, trips
from eichhorn.intake.answers import Answered
from eichhorn.intake.models import RequestType
from eichhorn.media import services as media
from eichhorn.media.models import Picture
from eichhorn.media.rules import PictureProblem, PictureRefused
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.people.working_time import add_working_hours
from eichhorn.planning import rules as planning
from eichhorn.planning import services as plan
from eichhorn.strategy.models import Goal


@dataclass(frozen=True, slots=True)
class NewPicture:
    """A picture as it was given, with its description."""

    content: bytes
    file_name: str
    alt: str


@dataclass(frozen=True, slots=True)
class KeptPicture:
    """A picture that is in the library already, with its description here."""

    picture: Picture
    alt: str


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked, in the requester's words. `wish_local` is wall-clock time; None where any date is welcome."""

    purpose: str
    goal: Goal | None = None
    text: str = ""
    text_language: str = "de"
    wish_local: datetime | None = None
    fixed_because: str = ""
    """Why it must be this date; empty where it is a wish."""
    any_date: bool = False
    """They said that any date suits them."""
    embargo_local: datetime | None = None
    """Wall-clock time before which nothing may be known."""
    zone: str = "Europe/Berlin"
    channels: Collection[Channel] = ()
    pictures: Sequence[NewPicture | KeptPicture] = ()
    type: RequestType | None = None
    answers: Sequence[Answered] = ()
    """To the questions of the team's own form."""


@dataclass(frozen=True, slots=True)
class ByMail:
    """What is known of a request that came as a letter by itself."""

    sender_is_confirmed: bool
    """Whether our own mail server recorded that it comes from where it says."""
    gets_receipt: bool
    """Whether a letter of ours goes back at once."""


def as_asked(version: RequestVersion) -> Asked:
    """Return what that version asks, as it would be asked again. Two queries where channels and pictures are not loaded."""
    wish, embargo = version.wish_local, version.embargo_local
    return Asked(
        purpose=version.purpose, goal=version.goal, text=version.text, text_language=version.text_language,
        wish_local=planning.wall(wish) if wish is not None else None, fixed_because=version.fixed_because, any_date=version.any_date,
        embargo_local=planning.wall(embargo) if embargo is not None else None, zone=version.zone,
        channels=list(version.channels.all()), pictures=[KeptPicture(one.picture, one.alt) for one in version.pictures.all()], type=version.type,
        answers=[Answered(**one) for one in version.answers],
    )  # fmt: skip


@transaction.atomic
def open_request(
    *,
    title: str,
    requester_name: str,
    requester_email: str,
    requester_phone: str = "",
    language: str,
    asked: Asked,
    confidential: bool = False,
    origin: Origin = Origin.TALK,
    by: Person | None = None,
    by_mail: ByMail | None = None,
    now: datetime,
) -> Request:
    """The request waits for an answer, and the requester has a mail with the link to its page.

    With `by_mail` it came as a letter: nobody is told anything where the receipt is not wanted, and whoever is not confirmed
    as its sender is nobody that we know.

    `by` is who entered it for somebody else, and `origin` how it came to them; the requester is asked whether it stands
    there as they meant it. None where the requester wrote it. Raises NoSuchTime for a wish that the clock
    skips, and PictureRefused; nothing is stored then.
    """
    if by is not None:
        permissions.require(by, Act.TRIAGE, now=now)
    came = by_mail or ByMail(sender_is_confirmed=by is None, gets_receipt=True)
    requester = people.person_by_email(requester_email) if by_mail is None or came.sender_is_confirmed else None
    origin = Origin.LETTER if by_mail is not None else Origin.FORM if by is None else origin
    request = Request.objects.create(
        title=title.strip(), requester_name=requester_name.strip(), requester_email=requester_email.strip(),
        requester_phone=requester_phone.strip(),
        requester=requester, department=requester.department if requester is not None else None, language=language,
        received_at=now, answer_due_at=_answer_due(now), confidential=confidential,
        team=asked.type.team if asked.type is not None else None, embargo_until=_embargo(asked), entered_by=by,
        origin=origin, confirmed_at=now if came.sender_is_confirmed else None,
    )  # fmt: skip
    _add_version(request, asked, number=1, by=by, now=now)
    if came.gets_receipt:
        mails.received(request, now=now)
    audit.record("desk.received", of=("request", request.pk), by=_id(by or requester), now=now)
    return request


@transaction.atomic
def change_request(*, request: Request, asked: Asked, now: datetime) -> RequestVersion:
    """What the requester asks is this from now on, as the next version; the same again changes nothing.

    One that we asked back about waits for us again. One that is planned stays planned: its draft names the version that
    it came from, and so knows that it is older.
    """
    standing = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if State(standing.state) not in OPEN:
        raise Closed(standing)
    confirm(request=standing, now=now)
    latest = queries.latest_version(standing)
    if _same(latest, asked):
        return latest
    version = _add_version(standing, asked, number=latest.number + 1, by=None, now=now)
    _embargo_anew(standing, _embargo(asked), now)
    if standing.state == State.ASKED_BACK:
        wait_again(standing, now)
    audit.record(
        "desk.changed",
        of=("request", standing.pk),
        by=standing.requester_id,
        now=now,
        details={"version": version.number},
    )
    return version


@transaction.atomic
def confirm(*, request: Request, now: datetime) -> None:
    """Whoever asked says that it stands there as they meant it. Idempotent."""
    if Request.objects.filter(pk=request.pk, confirmed_at__isnull=True).update(confirmed_at=now):
        audit.record("desk.confirmed", of=("request", request.pk), by=request.requester_id, now=now)


class EnclosedRefused(PictureRefused):
    """The picture at that position, from 1, is not stored, and nothing is."""

    def __init__(self, reason: PictureProblem, position: int) -> None:
        super().__init__(reason)
        self.position = position


class Closed(Exception):
    """The request is done or declined; its requester opens a new one."""

    def __init__(self, request: Request) -> None:
        super().__init__(f"request {request.pk} is {request.state}")


@transaction.atomic
def requester_replies(*, request: Request, text: str, now: datetime) -> Answer:
    """The requester's words stand under ours, and the request waits for us again."""
    standing = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    STATES.check(standing.state, AFTER[AnswerKind.REPLY])
    if standing.state != State.ASKED_BACK:
        raise Closed(standing)
    answer = Answer.objects.create(request=standing, kind=AnswerKind.REPLY, text=text.strip(), at=now)
    wait_again(standing, now)
    audit.record("desk.replied", of=("request", standing.pk), by=standing.requester_id, now=now)
    return answer


@transaction.atomic
def requester_agrees(*, request: Request, now: datetime) -> Answer:
    """Whoever asked says Yes to the shape that we proposed, and the request waits for us again. Raises Closed."""
    standing = Request.objects.select_for_update(of=("self",)).get(pk=request.pk)
    if standing.state != State.ASKED_BACK or queries.proposal(standing) is None:
        raise Closed(standing)
    with translation.override(standing.language):
        text = gettext("Yes, gladly like this.")
    answer = Answer.objects.create(request=standing, kind=AnswerKind.AGREED, text=text, at=now)
    wait_again(standing, now)
    audit.record("desk.agreed", of=("request", standing.pk), by=standing.requester_id, now=now)
    return answer


@trips.act
def taken_up(*, slot_id: int, now: datetime) -> None:
    """A draft stands in the slot of the request; nothing where the slot came from no request. Idempotent."""
    _advance_of_slot(slot_id, State.PLANNED, now)


@transaction.atomic
def fulfil(*, slot_id: int, now: datetime) -> None:
    """The request that the slot came from is done, and its requester knows; nothing where there was none. Idempotent."""
    request = _advance_of_slot(slot_id, State.DONE, now)
    if request is not None:
        request.fulfilled_at = now
        request.save(update_fields=["fulfilled_at"])
        mails.published(request, now=now)


@transaction.atomic
def taken_back(*, slot_id: int, now: datetime) -> None:
    """What was out for the request stands nowhere any more; nothing where there was none. Idempotent."""
    Request.objects.filter(slot=slot_id, state=State.DONE, taken_back_at__isnull=True).update(taken_back_at=now)


def _advance_of_slot(slot_id: int, to: State, now: datetime) -> Request | None:
    """Return the request that moved, None where it stood there already or there is none."""
    request = Request.objects.select_for_update(of=("self",)).select_related("requester").filter(slot=slot_id).first()
    if request is None or request.state == to or not STATES.may(request.state, to):
        return None
    request.state = to
    request.save(update_fields=["state"])
    audit.record("desk.advanced", of=("request", request.pk), by=None, now=now, details={"state": str(to)})
    return request


def wait_again(request: Request, now: datetime) -> None:
    """The request waits for an answer of ours, with a promise that begins now. The caller has it locked."""
    request.state, request.answer_due_at, request.decided_at = State.RECEIVED, _answer_due(now), None
    request.save(update_fields=["state", "answer_due_at", "decided_at"])


def _embargo(asked: Asked) -> datetime | None:
    return planning.instant(asked.embargo_local, asked.zone) if asked.embargo_local is not None else None


def _embargo_anew(request: Request, until: datetime | None, now: datetime) -> None:
    """The request and its post are under embargo until then, whatever stands in the plan. The caller has it locked."""
    if request.embargo_until == until:
        return
    request.embargo_until = until
    request.save(update_fields=["embargo_until"])
    if request.slot is not None:
        plan.embargo(slot=request.slot, until=until, by_id=request.requester_id, now=now)


def _answer_due(now: datetime) -> datetime:
    return add_working_hours(now, queries.terms().answer_hours, organisation=people.organisation())


def _add_version(request: Request, asked: Asked, *, number: int, by: Person | None, now: datetime) -> RequestVersion:
    if asked.wish_local is not None:
        planning.instant(asked.wish_local, asked.zone)
    if len(asked.pictures) > MOST_PICTURES:
        raise ValueError(f"{len(asked.pictures)} pictures with one request; its form takes {MOST_PICTURES}")
    version = RequestVersion.objects.create(
        request=request, number=number, type=asked.type, answers=[one.kept() for one in asked.answers], purpose=asked.purpose.strip(), goal=asked.goal, text=asked.text.strip(),
        text_language=asked.text_language, zone=asked.zone,
        wish_local=planning.kept(asked.wish_local) if asked.wish_local is not None else None, made_at=now,
        fixed_because=asked.fixed_because.strip() if asked.wish_local is not None else "",
        any_date=asked.any_date and asked.wish_local is None,
        embargo_local=planning.kept(asked.embargo_local) if asked.embargo_local is not None else None,
    )  # fmt: skip
    version.channels.set(asked.channels)
    _enclose(version, asked.pictures, by or request.requester, now)
    return version


def _enclose(
    version: RequestVersion, given: Sequence[NewPicture | KeptPicture], by: Person | None, now: datetime
) -> None:
    """The pictures lie with the version, in their order. Raises PictureRefused, with its position from 1."""
    for position, one in enumerate(given, start=1):
        picture = one.picture if isinstance(one, KeptPicture) else _stored(one, position, by, now)
        RequestPicture.objects.create(version=version, position=position, picture=picture, alt=one.alt.strip())


def _stored(given: NewPicture, position: int, by: Person | None, now: datetime) -> Picture:
    try:
        return media.store(content=given.content, file_name=given.file_name, by=by, now=now)
    except PictureRefused as refused:
        raise EnclosedRefused(refused.reason, position) from refused


def _same(latest: RequestVersion, asked: Asked) -> bool:
    wish = planning.kept(asked.wish_local) if asked.wish_local is not None else None
    return (
        [(one.picture, one.alt) for one in latest.pictures.all()]
        == [(one.picture, one.alt.strip()) for one in asked.pictures if isinstance(one, KeptPicture)]
        and not any(isinstance(one, NewPicture) for one in asked.pictures)
        and (latest.purpose, latest.goal, latest.text, latest.text_language, latest.wish_local)
        == (asked.purpose.strip(), asked.goal, asked.text.strip(), asked.text_language, wish)
        and latest.any_date == (asked.any_date and wish is None)
        and latest.fixed_because == (asked.fixed_because.strip() if wish is not None else "")
        and latest.embargo_local == (planning.kept(asked.embargo_local) if asked.embargo_local is not None else None)
        and (latest.type, latest.answers) == (asked.type, [one.kept() for one in asked.answers])
        and set(latest.channels.all()) == set(asked.channels)
    )


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
