"""A post leaves when it is due, once, exactly as it was approved; everything else waits for somebody."""

from datetime import timedelta

import pytest

from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.content import services as content
from eichhorn.content.services import NewAttachment
from eichhorn.delivery import queries, services
from eichhorn.delivery.models import Attempt, Delivery
from eichhorn.delivery.rules import Because, Outcome, State
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning import rules as plan
from eichhorn.planning import services as planning
from eichhorn.planning.rules import Stage
from eichhorn.review import services as review
from eichhorn.review.models import Approval
from eichhorn.situation import services as situation
from tests import make
from tests.make.delivery import DUE
from tests.make.people import NOW
from tests.networks.running import Faulty

LATER = [DUE + timedelta(minutes=minutes) for minutes in (1, 3, 6, 12, 20, 29)]


def rounds() -> None:
    for at in LATER:
        make.delivery.run(at)


def test_an_approved_post_leaves_once_with_text_picture_and_description(channel: Channel, faulty: Faulty) -> None:
    picture = NewAttachment(make.media.picture(), "Kleiner Bagger an der Ecke Birkenweg")
    draft = make.delivery.post([channel], attachments=[picture], text="Ab Montag wird gebaut.")
    make.delivery.run(DUE - timedelta(seconds=1))
    assert faulty.accepted() == []
    make.delivery.run(DUE)
    rounds()
    (there,) = faulty.accepted()
    row = make.delivery.of(draft)
    assert (there["text"], there["key"], row.state) == ("Ab Montag wird gebaut.", str(row.key), State.SENT)
    assert row.network_id == there["id"]
    draft.slot.refresh_from_db()
    assert draft.slot.stage == Stage.OUT


@pytest.mark.parametrize("fault", ["error_after", "cut_after", "cut_json", "no_id", "html"])
def test_what_arrived_without_an_answer_is_found_and_not_doubled(channel: Channel, faulty: Faulty, fault: str) -> None:
    faulty.order(fault)
    draft = make.delivery.post([channel])
    make.delivery.run(DUE)
    assert make.delivery.of(draft).state == State.CHECKING
    rounds()
    assert len(faulty.accepted()) == 1
    assert make.delivery.of(draft).state == State.SENT


@pytest.mark.parametrize("fault", ["error_before", "cut_before", "unavailable"])
def test_what_may_not_have_arrived_is_repeated_by_key_or_left_to_a_person(
    channel: Channel, faulty: Faulty, fault: str
) -> None:
    faulty.order(fault)
    draft = make.delivery.post([channel])
    make.delivery.run(DUE)
    rounds()
    row, there = make.delivery.of(draft), faulty.accepted()
    if channel.software == "mastodon":
        assert (row.state, len(there)) == (State.SENT, 1)
    else:
        assert (row.state, len(there)) == (State.UNSURE, 0)
        assert [
            waiting.sign for waiting in queries.waiting_for(make.people.person(role=RoleKind.MANAGER), now=DUE)
        ] == ["unsure"]


def test_a_refused_post_stands_still_and_says_why(channel: Channel, faulty: Faulty) -> None:
    faulty.order("refuse", told="Text is too long")
    draft = make.delivery.post([channel])
    make.delivery.run(DUE)
    row = make.delivery.of(draft)
    assert row.state == State.STOPPED
    assert "Text is too long" in row.detail
    draft.slot.refresh_from_db()
    assert draft.slot.stage == Stage.NEEDS_SOMEONE


def test_a_revoked_key_stops_the_channel_and_loses_nothing(channel: Channel, faulty: Faulty) -> None:
    faulty.order("unauthorised")
    first, second = make.delivery.post([channel]), make.delivery.post([channel])
    make.delivery.run(DUE, slots=1)
    channel.refresh_from_db()
    assert channel.health == Health.DISCONNECTED
    assert {make.delivery.of(first).state, make.delivery.of(second).state} == {State.STOPPED, State.WAITING}


def test_a_throttled_post_waits_as_long_as_it_is_told(channel: Channel, faulty: Faulty) -> None:
    faulty.order("throttle", retry_after="90")
    draft = make.delivery.post([channel])
    make.delivery.run(DUE)
    row = make.delivery.of(draft)
    assert (row.state, row.next_at) == (State.WAITING, DUE + timedelta(seconds=90))
    rounds()
    assert len(faulty.accepted()) == 1


def test_a_server_that_is_away_is_tried_again_until_the_post_is_late(channel: Channel, faulty: Faulty) -> None:
    draft = make.delivery.post([channel])
    faulty.process.kill()
    faulty.process.wait()
    make.delivery.run(DUE)
    assert make.delivery.of(draft).because == Outcome.UNREACHABLE
    rounds()
    make.delivery.run(DUE + timedelta(minutes=45))
    row = make.delivery.of(draft)
    assert (row.state, row.because) == (State.EXPIRED, Because.LATE)


def test_a_crash_in_mid_send_leaves_a_doubt_that_is_cleared(channel: Channel, faulty: Faulty) -> None:
    draft = make.delivery.post([channel])
    services.take_in(now=DUE)
    (errand,) = services.claim(now=DUE, most=5).errands
    assert services.claim(now=DUE + timedelta(seconds=10), most=5).errands == ()
    rounds()
    assert make.delivery.of(draft).state == (State.SENT if channel.software == "mastodon" else State.UNSURE)
    assert Attempt.objects.get(pk=errand.attempt_id).outcome == Outcome.SILENT


class TestNothingLeavesThatDoesNotStandApproved:
    def test_after_an_edit(self, channel: Channel, faulty: Faulty) -> None:
        author = make.people.person(role=RoleKind.MANAGER)
        draft = make.delivery.post([channel], by=author)
        services.take_in(now=NOW)
        content.save(draft=draft, based_on=1, text="Ganz anders", language="de", by=author, now=NOW)
        make.delivery.run(DUE)
        assert faulty.accepted() == []
        make.review.approved(draft, by=author)
        make.delivery.run(DUE + timedelta(seconds=5))
        assert [there["text"] for there in faulty.accepted()] == ["Ganz anders"]

    def test_after_it_was_taken_back(self, channel: Channel, faulty: Faulty) -> None:
        draft = make.delivery.post([channel])
        services.take_in(now=NOW)
        approval = Approval.objects.get()
        review.withdraw(approval=approval, by=approval.approver, now=NOW, because="abgesagt")
        make.delivery.run(DUE)
        assert faulty.accepted() == []
        assert make.delivery.of(draft).state == State.CANCELLED

    def test_after_it_was_moved_it_leaves_at_the_new_time(self, channel: Channel, faulty: Faulty) -> None:
        author = make.people.person(role=RoleKind.MANAGER)
        draft = make.delivery.post([channel], by=author)
        services.take_in(now=NOW)
        later = DUE + timedelta(hours=3)
        planning.move(slot=draft.slot, planned_local=plan.wall_of(later, "Europe/Berlin"), by=author, now=NOW)
        make.delivery.run(DUE)
        assert faulty.accepted() == []
        make.delivery.run(later)
        assert len(faulty.accepted()) == 1

    def test_while_everything_is_held(self, channel: Channel, faulty: Faulty) -> None:
        author = make.people.person(role=RoleKind.MANAGER)
        draft = make.delivery.post([channel], by=author)
        situation.hold(reason="Wasserrohrbruch Nordring", by=author, now=NOW + timedelta(minutes=5))
        crisis = make.delivery.post(
            [channel], by=author, text="Rohrbruch am Nordring, wir sind dran.", now=NOW + timedelta(minutes=6)
        )
        make.delivery.run(DUE)
        assert [there["text"] for there in faulty.accepted()] == ["Rohrbruch am Nordring, wir sind dran."]
        assert make.delivery.of(crisis).state == State.SENT
        held = make.delivery.of(draft)
        assert (held.state, held.because) == (State.WAITING, Because.HELD)
        situation.lift(by=author, now=DUE)
        make.delivery.run(DUE + timedelta(minutes=1))
        assert len(faulty.accepted()) == 1
        services.release(delivery=held, by=author, now=DUE + timedelta(minutes=2))
        make.delivery.run(DUE + timedelta(minutes=2))
        assert len(faulty.accepted()) == 2

    @pytest.mark.parametrize(("minutes", "leaves"), [(29, True), (30, False)])
    def test_when_it_is_too_late(self, channel: Channel, faulty: Faulty, minutes: int, leaves: bool) -> None:
        make.delivery.post([channel])
        make.delivery.run(DUE + timedelta(minutes=minutes))
        assert (len(faulty.accepted()) == 1) is leaves


class TestAPersonDecidesADoubt:
    @pytest.fixture
    def doubt(self, channel: Channel, faulty: Faulty) -> Delivery:
        faulty.order("cut_before", times=-1)
        draft = make.delivery.post([channel])
        make.delivery.run(DUE)
        rounds()
        row = make.delivery.of(draft)
        assert row.state == State.UNSURE
        faulty.behave()
        return row

    def test_a_machine_never_sends_it_again(self, doubt: Delivery, faulty: Faulty) -> None:
        make.delivery.run(DUE + timedelta(days=2))
        assert faulty.accepted() == []

    def test_it_is_there_with_its_address(self, doubt: Delivery) -> None:
        jonas = make.people.person(role=RoleKind.COMMUNITY)
        row = services.it_is_there(delivery=doubt, url="https://erlengrund.social/@s/1", by=jonas, now=DUE)
        assert (row.state, row.seen_by) == (State.SENT, jonas)

    def test_it_is_not_there_and_is_sent_only_after_the_risk_was_named(self, doubt: Delivery, faulty: Faulty) -> None:
        jonas, at = make.people.person(role=RoleKind.COMMUNITY), DUE + timedelta(minutes=40)
        with pytest.raises(services.NotConfirmed):
            services.send_again(delivery=doubt, confirmed="", by=jonas, now=at)
        services.send_again(delivery=doubt, confirmed="not_there", by=jonas, now=at)
        make.delivery.run(at)
        assert len(faulty.accepted()) == 1
        with pytest.raises(services.NotDecidable):
            services.send_again(delivery=doubt, confirmed="not_there", by=jonas, now=at)

    def test_a_reader_decides_nothing(self, doubt: Delivery) -> None:
        with pytest.raises(NotAllowed):
            services.it_is_there(
                delivery=doubt, url="https://x.example", by=make.people.person(role=RoleKind.READER), now=DUE
            )


@pytest.mark.django_db
def test_a_channel_by_hand_makes_a_task_for_a_person() -> None:
    draft = make.delivery.post([make.channels.by_hand()])
    make.delivery.run(DUE)
    row = make.delivery.of(draft)
    assert row.state == State.BY_HAND
    services.done_by_hand(
        delivery=row, url="https://facebook.example/1", by=make.people.person(role=RoleKind.COMMUNITY), now=DUE
    )
    draft.slot.refresh_from_db()
    assert draft.slot.stage == Stage.OUT


def test_a_claim_costs_the_same_for_one_and_for_many(
    channel: Channel, faulty: Faulty, django_assert_max_num_queries: make.Counting
) -> None:
    for _ in range(5):
        make.delivery.post([channel])
    services.take_in(now=DUE)
    with django_assert_max_num_queries(20):
        assert len(services.claim(now=DUE, most=20).errands) == 5
