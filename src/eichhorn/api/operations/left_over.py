"""What is undone though its period is over: read, carried over, let go, taken up again."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Router

from eichhorn.api import answers
from eichhorn.api.answers import operation
from eichhorn.api.caller import caller_of
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import left_over as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.carrying import queries, services
from eichhorn.people import queries as people

router = Router(tags=["goals"])
KindOf = Annotated[shown.KindOfThing, Path(description="What it is.", example="milestone")]
ThingId = Annotated[Numbered, Path(description="The number of the milestone, measure or topic.", example=1)]


@router.get("/left-over", **operation("list_left_over", Scope.READ, shown.LeftOverShown))
def list_left_over(request: HttpRequest) -> HttpResponse:
    """List milestones, measures and topics that are undone though their period is over, the oldest first."""
    found = queries.left_over(today=people.today(caller_of(request).now))
    return answers.said(shown.LeftOverShown(items=[shown.left(one) for one in found]))


@router.post("/left-over/{kind}/{number}/carry", **operation("carry_over", Scope.STEER, shown.DecidedShown))
def carry_over(request: HttpRequest, kind: KindOf, number: ThingId) -> HttpResponse:
    """Carry something undone over to the next period. Twice is once."""
    caller = caller_of(request)
    made = services.carry_over(kind=kind, number=number, by=caller.person, now=caller.now)
    return answers.said(shown.decided(made, kind=kind, number=number))


@router.post("/left-over/{kind}/{number}/let-go", **operation("let_go", Scope.STEER, shown.DecidedShown))
def let_go(request: HttpRequest, kind: KindOf, number: ThingId, given: shown.NewLetGo) -> HttpResponse:
    """Let something undone go, with a reason. Twice is once."""
    caller = caller_of(request)
    made = services.let_go(kind=kind, number=number, because=given.because, by=caller.person, now=caller.now)
    return answers.said(shown.decided(made, kind=kind, number=number))


@router.post("/left-over/{kind}/{number}/take-up", **operation("take_up", Scope.STEER, shown.DecidedShown))
def take_up(request: HttpRequest, kind: KindOf, number: ThingId) -> HttpResponse:
    """Take up again what was let go: it is undone again, and can be carried over. Twice is once."""
    caller = caller_of(request)
    made = services.take_up(kind=kind, number=number, by=caller.person, now=caller.now)
    return answers.said(shown.decided(made, kind=kind, number=number))
