"""What we ask departments for, by program."""

import pytest

from eichhorn.allies.rules import Gift
from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from tests import make
from tests.api.test_plan_and_words import said
from tests.make.api import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def trainer() -> Person:
    person: Person = make.people.person("Jens Kruse", department=make.people.department("Werkstatt"))
    return person


def test_a_program_finds_whom_to_ask_asks_and_notes_what_was_answered(program: Program, trainer: Person) -> None:
    now = clock.now()
    make.allies.ally(trainer, about="Drehbank", gives=(Gift.VOICE,), now=now)
    found = said(program.get("/asks/whom", about="Die neue Drehbank"))["free"]
    assert [(one["person"]["name"], one["wants"], one["knows_of_it"]) for one in found] == [
        ("Jens Kruse", ["voice"], True)
    ]
    sent = {"ally": found[0]["id"], "title": "Die neue Drehbank", "wants": ["voice"], "letter": "Mögen Sie erzählen?"}
    made = said(program.post("/asks", sent), 201)
    assert (made["state"], made["way"], made["department"]) == ("drafted", "mail", "Werkstatt")
    at = f"/asks/{made['id']}"
    assert said(program.post(f"{at}/send"))["state"] == "asked"
    assert said(program.post(f"{at}/send"), 409)["reason"] == "asked"
    assert "Mögen Sie erzählen?" in make.notices.text_to(trainer.email)
    other = said(program.post("/asks", sent | {"title": "Noch etwas"}), 201)
    assert said(program.post(f"/asks/{other['id']}/send"), 409)["reason"] == "open"
    told = said(program.post(f"{at}/told", {"words": "Drei Wochen."}))
    assert (told["state"], len(told["ideas"])) == ("given", 1)
    assert [one["id"] for one in said(program.get("/asks", state="given"))["items"]] == [made["id"]]
    assert said(program.get(f"/ideas/{told['ideas'][0]}"))["had_by"] == "Jens Kruse"
    assert said(program.post(f"{at}/no", {"no": "no_time"}), 409)["reason"] == "given"


def test_days_that_are_past_and_things_that_are_not_there_are_refused_at_their_place(
    program: Program, trainer: Person
) -> None:
    entry = make.allies.ally(trainer, now=clock.now())
    sent = {"ally": entry.pk, "title": "Drehbank", "wants": ["photo"], "letter": "Ein Foto?"}
    for wrong, place in (({"ally": 10**9}, "ally"), ({"due_on": "2020-01-01"}, "due_on"), ({"topic": 10**9}, "topic")):
        refused = said(program.post("/asks", sent | wrong), 422)
        assert [one["pointer"] for one in refused["errors"]] == [f"#/{place}"]
    made = said(program.post("/asks", sent), 201)
    said(program.post(f"/asks/{made['id']}/send"))
    assert (
        said(program.post(f"/asks/{made['id']}/promise", {"day": "2020-01-01"}), 422)["errors"][0]["pointer"] == "#/day"
    )
    assert said(program.post(f"/asks/{made['id']}/no", {"no": "other", "again_from": "2020-01-01"}), 422)


def test_who_only_reads_finds_nobody_to_ask(trainer: Person) -> None:
    make.allies.ally(trainer, now=clock.now())
    reader = make.api.program(make.people.person(role=RoleKind.READER))
    for path in ("/asks", "/asks/whom?about=Drehbank"):
        assert reader.get(path).status_code == 403


def test_thanks_are_said_once(program: Program, trainer: Person) -> None:
    by, now = make.people.person(role=RoleKind.MANAGER), clock.now()
    asked = make.allies.asked(make.allies.ally(trainer, now=now), by=by, now=now)
    assert said(program.post(f"/asks/{asked.pk}/thank", {"text": "Danke"}), 409)["reason"] == "asked"
    make.allies.given(asked, now=now)
    assert said(program.post(f"/asks/{asked.pk}/thank", {"text": "Danke"}))["thanked_at"]
    assert said(program.post(f"/asks/{asked.pk}/thank", {"text": "Danke"}), 409)


def test_a_request_is_handed_on_and_a_call_noted(program: Program) -> None:
    request, team = make.desk.request("Sommerfest"), make.people.team("Technik")
    at = f"/requests/{request.pk}"
    sent = {"team": team.pk, "text": "Die Technik weiß mehr darüber."}
    assert said(program.post(f"{at}/hand-on", sent))["state"] == "received"
    assert said(program.post(f"{at}/hand-on", sent), 409)["reason"] == "same_team"
    assert said(program.post(f"{at}/hand-on", sent | {"team": 10**9}), 422)["errors"][0]["pointer"] == "#/team"
    request.refresh_from_db()
    assert request.team == team
    said(program.post(f"{at}/called", {"text": "Freitag reicht ihm auch."}))
    assert [one.kind for one in request.answers.order_by("pk")] == ["hand_on", "called"]
