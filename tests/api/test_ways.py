"""The ways to answer a request by programs: read with the price, and one of them chosen."""

from datetime import date, datetime, time

import pytest

from eichhorn.foundation import clock
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import wall
from tests import make
from tests.api.test_plan_and_words import program, said
from tests.make.api import Program

__all__ = ["program"]
pytestmark = pytest.mark.django_db


def test_a_program_reads_the_ways_and_takes_one_exactly_as_it_was_named(
    program: Program, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "now", lambda: make.people.NOW)
    channel = make.planning.channel(places=make.planning.every_workday())
    goal = make.strategy.goal("Vertrauen")
    for day in (10, 11, 12, 15, 16):
        at = datetime.combine(date(2026, 6, day), time(11))
        make.planning.slot(f"Beitrag {day}", channels=[channel], at=at, goal=goal if day == 10 else None)
    request = make.desk.request(wish=datetime(2026, 6, 10, 10), channels=[channel])
    price = said(program.get(f"/requests/{request.pk}/price"))
    best = price["ways"][0]
    assert (best["at_local"], best["proven"]) == ("2026-06-11T11:00", True)
    assert [moved["title"] for moved in best["displaced"]] == ["Beitrag 11"]
    chosen = {
        "answer": "later", "text": "Der Donnerstag ist für Sie frei.", "channels": price["channels"],
        "planned_local": best["at_local"],
    }  # fmt: skip
    wrong = program.post(f"/requests/{request.pk}/answers", {**chosen, "way": "0" * 32})
    assert wrong.status_code == 409
    assert said(program.get(f"/requests/{request.pk}"))["state"] == "received"
    answered = said(program.post(f"/requests/{request.pk}/answers", {**chosen, "way": best["fingerprint"]}))
    assert answered["state"] == "accepted"
    moved = Slot.objects.get(title="Beitrag 11")
    assert wall(moved.planned_local).isoformat("T", "minutes") == best["displaced"][0]["after_local"]
