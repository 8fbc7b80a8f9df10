"""What somebody published past Eichhorn is never published twice, never taken for ours, and never pretends a Yes."""

from datetime import datetime, timedelta

import pytest

from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft
from eichhorn.delivery import queries, services, tasks
from eichhorn.delivery.models import Delivery, Looking, Outside
from eichhorn.delivery.rules import Because, OutsideState, State
from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.people.rules import NotAllowed, RoleKind
from eichhorn.planning.models import Slot
from eichhorn.planning.rules import Stage
from eichhorn.situation import services as situation
from tests import make
from tests.networks.running import Faulty

TEXT = "Ab Montag, 15. Juni, erneuern wir am Nordring die Trinkwasserleitung. Danke für Ihre Geduld."
MOVED = TEXT.replace("15. Juni", "22. Juni")
HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)


@pytest.fixture
def now() -> datetime:
    """What the server calls now, for it dates what is said there."""
    return clock.now()


@pytest.fixture
def miriam(channel: Channel) -> Person:
    made: Person = make.people.person("Miriam Aydın", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def planned(channel: Channel, miriam: Person, now: datetime) -> Draft:
    """Approved, and due in two hours."""
    made: Draft = make.delivery.post([channel], by=miriam, due_at=now + 2 * HOUR, text=TEXT, now=now)
    services.take_in(now=now)
    return made


def by_hand(faulty: Faulty, text: str = TEXT, **more: str) -> str:
    """Somebody publishes it with another program; return its number."""
    return str(faulty.say(text=text, author="a1", to="", **more)["id"])


def look(channel: Channel, at: datetime) -> int:
    return services.look(channel=Channel.objects.get(pk=channel.pk), now=at)


def test_a_planned_post_that_is_out_already_is_not_sent_until_somebody_has_decided(
    channel: Channel, faulty: Faulty, planned: Draft, miriam: Person, now: datetime
) -> None:
    number = by_hand(faulty)
    assert [look(channel, now + MINUTE), look(channel, now + 20 * MINUTE)] == [1, 0]
    make.delivery.run(now + 2 * HOUR)
    make.delivery.run(now + 5 * HOUR)
    row, found = make.delivery.of(planned), Outside.objects.get()
    assert faulty.accepted() == []
    assert (row.state, row.because) == (State.WAITING, Because.OUTSIDE)
    assert (found.state, found.slot_id, found.likeness, found.network_id) == (
        OutsideState.PROPOSED,
        planned.slot_id,
        100,
        number,
    )
    services.join(outside=found, slot=planned.slot, by=miriam, now=now + 5 * HOUR)
    make.delivery.run(now + 6 * HOUR)
    row = make.delivery.of(planned)
    assert (row.state, row.network_id, row.url, row.seen_by, row.sent_at) == (
        State.SENT,
        number,
        found.url,
        miriam,
        found.said_at,
    )
    planned.slot.refresh_from_db()
    assert planned.slot.stage == Stage.OUT
    assert faulty.accepted() == []


def test_what_turns_out_to_be_another_post_lets_the_planned_one_leave(
    channel: Channel, faulty: Faulty, planned: Draft, miriam: Person, now: datetime
) -> None:
    by_hand(faulty, MOVED)
    look(channel, now + MINUTE)
    make.delivery.run(now + 2 * HOUR)
    assert faulty.accepted() == []
    later = now + 9 * HOUR
    services.keep_apart(outside=Outside.objects.get(), by=miriam, now=later)
    make.delivery.run(later)
    assert [there["text"] for there in faulty.accepted()] == [TEXT]
    assert make.delivery.of(planned).state == State.SENT
    own = Outside.objects.get()
    assert (own.state, own.slot.outside, own.slot.stage) == (OutsideState.OWN, True, Stage.OUT)


def test_a_no_does_not_send_through_a_pause(
    channel: Channel, faulty: Faulty, planned: Draft, miriam: Person, now: datetime
) -> None:
    by_hand(faulty, MOVED)
    look(channel, now + MINUTE)
    make.delivery.run(now + 2 * HOUR)
    situation.hold(reason="Rohrbruch", by=miriam, now=now + 3 * HOUR)
    services.keep_apart(outside=Outside.objects.get(), by=miriam, now=now + 4 * HOUR)
    make.delivery.run(now + 4 * HOUR)
    assert faulty.accepted() == []
    assert make.delivery.of(planned).because == Because.HELD


def test_a_no_before_it_is_due_lets_it_leave_at_its_time(
    channel: Channel, faulty: Faulty, planned: Draft, miriam: Person, now: datetime
) -> None:
    by_hand(faulty, MOVED)
    look(channel, now + MINUTE)
    services.keep_apart(outside=Outside.objects.get(), by=miriam, now=now + HOUR)
    make.delivery.run(now + HOUR)
    assert faulty.accepted() == []
    make.delivery.run(now + 2 * HOUR)
    assert len(faulty.accepted()) == 1


def test_what_we_sent_is_never_foreign(channel: Channel, faulty: Faulty, planned: Draft, now: datetime) -> None:
    make.delivery.run(now + 2 * HOUR)
    assert [look(channel, now + 2 * HOUR), Outside.objects.count()] == [0, 0]


@pytest.mark.parametrize("fault", ["error_after", "cut_after", "cut_json"])
def test_what_we_sent_is_not_foreign_while_its_receipt_is_still_on_the_way(
    channel: Channel, faulty: Faulty, planned: Draft, now: datetime, fault: str
) -> None:
    faulty.order(fault)
    make.delivery.run(now + 2 * HOUR)
    assert make.delivery.of(planned).state == State.CHECKING
    assert len(faulty.accepted()) == 1
    assert [look(channel, now + 2 * HOUR), Outside.objects.count()] == [0, 0]


def test_what_a_person_gave_the_address_of_is_not_foreign(
    channel: Channel, faulty: Faulty, planned: Draft, miriam: Person, now: datetime
) -> None:
    by_hand(faulty)
    Delivery.objects.update(state=State.UNSURE, next_at=None)
    services.it_is_there(delivery=make.delivery.of(planned), url="https://fault.example/1", by=miriam, now=now)
    assert [look(channel, now + MINUTE), Outside.objects.count()] == [0, 0]


def test_a_doubt_is_cleared_where_it_is_practically_certain(
    channel: Channel, faulty: Faulty, planned: Draft, miriam: Person, now: datetime
) -> None:
    Delivery.objects.update(state=State.UNSURE, next_at=None, because="unsure")
    number = by_hand(faulty)
    look(channel, now + MINUTE)
    row, found = make.delivery.of(planned), Outside.objects.get()
    assert (row.state, row.network_id, row.seen_by) == (State.SENT, number, None)
    assert (found.state, found.decided_by, found.delivery_id) == (OutsideState.JOINED, None, row.pk)
    assert "von selbst verbunden" in make.people.client_of(miriam).get("/plan/outbox/").text


def test_a_doubt_is_only_shown_where_the_text_differs(
    channel: Channel, faulty: Faulty, planned: Draft, now: datetime
) -> None:
    Delivery.objects.update(state=State.UNSURE, next_at=None, because="unsure")
    by_hand(faulty, MOVED)
    look(channel, now + MINUTE)
    assert (make.delivery.of(planned).state, Outside.objects.get().state) == (State.UNSURE, OutsideState.PROPOSED)


def test_a_draft_that_nobody_approved_yet_can_be_what_is_out(
    channel: Channel, faulty: Faulty, miriam: Person, now: datetime
) -> None:
    draft = make.content.draft(by=miriam, text=TEXT, chosen=[channel], local=None, now=now)
    by_hand(faulty)
    look(channel, now + MINUTE)
    services.join(outside=Outside.objects.get(), slot=draft.slot, by=miriam, now=now)
    row = make.delivery.of(draft)
    assert (row.state, row.version, row.because) == (State.SENT, None, Because.OUTSIDE)
    draft.slot.refresh_from_db()
    assert draft.slot.stage == Stage.OUT


def test_what_nobody_planned_stands_in_the_plan_as_what_it_is(
    channel: Channel, faulty: Faulty, miriam: Person, now: datetime
) -> None:
    by_hand(faulty, "Guten Morgen aus dem Wasserwerk.\n\nDie Sonne scheint.")
    assert look(channel, now + MINUTE) == 1
    slot = Slot.objects.get()
    assert (slot.title, slot.outside, slot.stage, slot.goal) == (
        "Guten Morgen aus dem Wasserwerk.",
        True,
        Stage.OUT,
        None,
    )
    client = make.people.client_of(miriam)
    assert (
        "außerhalb veröffentlicht"
        in client.get(f"/plan/list/?past=1&channel={channel.pk}").text + client.get("/plan/list/").text
    )
    page = (
        client.get(f"/plan/slots/{slot.pk}/").text if client.get(f"/plan/slots/{slot.pk}/").status_code == 200 else ""
    )
    thread = client.get(f"/thread/{slot.pk}/").text
    assert "außerhalb von Eichhorn veröffentlicht" in page
    assert "freigegeben" not in thread.replace("geplant oder freigegeben", "")
    assert "Guten Morgen aus dem Wasserwerk." in client.get("/plan/outbox/").text


def test_it_can_be_joined_to_its_plan_by_hand_later(
    channel: Channel, faulty: Faulty, planned: Draft, miriam: Person, now: datetime
) -> None:
    by_hand(faulty, "Wasser weg am Nordring ab Montag.")
    look(channel, now + MINUTE)
    own = Outside.objects.get()
    client = make.people.client_of(miriam)
    assert planned.slot.title in client.get(f"/plan/outbox/outside/{own.pk}/").text
    client.post(f"/plan/outbox/outside/{own.pk}/", {"slot": planned.slot_id})
    assert Outside.objects.get().state == OutsideState.JOINED
    assert make.delivery.of(planned).state == State.SENT
    assert not Slot.objects.filter(outside=True).exists()


def test_the_outbox_says_it_clearly_and_one_click_decides(
    channel: Channel, faulty: Faulty, planned: Draft, miriam: Person, now: datetime
) -> None:
    by_hand(faulty)
    look(channel, now + MINUTE)
    found, client = Outside.objects.get(), make.people.client_of(miriam)
    page = client.get("/plan/outbox/").text
    assert "Schon draußen?" in page
    assert "sendet Eichhorn den geplanten Beitrag dort nicht" in page
    assert "Ist das schon draußen?" in client.get("/").text
    assert "geht dieser Beitrag nicht hinaus" in client.get(f"/plan/outbox/{make.delivery.of(planned).pk}/").text
    answer = client.post(f"/plan/outbox/outside/{found.pk}/", {"slot": found.slot_id})
    assert answer.status_code == 303
    assert make.delivery.of(planned).state == State.SENT
    assert "Miriam Aydın hat ihn" in client.get(f"/plan/outbox/outside/{found.pk}/").text


def test_two_that_are_alike_are_one_and_another(
    channel: Channel, faulty: Faulty, planned: Draft, miriam: Person, now: datetime
) -> None:
    first, second = by_hand(faulty), by_hand(faulty, MOVED)
    assert look(channel, now + MINUTE) == 2
    services.join(outside=Outside.objects.get(network_id=first), slot=planned.slot, by=miriam, now=now)
    states = dict(Outside.objects.values_list("network_id", "state"))
    assert states == {first: OutsideState.JOINED, second: OutsideState.OWN}


def test_what_is_on_its_way_cannot_be_joined(
    channel: Channel, faulty: Faulty, planned: Draft, miriam: Person, now: datetime
) -> None:
    by_hand(faulty)
    look(channel, now + MINUTE)
    Delivery.objects.update(state=State.SENDING, next_at=now)
    with pytest.raises(services.NotDecidable):
        services.join(outside=Outside.objects.get(), slot=planned.slot, by=miriam, now=now)
    assert Outside.objects.get().state == OutsideState.PROPOSED


def test_only_who_publishes_decides(channel: Channel, faulty: Faulty, planned: Draft, now: datetime) -> None:
    by_hand(faulty)
    look(channel, now + MINUTE)
    author, found = make.people.person(role=RoleKind.AUTHOR), Outside.objects.get()
    with pytest.raises(NotAllowed):
        services.join(outside=found, slot=planned.slot, by=author, now=now)
    with pytest.raises(NotAllowed):
        services.keep_apart(outside=found, by=author, now=now)


def test_answers_and_letters_are_no_publications(channel: Channel, faulty: Faulty, now: datetime) -> None:
    question = faulty.say(text="Wie lange?", to="a1")
    by_hand(faulty, "Bis Freitag.", in_reply_to_id=str(question["id"]))
    assert look(channel, now + MINUTE) == 0


@pytest.mark.parametrize("fault", ["unavailable", "cut_json", "throttle", "html", "cut_before"])
def test_a_fault_leaves_no_gap(channel: Channel, faulty: Faulty, now: datetime, fault: str) -> None:
    by_hand(faulty, "Guten Morgen aus dem Wasserwerk.")
    faulty.order(fault, on="lookup", times=2)
    look(channel, now + MINUTE)
    silent = Looking.objects.get()
    assert (Outside.objects.count(), silent.silences) == (0, 1)
    assert silent.quiet_until > now + MINUTE
    faulty.behave()
    assert look(channel, silent.quiet_until) == 1
    assert Looking.objects.get().silences == 0


def test_two_workers_do_not_ask_at_once(channel: Channel, faulty: Faulty, now: datetime) -> None:
    look(channel, now)
    Looking.objects.update(quiet_until=now + 2 * MINUTE)
    asked = len(faulty.events("asked"))
    assert look(channel, now + MINUTE) == 0
    assert len(faulty.events("asked")) == asked


def test_a_channel_is_asked_more_often_while_something_is_about_to_leave(
    channel: Channel, faulty: Faulty, planned: Draft, now: datetime
) -> None:
    look(channel, now)
    assert Looking.objects.get().quiet_until == now + 15 * MINUTE
    soon = now + 2 * HOUR - 5 * MINUTE
    look(channel, soon)
    assert Looking.objects.get().quiet_until < soon + MINUTE


def test_the_worker_looks_at_channels_that_list_what_they_published(
    channel: Channel, faulty: Faulty, monkeypatch: pytest.MonkeyPatch
) -> None:
    make.channels.by_hand()
    assert services.to_look_at(now=clock.now()) == [channel]
    by_hand(faulty, "Guten Morgen aus dem Wasserwerk.")
    tasks.look_outside_on(channel.pk)
    assert Outside.objects.count() == 1
    assert services.to_look_at(now=clock.now()) == []


def test_a_hidden_plan_is_not_told_to_everybody(
    channel: Channel, faulty: Faulty, planned: Draft, now: datetime
) -> None:
    by_hand(faulty)
    look(channel, now + MINUTE)
    Slot.objects.filter(pk=planned.slot_id).update(confidential=True)
    stranger = make.people.person("Stranger")
    assert make.people.client_of(stranger).get(f"/plan/outbox/outside/{Outside.objects.get().pk}/").status_code == 404
    assert list(queries.outside_for(stranger, now=now)) == []
