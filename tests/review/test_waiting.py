"""What waits for whom, and where a post is on its way."""

from datetime import datetime, timedelta

import pytest

from eichhorn.content import services as content
from eichhorn.content.models import Draft
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.rules import Stage
from eichhorn.review import queries, services
from eichhorn.ui.thread import KnotState
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db
FAR = datetime(2026, 9, 1, 14)


@pytest.fixture
def miriam() -> Person:
    make.guidelines.clause(make.guidelines.words({"zwecks": "für"}))
    make.review.four_eyes()
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


def states(draft: Draft) -> tuple[KnotState, KnotState]:
    check, approval = queries.knots(draft.slot)
    return check.state, approval.state


def test_the_approver_sees_who_waits_and_until_when(miriam: Person) -> None:
    asked = services.hand_in(draft=make.content.draft(by=miriam), by=miriam, now=NOW)
    (row,) = queries.waiting_for(asked.approver, now=NOW)
    assert (row.kind, row.initials, row.href) == ("person", "MA", f"/plan/approvals/{asked.pk}/")
    assert "Baustelle Nordring" in row.line


def test_a_question_about_an_older_text_waits_for_nobody(miriam: Person) -> None:
    draft = make.content.draft(by=miriam)
    asked = services.hand_in(draft=draft, by=miriam, now=NOW)
    content.save(draft=draft, based_on=1, text="Anders.", language="de", by=miriam, now=NOW)
    assert queries.waiting_for(asked.approver, now=NOW) == []


def test_a_no_comes_back_to_its_author_with_the_reason(miriam: Person) -> None:
    draft = make.content.draft(by=miriam, local=FAR)
    asked = services.hand_in(draft=draft, by=miriam, now=NOW)
    assert queries.waiting_for(miriam, now=NOW) == []
    services.refuse(approval=asked, reason="Die Zahl stimmt nicht.", by=asked.approver, now=NOW)
    (row,) = queries.waiting_for(miriam, now=NOW)
    assert row.kind == "due"
    assert "Die Zahl stimmt nicht." in row.line
    assert states(draft) == (KnotState.DONE, KnotState.STOP)


def test_an_open_finding_is_due_when_the_date_is_near_and_may_wait_else(miriam: Person) -> None:
    make.content.draft(by=miriam, text="Zwecks Reparatur.", title="Nah")
    make.content.draft(by=miriam, text="Zwecks Reparatur.", title="Fern", local=FAR)
    assert [row.kind for row in queries.waiting_for(miriam, now=NOW)] == ["due", "later"]


def test_an_answer_that_is_late_comes_to_whoever_asked(miriam: Person) -> None:
    asked = services.hand_in(draft=make.content.draft(by=miriam), by=miriam, now=NOW)
    just_before = asked.answer_due_at
    assert queries.waiting_for(miriam, now=just_before) == []
    (row,) = queries.waiting_for(miriam, now=just_before + timedelta(seconds=1))
    assert "Dr. Voss" in row.title


def test_an_approval_that_no_longer_fits_comes_back(miriam: Person) -> None:
    draft = make.content.draft(by=miriam)
    make.review.approved(draft, by=miriam)
    assert queries.waiting_for(miriam, now=NOW) == []
    planning.move(slot=draft.slot, planned_local=FAR, by=miriam, now=NOW)
    (row,) = queries.waiting_for(miriam, now=NOW)
    assert row.kind == "due"
    assert states(draft)[1] is KnotState.STOP


def test_readers_have_nothing_to_do(miriam: Person) -> None:
    make.content.draft(by=miriam)
    assert queries.waiting_for(make.people.person(role=RoleKind.READER), now=NOW) == []


def test_the_two_knots_follow_the_post(miriam: Person) -> None:
    draft = make.content.draft(by=miriam, text="Zwecks Reparatur.")
    assert states(draft) == (KnotState.NOW, KnotState.NEXT)
    content.save(draft=draft, based_on=1, text="Für die Reparatur.", language="de", by=miriam, now=NOW)
    assert states(draft) == (KnotState.DONE, KnotState.NOW)
    assert (
        queries.knots(draft.slot)[0].fact == "keine Regel offen"
    )  # what else may stop it is asked where it is handed in
    asked = services.hand_in(draft=draft, by=miriam, now=NOW)
    check, approval = queries.knots(draft.slot)
    assert (check.state, check.fact) == (KnotState.DONE, "in Ordnung")
    assert (approval.state, approval.fact) == (KnotState.NOW, "Dr. Voss bis Mi 9:00")
    services.approve(approval=asked, by=asked.approver, now=NOW)
    assert states(draft) == (KnotState.DONE, KnotState.DONE)


def test_a_slot_without_a_draft_has_both_knots_before_it() -> None:
    slot = make.planning.slot(stage=Stage.IDEA)
    assert [knot.state for knot in queries.knots(slot)] == [KnotState.NEXT, KnotState.NEXT]


def test_many_posts_cost_as_many_queries_as_one(miriam: Person, django_assert_num_queries: make.Counting) -> None:
    drafts = [make.content.draft(by=miriam, text="Zwecks Reparatur.") for _ in range(4)]
    for draft in drafts[1:3]:
        content.save(draft=draft, based_on=1, text="Gut.", language="de", by=miriam, now=NOW)
        services.hand_in(draft=draft, by=miriam, now=NOW)
    for some in (drafts[:2], drafts):
        with django_assert_num_queries(3):
            assert len(queries.knots_of([draft.slot_id for draft in some])) == len(some)
    with django_assert_num_queries(5):
        queries.waiting_for(miriam, now=NOW)
