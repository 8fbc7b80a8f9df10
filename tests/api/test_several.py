"""One act on several posts by programs: nothing happens that was not seen before, and nothing in part."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from eichhorn.people.models import Organisation
from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from tests import make
from tests.api.test_plan_and_words import places, program, said
from tests.make.api import Program

__all__ = ["program"]
pytestmark = pytest.mark.django_db
AT = datetime(2031, 6, 12, 14)


@pytest.fixture
def two(house: Organisation) -> list[Slot]:
    return [make.planning.slot(title, at=AT + timedelta(days=n)) for n, title in enumerate(("Tarif", "Wallbox"))]


def by_a_week(slots: list[Slot], **more: object) -> dict[str, Any]:
    return {"slots": [slot.pk for slot in slots], "what": "by_days", "days": 7, **more}


def test_a_move_is_looked_at_confirmed_done_and_taken_back(program: Program, two: list[Slot]) -> None:
    seen = said(program.post("/slots/several/preview", by_a_week(two)))
    assert seen["possible"] is True
    assert [line["after_local"] for line in seen["items"]] == ["2031-06-19T14:00", "2031-06-20T14:00"]
    assert {slot.planned_local.day for slot in Slot.objects.all() if slot.planned_local} == {12, 13}
    sent = by_a_week(two, fingerprint=seen["fingerprint"])
    first, again = (said(program.post("/slots/several", sent, key="einmal")) for _ in range(2))
    assert first == again
    assert (first["changed"], [one["planned_local"] for one in first["items"]]) == (
        2, ["2031-06-19T14:00", "2031-06-20T14:00"],
    )  # fmt: skip
    back = said(program.post(f"/moves/{first['act']}/take-back"))
    assert [one["planned_local"] for one in back["items"]] == ["2031-06-12T14:00", "2031-06-13T14:00"]
    assert said(program.post(f"/moves/{first['act']}/take-back"), 409)["reason"] == "changed_since"


def test_without_having_seen_it_nothing_happens(program: Program, two: list[Slot]) -> None:
    assert places(program.post("/slots/several", by_a_week(two))) == ["#/fingerprint"]
    refused = said(program.post("/slots/several", by_a_week(two, fingerprint="0" * 64)), 409)
    assert refused["type"].endswith("not-as-seen")


def test_what_was_seen_of_another_act_confirms_nothing(program: Program, two: list[Slot]) -> None:
    seen = said(program.post("/slots/several/preview", by_a_week(two)))["fingerprint"]
    for other in (by_a_week(two, days=8), by_a_week(two[:1])):
        assert said(program.post("/slots/several", {**other, "fingerprint": seen}), 409)["type"].endswith("not-as-seen")


def test_what_was_moved_since_it_was_seen_changes_nothing(program: Program, two: list[Slot]) -> None:
    seen = said(program.post("/slots/several/preview", by_a_week(two)))["fingerprint"]
    said(program.post(f"/slots/{two[0].pk}/move", {"planned_local": "2031-06-14T09:00"}))
    assert program.post("/slots/several", by_a_week(two, fingerprint=seen)).status_code == 409
    assert [slot.planned_local.day for slot in Slot.objects.order_by("pk") if slot.planned_local] == [14, 13]


def test_one_that_is_out_keeps_all_of_them_where_they_are(program: Program, two: list[Slot]) -> None:
    Slot.objects.filter(pk=two[1].pk).update(stage=Stage.OUT)
    seen = said(program.post("/slots/several/preview", by_a_week(two)))
    assert (seen["possible"], seen["items"][1]["cannot"]) == (False, "It is out already.")
    refused = said(program.post("/slots/several", by_a_week(two, fingerprint=seen["fingerprint"])), 409)
    assert (refused["reason"], refused["slots"]) == ("cannot", [two[1].pk])
    assert Slot.objects.get(pk=two[0].pk).planned_local == two[0].planned_local


def test_the_preview_names_whose_approval_would_not_survive(program: Program) -> None:
    author, approver = make.people.person(role=RoleKind.AUTHOR), make.people.person(role=RoleKind.APPROVER)
    make.review.four_eyes(approver)
    draft = make.content.draft(by=author, local=AT)
    make.review.approved(draft, by=author)
    [line] = said(program.post("/slots/several/preview", by_a_week([draft.slot], days=400)))["items"]
    assert approver.name in line["loses"]


def test_tags_come_and_go_hands_change_and_posts_are_put_back(program: Program, two: list[Slot]) -> None:
    ids, writer = [slot.pk for slot in two], make.people.person(role=RoleKind.AUTHOR)
    for act in (
        {"what": "tag", "tags": ["Sommer"]},
        {"what": "hand_over", "to": writer.pk},
        {"what": "put_back"},
    ):
        seen = said(program.post("/slots/several/preview", {"slots": ids, **act}))["fingerprint"]
        done = said(program.post("/slots/several", {"slots": ids, **act, "fingerprint": seen}))
        assert (done["changed"], done["act"]) == (2, None)
    assert {(one["stage"], one["with_person"]["id"], *one["tags"]) for one in done["items"]} == {
        ("cancelled", writer.pk, "Sommer")
    }


@pytest.mark.parametrize(
    ("act", "place"),
    [
        ({"what": "by_days"}, "#/days"),
        ({"what": "to_date"}, "#/day"),
        ({"what": "tag"}, "#/tags"),
        ({"what": "tag", "tags_off": ["x" * 200]}, "#/tags_off"),
        ({"what": "campaign", "campaign": 9_999_999}, "#/campaign"),
        ({"what": "hand_over", "to": 9_999_999}, "#/to"),
        ({"what": "put_back", "slots": [9_999_999]}, "#/slots/0"),
    ],
)
def test_what_is_missing_is_said_at_its_place(
    program: Program, two: list[Slot], act: dict[str, Any], place: str
) -> None:  # fmt: skip
    assert places(program.post("/slots/several/preview", {"slots": [two[0].pk], **act})) == [place]
