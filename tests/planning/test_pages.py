"""The pages of the plan, as people use them."""

from datetime import date, datetime, time

import pytest
from django.urls import reverse

from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import FireBudget, KindOfWork, Move, Place, Slot, Terms
from eichhorn.planning.rules import Stage
from tests import make

pytestmark = pytest.mark.django_db
NOW = make.people.NOW
JUNE = {"year": 2026, "month": 6}


def months() -> str:
    return reverse("calendar:month", args=[2026, 6])


@pytest.fixture
def manager(house: Organisation):
    return make.people.client_of(make.people.person("Miriam Aydın", role=RoleKind.MANAGER))


@pytest.fixture
def reader(house: Organisation):
    return make.people.client_of(make.people.person(role=RoleKind.READER))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("28.3.2027 2:30", "Uhren vorgestellt"),
        ("31.2.2027 10:00", "gibt es nicht"),
        ("<b>bald</b>", "verstehen"),
        ("", "Datum"),
        ("26.6.2026 25:00", "Uhrzeit"),
    ],
)
def test_a_date_that_cannot_be_is_said_at_the_field_and_nothing_moves(manager, typed: str, said: str) -> None:
    slot = make.planning.slot(at=datetime(2026, 6, 25, 14))
    answer = manager.post(reverse("moving:place", args=[slot.pk]), {"when": typed})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "<b>bald</b>" not in answer.content.decode()
    assert not Move.objects.exists()


def test_a_reader_moves_nothing(reader) -> None:
    slot = make.planning.slot()
    assert reader.get(reverse("moving:place", args=[slot.pk])).status_code == 403
    assert reader.post(reverse("moving:place", args=[slot.pk]), {"when": "26.6.2026 9:30"}).status_code == 403
    page = reader.get(reverse("planning:slot", args=[slot.pk])).content.decode()
    assert reverse("moving:place", args=[slot.pk]) not in page


def test_something_is_planned_with_a_title_alone(manager) -> None:
    answer = manager.post(reverse("planning:new"), {"title": "Danke an die Spätschicht"})
    assert answer.status_code == 303
    slot = Slot.objects.get()
    assert (slot.title, slot.planned_local, slot.stage) == ("Danke an die Spätschicht", None, Stage.IDEA)


def test_describing_keeps_the_date(manager) -> None:
    slot = make.planning.slot("Alt", at=datetime(2026, 6, 25, 14))
    goal, channel = make.strategy.goal(), make.planning.channel()
    answer = manager.post(
        reverse("planning:edit", args=[slot.pk]),
        {"title": "<i>Neu</i>", "goal": goal.pk, "channels": [channel.pk], "is_fixed": "on"},
    )
    assert answer.status_code == 303
    slot.refresh_from_db()
    assert (slot.title, slot.goal, slot.movable, list(slot.channels.all())) == ("<i>Neu</i>", goal, False, [channel])
    assert slot.planned_local.replace(tzinfo=None) == datetime(2026, 6, 25, 14)
    assert "<i>Neu</i>" not in manager.get(reverse("planning:slot", args=[slot.pk])).content.decode()


def test_putting_back_takes_it_out_of_the_plan_and_deletes_nothing(manager) -> None:
    slot = make.planning.slot("Später vielleicht")
    manager.post(reverse("planning:put_back", args=[slot.pk]))
    slot.refresh_from_db()
    assert slot.stage == Stage.CANCELLED
    manager.get(months())
    assert "Später vielleicht" not in manager.get(months()).content.decode()


def test_what_is_out_is_not_put_back(manager) -> None:
    slot = make.planning.slot(stage=Stage.OUT)
    manager.post(reverse("planning:put_back", args=[slot.pk]))
    slot.refresh_from_db()
    assert slot.stage == Stage.OUT


def test_places_are_typed_as_times_in_a_line(manager) -> None:
    channel = make.planning.channel("Mastodon")
    address = reverse("planning:places", args=[channel.pk])
    assert manager.post(address, {"day_0": "9:30, 14", "day_4": "11.00"}).status_code == 303
    assert set(Place.objects.values_list("weekday", "at")) == {(0, time(9, 30)), (0, time(14)), (4, time(11))}
    assert manager.post(address, {"day_0": "14:00"}).status_code == 303
    assert set(Place.objects.values_list("weekday", "at")) == {(0, time(14))}
    answer = manager.post(address, {"day_0": "bald"})
    assert answer.status_code == 422
    assert Place.objects.count() == 1


def test_budget_effort_and_lead_time_are_changed_on_their_page(manager) -> None:
    assert manager.post(reverse("planning:budget"), {"hours": "2,5", "from_day": "10.6.2026"}).status_code == 303
    assert FireBudget.objects.get().from_monday == date(2026, 6, 8)
    assert FireBudget.objects.get().minutes_per_week == 150
    assert manager.post(reverse("planning:new_kind"), {"name": "Film", "effort_minutes": "240"}).status_code == 303
    kind = KindOfWork.objects.get()
    assert (
        manager.post(reverse("planning:kind", args=[kind.pk]), {"name": "Film", "effort_minutes": "200"}).status_code
        == 303
    )
    assert KindOfWork.objects.get().effort_minutes == 200
    assert manager.post(reverse("planning:terms"), {"lead_days": "3", "holidays_of": "de-by"}).status_code == 303
    assert (Terms.objects.get().lead_days, Terms.objects.get().holidays_of) == (3, "DE-BY")
    assert manager.post(reverse("planning:terms"), {"lead_days": "3", "holidays_of": "XX"}).status_code == 422
    assert "2,5 Stunden" in manager.get(reverse("planning:cadence")).content.decode()


def test_a_reader_sees_places_and_budget_but_changes_nothing(reader) -> None:
    channel = make.planning.channel()
    assert reader.get(reverse("planning:cadence")).status_code == 200
    assert reader.post(reverse("planning:budget"), {"hours": "2", "from_day": "10.6.2026"}).status_code == 403
    assert reader.post(reverse("planning:terms"), {"lead_days": "2", "holidays_of": ""}).status_code == 403
    assert reader.get(reverse("planning:places", args=[channel.pk])).status_code == 403
    assert reader.get(reverse("planning:new_kind")).status_code == 403
    assert reader.get(reverse("planning:new")).status_code == 403


def test_nobody_sees_the_plan_without_signing_in(house: Organisation) -> None:
    for name in ("planning:goals", "planning:cadence", "planning:new"):
        assert make.people.guest().get(reverse(name)).status_code == 302


def test_what_was_put_back_is_taken_up_again(manager, reader) -> None:
    slot = make.planning.slot(stage=Stage.CANCELLED)
    address = reverse("planning:take_up", args=[slot.pk])
    assert address in manager.get(reverse("planning:slot", args=[slot.pk])).content.decode()
    assert reader.post(address).status_code == 403
    assert manager.post(address).status_code == 303
    slot.refresh_from_db()
    assert slot.stage == Stage.DRAFT
