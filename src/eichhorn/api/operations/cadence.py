"""When channels speak: their places with the ceiling of each day, gaps, the next free place."""

from datetime import time, timedelta
from typing import Annotated

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import Query, Router

from eichhorn.api import answers, invalid
from eichhorn.api.answers import operation
from eichhorn.api.caller import Caller, caller_of
from eichhorn.api.operations import choices
from eichhorn.api.operations.channels import ChannelId
from eichhorn.api.rules import Scope
from eichhorn.api.schemas import cadence as shown
from eichhorn.api.schemas.plan import wall
from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.people import queries as people
from eichhorn.planning import queries, services
from eichhorn.planning.rules.gaps import LOOKS_BACK

router = Router(tags=["cadence"])
MOST_DAYS = 92
Days = Annotated[int, Query(ge=1, le=MOST_DAYS, description="So many days from today on.")]


@router.get("/channels/{channel_id}/cadence", **operation("read_cadence", Scope.READ, shown.CadenceShown))
def read_cadence(request: HttpRequest, channel_id: ChannelId) -> HttpResponse:
    """Read how much a channel is to say, its regular places, and which of them is free next."""
    return answers.said(_shown(channels.active().get(pk=channel_id), caller_of(request)))


@router.put("/channels/{channel_id}/cadence", **operation("set_cadence", Scope.STEER, shown.CadenceShown))
def set_cadence(request: HttpRequest, channel_id: ChannelId, given: shown.CadenceSent) -> HttpResponse:
    """Say anew how much a channel is to say and when, as a whole. What is planned stays."""
    caller, channel = caller_of(request), channels.active().get(pk=channel_id)
    days = [one.weekday for one in given.places]
    if twice := next((place for place, day in enumerate(days) if day in days[:place]), None):
        raise invalid.at(f"places/{twice}/weekday", _("This weekday stands here twice."))
    places = [(one.weekday, time.fromisoformat(at)) for one in given.places for at in one.at]
    with transaction.atomic():
        services.set_places(channel=channel, places=places, by=caller.person, now=caller.now)
        services.set_rhythm(channel=channel, posts_per_week=given.posts_per_week, by=caller.person, now=caller.now)
    return answers.said(_shown(channel, caller))


@router.get("/gaps", **operation("list_gaps", Scope.READ, shown.SilencesShown))
def list_gaps(request: HttpRequest, days: Days = 28) -> HttpResponse:
    """List where channels would be silent for longer than is wished, the soonest first, as the calendar shows it."""
    caller = caller_of(request)
    today = people.today(caller.now)
    until = today + timedelta(days=days)
    ids = frozenset(channels.active().values_list("pk", flat=True))
    holidays = queries.terms().holidays_of
    cadence = queries.cadence(ids, begins=today - LOOKS_BACK, ends=until, holidays_of=holidays)
    found = queries.gaps_of(ids, cadence=cadence, today=today, until=until)
    gaps = sorted((one for gaps in found.values() for one in gaps), key=lambda one: (one.first, one.channel))
    return answers.said(shown.SilencesShown(items=[shown.gap(one) for one in gaps]))


def _shown(channel: Channel, caller: Caller) -> shown.CadenceShown:
    free = queries.next_free(channel_ids=[channel.pk], zone=choices.zone(), now=caller.now)
    places = dict(queries.places_of([channel.pk]).get(channel.pk, {}))
    return shown.cadence(channel.pk, queries.rhythms().get(channel.pk), places, wall(free))
