"""The pool of ideas, by program."""

import pytest

from eichhorn.content.models import Draft
from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from tests import make
from tests.api.test_plan_and_words import places, said
from tests.make.api import Program

pytestmark = pytest.mark.django_db


def test_an_idea_is_kept_changed_put_aside_and_brought_back(program: Program) -> None:
    picture = make.media.picture()
    sent = {
        "title": "Reiher am Klärwerk", "note": "Jeden Morgen", "link": "erlengrund.example/reiher", "tags": ["Wasser"],
        "attachments": [{"media": picture.digest, "alt": "Ein Reiher"}],
    }  # fmt: skip
    made = said(program.post("/ideas", sent), 201)
    assert (made["state"], made["link"], made["tags"]) == ("open", "https://erlengrund.example/reiher", ["Wasser"])
    assert [one["alt"] for one in made["attachments"]] == ["Ein Reiher"]
    at = f"/ideas/{made['id']}"
    assert said(program.put(at, {"title": "Graureiher", "based_on": 1}))["edition"] == 2
    assert program.put(at, {"title": "Reiher", "based_on": 1}).status_code == 409
    assert said(program.post(f"{at}/put-aside", {"because": "Erst im Herbst"}))["state"] == "aside"
    assert said(program.post(f"{at}/put-aside", {}), 409)["reason"] == "aside"
    assert said(program.get("/ideas"))["items"] == []
    assert [one["because"] for one in said(program.get("/ideas", state="aside"))["items"]] == ["Erst im Herbst"]
    assert said(program.post(f"{at}/bring-back"))["state"] == "open"
    assert [one["id"] for one in said(program.get("/ideas", words="GRAU"))["items"]] == [made["id"]]


def test_the_same_request_keeps_one_idea(program: Program) -> None:
    first, again = (said(program.post("/ideas", {"title": "Turm"}, key="einmal"), 201) for _ in range(2))
    assert first == again
    assert len(said(program.get("/ideas"))["items"]) == 1


def test_an_idea_becomes_one_post(program: Program, house: Organisation) -> None:
    idea, channel = make.ideas.idea(note="Drei neue"), make.channels.by_hand()
    taken = said(program.post(f"/ideas/{idea.pk}/take", {"channels": [channel.pk], "tags": ["Sommer"]}), 201)
    draft = Draft.objects.get()
    assert (taken["state"], taken["draft"]) == ("taken", draft.pk)
    assert said(program.get(f"/drafts/{draft.pk}"))["latest"]["text"] == "Drei neue"
    assert said(program.post(f"/ideas/{idea.pk}/take", {"channels": [channel.pk]}), 409)["reason"] == "taken"
    assert Draft.objects.count() == 1
    draft.slot.confidential = True
    draft.slot.save(update_fields=["confidential"])
    reader = make.api.program(make.people.person(role=RoleKind.READER))
    assert said(reader.get(f"/ideas/{idea.pk}"))["draft"] is None


@pytest.mark.parametrize(
    ("sent", "place"),
    [
        ({"title": "Turm", "link": "javascript:alert(1)"}, "#/link"), ({"title": " "}, "#/title"),
        ({"title": "Turm", "channels": [999_999]}, "#/channels/0"), ({"title": "Turm", "tags": ["x" * 41]}, "#/tags"),
        ({"title": "Turm", "attachments": [{"media": "0" * 64}]}, "#/attachments/0/media"),
        ({"title": "Turm", "attachments": [{"media": "0" * 64}] * 7}, "#/attachments"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_at_its_place(program: Program, sent: dict[str, object], place: str) -> None:
    assert places(program.post("/ideas", sent)) == [place]
