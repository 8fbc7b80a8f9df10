"""Tables of posts by programs: every line is answered for, and all of it is made or nothing."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from eichhorn.people.rules import RoleKind
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.spreadsheets.models import Sheet
from tests import make
from tests.api.test_plan_and_words import places, program, said
from tests.make.api import Program

__all__ = ["program"]
pytestmark = pytest.mark.django_db
HEAD = "Titel;Datum;Uhrzeit;Kanäle;Text"


def sent(program: Program, *lines: str, content: bytes = b"", key: str = "tabelle") -> HttpResponse:
    table = content or "\n".join((HEAD, *lines)).encode()
    answer: HttpResponse = program.client.post(
        "/api/v1/spreadsheets", {"file": SimpleUploadedFile("juni.csv", table, "text/csv")},
        headers={"idempotency-key": key},
    )  # fmt: skip
    return answer


def test_a_table_is_looked_at_made_once_and_taken_back(program: Program) -> None:
    seen = said(sent(program, "Wasserwerte;12.6.2031;14:00;;", "Eine Idee;;;;"), 201)
    assert (seen["right"], [(one["row"], one["planned_local"]) for one in seen["lines"]]) == (
        True, [(2, "2031-06-12T14:00"), (3, None)],
    )  # fmt: skip
    assert not Slot.objects.exists()
    at = f"/spreadsheets/{seen['id']}"
    first, again = (said(program.post(f"{at}/make", {}, key="einmal")) for _ in range(2))
    assert first == again
    assert ([one["row"] for one in first["posts"]], first["untouched"], Slot.objects.count()) == ([2, 3], 2, 2)
    assert said(program.post(f"{at}/make", {}), 409)["type"].endswith("not-as-seen")
    back = said(program.post(f"{at}/undo"))
    assert (back["undone_at"] is not None, back["untouched"]) == (True, 0)
    assert set(Slot.objects.values_list("stage", flat=True)) == {Stage.CANCELLED}


def test_one_wrong_line_and_nothing_is_made(program: Program) -> None:
    seen = said(sent(program, "Wasserwerte;12.6.2031;14:00;;", ";31.6.2031;14:00;Funk;"), 201)
    assert seen["right"] is False
    [wrong] = [line for line in seen["lines"] if line["problems"]]
    assert [(one["reason"], one["column"]) for one in wrong["problems"]] == [
        ("no_title", "Titel"), ("no_such_day", "Datum"), ("no_such_channel", "Kanäle"),
    ]  # fmt: skip
    refused = said(program.post(f"/spreadsheets/{seen['id']}/make", {}), 409)
    assert (refused["type"].rpartition("-")[2], [line["row"] for line in refused["lines"]]) == ("ready", [3])
    assert not Slot.objects.exists()


def test_the_same_bytes_again_have_to_be_known(program: Program) -> None:
    first = said(sent(program, "Wasserwerte;12.6.2031;14:00;;"), 201)["id"]
    said(program.post(f"/spreadsheets/{first}/make", {}))
    again = said(sent(program, "Wasserwerte;12.6.2031;14:00;;", key="noch einmal"), 201)
    assert again["earlier"] == first
    refused = said(program.post(f"/spreadsheets/{again['id']}/make", {}), 409)
    assert refused["earlier"] == first
    said(program.post(f"/spreadsheets/{again['id']}/make", {"knowing": first}))
    assert Slot.objects.count() == 2


def test_a_table_without_a_head_and_a_workbook_are_refused(program: Program) -> None:
    useless = said(sent(program, content=b"Wasserwerte;12.6.2031\nTarif;13.6.2031"), 201)
    assert (useless["right"], [one["reason"] for one in useless["problems"]]) == (False, ["no_title"])
    assert places(sent(program, content=b"PK\x03\x04 a workbook", key="anders")) == ["#/file"]


def test_what_is_not_made_yet_is_seen_by_nobody_else(program: Program) -> None:
    table = said(sent(program, "Wasserwerte;12.6.2031;14:00;;"), 201)["id"]
    other: Program = make.api.program(make.people.person(role=RoleKind.MANAGER))
    assert other.get(f"/spreadsheets/{table}").status_code == 404
    assert other.post(f"/spreadsheets/{table}/make", {}).status_code == 404
    assert Sheet.objects.get().made_at is None
