"""A press on "next free place" in a form that is not finished: it fills the date and loses nothing of what was typed."""

from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.translation import gettext

from eichhorn.channels.models import Channel
from eichhorn.foundation import typed
from eichhorn.planning import queries
from eichhorn.ui import moments

PRESS = "free"
"""The name of the button."""


@dataclass(frozen=True, slots=True)
class Sought:
    """What the form holds after the press, and what is said to it."""

    initial: dict[str, object]
    sentence: str


def sought(posted: QueryDict, *, zone: str, now: datetime) -> Sought | None:
    """Return the form's content with the next free place as its date; None where nobody pressed for it. Six queries."""
    if PRESS not in posted:
        return None
    numbers = [number for one in posted.getlist("channels") if (number := typed.row_number(one)) is not None]
    chosen = list(Channel.objects.filter(pk__in=numbers, retired_on__isnull=True).values_list("pk", flat=True))
    at = queries.next_free(channel_ids=chosen, zone=zone, now=now)
    initial: dict[str, object] = {**posted.dict(), "channels": posted.getlist("channels")}
    if at is not None:
        return Sought({**initial, "when": at}, gettext("Next free place: %(when)s.") % {"when": moments.day_time(at)})
    if not chosen:
        return Sought(initial, gettext("Please choose channels first; then we look for their next free place."))
    return Sought(initial, gettext("In the next 26 weeks there is no free place that suits all of these channels."))
