"""Letting a newcomer into the plan.

The difficult thing: between reading the price and pressing the button the plan may change. So accepting computes the price
again, takes the plan alone and the rows of what would move (whoever sends or approves takes only those), and computes it
once more: what was named is exactly what moves, or nothing moves and the new price is shown (PriceChanged). The first
time is without lock, because reading the solver can take a second in which nobody should wait.
"""

from collections.abc import Collection
from datetime import date, datetime

from django.db import transaction

from eichhorn.channels.models import Channel
from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.planning import letters, queries, rules
from eichhorn.planning.models import KindOfWork, Slot
from eichhorn.planning.rules import Price, Stage
from eichhorn.planning.services import locks
from eichhorn.planning.services.acts import Wish, held, move_many
from eichhorn.planning.services.slots import plan
from eichhorn.strategy.models import Goal


class PriceChanged(Exception):
    """The plan has changed since the price was named; `price` is the new one (None: no place is free any more)."""

    def __init__(self, price: Price | None) -> None:
        super().__init__("the price has changed")
        self.price = price


class ReasonMissing(Exception):
    """The budget would be exceeded or a ceiling passed, and nobody has said why that is right."""

    def __init__(self, price: Price) -> None:
        super().__init__("somebody has to say why")
        self.price = price


class PlaceTaken(Exception):
    """On the day that was to be reserved, one of the channels is full by now; `next_free` is the next free place."""

    def __init__(self, next_free: datetime | None) -> None:
        super().__init__("the place is taken")
        self.next_free = next_free


class TimePassed(Exception):
    """The date lies behind us."""


@transaction.atomic
def reserve(
    *,
    title: str,
    goal: Goal | None,
    channels: Collection[Channel],
    kind: KindOfWork | None,
    at_local: datetime,
    zone: str,
    confidential: bool = False,
    embargo_until: datetime | None = None,
    movable: bool = True,
    by: Person,
    now: datetime,
) -> Slot:
    """The newcomer stands on a day that had a free place on each of its channels; it displaces nothing, and costs no
    budget, because the place was offered. PlaceTaken where somebody was quicker."""
    people.require(by, Act.PLAN, now=now)
    locks.alone()
    channel_ids = [channel.pk for channel in channels]
    if rules.instant(at_local, zone) <= now:
        raise TimePassed
    if queries.full_on(channel_ids=channel_ids, day=rules.wall(at_local).date()):
        raise PlaceTaken(queries.free_place_after(channel_ids=channel_ids, after_local=at_local, zone=zone, now=now))
    return plan(
        title=title, goal=goal, channels=channels, kind=kind, planned_local=at_local, zone=zone,
        confidential=confidential, embargo_until=embargo_until, movable=movable, by=by, now=now,
    )  # fmt: skip


@transaction.atomic
def accept(
    *,
    title: str,
    goal: Goal | None,
    channels: Collection[Channel],
    kind: KindOfWork | None,
    wish_local: datetime | None,
    zone: str,
    fingerprint: str,
    overrun_because: str = "",
    confidential: bool = False,
    embargo_until: datetime | None = None,
    movable: bool = True,
    lead_days: int | None = None,
    on: date | None = None,
    not_before: datetime | None = None,
    by: Person,
    now: datetime,
) -> Slot:
    """The newcomer stands at its date, or on the day of another way, and exactly those moved that its price had named."""
    people.require(by, Act.PLAN, now=now)

    def named() -> Price:
        price = queries.price(
            channel_ids=[channel.pk for channel in channels], kind=kind, wish_local=wish_local, zone=zone, now=now,
            lead_days=lead_days, on=on, not_before=not_before,
        )  # fmt: skip
        if price is None or price.fingerprint != fingerprint:
            raise PriceChanged(price)
        return price

    price = named()
    locks.alone()
    if price.displaced:
        held(moved.slot_id for moved in price.displaced)
    price = named()
    if price.needs_reason and not overrun_because.strip():
        raise ReasonMissing(price)
    newcomer = plan(
        title=title, goal=goal, channels=channels, kind=kind, planned_local=price.at, zone=zone, stage=Stage.IDEA,
        spontaneous=price.spontaneous, overrun_because=overrun_because.strip() if price.needs_reason else "",
        confidential=confidential, embargo_until=embargo_until, movable=movable, by=by, now=now,
    )  # fmt: skip
    move_many(
        wishes=[Wish(moved.slot_id, moved.after) for moved in price.displaced], by=by, now=now, displaced_by=newcomer
    )
    letters.tell_displaced(newcomer, by=by, now=now)
    audit.record(
        "planning.accepted", of=("slot", newcomer.pk), by=by.pk, now=now,
        details={"displaced": len(price.displaced), "minutes": price.minutes, "minutes_over": price.minutes_over},
    )  # fmt: skip
    return newcomer
