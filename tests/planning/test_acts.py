"""Moving several slots in one act, and taking it back."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from eichhorn.foundation.models import AuditEvent
from eichhorn.people.models import Organisation
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import rules, services
from eichhorn.planning.models import Move, Moving, Slot
from eichhorn.planning.rules import NoSuchTime, Stage
from eichhorn.planning.services.acts import Wish
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW
THU = datetime(2026, 6, 11, 14)
FRI = datetime(2026, 6, 12, 14)


def _moved(*slots: Slot, by: timedelta = timedelta(days=1)) -> Moving:
    wishes = [Wish(slot.pk, rules.wall(slot.planned_local) + by) for slot in slots if slot.planned_local]
    act = services.move_many(wishes=wishes, by=None, now=NOW)
    assert act is not None
    return act


def _stands(slot: Slot) -> datetime | None:
    slot.refresh_from_db()
    return rules.wall(slot.planned_local) if slot.planned_local else None


def test_several_posts_move_in_one_act_and_come_back_in_one(house: Organisation) -> None:
    first, second = make.planning.slot(at=THU), make.planning.slot(at=THU)
    act = _moved(first, second)
    assert (_stands(first), _stands(second)) == (FRI, FRI)
    services.take_back(act=act, by=None, now=NOW)
    assert (_stands(first), _stands(second)) == (THU, THU)


def test_what_was_taken_back_can_be_done_once_more_and_nothing_is_taken_back_twice(house: Organisation) -> None:
    slot = make.planning.slot(at=THU)
    act = _moved(slot)
    back = services.take_back(act=act, by=None, now=NOW)
    with pytest.raises(services.ChangedSince):
        services.take_back(act=act, by=None, now=NOW)
    services.take_back(act=back, by=None, now=NOW)
    assert _stands(slot) == FRI
    with pytest.raises(services.ChangedSince):
        services.take_back(act=act, by=None, now=NOW)  # it stands there again, but by another act


def test_an_idea_that_got_a_date_loses_it_again(house: Organisation) -> None:
    slot = make.planning.slot(at=None)
    act = services.move_many(wishes=[Wish(slot.pk, FRI)], by=None, now=NOW)
    assert act is not None
    services.take_back(act=act, by=None, now=NOW)
    assert _stands(slot) is None
    assert slot.due_at is None


def test_what_one_moved_since_is_not_taken_back_for_any(house: Organisation) -> None:
    first, second = make.planning.slot(at=THU), make.planning.slot(at=THU)
    act = _moved(first, second)
    services.move(slot=second, planned_local=datetime(2026, 6, 15, 9), by=None, now=NOW)
    with pytest.raises(services.ChangedSince) as refused:
        services.take_back(act=act, by=None, now=NOW)
    assert [slot.pk for slot in refused.value.slots] == [second.pk]
    assert _stands(first) == FRI


def test_what_was_approved_for_its_new_date_is_not_taken_back(house: Organisation) -> None:
    slot = make.planning.slot(at=THU, stage=Stage.IN_REVIEW)
    act = _moved(slot)
    services.advance(slot=slot, to=Stage.APPROVED, now=NOW)
    with pytest.raises(services.ChangedSince):
        services.take_back(act=act, by=None, now=NOW)


def test_what_was_approved_before_and_still_is_can_be_taken_back(house: Organisation) -> None:
    slot = make.planning.slot(at=THU, stage=Stage.APPROVED)
    services.take_back(act=_moved(slot), by=None, now=NOW)
    assert _stands(slot) == THU


def test_what_is_out_since_is_not_taken_back(house: Organisation) -> None:
    slot = make.planning.slot(at=THU, stage=Stage.APPROVED)
    act = _moved(slot)
    services.advance(slot=slot, to=Stage.OUT, now=NOW)
    with pytest.raises(services.NotMovable):
        services.take_back(act=act, by=None, now=NOW)
    assert _stands(slot) == FRI


@pytest.mark.parametrize(
    ("other", "refused"),
    [(Stage.OUT, services.NotMovable), (Stage.CANCELLED, services.NotMovable), (Stage.NEEDS_SOMEONE, None)],
)
def test_where_one_is_history_none_moves(house: Organisation, other: Stage, refused: type[Exception] | None) -> None:
    first, second = make.planning.slot(at=THU), make.planning.slot(at=THU, stage=other)
    if refused is None:
        _moved(first, second)
    else:
        with pytest.raises(refused):
            _moved(first, second)
    assert _stands(first) == (FRI if refused is None else THU)


def test_where_the_clock_skips_the_time_of_one_none_moves(house: Organisation) -> None:
    first = make.planning.slot(at=datetime(2027, 3, 27, 14))
    second = make.planning.slot(at=datetime(2027, 3, 27, 2, 30))
    with pytest.raises(NoSuchTime):
        _moved(first, second)
    assert _stands(first) == datetime(2027, 3, 27, 14)
    assert not Move.objects.exists()


def test_the_wall_clock_stays_across_summer_time(house: Organisation) -> None:
    slot = make.planning.slot(at=datetime(2027, 3, 27, 9))
    _moved(slot)
    assert _stands(slot) == datetime(2027, 3, 28, 9)
    assert slot.due_at == datetime(2027, 3, 28, 7, tzinfo=UTC)


def test_whoever_may_not_plan_on_one_of_the_channels_moves_none(house: Organisation) -> None:
    own, other = make.planning.channel(), make.planning.channel()
    planner = make.people.person(role=RoleKind.MANAGER, channels=[own.pk])
    first, second = make.planning.slot(at=THU, channels=[own]), make.planning.slot(at=THU, channels=[other])
    wishes = [Wish(first.pk, FRI), Wish(second.pk, FRI)]
    with pytest.raises(NotAllowed):
        services.move_many(wishes=wishes, by=planner, now=NOW)
    assert _stands(first) == THU
    act = services.move_many(wishes=wishes, by=None, now=NOW)
    assert act is not None
    with pytest.raises(NotAllowed):
        services.take_back(act=act, by=planner, now=NOW)


def test_where_one_stands_elsewhere_than_it_was_seen_none_moves(house: Organisation) -> None:
    first, second = make.planning.slot(at=THU), make.planning.slot(at=THU)
    services.move(slot=second, planned_local=datetime(2026, 6, 15, 9), by=None, now=NOW)
    with pytest.raises(services.ChangedSince) as refused:
        services.move_many(
            wishes=[Wish(first.pk, FRI), Wish(second.pk, FRI)], by=None, now=NOW, seen={first.pk: THU, second.pk: THU}
        )
    assert [slot.pk for slot in refused.value.slots] == [second.pk]
    assert _stands(first) == THU


def test_where_all_stand_there_already_nothing_happens(house: Organisation) -> None:
    slot = make.planning.slot(at=THU)
    assert services.move_many(wishes=[Wish(slot.pk, THU)], by=None, now=NOW) is None
    assert not Moving.objects.exists()


def test_a_post_that_is_gone_moves_none(house: Organisation) -> None:
    slot = make.planning.slot(at=THU)
    with pytest.raises(Slot.DoesNotExist):
        services.move_many(wishes=[Wish(slot.pk, FRI), Wish(slot.pk + 1, FRI)], by=None, now=NOW)
    assert _stands(slot) == THU


def test_every_move_of_an_act_is_in_the_audit_with_its_act(house: Organisation) -> None:
    first, second = make.planning.slot(at=THU), make.planning.slot(at=THU)
    act = _moved(first, second)
    told = AuditEvent.objects.filter(verb="planning.moved").order_by("object_id")
    assert [(one.object_id, one.details["act"]) for one in told] == [(first.pk, act.pk), (second.pk, act.pk)]


def test_many_move_with_as_few_questions_as_few(
    house: Organisation, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    manager = make.people.person(role=RoleKind.MANAGER)
    for number in (2, 40):
        slots = [make.planning.slot(at=THU, channels=[make.planning.channel()]) for _ in range(number)]
        wishes = [Wish(slot.pk, FRI) for slot in slots]
        with django_assert_num_queries(10):
            services.move_many(wishes=wishes, by=manager, now=NOW)


@given(
    local=st.datetimes(datetime(2026, 1, 1), datetime(2028, 12, 31)).map(lambda at: at.replace(second=0, microsecond=0)),
    days=st.integers(-400, 400),
    zone=st.sampled_from(["Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Casablanca"]),
)  # fmt: skip
def test_a_move_by_days_keeps_the_clock_on_the_wall_or_says_that_it_skips_the_time(
    local: datetime, days: int, zone: str
) -> None:
    wanted = local + timedelta(days=days)
    try:
        moment = rules.instant(wanted, zone)
    except NoSuchTime:
        return
    assert rules.wall_of(moment, zone).time() == local.time()
