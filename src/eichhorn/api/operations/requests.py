"""Requests: ask, read, see the price, answer."""

from typing import Annotated

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.http import HttpRequest, HttpResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of, need
from eichhorn.api.operations import choices
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.problems import Problem
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import requests as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.desk import queries, services
from eichhorn.desk.models import Request
from eichhorn.desk.rules import DECIDED_BY_TEAM, ENTERED, TO_DECIDE, AnswerKind, State
from eichhorn.intake import forms as intake
from eichhorn.intake import queries as types
from eichhorn.intake.answers import Answered
from eichhorn.intake.models import RequestType
from eichhorn.intake.rules import QuestionKind
from eichhorn.media.queries import by_digest
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act
from eichhorn.planning import services as planning

router = Router(tags=["requests"])
RequestId = Annotated[Numbered, Path(description="The number of the request.", example=4)]


class RequestPage(Page[shown.RequestShown]):
    """A page of requests."""


@router.get("/requests", **operation("list_requests", Scope.READ, RequestPage))
def list_requests(
    request: HttpRequest,
    paging: Paged,
    state: Annotated[shown.RequestState | None, Query(description="Only in this state.")] = None,
) -> HttpResponse:
    """List requests, the newest first."""
    caller = caller_of(request)
    rows = queries.every_request(person=caller.person, now=caller.now, state=state)
    sees = people.reads_hidden(caller.person, caller.now)
    return page(rows, paging, lambda one: shown.request(one, sees_addresses=sees), RequestPage)


@router.get("/request-form", **operation("read_request_form", Scope.READ, shown.FormShown))
def read_request_form(request: HttpRequest) -> HttpResponse:
    """Read what the form asks: types of requests, and the questions of each."""
    return answers.said(shown.form(types.types(), types.every_question()))


@router.post("/requests", **operation("open_request", Scope.ASK, shown.RequestWhole, status=201))
def open_request(request: HttpRequest, given: shown.NewRequest) -> HttpResponse:
    """Ask for a post. The requester gets a mail with the link to the request's page."""
    caller = caller_of(request)
    if given.requester is not None:
        need(request, Scope.TRIAGE)
        _email(given.requester.email)
        if given.origin not in ENTERED:
            raise invalid.at("origin", invalid.sentence("enum", {"expected": ", ".join(ENTERED)}))
    made = services.open_request(
        title=given.title, requester_name=given.requester.name if given.requester else caller.person.name,
        requester_email=given.requester.email if given.requester else caller.person.email,
        language=(get_language() or "de")[:2] if given.requester else caller.person.language,
        asked=_asked(caller, given), origin=given.origin, by=caller.person if given.requester else None, now=caller.now,
    )  # fmt: skip
    return answers.said(_whole(caller, made.pk), status=201, at=f"/requests/{made.pk}")


@router.get("/requests/{request_id}", **operation("read_request", Scope.READ, shown.RequestWhole))
def read_request(request: HttpRequest, request_id: RequestId) -> HttpResponse:
    """Read one request with all that was asked and said."""
    caller = caller_of(request)
    return answers.said(_whole(caller, _standing(caller, request_id).pk))


@router.get("/requests/{request_id}/price", **operation("read_price", Scope.TRIAGE, shown.PriceShown))
def read_price(
    request: HttpRequest,
    request_id: RequestId,
    channels: Annotated[list[Numbered], Query(description="On these channels; left out: on the wished ones.")] = [],  # noqa: B006
    kind: Annotated[Numbered | None, Query(description="For this kind of work; left out: for the usual one.")] = None,
) -> HttpResponse:
    """Read what an acceptance would cost: what moves, to when, and what of the fire budget is spent; and the best ways.

    Changes nothing.
    """
    caller = caller_of(request)
    permissions.require(caller.person, Act.TRIAGE, now=caller.now)
    standing = queries.whole_request(_standing(caller, request_id).pk)
    sheet = queries.triage(standing, now=caller.now, channel_ids=channels or None, kind_id=kind, with_ways=True)
    return answers.said(
        shown.price(
            sheet.price, later=sheet.later, channels=[channel.pk for channel in sheet.channels],
            kind=sheet.kind.pk if sheet.kind else None, ways=sheet.ways.ways if sheet.ways else (),
        )
    )  # fmt: skip


@router.post(
    "/requests/{request_id}/answers",
    **operation("answer_request", Scope.TRIAGE, shown.RequestWhole, can=("price-changed",)),
)
def answer_request(request: HttpRequest, request_id: RequestId, given: shown.NewAnswer) -> HttpResponse:
    """Answer a request; the requester gets the letter by mail.

    To accept, read the price first and send its fingerprint: exactly what it names moves, or nothing does. For a way on
    another day send `later` with its date, and its fingerprint as `way`.
    """
    caller = caller_of(request)
    permissions.require(caller.person, Act.TRIAGE, now=caller.now)
    standing = _standing(caller, request_id)
    if given.answer not in DECIDED_BY_TEAM:
        raise invalid.at("answer", invalid.sentence("enum", {"expected": ", ".join(sorted(DECIDED_BY_TEAM))}))
    if State(standing.state) not in TO_DECIDE:
        raise Problem("stands-elsewhere", reason="decided")
    is_way = given.answer == AnswerKind.LATER and given.way and given.planned_local is not None
    on = given.planned_local.date() if is_way and given.planned_local is not None else None
    place = services.Place(
        channels=choices.channels(given.channels), kind=choices.kind(given.kind), fingerprint=given.way if on else given.fingerprint,
        later_local=given.planned_local, on=on, overrun_because=given.overrun_because, goal=choices.goal(given.goal, caller.now),
    )  # fmt: skip
    try:
        services.decide(
            request=standing,
            answer=given.answer,
            text=given.text,
            by=caller.person,
            now=caller.now,
            place=place,
            asks=given.asks,
            because=given.because,
        )
    except planning.PriceChanged as changed:
        fresh = shown.price(changed.price, later=None, channels=given.channels, kind=given.kind)
        raise Problem("price-changed", price=fresh.model_dump(mode="json")) from changed
    return answers.said(_whole(caller, request_id))


@router.post("/requests/{request_id}/withdraw", **operation("withdraw_acceptance", Scope.TRIAGE, shown.RequestWhole))
def withdraw_acceptance(request: HttpRequest, request_id: RequestId, given: shown.Letter) -> HttpResponse:
    """Decline after all what was accepted; its slot is put back, and the requester has the reason."""
    caller = caller_of(request)
    services.withdraw_acceptance(
        request=_standing(caller, request_id), text=given.text, by=caller.person, now=caller.now
    )  # fmt: skip
    return answers.said(_whole(caller, request_id))


@router.post("/requests/{request_id}/undo", **operation("undo_acceptance", Scope.TRIAGE, shown.RequestWhole))
def undo_acceptance(request: HttpRequest, request_id: RequestId) -> HttpResponse:
    """Take an acceptance back: its slot leaves the plan, what moved stands as before, and the request waits again."""
    caller = caller_of(request)
    services.undo(request=_standing(caller, request_id), by=caller.person, now=caller.now)
    return answers.said(_whole(caller, request_id))


@router.post("/requests/{request_id}/hand-on", **operation("hand_on_request", Scope.TRIAGE, shown.RequestWhole))
def hand_on_request(request: HttpRequest, request_id: RequestId, given: shown.HandedOn) -> HttpResponse:
    """Give a request to another team; the promise goes on, and the requester knows who looks at it."""
    caller = caller_of(request)
    team = choices.team(given.team)
    assert team is not None
    services.hand_on(
        request=_standing(caller, request_id), team=team, text=given.text, by=caller.person, now=caller.now
    )
    return answers.said(_whole(caller, request_id))


@router.post("/requests/{request_id}/called", **operation("note_call", Scope.TRIAGE, shown.RequestWhole))
def note_call(request: HttpRequest, request_id: RequestId, given: shown.Letter) -> HttpResponse:
    """Keep what was said on the phone; the requester reads it on their page, and the answer is still to come."""
    caller = caller_of(request)
    services.called(request=_standing(caller, request_id), text=given.text, by=caller.person, now=caller.now)
    return answers.said(_whole(caller, request_id))


@router.post("/requests/{request_id}/reopen", **operation("reopen_request", Scope.TRIAGE, shown.RequestWhole))
def reopen_request(request: HttpRequest, request_id: RequestId, given: shown.Letter) -> HttpResponse:
    """Take up again what was declined, because its requester objected and was heard."""
    caller = caller_of(request)
    services.reopen(request=_standing(caller, request_id), text=given.text, by=caller.person, now=caller.now)
    return answers.said(_whole(caller, request_id))


def _asked(caller: Caller, given: shown.NewRequest) -> services.Asked:
    if given.fixed_because.strip() and given.wish_local is None:
        raise invalid.at("wish_local", _("Name the date that it must be."))
    if given.embargo_local is not None and given.wish_local is not None and given.wish_local < given.embargo_local:
        raise invalid.at("embargo_local", _("The wished date lies before this moment."))
    of = _type(given)
    return services.Asked(
        type=of, answers=_answers(of, given), purpose=given.purpose, goal=choices.goal(given.goal, caller.now), text=given.text, zone=choices.zone(),
        text_language=given.text_language, wish_local=given.wish_local, fixed_because=given.fixed_because, embargo_local=given.embargo_local, channels=choices.channels(given.channels),
        pictures=[_picture(place, one) for place, one in enumerate(given.attachments)],
    )  # fmt: skip


def _picture(place: int, given: shown.NewRequestPicture) -> services.KeptPicture:
    found = by_digest(given.media)
    if found is None:
        raise invalid.at(f"attachments/{place}/media", _("There is no such picture. Send it first."))
    return services.KeptPicture(found, given.alt)


def _type(given: shown.NewRequest) -> RequestType | None:
    offered = types.types()
    found = next((one for one in offered if one.pk == given.type), None)
    if found is None and (offered or given.type is not None):
        raise invalid.at("type", _("Name a type that is offered; the form says which there are."))
    return found


def _answers(of: RequestType | None, given: shown.NewRequest) -> tuple[Answered, ...]:
    sent = {one.question: [str(number) for number in one.choices] if one.choices else one.text for one in given.answers}
    kinds = {one.pk: one.kind for one in types.questions(of)}
    one_choice = {number for number, kind in kinds.items() if kind == QuestionKind.ONE}
    values = {n: (v[0] if n in one_choice and isinstance(v, list) else v) for n, v in sent.items()}
    try:
        return intake.read(of, values)
    except intake.Misanswered as refused:
        places = {one.question: place for place, one in enumerate(given.answers)}
        number, sentence = next(iter(refused.wrong.items()))
        raise invalid.at(f"answers/{places[number]}" if number in places else "answers", sentence) from refused


def _email(address: str) -> None:
    try:
        validate_email(address)
    except ValidationError as error:
        raise invalid.at("requester/email", _("This is no address for mail.")) from error


def _standing(caller: Caller, number: int) -> Request:
    return queries.visible_to(caller.person, now=caller.now).get(pk=number)


def _whole(caller: Caller, number: int) -> shown.RequestWhole:
    sees = people.reads_hidden(caller.person, caller.now)
    standing = queries.whole_request(number)
    return shown.whole(standing, queries.gaps(standing.versions.all()[0]), sees_addresses=sees)
