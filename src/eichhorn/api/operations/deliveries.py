"""Deliveries with their attempts, and what a person decides about one."""

from typing import Annotated

from django.db import models
from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from eichhorn.api import answers
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import deliveries as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.delivery import queries, services
from eichhorn.delivery.models import Delivery

router = Router(tags=["deliveries"])
DeliveryId = Annotated[Numbered, Path(description="The number of the delivery.", example=9)]
CAN = ("stands-elsewhere",)


class DeliveryPage(Page[shown.DeliveryShown]):
    """A page of deliveries."""


@router.get("/deliveries", **operation("list_deliveries", Scope.READ, DeliveryPage))
def list_deliveries(
    request: HttpRequest,
    paging: Paged,
    state: Annotated[shown.DeliveryState | None, Query(description="Only in this state.")] = None,
    draft: Annotated[Numbered | None, Query(description="Only of this draft.")] = None,
) -> HttpResponse:
    """List deliveries with their attempts, the newest first."""
    rows = _whole(caller_of(request))
    if state is not None:
        rows = rows.filter(state=state)
    return page(rows.filter(draft=draft) if draft is not None else rows, paging, shown.delivery, DeliveryPage)


@router.get("/deliveries/{delivery_id}", **operation("read_delivery", Scope.READ, shown.DeliveryShown))
def read_delivery(request: HttpRequest, delivery_id: DeliveryId) -> HttpResponse:
    """Read one delivery with all that was tried."""
    return _said(caller_of(request), delivery_id)


@router.post(
    "/deliveries/{delivery_id}/release", **operation("release_delivery", Scope.PUBLISH, shown.DeliveryShown, can=CAN)
)
def release_delivery(request: HttpRequest, delivery_id: DeliveryId) -> HttpResponse:
    """Let leave now what was late, held or stopped, if it still stands approved."""
    caller = caller_of(request)
    services.release(delivery=_row(caller, delivery_id), by=caller.person, now=caller.now)
    return _said(caller, delivery_id)


@router.post(
    "/deliveries/{delivery_id}/look-again", **operation("look_again", Scope.PUBLISH, shown.DeliveryShown, can=CAN)
)
def look_again(request: HttpRequest, delivery_id: DeliveryId) -> HttpResponse:
    """Have a machine look on the network once more; it sends nothing."""
    caller = caller_of(request)
    services.look_again(delivery=_row(caller, delivery_id), by=caller.person, now=caller.now)
    return _said(caller, delivery_id)


@router.post(
    "/deliveries/{delivery_id}/cancel", **operation("cancel_delivery", Scope.PUBLISH, shown.DeliveryShown, can=CAN)
)
def cancel_delivery(request: HttpRequest, delivery_id: DeliveryId) -> HttpResponse:
    """Let it not leave on this channel."""
    caller = caller_of(request)
    services.cancel(delivery=_row(caller, delivery_id), by=caller.person, now=caller.now)
    return _said(caller, delivery_id)


@router.post(
    "/deliveries/{delivery_id}/it-is-there", **operation("it_is_there", Scope.PUBLISH, shown.DeliveryShown, can=CAN)
)
def it_is_there(request: HttpRequest, delivery_id: DeliveryId, given: shown.Proof) -> HttpResponse:
    """Say of a doubtful one that it is out, with the address at which somebody saw it."""
    caller = caller_of(request)
    services.it_is_there(delivery=_row(caller, delivery_id), url=given.url, by=caller.person, now=caller.now)
    return _said(caller, delivery_id)


@router.post(
    "/deliveries/{delivery_id}/done-by-hand", **operation("done_by_hand", Scope.PUBLISH, shown.DeliveryShown, can=CAN)
)
def done_by_hand(request: HttpRequest, delivery_id: DeliveryId, given: shown.Proof) -> HttpResponse:
    """Say that somebody posted it by hand, with the address at which it is."""
    caller = caller_of(request)
    services.done_by_hand(delivery=_row(caller, delivery_id), url=given.url, by=caller.person, now=caller.now)
    return _said(caller, delivery_id)


@router.post(
    "/deliveries/{delivery_id}/send-again", **operation("send_again", Scope.PUBLISH, shown.DeliveryShown, can=CAN)
)
def send_again(request: HttpRequest, delivery_id: DeliveryId, given: shown.Confirmed) -> HttpResponse:
    """Send a doubtful one once more, because somebody looked and it is not there. It may become a second post."""
    caller = caller_of(request)
    services.send_again(
        delivery=_row(caller, delivery_id), confirmed=given.confirmed, by=caller.person, now=caller.now
    )  # fmt: skip
    return _said(caller, delivery_id)


def _whole(caller: Caller) -> models.QuerySet[Delivery]:
    return queries.visible_to(caller.person, now=caller.now).prefetch_related("attempts")


def _row(caller: Caller, number: int) -> Delivery:
    return queries.visible_to(caller.person, now=caller.now).get(pk=number)


def _said(caller: Caller, number: int) -> HttpResponse:
    return answers.said(shown.delivery(_whole(caller).get(pk=number)))
