"""What we ask departments for: whom, for what, what came back, and the thanks."""

from datetime import date
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Query, Router

from eichhorn.allies import queries, services
from eichhorn.allies.models import Ally, Ask
from eichhorn.allies.rules import Way, known_gifts
from eichhorn.allies.rules.limits import LONGEST_TITLE
from eichhorn.allies.services import Drafted, Gifted
from eichhorn.allies.services.answering import LONGEST_PROMISE
from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.operations import choices
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import asks as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.people import queries as people
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act

router = Router(tags=["asks"])
AskId = Annotated[Numbered, Path(description="The number of the ask.", example=7)]


class AskPage(Page[shown.AskShown]):
    """A page of asks."""


@router.get("/asks", **operation("list_asks", Scope.READ, AskPage))
def list_asks(
    request: HttpRequest,
    paging: Paged,
    state: Annotated[shown.AskState | None, Query(description="Where they stand; left out: all.")] = None,
) -> HttpResponse:
    """List asks, the newest first. Those who write read them."""
    _writer(request)
    found = Ask.objects.select_related("ally__person", "department").prefetch_related("gifts")
    return page(found.filter(state=state) if state else found, paging, shown.ask, AskPage)


@router.get("/asks/whom", **operation("find_allies", Scope.READ, shown.AlliesShown))
def find_allies(
    request: HttpRequest,
    about: Annotated[
        str, Query(min_length=1, max_length=LONGEST_TITLE, description="What it is about.", example="Drehbank")
    ],
) -> HttpResponse:
    """Say whom one could ask about something and for how little, and who would fit and rests."""
    free, resting = queries.proposals(about.replace("\x00", ""), now=_writer(request).now)
    return answers.said(
        shown.AlliesShown(free=[shown.ally(one) for one in free], resting=[shown.ally(one) for one in resting])
    )


@router.post("/asks", **operation("prepare_ask", Scope.ASK, shown.AskShown, status=201))
def prepare_ask(request: HttpRequest, given: shown.NewAsk) -> HttpResponse:
    """Prepare an ask; nobody hears of it before it is sent."""
    caller = _writer(request)
    ally = queries.rows(now=caller.now).filter(pk=given.ally).first()
    if ally is None:
        raise invalid.at("ally", _("There is no such entry."))
    made = services.draft(ally=ally, drafted=_drafted(caller, given, ally), by=caller.person, now=caller.now)
    return answers.said(_shown(made.pk), status=201, at=f"/asks/{made.pk}")


@router.get("/asks/{ask_id}", **operation("read_ask", Scope.READ, shown.AskShown))
def read_ask(request: HttpRequest, ask_id: AskId) -> HttpResponse:
    """Read one ask."""
    _writer(request)
    return answers.said(_shown(ask_id))


@router.post("/asks/{ask_id}/send", **operation("send_ask", Scope.ASK, shown.AskShown))
def send_ask(request: HttpRequest, ask_id: AskId) -> HttpResponse:
    """Ask: the letter leaves, or somebody rings or goes there. Refused (409) where they are not to be asked now."""
    caller = _writer(request)
    services.ask(ask=queries.ask(ask_id), by=caller.person, now=caller.now)
    return answers.said(_shown(ask_id))


@router.post("/asks/{ask_id}/withdraw", **operation("withdraw_ask", Scope.ASK, shown.AskShown))
def withdraw_ask(request: HttpRequest, ask_id: AskId) -> HttpResponse:
    """Say that it is not needed any more; nobody is reminded. Twice is once."""
    caller = _writer(request)
    services.withdraw(ask=queries.ask(ask_id), by=caller.person, now=caller.now)
    return answers.said(_shown(ask_id))


@router.post("/asks/{ask_id}/promise", **operation("note_promise", Scope.ASK, shown.AskShown))
def note_promise(request: HttpRequest, ask_id: AskId, given: shown.NewPromise) -> HttpResponse:
    """Note that they said they will; they get the link by mail, and nobody reminds them before the day."""
    caller = _writer(request)
    _day_to_come(given.day, caller, "day", last=True)
    services.promise(ask=queries.ask(ask_id), day=given.day, by=caller.person, now=caller.now)
    return answers.said(_shown(ask_id))


@router.post("/asks/{ask_id}/no", **operation("note_no", Scope.ASK, shown.AskShown))
def note_no(request: HttpRequest, ask_id: AskId, given: shown.NewNo) -> HttpResponse:
    """Note that they said No; they rest from asks for a while."""
    caller = _writer(request)
    if given.again_from is not None:
        _day_to_come(given.again_from, caller, "again_from")
    services.decline(
        ask=queries.ask(ask_id), no=given.no, because=given.because, again_from=given.again_from, by=caller.person,
        now=caller.now,
    )  # fmt: skip
    return answers.said(_shown(ask_id))


@router.post("/asks/{ask_id}/told", **operation("note_told", Scope.ASK, shown.AskShown))
def note_told(request: HttpRequest, ask_id: AskId, given: shown.NewTold) -> HttpResponse:
    """Keep what they told by word of mouth as their gift: an idea in the pool."""
    caller = _writer(request)
    services.give(ask=queries.ask(ask_id), gifted=Gifted(words=given.words), by=caller.person, now=caller.now)
    return answers.said(_shown(ask_id))


@router.post("/asks/{ask_id}/thank", **operation("thank_for_ask", Scope.ASK, shown.AskShown))
def thank_for_ask(request: HttpRequest, ask_id: AskId, given: shown.NewThanks) -> HttpResponse:
    """Send the thanks by mail, or note that they were thanked in person. Once."""
    caller = _writer(request)
    services.thank(ask=queries.ask(ask_id), text=given.text, by=caller.person, now=caller.now)
    return answers.said(_shown(ask_id))


def _writer(request: HttpRequest) -> Caller:
    caller = caller_of(request)
    permissions.require(caller.person, Act.WRITE, now=caller.now)
    return caller


def _drafted(caller: Caller, given: shown.NewAsk, ally: Ally) -> Drafted:
    if given.due_on is not None and given.due_on < people.today(caller.now):
        raise invalid.at("due_on", _("This date has passed."))
    return Drafted(
        title=given.title, wants=known_gifts(one.value for one in given.wants), letter=given.letter,
        way=given.way or Way(ally.way), topic=choices.topic(given.topic), goal=choices.goal(given.goal, caller.now), due_on=given.due_on,
    )  # fmt: skip


def _day_to_come(day: date, caller: Caller, at: str, *, last: bool = False) -> None:
    today = people.today(caller.now)
    if day < today or (not last and day == today):
        raise invalid.at(at, _("This date has passed."))
    if last and day > today + LONGEST_PROMISE:
        raise invalid.at(at, _("This day is too far away to be promised."))


def _shown(number: int) -> shown.AskShown:
    return shown.ask(queries.ask(number))
