"""Making, moving and advancing slots."""

from datetime import UTC, datetime

import pytest

from eichhorn.foundation.states import ForbiddenMove
from eichhorn.people.models import Organisation
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import queries, services
from eichhorn.planning.models import Move, Slot
from eichhorn.planning.rules import NoSuchTime, Stage
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW


def test_a_slot_keeps_the_wall_clock_and_the_instant_that_it_means(house: Organisation) -> None:
    slot = make.planning.slot(at=datetime(2026, 6, 11, 14))
    slot.refresh_from_db()
    assert slot.planned_local == datetime(2026, 6, 11, 14, tzinfo=UTC)
    assert slot.due_at == datetime(2026, 6, 11, 12, tzinfo=UTC)


def test_a_time_that_summer_time_takes_away_is_refused_and_nothing_is_planned(house: Organisation) -> None:
    with pytest.raises(NoSuchTime):
        make.planning.slot(at=datetime(2027, 3, 28, 2, 30))
    assert not Slot.objects.exists()


def test_a_move_is_kept_with_who_made_it(house: Organisation) -> None:
    manager = make.people.person(role=RoleKind.MANAGER)
    slot = make.planning.slot(at=datetime(2026, 6, 11, 14))
    moved = services.move(slot=slot, planned_local=datetime(2026, 12, 15, 8), by=manager, now=NOW)
    assert moved.due_at == datetime(2026, 12, 15, 7, tzinfo=UTC)
    move = Move.objects.get()
    assert (move.slot_id, move.by, move.before_local, move.after_local) == (
        slot.pk, manager, datetime(2026, 6, 11, 14, tzinfo=UTC), datetime(2026, 12, 15, 8, tzinfo=UTC),
    )  # fmt: skip


def test_moving_to_the_same_date_changes_nothing(house: Organisation) -> None:
    slot = make.planning.slot()
    services.move(slot=slot, planned_local=datetime(2026, 6, 11, 14), by=None, now=NOW)
    assert not Move.objects.exists()


def test_what_is_out_cannot_be_moved(house: Organisation) -> None:
    slot = make.planning.slot(stage=Stage.OUT)
    with pytest.raises(services.NotMovable):
        services.move(slot=slot, planned_local=datetime(2026, 6, 12, 14), by=None, now=NOW)


def test_an_approved_slot_keeps_its_stage_when_it_moves(house: Organisation) -> None:
    slot = make.planning.slot(stage=Stage.APPROVED)
    assert services.move(slot=slot, planned_local=datetime(2026, 6, 12, 9), by=None, now=NOW).stage == Stage.APPROVED


def test_stages_move_by_their_table_and_the_same_stage_is_no_move(house: Organisation) -> None:
    slot = make.planning.slot(stage=Stage.DRAFT)
    services.advance(slot=slot, to=Stage.DRAFT, now=NOW)
    with pytest.raises(ForbiddenMove):
        services.advance(slot=slot, to=Stage.APPROVED, now=NOW)
    assert Slot.objects.get().stage == Stage.DRAFT


def test_a_reader_plans_nothing(house: Organisation) -> None:
    reader = make.people.person(role=RoleKind.READER)
    with pytest.raises(NotAllowed):
        make.planning.slot(by=reader)


def test_a_planner_for_one_channel_does_not_plan_on_another(house: Organisation) -> None:
    own, other = make.planning.channel(), make.planning.channel()
    planner = make.people.person(role=RoleKind.COMMUNITY, channels=[own.pk])
    assert make.planning.slot(channels=[own], by=planner).pk
    with pytest.raises(NotAllowed):
        make.planning.slot(channels=[own, other], by=planner)


def test_readers_do_not_see_what_is_confidential_or_under_embargo(house: Organisation) -> None:
    reader = make.people.person(role=RoleKind.READER)
    author = make.people.person(role=RoleKind.AUTHOR)
    seen, hidden = make.planning.slot(), make.planning.slot(confidential=True)
    embargoed = make.planning.slot()
    Slot.objects.filter(pk=embargoed.pk).update(embargo_until=datetime(2026, 6, 10, tzinfo=UTC))
    assert set(queries.visible_to(reader, now=NOW)) == {seen}
    assert set(queries.visible_to(reader, now=datetime(2026, 6, 10, tzinfo=UTC))) == {seen, embargoed}
    assert set(queries.visible_to(author, now=NOW)) == {seen, hidden, embargoed}


def test_slots_on_rehearsal_channels_are_rehearsals(house: Organisation) -> None:
    stage = make.planning.channel(rehearsal=True)
    real = make.planning.channel()
    assert make.planning.slot(channels=[stage]).rehearsal
    assert not make.planning.slot(channels=[stage, real]).rehearsal
