"""Channels: where we speak, and what each takes."""

from typing import Annotated

from django.http import HttpRequest, HttpResponse
from ninja import Path, Query, Router

from eichhorn.api import answers
from eichhorn.api.answers import operation
from eichhorn.api.paging import Page, Paged, page
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import channels as shown
from eichhorn.api.schemas.fields import Numbered
from eichhorn.channels import queries

router = Router(tags=["channels"])
ChannelId = Annotated[Numbered, Path(description="The number of the channel.", example=2)]


class ChannelPage(Page[shown.ChannelShown]):
    """A page of channels."""


@router.get("/channels", **operation("list_channels", Scope.READ, ChannelPage))
def list_channels(
    request: HttpRequest,
    paging: Paged,
    retired: Annotated[bool, Query(description="Those that were given up, in place of those in use.")] = False,
) -> HttpResponse:
    """List the channels in use."""
    return page(queries.retired() if retired else queries.active(), paging, shown.channel, ChannelPage)


@router.get("/channels/{channel_id}", **operation("read_channel", Scope.READ, shown.ChannelShown))
def read_channel(request: HttpRequest, channel_id: ChannelId) -> HttpResponse:
    """Read one channel with its limits, given up or not."""
    return answers.said(shown.channel((queries.active() | queries.retired()).get(pk=channel_id)))
