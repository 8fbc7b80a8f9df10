"""Letting a newcomer in: what was named is exactly what moves."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time
from threading import Barrier

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from eichhorn.channels.models import Channel
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import queries, services
from eichhorn.planning.models import KindOfWork, Move, Slot
from eichhorn.planning.rules import Stage, wall
from tests import make

NOW = make.people.NOW
WEDNESDAY = datetime(2026, 6, 10, 10)
ZONE = make.planning.ZONE


@pytest.fixture
def manager(house: Organisation) -> Person:
    return make.people.person(role=RoleKind.MANAGER)


def ask(channels: list[Channel], kind: KindOfWork | None, wish: datetime | None = WEDNESDAY, now: datetime = NOW):
    return queries.price(channel_ids=[c.pk for c in channels], kind=kind, wish_local=wish, zone=ZONE, now=now)


def accept(
    channels: list[Channel],
    kind: KindOfWork | None,
    by: Person,
    fingerprint: str,
    wish: datetime | None = WEDNESDAY,
    **more,
):
    return services.accept(
        title="Gewinnspiel Wallbox", goal=None, channels=channels, kind=kind, wish_local=wish, zone=ZONE,
        fingerprint=fingerprint, by=by, now=NOW, **more,
    )  # fmt: skip


def dates() -> dict[int, datetime | None]:
    return {slot.pk: slot.planned_local for slot in Slot.objects.all()}


@pytest.mark.django_db
def test_exactly_what_was_named_moves_and_nothing_else(manager: Person) -> None:
    facebook, instagram = (make.planning.channel(places=make.planning.every_workday()) for _ in range(2))
    named = make.planning.slot(
        "Baustelle Nordring", channels=[facebook, instagram], at=datetime(2026, 6, 10, 11), goal=make.strategy.goal()
    )
    make.planning.slot("Anderer Tag", channels=[facebook], at=datetime(2026, 6, 11, 11))
    make.planning.budget(120)
    kind = make.planning.kind(effort_minutes=90)
    price = ask([facebook, instagram], kind)
    assert [d.slot_id for d in price.displaced] == [named.pk]
    before = dates()
    newcomer = accept([facebook, instagram], kind, manager, price.fingerprint)
    after = dates()
    assert {pk for pk in before if before[pk] != after[pk]} == {d.slot_id for d in price.displaced}
    assert {d.slot_id: d.after for d in price.displaced} == {named.pk: wall(after[named.pk])}
    move = Move.objects.get()
    assert (move.slot_id, move.displaced_by, move.by) == (named.pk, newcomer, manager)
    newcomer.refresh_from_db()
    assert (newcomer.spontaneous, newcomer.budget_week, newcomer.effort_minutes) == (True, date(2026, 6, 8), 90)
    assert queries.budget(date(2026, 6, 8)).spent == 90


@pytest.mark.django_db
def test_a_changed_plan_changes_the_price_and_nothing_moves(manager: Person) -> None:
    channel = make.planning.channel(places=make.planning.every_workday())
    first = make.planning.slot(channels=[channel], at=datetime(2026, 6, 10, 11))
    price = ask([channel], None)
    services.move(slot=first, planned_local=datetime(2026, 6, 12, 11), by=None, now=NOW)
    before = dates()
    with pytest.raises(services.PriceChanged) as changed:
        accept([channel], None, manager, price.fingerprint)
    assert changed.value.price.displaced == ()
    assert dates() == before


@pytest.mark.django_db
def test_what_went_out_meanwhile_no_longer_moves(manager: Person) -> None:
    channel = make.planning.channel(places=make.planning.every_workday())
    slot = make.planning.slot(channels=[channel], at=datetime(2026, 6, 10, 11), stage=Stage.APPROVED)
    price = ask([channel], None)
    assert [d.slot_id for d in price.displaced] == [slot.pk]
    services.advance(slot=slot, to=Stage.OUT, now=NOW)
    with pytest.raises(services.PriceChanged):
        accept([channel], None, manager, price.fingerprint)


@pytest.mark.django_db
def test_an_overrun_needs_somebodys_words_and_keeps_them(manager: Person) -> None:
    channel = make.planning.channel()
    make.planning.budget(60)
    kind = make.planning.kind(effort_minutes=61)
    price = ask([channel], kind)
    assert price.minutes_over == 1
    for empty in ("", "  \n"):
        with pytest.raises(services.ReasonMissing):
            accept([channel], kind, manager, price.fingerprint, overrun_because=empty)
    slot = accept([channel], kind, manager, price.fingerprint, overrun_because="Die Aktion läuft schon im Laden.")
    assert slot.overrun_because == "Die Aktion läuft schon im Laden."


@pytest.mark.django_db
def test_the_budget_of_a_week_is_spent_only_by_what_came_spontaneously_and_still_stands(house: Organisation) -> None:
    week = date(2026, 6, 8)
    make.planning.budget(120)
    make.planning.slot(effort_minutes=30)
    kept = make.planning.slot(effort_minutes=45, spontaneous=True)
    make.planning.slot(effort_minutes=45, spontaneous=True, rehearsal=True)
    put_back = make.planning.slot(effort_minutes=45, spontaneous=True)
    services.advance(slot=put_back, to=Stage.CANCELLED, now=NOW)
    assert kept.budget_week == week
    assert (queries.budget(week).spent, queries.budget(week).whole) == (45, 120)
    assert queries.budget(date(2026, 6, 15)).spent == 0


@pytest.mark.django_db
def test_the_budget_holds_from_its_monday_on_until_the_next_one(house: Organisation) -> None:
    make.planning.budget(120, from_day=date(2026, 6, 10))
    make.planning.budget(60, from_day=date(2026, 6, 22))
    assert queries.minutes_per_week(date(2026, 6, 1)) is None
    assert queries.minutes_per_week(date(2026, 6, 8)) == 120
    assert queries.minutes_per_week(date(2026, 6, 15)) == 120
    assert queries.minutes_per_week(date(2026, 6, 22)) == 60


@pytest.mark.django_db
def test_a_wish_that_has_passed_has_no_price(house: Organisation) -> None:
    channel = make.planning.channel()
    assert ask([channel], None, wish=datetime(2026, 6, 9, 9)) is None, "the very minute"
    assert ask([channel], None, wish=datetime(2026, 6, 9, 9, 1)) is not None


@pytest.mark.django_db
def test_a_price_costs_the_same_queries_however_much_is_planned(house: Organisation, django_assert_num_queries) -> None:
    channel, other = (make.planning.channel(places=make.planning.every_workday()) for _ in range(2))
    with django_assert_num_queries(7):
        ask([channel], None)
    for day in range(10, 30):
        make.planning.slot(channels=[channel, other], at=datetime(2026, 6, day, 11), goal=make.strategy.goal())
    with django_assert_num_queries(7):
        ask([channel], None)


@pytest.mark.django_db
def test_reserving_takes_a_free_place_and_costs_nothing(manager: Person) -> None:
    channel = make.planning.channel(places=make.planning.every_workday())
    make.planning.budget(0)
    at = queries.free_place_after(channel_ids=[channel.pk], after_local=WEDNESDAY, zone=ZONE, now=NOW)
    assert at == datetime(2026, 6, 11, 11)
    slot = services.reserve(
        title="Später", goal=None, channels=[channel], kind=None, at_local=at, zone=ZONE, by=manager, now=NOW
    )
    assert (slot.spontaneous, slot.budget_week) == (False, None)
    with pytest.raises(services.PlaceTaken) as taken:
        services.reserve(
            title="Auch", goal=None, channels=[channel], kind=None, at_local=at, zone=ZONE, by=manager, now=NOW
        )
    assert taken.value.next_free == datetime(2026, 6, 12, 11)
    with pytest.raises(services.TimePassed):
        services.reserve(
            title="Gestern", goal=None, channels=[channel], kind=None, at_local=datetime(2026, 6, 8, 11), zone=ZONE,
            by=manager, now=NOW,
        )  # fmt: skip


@pytest.mark.django_db
def test_authors_let_nobody_in(house: Organisation) -> None:
    channel = make.planning.channel()
    author = make.people.person(role=RoleKind.AUTHOR)
    with pytest.raises(NotAllowed):
        accept([channel], None, author, ask([channel], None).fingerprint)
    with pytest.raises(NotAllowed):
        services.reserve(
            title="Später", goal=None, channels=[channel], kind=None, at_local=datetime(2026, 6, 12, 11), zone=ZONE,
            by=author, now=NOW,
        )  # fmt: skip


class AcceptingMovesWhatWasNamed(TestCase):
    """The same as a property: whatever stands in the plan."""

    def setUp(self) -> None:
        self.manager = make.people.person(role=RoleKind.MANAGER)

    @settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        ceilings=st.lists(st.integers(0, 2), min_size=3, max_size=3),
        slots=st.lists(
            st.tuples(
                st.sets(st.integers(0, 2), min_size=1), st.integers(10, 14), st.sampled_from([9, 11, 15]), st.booleans(),
                st.sampled_from([Stage.IDEA, Stage.DRAFT, Stage.APPROVED, Stage.OUT]), st.booleans(),
            ),
            max_size=7,
        ),
        wished=st.sets(st.integers(0, 2), min_size=1),
    )  # fmt: skip
    def test_whatever_stands_in_the_plan(self, ceilings, slots, wished) -> None:
        times = [time(9), time(15)]
        channels = [
            make.planning.channel(places=[(d, at) for d in range(7) for at in times[:ceiling]]) for ceiling in ceilings
        ]
        goal = make.strategy.goal()
        for where, day, hour, movable, stage, has_goal in slots:
            make.planning.slot(
                channels=[channels[n] for n in where], at=datetime(2026, 6, day, hour), movable=movable, stage=stage,
                goal=goal if has_goal else None,
            )  # fmt: skip
        chosen = [channels[n] for n in sorted(wished)]
        price = ask(chosen, None)
        before = dates()
        newcomer = accept(chosen, None, self.manager, price.fingerprint, overrun_because="Weil es brennt.")
        after = dates()
        moved = {pk: wall(after[pk]) for pk in before if before[pk] != after[pk]}
        assert moved == {d.slot_id: d.after for d in price.displaced}
        assert set(Move.objects.filter(displaced_by=newcomer).values_list("slot_id", flat=True)) == set(moved)
        assert wall(after[newcomer.pk]) == price.at


@pytest.mark.django_db(transaction=True)
def test_of_two_acceptances_for_one_place_one_gets_the_new_price(house: Organisation) -> None:
    manager = make.people.person(role=RoleKind.MANAGER)
    channel = make.planning.channel(places=make.planning.every_workday())
    fixed_day = datetime(2026, 6, 24, 11)
    fingerprint = ask([channel], None, wish=fixed_day).fingerprint
    outcomes = _at_once(lambda: accept([channel], None, manager, fingerprint, wish=fixed_day))
    assert sorted(outcomes) == ["PriceChanged", "Slot"]
    assert Slot.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_of_two_reservations_of_one_place_one_is_told_the_next(house: Organisation) -> None:
    manager = make.people.person(role=RoleKind.MANAGER)
    channel = make.planning.channel(places=make.planning.every_workday())
    at = datetime(2026, 6, 24, 11)
    outcomes = _at_once(
        lambda: services.reserve(
            title="Eine", goal=None, channels=[channel], kind=None, at_local=at, zone=ZONE, by=manager, now=NOW
        )
    )
    assert sorted(outcomes) == ["PlaceTaken", "Slot"]


@pytest.mark.django_db(transaction=True)
def test_while_somebody_holds_the_row_of_what_would_move_accepting_waits_and_sees_the_truth(
    house: Organisation,
) -> None:
    manager = make.people.person(role=RoleKind.MANAGER)
    channel = make.planning.channel(places=make.planning.every_workday())
    slot = make.planning.slot(channels=[channel], at=datetime(2026, 6, 10, 11), stage=Stage.APPROVED)
    fingerprint = ask([channel], None).fingerprint
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            Slot.objects.select_for_update().get(pk=slot.pk)
            waiting = pool.submit(_outcome, lambda: accept([channel], None, manager, fingerprint))
            with pytest.raises(TimeoutError):
                waiting.result(timeout=0.5)
            services.advance(slot=slot, to=Stage.OUT, now=NOW)
        assert waiting.result(timeout=20) == "PriceChanged"
    slot.refresh_from_db()
    assert wall(slot.planned_local) == datetime(2026, 6, 10, 11)


def _at_once(act) -> list[str]:
    start = Barrier(2)

    def run() -> str:
        start.wait()
        return _outcome(act)

    with ThreadPoolExecutor(2) as pool:
        futures = [pool.submit(run) for _ in range(2)]
        return [future.result(timeout=30) for future in futures]


def _outcome(act) -> str:
    try:
        return type(act()).__name__
    except (services.PriceChanged, services.PlaceTaken) as refused:
        return type(refused).__name__
    finally:
        connection.close()
