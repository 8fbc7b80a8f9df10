"""What a guest is told beside the wished date."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, time

from eichhorn.channels.models import Channel
from eichhorn.desk.queries.triage import proposed_channels
from eichhorn.intake.models import RequestType
from eichhorn.planning import queries as planning
from eichhorn.planning import rules


@dataclass(frozen=True, slots=True)
class Hint:
    """How the plan stands on the wished day. Moments are wall-clock time."""

    wish: datetime
    is_full: bool
    is_short: bool
    """Below the usual lead time."""
    lead_days: int
    next_free: datetime | None


def hint(
    wish: datetime, *, channel_ids: Collection[int], zone: str, now: datetime, of: RequestType | None = None
) -> Hint | None:
    """Return how the plan stands on the day of the wish; None where no channel is there. Some twelve queries."""
    ids = list(channel_ids) or [channel.pk for channel in proposed_channels()]
    if not ids:
        return None
    own_lead = of.lead_days if of is not None else None
    if rules.instant(wish, zone) <= now:
        return None
    is_short = planning.is_short(wish, zone=zone, now=now, lead_days=own_lead)
    return Hint(
        wish=wish, is_full=bool(planning.full_on(channel_ids=ids, day=wish.date())), is_short=is_short,
        lead_days=planning.terms().lead_days_or(own_lead),
        next_free=planning.free_place_after(channel_ids=ids, after_local=wish, zone=zone, now=now),
    )  # fmt: skip


def usual_time(day: date, *, channel_ids: Collection[int], zone: str, now: datetime) -> time:
    """Return the time that a bare day means: its first free place, else its first place, else the usual time."""
    ids = list(channel_ids) or [channel.pk for channel in proposed_channels()]
    free = planning.room_on(channel_ids=ids, day=day, zone=zone, now=now) if ids else ()
    if free:
        return free[0]
    places = planning.places_of(ids)
    times = sorted(at for weekdays in places.values() for at in weekdays.get(day.weekday(), ()))
    return times[0] if times else rules.OPEN_TIME


def askable_channels() -> list[Channel]:
    """Return the channels that a guest may wish for: real ones, and where there is none yet those of the stage."""
    active = list(Channel.objects.filter(retired_on__isnull=True).order_by("name", "pk"))
    return [channel for channel in active if not channel.rehearsal] or active
