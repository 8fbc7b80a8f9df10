"""An edit and a Yes at the same instant: one of them is first, and nothing stands that nobody read."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection, connections

from eichhorn.content import services as content
from eichhorn.content.models import Draft
from eichhorn.people.rules import RoleKind
from eichhorn.planning import services as planning
from eichhorn.review import queries, services
from eichhorn.review.models import Approval
from eichhorn.review.rules import Outcome
from eichhorn.review.services import Undecidable
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(*acts: Callable[[], object]) -> list[Exception | None]:
    """Do the acts at the same time, each on a connection of its own; return what each raised."""
    gate = threading.Barrier(len(acts))
    raised: list[Exception | None] = [None] * len(acts)

    def run(number: int, act: Callable[[], object]) -> None:
        try:
            connection.ensure_connection()
            gate.wait()
            act()
        except Exception as error:  # noqa: BLE001  whatever it was, the test looks at it
            raised[number] = error
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return raised


@pytest.mark.parametrize("turn", range(4))
def test_an_edit_and_a_yes_at_once(turn: int) -> None:
    miriam = make.people.person(role=RoleKind.MANAGER)
    draft = make.content.draft(by=miriam)
    asked = make.review.handed_in(draft, by=miriam)
    acts = [
        lambda: services.approve(approval=asked, by=asked.approver, now=NOW, by_link=True),
        lambda: content.save(draft=draft, based_on=1, text="Im letzten Augenblick anders", language="de", by=miriam, now=NOW),
    ]  # fmt: skip
    raised = at_once(*(acts if turn % 2 else reversed(acts)))
    assert all(error is None or isinstance(error, Undecidable) for error in raised)
    assert queries.standing([draft.pk]) == {}
    fresh = Draft.objects.select_related("latest", "slot").get(pk=draft.pk)
    assert fresh.latest is not None
    assert (fresh.latest.text, fresh.slot.stage) == ("Im letzten Augenblick anders", "draft")


def test_two_answers_at_once_are_one_answer() -> None:
    miriam = make.people.person(role=RoleKind.MANAGER)
    draft = make.content.draft(by=miriam)
    asked = make.review.handed_in(draft, by=miriam)
    raised = at_once(
        lambda: services.approve(approval=asked, by=asked.approver, now=NOW),
        lambda: services.refuse(approval=asked, reason="Nein.", by=asked.approver, now=NOW),
        lambda: services.approve(approval=asked, by=asked.approver, now=NOW, by_link=True),
    )
    assert [type(error) for error in raised].count(type(None)) == 1
    granted = Approval.objects.get().outcome == Outcome.GRANTED
    assert (draft.pk in queries.standing([draft.pk])) is granted


def test_handing_in_twice_at_once_asks_once() -> None:
    miriam = make.people.person(role=RoleKind.MANAGER)
    make.review.four_eyes()
    draft = make.content.draft(by=miriam)
    at_once(*[lambda: services.hand_in(draft=draft, by=miriam, now=NOW)] * 3)
    assert Approval.objects.count() == 1


def test_two_saves_at_once_lose_neither_text() -> None:
    miriam, jonas = make.people.person(role=RoleKind.MANAGER), make.people.person(role=RoleKind.COMMUNITY)
    draft = make.content.draft(by=miriam)
    raised = at_once(
        lambda: content.save(draft=draft, based_on=1, text="Von Miriam", language="de", by=miriam, now=NOW),
        lambda: content.save(draft=draft, based_on=1, text="Von Jonas", language="de", by=jonas, now=NOW),
    )
    (collision,) = [error for error in raised if error is not None]
    assert isinstance(collision, content.Collision)
    assert collision.theirs.text in {"Von Miriam", "Von Jonas"}
    assert draft.versions.count() == 2


def test_a_move_out_of_the_window_and_a_yes_at_once() -> None:
    miriam = make.people.person(role=RoleKind.MANAGER)
    draft = make.content.draft(by=miriam)
    asked = make.review.handed_in(draft, by=miriam)
    far = make.planning.slot().planned_local
    assert far is not None
    at_once(
        lambda: services.approve(approval=asked, by=asked.approver, now=NOW),
        lambda: planning.move(
            slot=draft.slot, planned_local=far.replace(tzinfo=None) + timedelta(days=30), by=miriam, now=NOW
        ),
    )  # fmt: skip
    assert queries.standing([draft.pk]) == {}
