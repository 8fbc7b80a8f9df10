"""Series: each time stands in the plan once, and what people have touched stays as it stands."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction

from eichhorn.foundation.models import AuditEvent
from eichhorn.people.models import Organisation
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import queries, rules, services
from eichhorn.planning.models import Series, Slot
from eichhorn.planning.queries.series import AHEAD
from eichhorn.planning.rules import Stage
from eichhorn.planning.rules.series import Frequency, OnHoliday, Rule
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW
TUESDAYS = Rule(Frequency.WEEKLY, time(10), date(2026, 6, 9), weekdays=(1,))
LATER = NOW + timedelta(weeks=1)


@pytest.fixture(autouse=True)
def a_house(house: Organisation) -> None:
    """The organisation in whose zone a series comes."""


def wording(rule: Rule = TUESDAYS, **more) -> services.Wording:
    said = {"title": "Wasserwerte", "goal": None, "channels": (), "kind": None, "confidential": False}
    return services.Wording(**{**said, **more}, rule=rule)


def begun(rule: Rule = TUESDAYS, *, slot: Slot | None = None, **more) -> Series:
    return services.begin_series(wording=wording(rule, **more), zone="Europe/Berlin", by=None, now=NOW, slot=slot)


def planned(series: Series) -> list[datetime]:
    return [rules.wall(slot.planned_local) for slot in series.slots.order_by("planned_local")]


def test_the_next_eight_weeks_stand_in_the_plan_each_as_an_idea_of_its_own() -> None:
    channel = make.planning.channel()
    series = begun(channels=(channel,))
    assert planned(series)[0] == datetime(2026, 6, 9, 10), "nine o'clock has just struck; ten is still to come"
    assert len(planned(series)) == AHEAD.days // 7
    assert {slot.stage for slot in series.slots.all()} == {Stage.IDEA}
    assert all(list(slot.channels.all()) == [channel] for slot in series.slots.all())


def test_a_time_of_today_that_has_passed_does_not_come() -> None:
    assert planned(begun(replace(TUESDAYS, at=time(8))))[0] == datetime(2026, 6, 16, 8)


def test_the_sweep_adds_what_comes_nearer_once_and_only_once(django_assert_num_queries: make.Counting) -> None:
    series = begun()
    assert services.make_due(now=NOW) == 0
    assert services.make_due(now=LATER) == 1
    assert services.make_due(now=LATER) == 0
    assert len(planned(series)) == AHEAD.days // 7 + 1
    begun(title="Wochenende")
    services.make_due(now=LATER)
    with django_assert_num_queries(3):
        assert queries.due_occurrences(now=LATER) == ()


def test_the_database_holds_that_no_time_comes_twice() -> None:
    series = begun()
    first = series.slots.order_by("planned_local")[0]
    twin = make.planning.slot()
    with pytest.raises(IntegrityError, match="slot_is_one_time_of_its_series"), transaction.atomic():
        Slot.objects.filter(pk=twin.pk).update(
            series=series, series_day=first.series_day, series_local=first.series_local
        )


def test_a_time_that_was_put_back_or_moved_does_not_come_again() -> None:
    series = begun()
    first, second = series.slots.order_by("planned_local")[:2]
    services.advance(slot=first, to=Stage.CANCELLED, now=NOW)
    services.move(slot=second, planned_local=datetime(2026, 6, 17, 9), by=None, now=NOW)
    assert services.make_due(now=NOW) == 0


def test_a_change_of_the_series_changes_only_what_nobody_has_touched() -> None:
    series = begun()
    begun_one, moved, described, approved, *rest = series.slots.order_by("planned_local")
    services.advance(slot=begun_one, to=Stage.DRAFT, now=NOW)
    services.move(slot=moved, planned_local=datetime(2026, 6, 17, 9), by=None, now=NOW)
    services.describe(
        slot=described, title="Wasserwerte im Juni", goal=None, kind=None, effort_minutes=60, movable=True,
        confidential=False, channels=(), by=make.people.person(role=RoleKind.MANAGER), now=NOW,
    )  # fmt: skip
    for step in (Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED):
        services.advance(slot=approved, to=step, now=NOW)
    touched = {
        slot.pk: slot.planned_local
        for slot in Slot.objects.filter(pk__in=[s.pk for s in (begun_one, moved, described, approved)])
    }
    services.change_series(
        series=series, wording=wording(replace(TUESDAYS, at=time(15)), title="Werte"), by=None, now=NOW
    )
    assert {slot.pk: slot.planned_local for slot in Slot.objects.filter(pk__in=touched)} == touched
    followed = Slot.objects.filter(pk__in=[slot.pk for slot in rest])
    assert {(slot.title, rules.wall(slot.planned_local).time()) for slot in followed} == {("Werte", time(15))}
    assert followed.count() == len(rest), "a day that stays a day of the series keeps its slot"
    assert all(slot.due_at == rules.instant(slot.planned_local, slot.zone) for slot in followed)


def test_on_another_weekday_untouched_times_leave_and_new_ones_come() -> None:
    series = begun()
    first = series.slots.order_by("planned_local")[0]
    services.advance(slot=first, to=Stage.DRAFT, now=NOW)
    services.change_series(series=series, wording=wording(replace(TUESDAYS, weekdays=(3,))), by=None, now=NOW)
    days = [moment.date() for moment in planned(series)]
    assert days[0] == date(2026, 6, 9)
    assert {day.weekday() for day in days[1:]} == {3}
    assert AuditEvent.objects.filter(verb="planning.series_took_out").count() == AHEAD.days // 7 - 1


def test_ending_a_series_leaves_what_was_begun_and_nothing_else_ahead() -> None:
    series = begun()
    first = series.slots.order_by("planned_local")[0]
    for step in (Stage.DRAFT, Stage.IN_REVIEW, Stage.APPROVED):
        services.advance(slot=first, to=step, now=NOW)
    services.end_series(series=series, by=None, now=NOW)
    assert [slot.pk for slot in series.slots.all()] == [first.pk]
    assert Slot.objects.get(pk=first.pk).stage == Stage.APPROVED
    assert services.make_due(now=LATER) == 0
    services.end_series(series=series, by=None, now=LATER)
    assert AuditEvent.objects.filter(verb="planning.series_ended").count() == 1


def test_what_is_over_stays_as_it_was() -> None:
    series = begun()
    services.end_series(series=series, by=None, now=NOW + timedelta(days=1))
    assert planned(series) == [datetime(2026, 6, 9, 10)]


def test_a_slot_that_stands_on_a_day_of_the_series_becomes_that_time_of_it() -> None:
    slot = make.planning.slot("Wasserwerte Mai", at=datetime(2026, 6, 16, 10), stage=Stage.DRAFT)
    series = begun(slot=slot)
    slot.refresh_from_db()
    assert (slot.series_id, slot.series_day, slot.title) == (series.pk, date(2026, 6, 16), "Wasserwerte Mai")
    assert len(planned(series)) == AHEAD.days // 7


def test_a_slot_on_another_day_stays_on_its_own() -> None:
    slot = make.planning.slot(at=datetime(2026, 6, 17, 10))
    begun(slot=slot)
    slot.refresh_from_db()
    assert slot.series_id is None


def test_summer_time_ends_and_the_series_stays_at_ten() -> None:
    rule = replace(TUESDAYS, begins_on=date(2026, 10, 1))
    series = services.begin_series(
        wording=wording(rule), zone="Europe/Berlin", by=None, now=datetime(2026, 10, 1, 6, tzinfo=UTC)
    )
    slots = {slot.series_day: slot.due_at for slot in series.slots.all()}
    assert slots[date(2026, 10, 20)] == datetime(2026, 10, 20, 8, tzinfo=UTC)
    assert slots[date(2026, 10, 27)] == datetime(2026, 10, 27, 9, tzinfo=UTC)


def test_on_a_holiday_of_the_house_it_moves_and_says_why() -> None:
    services.set_terms(lead_days=5, holidays_of="DE-NW", by=None, now=NOW)
    rule = Rule(Frequency.MONTH_DAY, time(10), date(2026, 6, 9), month_day=3, on_holiday=OnHoliday.SHIFT)
    october = [one for one in queries.next_dates(rule, zone="Europe/Berlin", now=NOW) if one.day.month == 10]
    assert [(one.local, one.holiday) for one in october] == [(datetime(2026, 10, 5, 10), "Tag der Deutschen Einheit")]


def test_a_rule_that_means_no_day_to_come_is_refused() -> None:
    with pytest.raises(services.NeverComes):
        begun(replace(TUESDAYS, begins_on=date(2026, 1, 1), ends_on=date(2026, 2, 1)))


def test_whoever_may_not_plan_on_a_channel_begins_changes_and_ends_nothing_there() -> None:
    channel, other = make.planning.channel(), make.planning.channel()
    one = make.people.person(role=RoleKind.COMMUNITY, channels=[other.pk])
    with pytest.raises(NotAllowed):
        services.begin_series(wording=wording(channels=(channel,)), zone="Europe/Berlin", by=one, now=NOW)
    series = begun(channels=(channel,))
    with pytest.raises(NotAllowed):
        services.change_series(series=series, wording=wording(channels=(other,)), by=one, now=NOW)
    with pytest.raises(NotAllowed):
        services.end_series(series=series, by=one, now=NOW)


def test_a_retired_channel_leaves_the_times_to_come_and_the_series_may_still_change_them() -> None:
    channel, gone = make.planning.channel(), make.planning.channel()
    series = begun(channels=(channel, gone))
    gone.retired_on = NOW.date()
    gone.save()
    services.make_due(now=LATER)
    services.change_series(series=series, wording=wording(title="Werte", channels=(channel,)), by=None, now=LATER)
    assert {slot.title for slot in series.slots.filter(due_at__gt=LATER)} == {"Werte"}
