"""After a pause nothing leaves in a heap: each post that was held is decided, by name."""

from datetime import timedelta

import pytest

from eichhorn.channels.models import Channel
from eichhorn.content.models import Draft
from eichhorn.delivery import queries, services
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import Because, State
from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.situation import queries as situation
from eichhorn.situation import services as holding
from tests import make
from tests.make.delivery import DUE
from tests.networks.running import Faulty

MINUTE = timedelta(minutes=1)
PAGE = "/plan/outbox/resume/"


@pytest.fixture
def manager(db: None) -> Person:
    made: Person = make.people.person(role=RoleKind.MANAGER)
    return made


def state(draft: Draft) -> tuple[str, str]:
    row = make.delivery.of(draft)
    return row.state, row.because


def test_what_fell_due_in_a_pause_waits_for_a_person_though_no_worker_saw_the_pause(
    channel: Channel, faulty: Faulty, manager: Person
) -> None:
    before, inside, after = (
        make.delivery.post([channel], due_at=DUE + minutes * MINUTE) for minutes in (0, 10, 20)
    )  # fmt: skip
    make.delivery.run(DUE)
    holding.hold(reason="Rohrbruch", by=manager, now=DUE + 5 * MINUTE)
    holding.lift(by=manager, now=DUE + 15 * MINUTE)
    make.delivery.run(DUE + 15 * MINUTE)
    make.delivery.run(DUE + 20 * MINUTE)
    assert [state(draft)[0] for draft in (before, inside, after)] == [State.SENT, State.EXPIRED, State.SENT]
    assert state(inside)[1] == Because.HELD


@pytest.mark.parametrize(("minutes", "leaves"), [(4, True), (5, False), (14, False), (15, True)])
def test_a_pause_begins_and_ends_to_the_instant(
    channel: Channel, faulty: Faulty, manager: Person, minutes: int, leaves: bool
) -> None:
    draft = make.delivery.post([channel], due_at=DUE + minutes * MINUTE)
    holding.hold(reason="Rohrbruch", by=manager, now=DUE + 5 * MINUTE)
    holding.lift(by=manager, now=DUE + 15 * MINUTE)
    make.delivery.run(DUE + 16 * MINUTE)
    assert (state(draft)[0] == State.SENT) == leaves


def test_each_held_post_is_asked_about_and_becomes_what_was_chosen(
    channel: Channel, faulty: Faulty, manager: Person
) -> None:
    now = clock.now()
    drafts = [
        make.delivery.post([channel], by=manager, due_at=now + timedelta(hours=1), now=now, text=f"Nummer {number}.")
        for number in range(3)
    ]
    services.take_in(now=now)
    holding.hold(reason="Rohrbruch", by=manager, now=now)
    for draft in drafts:
        make.delivery.move(draft, clock.now(), by=manager, now=clock.now())
    services.take_in(now=clock.now())
    browser = make.people.client_of(manager)
    assert PAGE in browser.get("/plan/outbox/").text
    shown = browser.get(PAGE).text
    assert all(f"Nummer {number}." in shown for number in range(3))
    assert shown.count('value="later"') == shown.count(" checked") == 3
    send, later, no = (make.delivery.of(draft) for draft in drafts)
    answer = browser.post(PAGE, {f"{send.pk}": "send", f"{no.pk}": "no"})
    assert answer.status_code == 303
    assert situation.current() is None
    make.delivery.run(clock.now())
    assert [state(draft) for draft in drafts] == [
        (State.SENT, "sent"), (State.EXPIRED, Because.HELD), (State.CANCELLED, Because.BY_PERSON),
    ]  # fmt: skip
    assert [event["text"] for event in faulty.accepted()] == ["Nummer 0."]
    later.refresh_from_db()
    assert later.released_at is None


def test_who_may_hold_but_not_publish_lets_leave_and_decides_about_none(
    channel: Channel, faulty: Faulty, manager: Person
) -> None:
    now = clock.now()
    draft = make.delivery.post([channel], by=manager, due_at=now + timedelta(hours=1), now=now)
    holding.hold(reason="Rohrbruch", by=manager, now=now)
    make.delivery.move(draft, clock.now(), by=manager, now=clock.now())
    services.take_in(now=clock.now())
    held = queries.held(situation.current(), now=clock.now())
    assert [row.draft_id for row in held] == [draft.pk]
    reader = make.people.client_of(make.people.person(role=RoleKind.AUTHOR))
    assert reader.get(PAGE).status_code == 403
    assert reader.post(PAGE, {f"{held[0].pk}": "send"}).status_code == 403
    assert situation.current() is not None


def test_what_somebody_else_decided_meanwhile_stays_as_it_is(channel: Channel, faulty: Faulty, manager: Person) -> None:
    drafts = [make.delivery.post([channel]) for _ in range(2)]
    holding.hold(reason="Rohrbruch", by=manager, now=DUE - MINUTE)
    make.delivery.run(DUE)
    first, second = (make.delivery.of(draft) for draft in drafts)
    services.cancel(delivery=first, by=manager, now=DUE)
    services.resume(release_ids=[first.pk, second.pk], by=manager, now=DUE + MINUTE)
    make.delivery.run(DUE + MINUTE)
    assert [row.state for row in Delivery.objects.order_by("pk")] == [State.CANCELLED, State.SENT]
