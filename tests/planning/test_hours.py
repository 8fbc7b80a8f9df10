"""The weeks of the team: its hours beside the work that is planned, and whose hours are missing."""

from datetime import date, datetime

import pytest
from django.urls import reverse

from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import queries
from eichhorn.planning.rules import Stage
from tests import make
from tests.make import Counting
from tests.make.people import NOW

pytestmark = pytest.mark.django_db
MONDAY = date(2026, 6, 8)
NEXT = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages ask the clock."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def manager() -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


def test_a_week_holds_from_monday_to_sunday_and_neither_rehearsals_nor_what_was_put_back(manager: Person) -> None:
    channel = make.planning.channel()
    for day, minutes in ((7, 1), (8, 10), (14, 20), (15, 100)):
        make.planning.slot(channels=[channel], at=datetime(2026, 6, day, 23, 59), effort_minutes=minutes)
    make.planning.slot(channels=[channel], at=datetime(2026, 6, 9, 9), effort_minutes=500, stage=Stage.CANCELLED)
    assert queries.planned_minutes([MONDAY, NEXT]) == {MONDAY: 30, NEXT: 100}


def test_public_holidays_of_the_house_are_not_in_the_hours(manager: Person) -> None:
    make.duty.week(manager, from_day=date(2026, 1, 5))
    whit = date(2026, 5, 25)
    [week] = queries.team_weeks([whit], now=NOW)
    assert week.minutes == sum(make.duty.FULL) - 480
    assert week.holidays == ("Pfingstmontag",)


def test_only_a_week_that_all_have_told_bounds_the_plan(manager: Person) -> None:
    told = {"holidays_of": "DE", "now": NOW}
    assert queries.team_minutes([MONDAY], **told) == {}
    make.duty.week(manager, from_day=NEXT)
    assert queries.team_minutes([MONDAY, NEXT], **told) == {NEXT: sum(make.duty.FULL)}
    make.people.person(role=RoleKind.AUTHOR)
    assert queries.team_minutes([MONDAY, NEXT], **told) == {}
    make.people.person(role=RoleKind.READER)


def test_the_page_shows_sums_to_all_and_the_way_to_a_persons_hours_only_to_who_steers(manager: Person) -> None:
    lena = make.people.person("Lena Hoffmann", role=RoleKind.AUTHOR)
    assert "Noch niemand hat Stunden angegeben" in _page(lena)
    make.duty.week(lena, (600, 0, 0, 0, 0, 0, 0))
    make.planning.slot(channels=[make.planning.channel()], at=datetime(2026, 6, 10, 9), effort_minutes=660)
    seen = _page(lena)
    assert "mindestens 10 Stunden" in seen
    assert "<td>11 Stunden</td>" in seen
    assert "Noch ohne Angabe und deshalb nicht mitgezählt: Miriam Aydın." in seen
    assert "zu viel" not in seen, "with hours missing nobody knows"
    assert reverse("duty:of", args=[manager.pk]) not in seen
    assert reverse("duty:of", args=[manager.pk]) in _page(manager)
    make.duty.week(manager, (0,) * 7)
    seen = _page(manager)
    assert "<td>10 Stunden</td>" in seen
    assert "1 Stunde zu viel" in seen
    assert "1 Stunde mehr verplant" in " ".join(seen.split())


def test_the_weeks_are_drawn_with_what_is_planned_what_is_unknown_and_where_a_holiday_is(manager: Person) -> None:
    make.duty.week(manager, (600, 0, 0, 0, 0, 0, 0))
    channel = make.planning.channel()
    make.planning.slot(channels=[channel], at=datetime(2026, 6, 10, 9), effort_minutes=300)
    make.planning.slot(channels=[channel], at=datetime(2026, 6, 17, 9), effort_minutes=1200)
    drawn = _drawing(_page(manager))
    assert '<rect class="b" x="3" y="75.00" width="4" height="25.00"/>' in drawn, "a quarter of the highest column"
    assert '<rect class="over" x="13" y="0.00" width="4" height="100.00"/>' in drawn
    assert 'class="unknown"' not in drawn
    make.people.person(role=RoleKind.AUTHOR)
    drawn = _drawing(_page(manager))
    assert drawn.count('class="unknown"') == 12
    assert 'class="over"' not in drawn, "with hours missing nobody knows"


def test_a_plan_without_any_minutes_is_drawn_all_the_same(manager: Person) -> None:
    make.duty.week(manager, (0,) * 7)
    assert _drawing(_page(manager)).count("<rect") == 24


def test_the_page_asks_no_more_the_more_people_there_are(
    manager: Person, django_assert_max_num_queries: Counting
) -> None:
    for _number in range(5):
        make.duty.week(make.people.person(role=RoleKind.AUTHOR))
    client = make.people.client_of(manager)
    with django_assert_max_num_queries(24):
        assert client.get(reverse("planning:hours")).status_code == 200


def _page(person: Person) -> str:
    return make.people.client_of(person).get(reverse("planning:hours")).content.decode()


def _drawing(page: str) -> str:
    return page.split('<svg class="columns"')[1].split("</svg>", maxsplit=1)[0]
