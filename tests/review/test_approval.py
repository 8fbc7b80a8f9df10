"""An approval means exactly what its giver read, for exactly the time they were told."""

from datetime import datetime, timedelta

import pytest

from eichhorn.content import services as content
from eichhorn.notices.models import Notice
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.rules import Stage
from eichhorn.review import queries, services
from eichhorn.review.models import Approval
from eichhorn.review.rules import Outcome
from eichhorn.review.services import NotReady, NotReadyBecause, Undecidable, UndecidableBecause
from tests import make
from tests.make.people import NOW

pytestmark = pytest.mark.django_db


def author(role: RoleKind = RoleKind.MANAGER) -> "make.people.Person":
    return make.people.person(role=role)


def test_what_was_approved_stands() -> None:
    miriam = author()
    draft = make.content.draft(by=miriam)
    make.review.approved(draft, by=miriam)
    post = queries.standing([draft.pk])[draft.pk]
    assert post.version_id == draft.latest_id
    assert queries.approved(due_before=post.due_at + timedelta(seconds=1)) == [post]
    assert queries.approved(due_before=post.due_at) == []


def test_what_is_only_asked_about_does_not_stand() -> None:
    miriam = author()
    draft = make.content.draft(by=miriam)
    make.review.handed_in(draft, by=miriam)
    assert queries.standing([draft.pk]) == {}


def test_after_an_edit_nothing_stands_until_somebody_approves_again() -> None:
    miriam = author()
    draft = make.content.draft(by=miriam)
    make.review.approved(draft, by=miriam)
    content.save(draft=draft, based_on=1, text="1,2 statt 1,1 Cent", language="de", by=miriam, now=NOW)
    assert queries.standing([draft.pk]) == {}
    make.review.approved(draft, by=miriam)
    assert queries.standing([draft.pk])[draft.pk].version_id == draft.latest_id


def test_taking_the_edit_back_does_not_revive_the_old_approval() -> None:
    miriam = author()
    draft = make.content.draft(by=miriam)
    make.review.approved(draft, by=miriam)
    content.save(draft=draft, based_on=1, text="anders", language="de", by=miriam, now=NOW)
    content.save(draft=draft, based_on=2, text=make.content.TEXT, language="de", by=miriam, now=NOW)
    assert queries.standing([draft.pk]) == {}


@pytest.mark.parametrize(
    ("local", "holds"),
    [
        (datetime(2026, 6, 10, 14, 0), True),
        (datetime(2026, 6, 10, 13, 59), False),
        (datetime(2026, 6, 14, 13, 59), True),
        (datetime(2026, 6, 14, 14, 0), False),
    ],
)
def test_a_date_inside_the_window_keeps_the_approval_and_one_outside_does_not(local: datetime, holds: bool) -> None:
    miriam = author()
    draft = make.content.draft(by=miriam)
    make.review.approved(draft, by=miriam)
    planning.move(slot=draft.slot, planned_local=local, by=miriam, now=NOW)
    assert (draft.pk in queries.standing([draft.pk])) is holds


def test_another_channel_needs_another_approval() -> None:
    miriam = author()
    draft = make.content.draft(by=miriam)
    make.review.approved(draft, by=miriam)
    draft.slot.channels.add(make.planning.channel())
    assert queries.standing([draft.pk]) == {}


def test_nobody_approves_what_they_wrote_by_any_way() -> None:
    both = make.review.approver()
    make.people.services.give_role(
        person=both,
        kind=RoleKind.MANAGER,
        begins_on=make.people.LONG_AGO,
        ends_on=None,
        channels=None,
        by=None,
        now=NOW,
    )
    make.review.four_eyes(both)
    draft = make.content.draft(by=both)
    with pytest.raises(NotReady) as refused:
        services.hand_in(draft=draft, by=both, now=NOW)
    assert refused.value.because is NotReadyBecause.NOBODY_MAY


def test_an_approver_who_wrote_a_word_meanwhile_cannot_approve() -> None:
    voss = make.review.approver()
    make.people.services.give_role(
        person=voss, kind=RoleKind.AUTHOR, begins_on=make.people.LONG_AGO, ends_on=None, channels=None, by=None, now=NOW
    )
    make.review.four_eyes(voss)
    miriam = author()
    draft = make.content.draft(by=voss)
    content.save(draft=draft, based_on=1, text="Neu von Miriam", language="de", by=miriam, now=NOW)
    other = make.review.approver("Tarek Said")
    approval = services.hand_in(draft=draft, by=miriam, now=NOW)
    assert approval.approver == other


def test_another_approver_cannot_answer_in_somebodys_place() -> None:
    miriam = author()
    draft = make.content.draft(by=miriam)
    approval = make.review.handed_in(draft, by=miriam)
    with pytest.raises(Undecidable):
        services.approve(approval=approval, by=make.review.approver("Tarek Said"), now=NOW)
    with pytest.raises(NotAllowed):
        services.approve(approval=approval, by=miriam, now=NOW)


def test_a_text_that_changed_while_it_was_read_is_not_approved() -> None:
    miriam = author()
    draft = make.content.draft(by=miriam)
    approval = make.review.handed_in(draft, by=miriam)
    content.save(draft=draft, based_on=1, text="anders", language="de", by=miriam, now=NOW)
    with pytest.raises(Undecidable) as refused:
        services.approve(approval=approval, by=approval.approver, now=NOW)
    assert refused.value.because is UndecidableBecause.CHANGED
    assert Approval.objects.get().outcome == Outcome.OPEN


def test_a_no_needs_a_reason_and_makes_it_a_draft() -> None:
    miriam = author()
    draft = make.content.draft(by=miriam)
    approval = make.review.handed_in(draft, by=miriam)
    with pytest.raises(Undecidable):
        services.refuse(approval=approval, reason="  ", by=approval.approver, now=NOW)
    services.refuse(approval=approval, reason="Die Zahl stimmt nicht.", by=approval.approver, now=NOW)
    draft.slot.refresh_from_db()
    assert draft.slot.stage == Stage.DRAFT


def test_what_is_decided_once_is_not_decided_again() -> None:
    miriam = author()
    draft = make.content.draft(by=miriam)
    approval = make.review.approved(draft, by=miriam)
    with pytest.raises(Undecidable):
        services.refuse(approval=approval, reason="doch nicht", by=approval.approver, now=NOW)


def test_a_yes_can_be_taken_back() -> None:
    miriam = author()
    draft = make.content.draft(by=miriam)
    approval = make.review.approved(draft, by=miriam)
    services.withdraw(approval=approval, by=approval.approver, now=NOW, because="Der Termin ist abgesagt.")
    assert queries.standing([draft.pk]) == {}


def test_the_link_goes_to_the_approver_and_is_hidden_from_the_author() -> None:
    miriam = author()
    draft = make.content.draft(by=miriam)
    approval = make.review.handed_in(draft, by=miriam)
    notice = Notice.objects.get()
    assert (notice.to_email, notice.decides, notice.links_hidden_from) == (approval.approver.email, True, miriam.pk)


def test_the_decision_is_confirmed_to_the_address_of_the_directory() -> None:
    miriam = author()
    approval = make.review.approved(make.content.draft(by=miriam), by=miriam)
    confirmed = Notice.objects.filter(to_email=approval.approver.email, decides=False)
    assert confirmed.count() == 1


def test_a_team_of_one_has_its_declared_route() -> None:
    alone = author()
    services.declare_sole(holder=alone, because="Wir sind nur eine.", now=NOW)
    draft = make.content.draft(by=alone)
    approval = services.hand_in(draft=draft, by=alone, now=NOW)
    assert approval.outcome == Outcome.GRANTED
    assert approval.route.declared_because == "Wir sind nur eine."
    assert draft.pk in queries.standing([draft.pk])


def test_without_date_or_text_nothing_is_handed_in() -> None:
    miriam = author()
    make.review.four_eyes()
    for draft, because in (
        (make.content.draft(by=miriam, local=None), NotReadyBecause.NO_DATE),
        (make.content.draft(by=miriam, text=""), NotReadyBecause.EMPTY),
        (make.content.draft(by=miriam, chosen=[]), NotReadyBecause.NO_CHANNEL),
        (make.content.draft(by=miriam, local=datetime(2026, 6, 9, 8, 0)), NotReadyBecause.DATE_PASSED),
    ):
        with pytest.raises(NotReady) as refused:
            services.hand_in(draft=draft, by=miriam, now=NOW)
        assert refused.value.because is because


def test_many_drafts_are_asked_about_in_two_queries(django_assert_num_queries: make.Counting) -> None:
    miriam = author()
    drafts = [make.content.draft(by=miriam) for _ in range(3)]
    for draft in drafts:
        make.review.approved(draft, by=miriam)
    with django_assert_num_queries(2):
        assert len(queries.standing([draft.pk for draft in drafts])) == 3
