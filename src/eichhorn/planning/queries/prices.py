"""The price of a wish, from the plan as it stands.

The difficult thing: the plan is large, and only little of it matters. What is read: the wished channels, and the other
channels of what might have to move; from the wished day on for half a year. The count of queries does not grow.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from eichhorn.planning import rules
from eichhorn.planning.models import KindOfWork, Slot
from eichhorn.planning.queries import house
from eichhorn.planning.rules import Budget, Cadence, Occupied, Planned, Price, Stage, Wish
from eichhorn.planning.rules.gaps import LOOKS_BACK, Gap, gaps
from eichhorn.planning.rules.places import HORIZON, lacks_place
from eichhorn.planning.rules.price import budget_week, in_good_time, occupied_by

AHEAD = HORIZON + timedelta(weeks=10)
"""How far the plan is read: a free place is looked for from the usual lead time on."""


def price(
    *, channel_ids: Collection[int], kind: KindOfWork | None, wish_local: datetime | None, zone: str, now: datetime,
    lead_days: int | None = None,
) -> Price | None:  # fmt: skip
    """Return what the wish would cost; None where it has no date to cost anything. Six queries.

    `wish_local` is wall-clock time in `zone`, None where any date is welcome; `lead_days` the usual lead time where it is
    another than everywhere. No date is left where the wish has passed,
    or any date is welcome and no place is free. NoSuchTime where the clock skips the wish.
    """
    if wish_local is not None and rules.instant(wish_local, zone) <= now:
        return None
    local = None if wish_local is None else rules.wall(wish_local)
    wish = Wish(frozenset(channel_ids), local, zone, house.effort_of(kind))
    now_local, terms = rules.wall_of(now, zone), house.terms()
    plan, cadence = _surroundings(channel_ids, (local or now_local).date(), now_local.date(), terms.holidays_of)
    budget = house.budget(budget_week(local)) if local is not None else Budget(None, 0)
    return rules.price(
        wish, plan=plan, cadence=cadence, budget=budget, now_local=now_local, lead_days=terms.lead_days_or(lead_days)
    )


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


def lock_day(channel_ids: Collection[int], wish_local: datetime | None) -> None:
    """Lock what stands on the wished day on these channels: nothing of it changes its stage until the commit."""
    if wish_local is None:
        return
    on_day = Slot.objects.filter(**_between(rules.wall(wish_local).date(), days=1), channels__in=channel_ids)
    list(Slot.objects.filter(pk__in=on_day.values("pk")).select_for_update(of=("self",)).order_by("pk").values("pk"))


def _surroundings(
    channel_ids: Collection[int], day: date, today: date, holidays_of: str
) -> tuple[tuple[Planned, ...], Cadence]:
    """Return the plan from the day on, and the places, of the channels and of what shares the day with them."""
    neighbours = Slot.objects.filter(**_between(day, days=1), channels__in=channel_ids)
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
        )
    )  # fmt: skip
    channels: dict[int, set[int]] = {}
    slots: dict[int, Planned] = {}
    for channel, pk, title, local, zone, stage, goal, movable, made_at, confidential, embargo in rows:
        assert local is not None
        channels.setdefault(pk, set()).add(channel)
        slots[pk] = Planned(
            id=pk, title=title, channels=frozenset(), local=rules.wall(local), zone=zone, stage=Stage(stage), goal=goal,
            movable=movable, made_at=made_at, hidden=confidential or embargo is not None,
        )  # fmt: skip
    return tuple(replace(slot, channels=frozenset(channels[pk])) for pk, slot in slots.items())


def _between(day: date, *, days: int) -> dict[str, datetime]:
    begins = rules.kept(datetime.combine(day, time()))
    return {"planned_local__gte": begins, "planned_local__lt": begins + timedelta(days=days)}
