"""The ways to answer a request: which days it could have, what each costs, and which of them is best.

The difficult thing: one day can be good for this request and bad for the next. So the other open requests are weighed
with it, as they were asked; but what is named for a way is only what moves for this one.
"""

from dataclasses import dataclass
from datetime import date, datetime

from eichhorn.channels.models import Channel
from eichhorn.desk.models import Request, RequestVersion
from eichhorn.desk.queries.requests import to_decide
from eichhorn.planning import queries as planning
from eichhorn.planning import rules
from eichhorn.planning.models import KindOfWork
from eichhorn.planning.rules import Price, Ways
from eichhorn.planning.rules.making_room.plan import Asked

MOST_BESIDE = 9
"""So many other open requests are weighed with one, those that have waited longest."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A way on another day than the one that is priced as wished."""

    price: Price
    proven: bool
    first: bool
    """It is the best of all."""

    @property
    def value(self) -> str:
        """Return how the page names it: its day, and the fingerprint of all that was said."""
        return f"{self.price.at.date().isoformat()}:{self.price.fingerprint}"


def ways(
    request: Request, version: RequestVersion, *, channels: tuple[Channel, ...], kind: KindOfWork | None,
    ours: tuple[Channel, ...], now: datetime,
) -> Ways:  # fmt: skip
    """Return up to three ways, best first. `ours` is where something goes when nobody said. Some ten queries."""
    embargo = rules.wall(version.embargo_local) if version.embargo_local is not None else None
    return planning.ways(
        channel_ids=[channel.pk for channel in channels], kind=kind, wish_local=version.wish_local, zone=version.zone,
        now=now, beside=_beside(request, ours, now), hard=bool(version.fixed_because),
        lead_days=version.type.lead_days if version.type is not None else None, not_before=embargo,
    )  # fmt: skip


def _beside(request: Request, ours: tuple[Channel, ...], now: datetime) -> tuple[Asked, ...]:
    """Return the other requests that wait for an answer, each with its earliest day. Five queries, however many."""
    usual = planning.usual_kind()
    return tuple(
        _asked(one, one.versions.all()[0], ours, usual, now)
        for one in to_decide().prefetch_related("versions__channels", "versions__type__work")[: MOST_BESIDE + 1]
        if one.pk != request.pk
    )[:MOST_BESIDE]


def _asked(
    one: Request, version: RequestVersion, ours: tuple[Channel, ...], usual: KindOfWork | None, now: datetime
) -> Asked:
    work = (version.type.work if version.type is not None else None) or usual
    today = rules.wall_of(now, version.zone).date()
    earliest = [rules.wall(at).date() for at in (version.wish_local, version.embargo_local) if at is not None]
    return Asked(
        id=one.pk, channels=frozenset(channel.pk for channel in version.channels.all() or ours),
        day=max([today, *earliest]), minutes=planning.effort_of(work), hard=bool(version.fixed_because),
    )  # fmt: skip


def way_on(value: str) -> tuple[date, str] | None:
    """Return day and fingerprint of what a page named, or None where it is no such name."""
    day, _colon, fingerprint = value.partition(":")
    try:
        return (date.fromisoformat(day), fingerprint) if fingerprint else None
    except ValueError:
        return None
