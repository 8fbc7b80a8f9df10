"""Asking and deciding with an account, and the ways that a house agrees on."""

from datetime import datetime, timedelta

import pytest

from eichhorn.content.models import Draft
from eichhorn.foundation import clock
from eichhorn.notices.models import Notice
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import services as planning
from eichhorn.planning.rules import Stage
from eichhorn.review import queries, services
from eichhorn.review.models import Approval, Route
from eichhorn.review.rules import Outcome
from eichhorn.review.services import ReasonMissing
from tests import make
from tests.make.people import LONG_AGO, NOW

pytestmark = pytest.mark.django_db


def in_days(days: int) -> datetime:
    return (clock.now() + timedelta(days=days)).replace(tzinfo=None, second=0, microsecond=0)


@pytest.fixture
def miriam() -> Person:
    return make.people.person("Miriam Aydın", role=RoleKind.MANAGER)


@pytest.fixture
def draft(miriam: Person) -> Draft:
    return make.content.draft(by=miriam, local=in_days(3))


@pytest.fixture
def asked(draft: Draft, miriam: Person) -> Approval:
    return make.review.handed_in(draft, by=miriam, now=clock.now())


def give(person: Person, kind: RoleKind) -> None:
    people.give_role(person=person, kind=kind, begins_on=LONG_AGO, ends_on=None, channels=None, by=None, now=NOW)


class TestDeciding:
    def test_the_approver_decides_with_an_account_as_well(self, asked: Approval, draft: Draft) -> None:
        client = make.people.client_of(asked.approver)
        here = f"/plan/approvals/{asked.pk}/"
        assert "Freigeben" in client.get(here).content.decode()
        assert client.post(here, {"answer": "approve", "digest": asked.digest}).status_code == 303
        decided = Approval.objects.get()
        assert (decided.outcome, decided.by_link) == (Outcome.GRANTED, False)

    @pytest.mark.parametrize("role", [RoleKind.MANAGER, RoleKind.ADMINISTRATOR, RoleKind.AUTHOR, RoleKind.READER, None])
    def test_nobody_else_decides(self, asked: Approval, role: RoleKind | None) -> None:
        client = make.people.client_of(make.people.person(role=role))
        here = f"/plan/approvals/{asked.pk}/"
        page = client.get(here)
        assert 'value="approve"' not in page.content.decode()
        assert client.post(here, {"answer": "approve", "digest": asked.digest}).status_code == 403
        assert Approval.objects.get().outcome == Outcome.OPEN

    def test_another_approver_reads_and_does_not_decide(self, asked: Approval) -> None:
        client = make.people.client_of(make.review.approver("Tarek Said"))
        assert (
            client.post(f"/plan/approvals/{asked.pk}/", {"answer": "approve", "digest": asked.digest}).status_code
            == 409
        )
        assert Approval.objects.get().outcome == Outcome.OPEN

    def test_an_approver_who_wrote_on_it_after_all_cannot_decide(self, draft: Draft, miriam: Person) -> None:
        voss = make.review.approver()
        make.review.four_eyes(voss)
        asked = services.hand_in(draft=draft, by=miriam, now=clock.now())
        give(voss, RoleKind.AUTHOR)
        client = make.people.client_of(voss)
        client.post(f"/plan/posts/{draft.pk}/", {"text": "Von Voss", "language": "de", "based_on": "1"})
        assert (
            client.post(f"/plan/approvals/{asked.pk}/", {"answer": "approve", "digest": asked.digest}).status_code
            == 409
        )
        assert queries.standing([draft.pk]) == {}

    def test_an_approver_whose_role_has_ended_cannot_decide(self, asked: Approval) -> None:
        role = asked.approver.roles.get()
        role.ends_on = LONG_AGO + timedelta(days=1)
        role.save()
        client = make.people.client_of(asked.approver)
        assert (
            client.post(f"/plan/approvals/{asked.pk}/", {"answer": "approve", "digest": asked.digest}).status_code
            == 403
        )

    def test_guests_are_sent_to_the_sign_in(self, asked: Approval, draft: Draft) -> None:
        for address in (f"/plan/approvals/{asked.pk}/", "/settings/approval-routes/"):
            assert make.people.guest().get(address).status_code == 302
        for address in (f"/plan/posts/{draft.pk}/hand-in/", f"/plan/approvals/{asked.pk}/withdraw/"):
            assert make.people.guest().post(address).status_code == 302

    def test_a_question_nobody_asked_is_not_found(self, miriam: Person) -> None:
        assert make.people.client_of(miriam).get("/plan/approvals/999/").status_code == 404
        assert make.people.client_of(miriam).post("/plan/posts/999/hand-in/").status_code == 404


class TestTakingBack:
    def test_who_asked_takes_the_open_question_back(self, asked: Approval, draft: Draft, miriam: Person) -> None:
        make.people.client_of(miriam).post(f"/plan/approvals/{asked.pk}/withdraw/", {"because": "Noch ein Fehler."})
        draft.slot.refresh_from_db()
        assert (Approval.objects.get().outcome, draft.slot.stage) == (Outcome.WITHDRAWN, Stage.DRAFT)

    def test_without_a_reason_nothing_is_taken_back(self, asked: Approval, miriam: Person) -> None:
        make.people.client_of(miriam).post(f"/plan/approvals/{asked.pk}/withdraw/", {"because": " "})
        assert Approval.objects.get().outcome == Outcome.OPEN

    def test_a_yes_is_taken_back_by_its_giver_and_both_are_told(
        self, asked: Approval, draft: Draft, miriam: Person
    ) -> None:
        services.approve(approval=asked, by=asked.approver, now=clock.now())
        Notice.objects.all().delete()
        make.people.client_of(asked.approver).post(
            f"/plan/approvals/{asked.pk}/withdraw/", {"because": "Der Preis fällt später."}
        )
        assert queries.standing([draft.pk]) == {}
        assert {notice.to_email for notice in Notice.objects.all()} == {asked.approver.email, miriam.email}

    def test_an_author_who_does_not_steer_takes_no_yes_back(self, asked: Approval, draft: Draft) -> None:
        services.approve(approval=asked, by=asked.approver, now=clock.now())
        author = make.people.person(role=RoleKind.AUTHOR)
        assert (
            make.people.client_of(author).post(f"/plan/approvals/{asked.pk}/withdraw/", {"because": "x"}).status_code
            == 403
        )
        assert draft.pk in queries.standing([draft.pk])


class TestAskingAgain:
    def test_a_date_outside_the_window_can_be_asked_about_from_the_page(
        self, asked: Approval, draft: Draft, miriam: Person
    ) -> None:
        services.approve(approval=asked, by=asked.approver, now=clock.now())
        planning.move(slot=draft.slot, planned_local=in_days(20), by=miriam, now=clock.now())
        client = make.people.client_of(miriam)
        assert "Für den neuen Termin neu fragen" in client.get(f"/plan/approvals/{asked.pk}/").content.decode()
        client.post(f"/plan/posts/{draft.pk}/hand-in/?version=1")
        assert [approval.outcome for approval in Approval.objects.order_by("pk")] == [Outcome.WITHDRAWN, Outcome.OPEN]

    def test_what_still_fits_is_not_asked_about_twice(self, asked: Approval, draft: Draft, miriam: Person) -> None:
        answer = make.people.client_of(miriam).post(f"/plan/posts/{draft.pk}/hand-in/", follow=True)
        assert "liegt schon zur Freigabe" in answer.content.decode()
        assert Approval.objects.count() == 1

    def test_a_version_that_is_no_longer_the_latest_is_not_handed_in(self, draft: Draft, miriam: Person) -> None:
        make.review.four_eyes()
        answer = make.people.client_of(miriam).post(f"/plan/posts/{draft.pk}/hand-in/?version=7", follow=True)
        assert "Jemand hat diesen Text eben geändert" in answer.content.decode()
        assert not Approval.objects.exists()


class TestRoutes:
    def test_the_administration_names_who_approves(self) -> None:
        voss, admin = make.review.approver(), make.people.person(role=RoleKind.ADMINISTRATOR)
        client = make.people.client_of(admin)
        assert client.post("/settings/approval-routes/", {"kind": "four_eyes", "approver": voss.pk}).status_code == 303
        assert Route.objects.get(is_default=True).approver == voss
        assert (
            "Dr. Helene Voss wird bei jedem Beitrag gefragt"
            in client.get("/settings/approval-routes/").content.decode()
        )

    def test_only_who_approves_can_be_named(self, miriam: Person) -> None:
        client = make.people.client_of(make.people.person(role=RoleKind.ADMINISTRATOR))
        answer = client.post("/settings/approval-routes/", {"kind": "four_eyes", "approver": miriam.pk})
        assert answer.status_code == 422
        assert not Route.objects.exists()

    def test_a_manager_does_not_name_who_approves(self, miriam: Person) -> None:
        voss = make.review.approver()
        client = make.people.client_of(miriam)
        assert client.post("/settings/approval-routes/", {"kind": "four_eyes", "approver": voss.pk}).status_code == 403

    def test_a_team_of_one_declares_it_and_every_post_says_so(self, draft: Draft, miriam: Person) -> None:
        client = make.people.client_of(miriam)
        said = {"kind": "sole", "because": "Wir sind nur eine."}
        assert client.post("/settings/approval-routes/", said).status_code == 303
        assert "Miriam Aydın entscheidet allein" in client.get("/settings/approval-routes/").content.decode()
        client.post(f"/plan/posts/{draft.pk}/hand-in/")
        asked = Approval.objects.get()
        assert asked.outcome == Outcome.GRANTED
        page = client.get(f"/plan/approvals/{asked.pk}/").content.decode()
        assert "Alleinige Verantwortung von Miriam Aydın: Wir sind nur eine." in page
        assert not Notice.objects.filter(decides=True).exists()

    def test_sole_responsibility_needs_its_reason(self, miriam: Person) -> None:
        with pytest.raises(ReasonMissing):
            services.declare_sole(holder=miriam, because="  ", now=NOW)
        answer = make.people.client_of(miriam).post("/settings/approval-routes/", {"kind": "sole", "because": ""})
        assert answer.status_code == 422

    def test_where_four_eyes_stand_a_manager_alone_does_not_end_them(self, miriam: Person) -> None:
        make.review.four_eyes()
        with pytest.raises(NotAllowed):
            services.declare_sole(holder=miriam, because="Geht schneller.", now=NOW)

    def test_who_is_no_longer_asked_is_told(self, miriam: Person) -> None:
        voss = make.review.approver()
        make.review.four_eyes(voss)
        give(miriam, RoleKind.ADMINISTRATOR)
        services.declare_sole(holder=miriam, because="Dr. Voss geht in den Ruhestand.", now=NOW)
        assert Notice.objects.get().to_email == voss.email

    def test_what_others_hand_in_there_the_holder_is_asked_about(self, draft: Draft, miriam: Person) -> None:
        services.declare_sole(holder=miriam, because="Wir sind nur eine.", now=NOW)
        jonas = make.people.person("Jonas Brandt", role=RoleKind.COMMUNITY)
        asked = services.hand_in(draft=draft, by=jonas, now=clock.now())
        assert (asked.outcome, asked.approver) == (Outcome.OPEN, miriam)
        assert queries.standing([draft.pk]) == {}
        services.approve(approval=asked, by=miriam, now=clock.now())
        assert draft.pk in queries.standing([draft.pk])

    def test_after_the_change_old_questions_still_count_for_whom_they_asked(
        self, asked: Approval, miriam: Person
    ) -> None:
        give(miriam, RoleKind.ADMINISTRATOR)
        services.declare_sole(holder=miriam, because="Wir sind nur eine.", now=NOW)
        with pytest.raises(NotAllowed):
            services.approve(approval=asked, by=miriam, now=clock.now())
        services.approve(approval=asked, by=asked.approver, now=clock.now())
