"""Whether people may be asked now: what they agreed to, held against what they were asked."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Q

from eichhorn.allies.models import Ally, Ask
from eichhorn.allies.rules import OPEN, QUARTER, Rest, Standing, State, first_on, resting
from eichhorn.people import queries as people
from eichhorn.planning import queries as planning

AROUND = timedelta(days=120)


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an ally today."""

    times_given: int
    rest: Rest | None
    free_on: date | None
    """The first day from which they may be asked; None where it hangs on what they do."""


def standing_of(ally: Ally, *, now: datetime) -> Standing:
    """Return what is known of somebody's asks. One query, and that of the house's zone."""
    return _standings([ally], now)[ally.pk]


def known(allies: Collection[Ally], *, now: datetime) -> dict[int, Known]:
    """Return what is known of each of them today. Two queries, however many."""
    standings, today = _standings(allies, now), people.today(now)
    given = dict(
        Ask.objects.filter(ally__in=[one.pk for one in allies], state=State.GIVEN)
        .order_by().values_list("ally").annotate(times=Count("pk"))
    )  # fmt: skip
    return {
        pk: Known(given.get(pk, 0), resting(one, today=today), first_on(one, today=today))
        for pk, one in standings.items()
    }


def holidays_around(*moments: datetime | date | None) -> frozenset[date]:
    """Return the public holidays of the house around the moments; none where no region is named. Two queries at most."""
    of = planning.terms().holidays_of
    if not of:
        return frozenset()
    days = [one.date() if isinstance(one, datetime) else one for one in moments if one is not None]
    return frozenset(planning.holidays_between(min(days) - timedelta(days=2), max(days) + AROUND, of=of))


def _standings(allies: Iterable[Ally], now: datetime) -> dict[int, Standing]:
    zone, found = people.zone(), {one.pk: one for one in allies}
    asked: dict[int, list[date]] = {pk: [] for pk in found}
    open_asks = dict.fromkeys(found, 0)
    since = now - QUARTER - timedelta(days=1)
    rows = Ask.objects.filter(Q(asked_at__gte=since) | Q(state__in=OPEN), ally__in=found, asked_at__isnull=False).only(
        "ally", "asked_at", "state"
    )
    for one in rows:
        if one.ally_id is not None and one.asked_at is not None:
            asked[one.ally_id].append(one.asked_at.astimezone(zone).date())
            open_asks[one.ally_id] += one.state in OPEN
    return {
        pk: Standing(one.confirmed_at is not None, open_asks[pk], tuple(asked[pk]), one.per_quarter, one.rests_until)
        for pk, one in found.items()
    }
