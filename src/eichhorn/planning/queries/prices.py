"""The price of a wish, from the plan as it stands.

The difficult thing: the plan is large, and only little of it matters. What is read: the wished channels, and the other
channels of what might have to move; from the wished day on for half a year. The count of queries does not grow.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from eichhorn.planning import rules
from eichhorn.planning.models import KindOfWork, Slot
from eichhorn.planning.queries import hours, house
from eichhorn.planning.rules import Cadence, House, Occupied, Planned, Price, Stage, Way, Ways, Wish
from eichhorn.planning.rules.gaps import LOOKS_BACK, Gap, gaps
from eichhorn.planning.rules.making_room.plan import Asked
from eichhorn.planning.rules.places import HORIZON, lacks_place
from eichhorn.planning.rules.price import in_good_time, occupied_by
from eichhorn.planning.rules.pricing import REACH

AHEAD = HORIZON + timedelta(weeks=10)
"""How far the plan is read: a free place is looked for from the usual lead time on."""


def price(
    *, channel_ids: Collection[int], kind: KindOfWork | None, wish_local: datetime | None, zone: str, now: datetime,
    lead_days: int | None = None, on: date | None = None, not_before: datetime | None = None,
) -> Price | None:  # fmt: skip
    """Return what the wish would cost, or with `on` another day than the wished one; None where there is no place. Seven queries.

    `wish_local` is wall-clock time in `zone`, None where any date is welcome; `lead_days` the usual lead time where it is
    another than everywhere. No date is left where the wish has passed,
    or any date is welcome and no place is free. NoSuchTime where the clock skips the wish.
    """
    if wish_local is not None and rules.instant(wish_local, zone) <= now and on is None:
        return None
    local = None if wish_local is None else rules.wall(wish_local)
    wish = Wish(frozenset(channel_ids), local, zone, house.effort_of(kind), not_before)
    now_local, terms = rules.wall_of(now, zone), house.terms()
    plan, bounds = _read(channel_ids, on or (local or now_local).date(), now_local.date(), terms.holidays_of, now=now)
    return rules.price(
        wish, plan=plan, house=bounds, now_local=now_local, lead_days=terms.lead_days_or(lead_days), on=on
    )


def ways(
    *, channel_ids: Collection[int], kind: KindOfWork | None, wish_local: datetime | None, zone: str, now: datetime,
    beside: Collection[Asked], hard: bool = False, lead_days: int | None = None, not_before: datetime | None = None,
) -> Ways:  # fmt: skip
    """Return up to three ways to answer the wish, best first, weighed with the other open requests. Seven queries.

    Nothing comes before the wish, before today, or before `not_before`, and a hard date on no other day.
    """
    now_local, terms = rules.wall_of(now, zone), house.terms()
    lead = terms.lead_days_or(lead_days)
    local = None if wish_local is None else rules.wall(wish_local)
    wish = Wish(frozenset(channel_ids), local, zone, house.effort_of(kind), not_before)
    begins = max(one for one in (now_local, local, not_before) if one is not None).date()
    channels = {*channel_ids, *(channel for one in beside for channel in one.channels)}
    plan, bounds = _read(channels, begins, now_local.date(), terms.holidays_of, now)
    first = begins
    if local is None:
        first = max(begins, in_good_time(now_local, lead_days=lead, cadence=bounds.cadence).date())
    told = rules.three_days(
        wish, beside=tuple(beside), plan=plan, house=bounds, now_local=now_local, lead_days=lead, first=first, hard=hard
    )
    found = [
        Way(priced, proven and priced.proven) for day, proven in told
        if day is not None
        and (priced := rules.price(wish, plan=plan, house=bounds, now_local=now_local, lead_days=lead, on=day))
    ]  # fmt: skip
    near = [slot for slot in plan if first <= slot.local.date() < first + REACH]
    others = [one for one in beside if first <= one.day < first + REACH]
    return Ways(tuple(found), len(near), len(others), knows_hours=bool(bounds.minutes))


def is_short(wish_local: datetime, *, zone: str, now: datetime, lead_days: int | None = None) -> bool:
    """Return whether the wish lies below the usual lead time. Two queries."""
    now_local, terms = rules.wall_of(now, zone), house.terms()
    cadence = house.cadence((), begins=now_local.date(), ends=now_local.date() + AHEAD, holidays_of=terms.holidays_of)
    return rules.wall(wish_local) < in_good_time(now_local, lead_days=terms.lead_days_or(lead_days), cadence=cadence)


def free_place_after(
    *,
    channel_ids: Collection[int],
    after_local: datetime | None,
    zone: str,
    now: datetime,
    lead_days: int | None = None,
) -> datetime | None:
    """Return the next free place after the day of the wish; None as a wish means after the usual lead time, or that given.

    Never before tomorrow. Wall-clock time without zone. Five queries.
    """
    now_local, terms = rules.wall_of(now, zone), house.terms()
    first = max(rules.wall(after_local).date() if after_local is not None else now_local.date(), now_local.date())
    plan, cadence = _surroundings(channel_ids, first, now_local.date(), terms.holidays_of)
    if after_local is None:
        after = in_good_time(now_local, lead_days=terms.lead_days_or(lead_days), cadence=cadence)
    else:
        after = datetime.combine(first, time.max)
    return rules.next_free_place(
        frozenset(channel_ids), after=after, zone=zone, cadence=cadence, occupied=occupied_by(plan)
    )


def next_free(*, channel_ids: Collection[int], zone: str, now: datetime) -> datetime | None:
    """Return the first free place from now on that suits all of the channels; None without channels or place. Five queries."""
    now_local, terms = rules.wall_of(now, zone), house.terms()
    plan, cadence = _surroundings(channel_ids, now_local.date(), now_local.date(), terms.holidays_of)
    return rules.next_free_place(
        frozenset(channel_ids), after=now_local, zone=zone, cadence=cadence, occupied=occupied_by(plan)
    )


def next_free_of(slot: Slot, *, now: datetime) -> datetime | None:
    """Return the first free place of the slot's channels, where it does not stand there already. Six queries.

    Its own place counts as free: whoever stands on the next one has nothing to gain.
    """
    channel_ids = frozenset(channel.pk for channel in slot.channels.all())
    now_local, terms = rules.wall_of(now, slot.zone), house.terms()
    plan, cadence = _surroundings(channel_ids, now_local.date(), now_local.date(), terms.holidays_of)
    others = occupied_by(tuple(planned for planned in plan if planned.id != slot.pk))
    at = rules.next_free_place(channel_ids, after=now_local, zone=slot.zone, cadence=cadence, occupied=others)
    own = rules.wall(slot.planned_local) if slot.planned_local is not None else None
    return None if at == own else at


def ahead(*, channel_ids: Collection[int], without: Collection[int], today: date) -> tuple[Cadence, Occupied]:
    """Return the places of the channels, and what fills them from the day on; these slots do not. Four queries."""
    plan, cadence = _surroundings(channel_ids, today, today, house.terms().holidays_of)
    return cadence, occupied_by(planned for planned in plan if planned.id not in without)


def gaps_of(channel_ids: Collection[int], *, cadence: Cadence, today: date, until: date) -> dict[int, tuple[Gap, ...]]:
    """Return the gaps of those of the channels on which so many posts a week are wished, from today on. Two queries.

    The cadence knows the holidays from `LOOKS_BACK` before today on.
    """
    wished = {pk: number for pk, number in house.rhythms().items() if pk in channel_ids}
    if not wished:
        return {}
    begins = today - LOOKS_BACK
    rows = (
        Slot.channels.through.objects.filter(channel_id__in=wished)
        .filter(**{f"slot__{key}": value for key, value in _between(begins, days=(until - begins).days).items()})
        .exclude(slot__stage=Stage.CANCELLED)
        .values_list("channel_id", "slot__planned_local")
    )
    planned: dict[int, set[date]] = {}
    for channel, local in rows:
        assert local is not None
        planned.setdefault(channel, set()).add(local.date())
    return {
        pk: gaps(pk, per_week=number, planned=planned.get(pk, set()), cadence=cadence, today=today, until=until)
        for pk, number in wished.items()
    }


def over_ceiling(slot: Slot) -> tuple[str, ...]:
    """Return the names of the channels on which more is planned that day than they have places. Three queries."""
    if slot.planned_local is None or Stage(slot.stage) in rules.ENDED:
        return ()
    day, names = rules.wall(slot.planned_local).date(), {channel.pk: channel.name for channel in slot.channels.all()}
    plan, cadence = _surroundings(frozenset(names), day, day, holidays_of="")
    occupied = occupied_by(plan)
    return tuple(
        names[pk] for pk in sorted(names, key=lambda pk: names[pk])
        if cadence.has_ceiling(pk) and len(occupied.on(pk, day)) > len(cadence.of(pk, day))
    )  # fmt: skip


def room_on(*, channel_ids: Collection[int], day: date, now: datetime, zone: str) -> tuple[time, ...]:
    """Return the free places of the day that suit one of the channels at least. Five queries."""
    terms = house.terms()
    plan, cadence = _surroundings(channel_ids, day, rules.wall_of(now, zone).date(), terms.holidays_of)
    occupied = occupied_by(plan)
    found: set[time] = set()
    for channel in channel_ids:
        if cadence.has_ceiling(channel):
            found.update(rules.free_places(cadence.of(channel, day), occupied.on(channel, day)))
        elif cadence.works(day) and not occupied.on(channel, day):
            found.add(rules.OPEN_TIME)
    return tuple(sorted(found))


def full_on(*, channel_ids: Collection[int], day: date) -> tuple[int, ...]:
    """Return the channels that have reached their ceiling on the day. Three queries."""
    plan, cadence = _surroundings(channel_ids, day, day, holidays_of="")
    occupied = occupied_by(plan)
    return tuple(c for c in sorted(channel_ids) if lacks_place(c, day, cadence=cadence, occupied=occupied))


def _read(
    channel_ids: Collection[int], day: date, today: date, holidays_of: str, now: datetime
) -> tuple[tuple[Planned, ...], House]:
    """Return the plan from the day on, and what of the house bounds it. Six queries, four more where hours are told."""
    plan, cadence = _surroundings(channel_ids, day, today, holidays_of, days=REACH.days)
    first = rules.monday(day)
    budgets = house.budgets([first + timedelta(weeks=n) for n in range(REACH // timedelta(weeks=1) + 1)])
    return plan, House(
        cadence, budgets, _minutes_left(plan, hours.team_minutes(budgets, holidays_of=holidays_of, now=now))
    )


def _minutes_left(plan: Collection[Planned], whole: dict[date, int]) -> dict[date, int]:
    """Return what the team has in each week for these posts: all other posts of the week have theirs already."""
    if not whole:
        return {}
    known, first = {slot.id for slot in plan}, min(whole)
    rows = (
        Slot.objects.filter(**_between(first, days=(max(whole) - first).days + 7), rehearsal=False)
        .exclude(stage=Stage.CANCELLED)
        .values_list("pk", "planned_local", "effort_minutes")
    )
    for pk, local, minutes in rows:
        assert local is not None
        week = rules.monday(local.date())
        if pk not in known and week in whole:
            whole[week] = max(0, whole[week] - minutes)
    return whole


def _surroundings(
    channel_ids: Collection[int], day: date, today: date, holidays_of: str, *, days: int = 1
) -> tuple[tuple[Planned, ...], Cadence]:
    """Return the plan from the day on, and the places, of the channels and of what shares these days with them."""
    neighbours = Slot.objects.filter(**_between(day, days=days), channels__in=channel_ids)
    through = Slot.channels.through.objects
    known = set(channel_ids) | set(
        through.filter(slot__in=neighbours.values("pk")).values_list("channel_id", flat=True)
    )
    plan = _planned(known, day)
    begins = min(day, today)
    return plan, house.cadence(known, begins=begins, ends=day + AHEAD, holidays_of=holidays_of)


def _planned(channel_ids: Collection[int], day: date) -> tuple[Planned, ...]:
    """Return what stands on the channels from the day on. One query, a row for each slot and channel."""
    rows = (
        Slot.channels.through.objects.filter(channel_id__in=channel_ids, slot__planned_local__isnull=False)
        .filter(**{f"slot__{key}": value for key, value in _between(day, days=AHEAD.days).items()})
        .exclude(slot__stage=Stage.CANCELLED)
        .order_by("slot_id", "channel_id")
        .values_list(
            "channel_id", "slot_id", "slot__title", "slot__planned_local", "slot__zone", "slot__stage",
            "slot__goal__name", "slot__movable", "slot__made_at", "slot__confidential", "slot__embargo_until",
            "slot__goal__owner__name", "slot__effort_minutes", "slot__rehearsal",
        )
    )  # fmt: skip
    channels: dict[int, set[int]] = {}
    slots: dict[int, Planned] = {}
    for (
        channel,
        pk,
        title,
        local,
        zone,
        stage,
        goal,
        movable,
        made_at,
        confidential,
        embargo,
        owner,
        effort,
        rehearsal,
    ) in rows:
        assert local is not None
        channels.setdefault(pk, set()).add(channel)
        slots[pk] = Planned(
            id=pk, title=title, channels=frozenset(), local=rules.wall(local), zone=zone, stage=Stage(stage), goal=goal,
            movable=movable, made_at=made_at, hidden=confidential or embargo is not None,
            goal_owner=owner or "", minutes=0 if rehearsal else effort,
        )  # fmt: skip
    return tuple(replace(slot, channels=frozenset(channels[pk])) for pk, slot in slots.items())


def _between(day: date, *, days: int) -> dict[str, datetime]:
    begins = rules.kept(datetime.combine(day, time()))
    return {"planned_local__gte": begins, "planned_local__lt": begins + timedelta(days=days)}
