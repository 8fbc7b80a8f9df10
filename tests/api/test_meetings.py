"""The editorial meeting by programs: what is decided is done, and the protocol stays as it is."""

from datetime import datetime
from typing import Any

import pytest

from eichhorn.notices.models import Notice
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from tests import make
from tests.api.test_plan_and_words import places, program, said
from tests.make.api import Program

__all__ = ["program"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def idea(program: Program) -> Slot:
    return make.planning.slot("Wasserwerte", at=None, stage=Stage.IDEA)


def opened(program: Program) -> dict[str, Any]:
    made = said(program.post("/meetings", {"title": "Konferenz", "begins_local": "2031-06-12T10:00"}), 201)
    assert (made["state"], made["begins_at"], made["lines"]) == ("prepared", "2031-06-12T08:00:00Z", [])
    return said(program.post(f"/meetings/{made['id']}/open"))


def line_of(meeting: dict[str, Any], slot: Slot, why: str = "idea") -> dict[str, Any]:
    [found] = [one for one in meeting["lines"] if (one["slot"], one["why"]) == (slot.pk, why)]
    return found


def test_a_meeting_is_prepared_opened_decided_and_closed(program: Program, idea: Slot) -> None:
    meeting = opened(program)
    line = line_of(meeting, idea)
    at = f"/agenda-lines/{line['id']}/decisions"
    sent = {"deed": "move", "when_local": "2031-06-20T11:00", "note": "Passt so.", "seen": line["seen"]}
    first, again = (said(program.post(at, sent, key="einmal")) for _ in range(2))
    assert first == again
    assert Slot.objects.get(pk=idea.pk).planned_local == datetime.fromisoformat("2031-06-20T11:00Z")
    [decision] = first["decisions"]
    assert (decision["deed"], decision["note"], decision["changes"]) == (
        "move", "Passt so.", [{"field": "when", "before": "", "after": "2031-06-20T11:00:00"}],
    )  # fmt: skip
    closed = said(program.post(f"/meetings/{meeting['id']}/close"))
    assert closed["state"] == "closed"
    assert program.post(at, sent | {"seen": first["seen"]}).status_code == 409
    added = said(program.post(f"/meetings/{meeting['id']}/additions", {"text": "Es war der andere Brunnen."}))
    assert [one["text"] for one in added["additions"]] == ["Es war der andere Brunnen."]
    assert said(program.get(f"/meetings/{meeting['id']}")) == added
    assert [one["id"] for one in said(program.get("/meetings"))["items"]] == [meeting["id"]]


def test_what_changed_since_it_was_seen_is_asked_again(program: Program, idea: Slot) -> None:
    line = line_of(opened(program), idea)
    said(program.post(f"/slots/{idea.pk}/move", {"planned_local": "2031-06-14T09:00"}))
    at = f"/agenda-lines/{line['id']}/decisions"
    refused = said(program.post(at, {"deed": "put_back", "seen": line["seen"]}), 409)
    assert refused["type"].endswith("not-as-seen")
    assert Slot.objects.get(pk=idea.pk).stage != Stage.CANCELLED
    said(program.post(at, {"deed": "put_back", "seen": refused["seen"]}))
    assert Slot.objects.get(pk=idea.pk).stage == Stage.CANCELLED


@pytest.mark.parametrize(
    ("more", "place"),
    [
        ({"deed": "move"}, "#/when_local"),
        ({"deed": "set_goal"}, "#/goal"),
        ({"deed": "plan"}, "#/title"),
        ({"deed": "note"}, "#/note"),
        ({"deed": "dance"}, "#/deed"),
    ],
)
def test_what_is_missing_for_a_decision_is_said_at_its_place(
    program: Program, idea: Slot, more: dict[str, object], place: str
) -> None:
    line = line_of(opened(program), idea)
    sent = {"seen": line["seen"], **more}
    assert places(program.post(f"/agenda-lines/{line['id']}/decisions", sent)) == [place]


def test_who_took_part_gets_the_protocol_by_mail_once_it_is_closed(program: Program) -> None:
    meeting = opened(program)
    at, there = f"/meetings/{meeting['id']}", make.people.person("Ada Roth", role=RoleKind.READER)
    named = said(program.put(f"{at}/people", {"people": [there.pk]}))
    assert [one["name"] for one in named["people"]] == ["Ada Roth"]
    assert program.post(f"{at}/mail").status_code == 409
    said(program.post(f"{at}/close"))
    assert [one["number"] for one in said(program.post(f"{at}/mail"))["mailings"]] == [1]
    assert [notice.to_email for notice in Notice.objects.all()] == [there.email]
    assert program.put(f"{at}/people", {"people": []}).status_code == 409


def test_a_meeting_is_called_off_until_it_was_opened(program: Program) -> None:
    made = said(program.post("/meetings", {"title": "Konferenz", "begins_local": "2031-06-12T10:00"}), 201)
    assert said(program.post(f"/meetings/{made['id']}/call-off"))["title"] == "Konferenz"
    assert program.get(f"/meetings/{made['id']}").status_code == 404
    assert program.post(f"/meetings/{opened(program)['id']}/call-off").status_code == 409


def test_own_points_come_last_and_what_was_opened_is_not_changed(program: Program) -> None:
    meeting = opened(program)
    at = f"/meetings/{meeting['id']}"
    pointed = said(program.post(f"{at}/points", {"title": "Wer fotografiert im Juli?"}))
    assert (pointed["lines"][-1]["why"], pointed["lines"][-1]["title"]) == ("point", "Wer fotografiert im Juli?")
    assert program.put(at, {"title": "Anders", "begins_local": "2031-06-12T10:00"}).status_code == 409
    assert program.post(f"{at}/open").status_code == 409


def test_a_time_that_the_clocks_skip_and_strangers_are_refused(program: Program) -> None:
    sent = {"title": "Konferenz", "begins_local": "2031-03-30T02:30"}
    assert places(program.post("/meetings", sent)) == ["#/begins_local"]
    sent = {"title": "Konferenz", "begins_local": "2031-03-30T10:30", "people": [9_999_999]}
    assert places(program.post("/meetings", sent)) == ["#/people/0"]


def test_what_is_confidential_stands_in_nobodys_agenda_who_may_not_read_it(program: Program) -> None:
    hidden = make.planning.slot("Übernahme", at=None, stage=Stage.IDEA)
    Slot.objects.filter(pk=hidden.pk).update(confidential=True)
    meeting = opened(program)
    line = line_of(meeting, hidden)
    reader: Program = make.api.program(make.people.person(role=RoleKind.READER))
    seen = said(reader.get(f"/meetings/{meeting['id']}"))
    assert "Übernahme" not in str(seen)
    sent = {"deed": "adjourn", "seen": line["seen"]}
    assert reader.post(f"/agenda-lines/{line['id']}/decisions", sent).status_code in {403, 404}
