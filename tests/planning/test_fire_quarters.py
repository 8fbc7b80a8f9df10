"""The fire budget of a quarter: its weeks, its ceiling, and what a price does with it."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from eichhorn.people.rules import RoleKind
from eichhorn.planning import queries
from eichhorn.planning.models import FireBudget, Slot
from eichhorn.planning.rules import Budget, Price, Wish
from eichhorn.planning.rules.fire import ceiling, quarter_of, weeks_of_quarter
from tests import make

MONDAY = date(2026, 6, 8)
AT = datetime(2026, 6, 10, 11)


@given(st.dates(date(2000, 1, 3), date(2100, 1, 1)))
def test_every_week_belongs_to_exactly_one_quarter_and_the_quarters_of_a_year_are_its_weeks(day: date) -> None:
    monday = day - timedelta(days=day.weekday())
    weeks = weeks_of_quarter(monday)
    assert monday in weeks
    assert 12 <= len(weeks) <= 14
    assert {quarter_of(one) for one in weeks} == {quarter_of(monday)}
    assert quarter_of(weeks[0] - timedelta(weeks=1)) != quarter_of(monday) != quarter_of(weeks[-1] + timedelta(weeks=1))


def test_the_week_over_the_turn_of_the_year_belongs_to_the_year_of_its_thursday() -> None:
    assert quarter_of(date(2026, 12, 28)) == (2026, 4), "week 53"
    assert quarter_of(date(2025, 12, 29)) == (2026, 1)


def test_a_quarter_may_spend_what_was_declared_for_it_else_the_sum_of_its_weeks() -> None:
    assert ceiling(None, [None, 120, 120]) == 240
    assert ceiling(100, [120, 120]) == 100
    assert ceiling(0, [120]) == 0, "none was declared on purpose"


def test_a_price_exceeds_the_week_or_the_quarter_and_both_sides_of_each_border_are_told_apart() -> None:
    price = Price(Wish(frozenset({1}), AT, make.planning.ZONE, 60), AT, (), (), 60, Budget(120, 0, 600, 540))
    assert (price.minutes_over, price.needs_reason) == (0, False)
    over = replace(price, budget=Budget(120, 0, 600, 541))
    assert (over.week_over, over.quarter_over, over.minutes_over) == (0, 1, 1)
    assert over.needs_reason
    assert over.fingerprint != price.fingerprint
    assert Budget(120, 0, 600, 541).left == 59
    assert Budget(120, 100, 600, 0).left == 20
    assert Budget(None, 5, 600, 0).left is None


@pytest.mark.django_db
def test_what_other_weeks_of_the_quarter_spent_counts_and_those_of_the_next_do_not() -> None:
    make.planning.budget(120)
    channel = make.planning.channel()
    for day in (date(2026, 4, 6), date(2026, 6, 29)):
        slot = make.planning.slot(channels=[channel], at=datetime.combine(day, AT.time()), effort_minutes=50)
        Slot.objects.filter(pk=slot.pk).update(spontaneous=True, budget_week=day)
    assert queries.budget(MONDAY) == Budget(120, 0, 13 * 120, 50)
    FireBudget.objects.update(minutes_per_quarter=300)
    assert queries.budget(MONDAY) == Budget(120, 0, 300, 50)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("typed", "kept"), [("", None), ("0", 0), ("20", 1200), ("2352", 141_120), ("2353", "refused"), ("-1", "refused")]
)
def test_the_hours_of_a_quarter_are_set_beside_those_of_the_week(typed: str, kept: object) -> None:
    client = make.people.client_of(make.people.person(role=RoleKind.MANAGER))
    answer = client.post(reverse("planning:budget"), {"hours": "2", "quarter_hours": typed, "from_day": "8.6.2026"})
    if kept == "refused":
        assert answer.status_code == 422
        assert not FireBudget.objects.exists()
    else:
        assert FireBudget.objects.get().minutes_per_quarter == kept
