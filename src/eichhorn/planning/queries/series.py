"""Series, read: which there are, when they come next, and which of their times nobody has touched yet.

The difficult thing: a series may change only what is still its own. Whether somebody has touched a time is told from what
stands there: it is an idea still, and says, where it stands and when, exactly what the series put there.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import models

from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.planning import rules
from eichhorn.planning.models import Series, Slot
from eichhorn.planning.queries import house
from eichhorn.planning.queries.slots import visible_to
from eichhorn.planning.rules import Stage
from eichhorn.planning.rules.series import PASSES_OVER_DAYS, Occurrence, Rule, occurrences

AHEAD = timedelta(weeks=8)
"""So far ahead the times of a series stand in the plan."""
SHOWN = 8
"""So many next dates are shown before a series is planned."""
LOOKED_AHEAD = timedelta(days=366 * 3)


def all_series(person: Person | None, *, now: datetime) -> models.QuerySet[Series]:
    """Return the series that the person may read, running ones first. Two queries, one more for the permission."""
    found = Series.objects.all()
    if not people.reads_hidden(person, now):
        found = found.filter(confidential=False)
    return (
        found.select_related("goal", "kind", "made_by")
        .prefetch_related("channels")
        .order_by(models.F("ended_at").asc(nulls_first=True), "title", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def slots_of(series: Series, *, person: Person | None, now: datetime) -> models.QuerySet[Slot]:
    """Return the times of the series that stand in the plan and the person may read, by date. Two queries."""
    found = visible_to(person, now=now).filter(series=series)
    return found.order_by("planned_local", "pk").fetch_mode(models.FETCH_RAISE)


def next_dates(rule: Rule, *, zone: str, now: datetime, count: int = SHOWN) -> tuple[Occurrence, ...]:
    """Return the next times that a rule comes. One query."""
    begins = max(rules.wall_of(now, zone).date(), rule.begins_on)
    found: list[Occurrence] = []
    for one in _coming(rule, zone=zone, begins=begins, until=begins + LOOKED_AHEAD):
        if rules.instant(one.local, zone) > now:
            found.append(one)
        if len(found) == count:
            break
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Due:
    """A time of a series that is to stand in the plan and does not yet."""

    series_id: int
    occurrence: Occurrence


def due_occurrences(*, now: datetime) -> tuple[Due, ...]:
    """Return the times of all running series that are near enough for the plan and do not stand in it. Three queries."""
    running = list(Series.objects.filter(ended_at__isnull=True).order_by("pk"))
    standing: dict[int, set[date]] = {}
    for pk, day in Slot.objects.filter(series__in=running).values_list("series_id", "series_day"):
        if pk is not None and day is not None:
            standing.setdefault(pk, set()).add(day)
    of = house.terms().holidays_of
    return tuple(
        Due(series.pk, one)
        for series in running
        for one in wanted(series, now=now, holidays_of=of)
        if one.day not in standing.get(series.pk, ())
    )


def wanted(series: Series, *, now: datetime, holidays_of: str | None = None) -> tuple[Occurrence, ...]:
    """Return the times of the series that are to stand in the plan now, whether they do or not. One query at most."""
    today = rules.wall_of(now, series.zone).date()
    coming = _coming(series.rule, zone=series.zone, begins=today, until=today + AHEAD, holidays_of=holidays_of)
    return tuple(one for one in coming if rules.instant(one.local, series.zone) > now)


def untouched(series: Series, slots: Iterable[Slot]) -> list[Slot]:
    """Return those of the series' slots that nobody has touched; their channels are read. No query but that."""
    channels = _in_use(series)
    return [
        slot
        for slot in slots
        if slot.stage == Stage.IDEA
        and (slot.title, slot.goal_id, slot.kind_id) == (series.title, series.goal_id, series.kind_id)
        and slot.confidential == series.confidential
        and slot.movable
        and slot.planned_local == slot.series_local
        and _in_use(slot) == channels
    ]


def _in_use(one: Series | Slot) -> set[int]:
    """Return the channels that are not retired; a time that is made later has no others."""
    return {channel.pk for channel in one.channels.all() if channel.retired_on is None}


def _coming(
    rule: Rule, *, zone: str, begins: date, until: date, holidays_of: str | None = None
) -> Iterable[Occurrence]:
    of = house.terms().holidays_of if holidays_of is None else holidays_of
    holidays = house.holidays_between(begins, until + timedelta(days=PASSES_OVER_DAYS + 1), of=of)
    return occurrences(rule, zone=zone, begins=begins, until=until, holidays=holidays)
