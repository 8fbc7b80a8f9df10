"""Hours, absences and deputies by programs, and undoing an acceptance."""

from datetime import date, datetime
from typing import Any

import pytest

from eichhorn.duty.models import Absence, Deputy, WorkingWeek
from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.make.api import Program
from tests.make.people import NOW

pytestmark = pytest.mark.django_db
WEEK = [480, 480, 480, 480, 360, 0, 0]


def said(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    body: dict[str, Any] = answer.json()
    return body


@pytest.fixture(autouse=True)
def nine_o_clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """The interface asks the clock."""
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def manager() -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def program(manager: Person) -> Program:
    return make.api.program(manager)


def test_a_program_tells_its_owners_hours_absences_and_deputy_and_takes_them_back(program: Program) -> None:
    deputy = make.people.person()
    told = said(program.put("/duty/hours", {"from_day": "2026-06-08", "minutes": WEEK}))
    assert told["hours"] == [{"from_day": "2026-06-08", "minutes": WEEK}]
    away = said(program.post("/duty/absences", {"begins_on": "2026-06-15", "ends_on": "2026-06-16", "half": True}), 201)
    named = said(program.post("/duty/deputies", {"deputy": deputy.pk, "begins_on": "2026-06-15"}), 201)
    found = said(program.get("/duty"))
    assert (found["absences"], found["deputies"]) == ([away], [named])
    said(program.post(f"/duty/absences/{away['id']}/take-back", {}))
    said(program.post(f"/duty/deputies/{named['id']}/release", {}))
    assert not Absence.objects.exists()
    assert not Deputy.objects.exists()


@pytest.mark.parametrize(("minutes", "holds"), [(0, True), (960, True), (961, False), (-1, False)])
def test_a_day_that_no_week_has_is_refused_at_its_place(program: Program, minutes: int, holds: bool) -> None:
    answer = program.put("/duty/hours", {"from_day": "2026-06-08", "minutes": [minutes, 0, 0, 0, 0, 0, 0]})
    assert answer.status_code == (200 if holds else 422)
    assert WorkingWeek.objects.exists() == holds


def test_what_overlaps_ends_too_soon_or_names_nobody_is_refused(program: Program, manager: Person) -> None:
    make.duty.away(manager, date(2026, 6, 15))
    for path, sent, status in (
        ("/duty/absences", {"begins_on": "2026-06-15", "ends_on": "2026-06-16"}, 409),
        ("/duty/absences", {"begins_on": "2026-06-20", "ends_on": "2026-06-20"}, 422),
        ("/duty/absences", {"begins_on": "2041-06-20", "ends_on": "2041-06-21"}, 409),
        ("/duty/deputies", {"deputy": manager.pk, "begins_on": "2026-06-15"}, 422),
        ("/duty/deputies", {"deputy": 999_999, "begins_on": "2026-06-15"}, 422),
    ):
        assert program.post(path, sent).status_code == status, (path, sent)
    assert Absence.objects.count() == 1


def test_nobody_takes_back_what_others_told(manager: Person) -> None:
    author = make.api.program(make.people.person(role=RoleKind.AUTHOR))
    away = make.duty.away(manager, date(2026, 6, 15))
    assert author.post(f"/duty/absences/{away.pk}/take-back", {}).status_code == 403
    assert Absence.objects.exists()


def test_the_weeks_of_the_team_are_sums_with_the_names_that_are_missing(program: Program, manager: Person) -> None:
    assert said(program.get("/team-weeks")) == {"items": []}
    make.duty.week(manager)
    make.people.person("Lena Hoffmann", role=RoleKind.AUTHOR)
    make.planning.slot(channels=[make.planning.channel()], at=datetime(2026, 6, 10, 9), effort_minutes=90)
    first, *others = said(program.get("/team-weeks"))["items"]
    assert len(others) == 11
    assert first == {
        "monday": "2026-06-08", "minutes": sum(WEEK), "planned_minutes": 90, "untold": ["Lena Hoffmann"], "holidays": [],
    }  # fmt: skip
