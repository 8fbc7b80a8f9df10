"""Remarks through the interface: the same as on the page, with the same refusals."""

import pytest

from eichhorn.content.models import Draft
from eichhorn.people.models import Person
from tests import make
from tests.make.api import Program

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(manager: Person) -> Draft:
    made: Draft = make.content.draft(by=manager)
    return made


def test_a_remark_is_made_answered_and_its_wording_taken(program: Program, draft: Draft) -> None:
    made = make.api.said(program.post(f"/drafts/{draft.pk}/remarks", {"passage": "15. Juni", "wording": "16. Juni"}))
    program.post(f"/remarks/{made['id']}/answers", {"text": "Ja, geprüft."})
    settled = make.api.said(program.post(f"/remarks/{made['id']}/settle", {"how": "taken"}))
    assert (settled["settled"], settled["settled_by"]["name"]) == ("taken", "Miriam Aydın")
    assert "16. Juni" in make.api.said(program.get(f"/drafts/{draft.pk}"))["latest"]["text"]
    listed = make.api.said(program.get(f"/drafts/{draft.pk}/remarks"))["items"]
    assert [(one["answers"], one["text"]) for one in listed] == [(made["id"], "Ja, geprüft."), (None, "")]


@pytest.mark.parametrize(
    ("sent", "at"), [({"text": " "}, "text"), ({"text": "x", "passage": "gibt es nicht"}, "passage"), ({"wording": "x"}, "passage")]
)  # fmt: skip
def test_what_cannot_be_said_is_refused_at_its_place(
    program: Program, draft: Draft, sent: dict[str, str], at: str
) -> None:
    answer = program.post(f"/drafts/{draft.pk}/remarks", sent)
    assert answer.status_code == 422
    assert [error["pointer"] for error in make.api.said(answer)["errors"]] == [f"#/{at}"]


def test_a_remark_that_was_settled_meanwhile_is_not_settled_again(program: Program, draft: Draft) -> None:
    made = make.api.said(program.post(f"/drafts/{draft.pk}/remarks", {"text": "Stimmt das?"}))
    first, second = (program.post(f"/remarks/{made['id']}/settle", {"how": "done"}) for _ in range(2))
    assert (first.status_code, second.status_code) == (200, 409)
