"""The queue of a channel: read, look at what a change would do, change."""

from collections.abc import Iterable
from typing import Annotated

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Path, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import queues as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.people import services as permissions
from eichhorn.people.rules import Act
from eichhorn.planning import queries as planning
from eichhorn.planning.models import Slot
from eichhorn.queueing import queries, services
from eichhorn.queueing.queries import Line
from eichhorn.queueing.rules import What, Wish

router = Router(tags=["queues"])
ChannelId = Annotated[Numbered, Path(description="The number of the channel.", example=2)]


@router.get("/channels/{channel_id}/queue", **operation("read_queue", Scope.READ, shown.QueueShown))
def read_queue(request: HttpRequest, channel_id: ChannelId) -> HttpResponse:
    """Read who waits on a channel, in order. Of posts that the caller may not read only the places are told."""
    caller = caller_of(request)
    lines = queries.lines_of(queries.waiting(_channel(channel_id), now=caller.now))
    return answers.said(shown.QueueShown(items=shown.lines(lines, visible=_visible(lines, caller))))


@router.post("/channels/{channel_id}/queue/preview", **operation("preview_queue", Scope.READ, shown.QueuePreviewShown))
def preview_queue(request: HttpRequest, channel_id: ChannelId, given: shown.QueueWishSent) -> HttpResponse:
    """Look at what a change would do to each post of the queue; nothing changes."""
    caller, channel = caller_of(request), _channel(channel_id)
    permissions.require(caller.person, Act.PLAN, now=caller.now, channel=channel.pk)
    arrangement = queries.arranged(channel, _wish(given, caller), now=caller.now)
    return answers.said(shown.preview(arrangement, visible=_visible(arrangement.lines, caller)))


@router.post(
    "/channels/{channel_id}/queue", **operation("change_queue", Scope.PLAN, shown.QueueChangedShown, can=("not-as-seen",))
)  # fmt: skip
def change_queue(request: HttpRequest, channel_id: ChannelId, given: shown.QueueWishConfirmed) -> HttpResponse:
    """Let a post come, go or change the order, exactly as the preview said; else nothing happens.

    What moved can be taken back by its act.
    """
    caller, channel = caller_of(request), _channel(channel_id)
    permissions.require(caller.person, Act.PLAN, now=caller.now, channel=channel.pk)
    done = services.rearrange(
        channel=channel, wish=_wish(given, caller), told=given.fingerprint, by=caller.person, now=caller.now
    )
    lines = queries.lines_of(queries.waiting(channel, now=caller.now))
    act = done.act.pk if done.act is not None else None
    return answers.said(shown.QueueChangedShown(items=shown.lines(lines, visible=_visible(lines, caller)), act=act))


def _channel(channel_id: int) -> Channel:
    return channels.active().get(pk=channel_id)


def _wish(given: shown.QueueWishSent, caller: Caller) -> Wish:
    """Return what is wished, with a post that the caller may read."""
    if given.what is What.MOVE_UP:
        return Wish(given.what)
    if given.slot is None:
        raise invalid.at("slot", _("Name the post."))
    try:
        slot = planning.slot_of(given.slot, person=caller.person, now=caller.now)
    except Slot.DoesNotExist:
        raise invalid.at("slot", _("There is no such post.")) from None
    return Wish(given.what, slot.pk, given.to)


def _visible(lines: Iterable[Line], caller: Caller) -> frozenset[int]:
    ids = [line.slot.pk for line in lines]
    found = planning.visible_to(caller.person, now=caller.now).filter(pk__in=ids)
    return frozenset(found.order_by().values_list("pk", flat=True))
