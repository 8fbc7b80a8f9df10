"""Beginning, changing and ending series, and putting their times into the plan.

The difficult thing: a series meets people. They write on one of its times, move it, approve it; so a change of the series
changes only what nobody has touched, under the lock of each slot, and what was touched stays as it stands. Each time is
put into the plan once, held by the database: a time that was put back or moved does not come a second time.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import ProtectedError

from eichhorn.channels.models import Channel
from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import queries, rules
from eichhorn.planning.models import KindOfWork, Series, Slot
from eichhorn.planning.queries import series as reading
from eichhorn.planning.rules import Stage
from eichhorn.planning.rules.series import Occurrence, Rule, falls_on, occurrence
from eichhorn.planning.services import locks
from eichhorn.planning.services.slots import plan
from eichhorn.strategy.models import Goal


class NeverComes(ValueError):
    """The rule means no day that is still to come."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What a series says of each of its times, and when it comes."""

    title: str
    goal: Goal | None
    channels: tuple[Channel, ...]
    kind: KindOfWork | None
    confidential: bool
    rule: Rule


@transaction.atomic
def begin_series(*, wording: Wording, zone: str, by: Person | None, now: datetime, slot: Slot | None = None) -> Series:
    """The series runs, and its next times stand in the plan. A slot on one of its days becomes that time of it."""
    _require(by, [channel.pk for channel in wording.channels], now)
    if not reading.next_dates(wording.rule, zone=zone, now=now, count=1):
        raise NeverComes
    locks.together()
    series = _said(Series(zone=zone, made_by=by, made_at=now), wording)
    series.save()
    series.channels.set(wording.channels)
    if slot is not None:
        _take_up(series, slot)
    audit.record("planning.series_begun", of=("series", series.pk), by=_id(by), now=now)
    _make(series, now)
    return series


@transaction.atomic
def change_series(*, series: Series, wording: Wording, by: Person | None, now: datetime) -> Series:
    """The series comes so from now on. Its times that nobody has touched follow it; all others stay as they stand."""
    locks.alone()
    fresh = Series.objects.select_for_update().get(pk=series.pk)
    before = [channel.pk for channel in fresh.channels.all()]
    _require(by, [*before, *(channel.pk for channel in wording.channels)], now)
    own = _own(fresh, now)
    _said(fresh, wording).save()
    fresh.channels.set(wording.channels)
    wanted = {one.day: one for one in reading.wanted(fresh, now=now)} if fresh.ended_at is None else {}
    for slot in own:
        if slot.series_day in wanted:
            _follow(slot, fresh, wanted[slot.series_day], wording.channels)
        else:
            _take_out(slot, by, now)
    _make(fresh, now)
    audit.record("planning.series_changed", of=("series", fresh.pk), by=_id(by), now=now)
    return fresh


@transaction.atomic
def end_series(*, series: Series, by: Person | None, now: datetime) -> Series:
    """No further times come, and those that nobody has touched leave the plan. What people began or approved stays."""
    locks.alone()
    fresh = Series.objects.select_for_update().get(pk=series.pk)
    _require(by, [channel.pk for channel in fresh.channels.all()], now)
    if fresh.ended_at is not None:
        return fresh
    for slot in _own(fresh, now):
        _take_out(slot, by, now)
    fresh.ended_at = now
    fresh.save(update_fields=["ended_at"])
    audit.record("planning.series_ended", of=("series", fresh.pk), by=_id(by), now=now)
    return fresh


def make_due(*, now: datetime) -> int:
    """All times of all series that are near enough stand in the plan; return how many came. Idempotent."""
    ids = sorted({due.series_id for due in reading.due_occurrences(now=now)})
    return sum(_made_of(pk, now) for pk in ids)


@transaction.atomic
def _made_of(series_id: int, now: datetime) -> int:
    locks.together()
    series = Series.objects.select_for_update().get(pk=series_id)
    return _make(series, now) if series.ended_at is None else 0


def _make(series: Series, now: datetime) -> int:
    """Put into the plan what does not stand there; whoever calls holds the row of the series."""
    if series.ended_at is not None:
        return 0
    standing = set(series.slots.values_list("series_day", flat=True))
    coming = [one for one in reading.wanted(series, now=now) if one.day not in standing]
    channels = list(series.channels.filter(retired_on__isnull=True))
    for one in coming:
        made = plan(
            title=series.title, goal=series.goal, channels=channels, kind=series.kind, planned_local=one.local,
            zone=series.zone, confidential=series.confidential, by=None, now=now,
        )  # fmt: skip
        made.made_by = series.made_by
        _belongs(made, series, one)
        made.save(update_fields=["made_by", "series", "series_day", "series_local"])
    return len(coming)


def _own(series: Series, now: datetime) -> list[Slot]:
    """Return the coming times that nobody has touched, with their rows locked."""
    coming = Slot.objects.select_for_update(of=("self",)).filter(series=series, stage=Stage.IDEA, due_at__gt=now)
    return reading.untouched(series, coming.prefetch_related("channels").order_by("pk"))


def _follow(slot: Slot, series: Series, one: Occurrence, channels: Iterable[Channel]) -> None:
    """The slot says what the series says now, on the same day of it."""
    slot.title, slot.goal, slot.kind, slot.confidential = series.title, series.goal, series.kind, series.confidential
    slot.pillar = series.goal.pillar if series.goal is not None else None
    slot.effort_minutes = queries.effort_of(series.kind)
    slot.planned_local = rules.kept(one.local)
    slot.due_at = rules.instant(one.local, slot.zone)
    _belongs(slot, series, one)
    slot.save()
    slot.channels.set(channels)


def _take_out(slot: Slot, by: Person | None, now: datetime) -> None:
    """The slot is no more; where something else of the house points to it, somebody has touched it, and it stays."""
    number = slot.pk
    try:
        with transaction.atomic():
            slot.delete()
    except ProtectedError:
        return
    audit.record("planning.series_took_out", of=("slot", number), by=_id(by), now=now)


def _take_up(series: Series, slot: Slot) -> None:
    """The slot is one of the series' times, if it stands on one of its days and belongs to no other series."""
    fresh = Slot.objects.select_for_update(of=("self",)).get(pk=slot.pk)
    if fresh.series_id is not None or fresh.planned_local is None or fresh.zone != series.zone:
        return
    local = rules.wall(fresh.planned_local)
    found = occurrence(series.rule, local.date(), zone=series.zone, holidays={})
    if found is not None and falls_on(series.rule, local.date()):
        _belongs(fresh, series, found)
        fresh.save(update_fields=["series", "series_day", "series_local"])


def _belongs(slot: Slot, series: Series, one: Occurrence) -> None:
    slot.series, slot.series_day, slot.series_local = series, one.day, rules.kept(one.local)


def _said(series: Series, wording: Wording) -> Series:
    rule = wording.rule
    series.title, series.goal, series.kind = wording.title, wording.goal, wording.kind
    series.confidential = wording.confidential
    series.frequency, series.every, series.at = rule.frequency, rule.every, rule.at
    series.weekdays, series.month_day, series.nth = list(rule.weekdays), rule.month_day, rule.nth
    series.begins_on, series.ends_on, series.number = rule.begins_on, rule.ends_on, rule.number
    series.without, series.on_holiday = sorted(rule.without), rule.on_holiday
    return series


def _require(by: Person | None, channel_ids: Iterable[int], now: datetime) -> None:
    if by is None:
        return
    people.require(by, Act.PLAN, now=now)
    for channel in set(channel_ids):
        people.require(by, Act.PLAN, now=now, channel=channel)


def _id(person: Person | None) -> int | None:
    return person.pk if person is not None else None
