"""Topics and their briefs by programs."""

from typing import Any

import pytest

from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.topics import queries
from eichhorn.topics.models import Brief, Topic
from tests import make
from tests.make.api import Program

pytestmark = pytest.mark.django_db
TOPIC = {"name": "Wärme im Winter", "begins_on": "2026-09-01", "ends_on": "2026-12-01"}


def said(answer: Any, status: int = 200) -> dict[str, Any]:
    assert answer.status_code == status, answer.content
    body: dict[str, Any] = answer.json()
    return body


@pytest.fixture
def manager() -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def program(manager: Person) -> Program:
    return make.api.program(manager)


def test_a_topic_is_set_briefed_changed_and_read(program: Program, manager: Person) -> None:
    families, pillar = make.topics.audience("Familien"), make.strategy.pillar()
    made = said(program.post("/topics", {**TOPIC, "audiences": [families.pk], "pillar": pillar.pk}), 201)
    assert (made["owner"]["id"], made["brief"], made["state"]) == (manager.pk, None, "idea")
    at = f"/topics/{made['id']}"
    first = said(program.put(f"{at}/brief", {"based_on": 0, "message": "Wir sagen es vorher."}))
    again = said(program.put(f"{at}/brief", {"based_on": 1, "message": "Wir sagen es vorher."}))
    assert (first["number"], again["number"]) == (1, 1), "the same words make no version"
    late = program.put(f"{at}/brief", {"based_on": 0, "message": "Anders."})
    assert (late.status_code, late.json()["latest"]) == (409, 1)
    said(program.put(at, {**TOPIC, "name": "Wärme", "state": "planned", "audiences": [families.pk]}))
    read = said(program.get(at))
    assert (read["name"], read["state"], read["brief"]["message"]) == ("Wärme", "planned", "Wir sagen es vorher.")
    assert list(Topic.objects.get().audiences.all()) == [families]
    assert [one["id"] for one in said(program.get("/topics"))["items"]] == [made["id"]]


def test_a_post_is_planned_for_a_topic_and_belongs_to_it(program: Program) -> None:
    topic = make.topics.topic(goal=make.strategy.goal())
    made = said(program.post(f"/topics/{topic.pk}/posts", {"title": "Heizen mit Fernwärme"}), 201)
    assert queries.topic_of(made["slot"]) == topic
    assert said(program.get(f"/slots/{made['slot']}"))["goal"] == topic.goal.pk


@pytest.mark.parametrize(("wrong", "place"), [
    ({"ends_on": "2026-09-01"}, "#/ends_on"), ({"audiences": [999]}, "#/audiences/0"), ({"pillar": 999}, "#/pillar"),
    ({"name": " "}, "#/name"), ({"state": "sold"}, "#/state"),
])  # fmt: skip
def test_what_does_not_fit_is_named_at_its_place(program: Program, wrong: dict[str, object], place: str) -> None:
    answer = said(program.post("/topics", {**TOPIC, **wrong}), 422)
    assert [one["pointer"] for one in answer["errors"]] == [place]
    assert not Topic.objects.exists()


def test_a_resting_audience_stays_with_the_topic_that_has_it(program: Program) -> None:
    audience = make.topics.audience("Familien")
    topic = make.topics.topic(audiences=[audience])
    type(audience).objects.update(rests=True)
    said(program.put(f"/topics/{topic.pk}", {**TOPIC, "audiences": [audience.pk]}))
    said(program.post("/topics", {**TOPIC, "audiences": [audience.pk]}), 422)
    assert Brief.objects.count() == 0
