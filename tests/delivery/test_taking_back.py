"""Taking back what is out: it counts as gone once its network has said so, and its history stays."""

import uuid
from datetime import timedelta

import pytest

from eichhorn.channels.models import Channel
from eichhorn.delivery import services
from eichhorn.delivery.models import Attempt, Delivery, Removal
from eichhorn.delivery.queries import knot
from eichhorn.delivery.rules import AttemptKind, Outcome, State
from eichhorn.desk.models import Request
from eichhorn.people import links
from eichhorn.people.models import Person
from eichhorn.people.rules import LinkPurpose, NotAllowed, RoleKind
from eichhorn.ui.thread import KnotState
from tests import make
from tests.make.delivery import DUE
from tests.networks.running import Faulty

AFTER = DUE + timedelta(hours=1)


@pytest.fixture
def author(db: None) -> Person:
    made: Person = make.people.person(role=RoleKind.MANAGER)
    return made


@pytest.fixture
def out(channel: Channel, author: Person) -> Delivery:
    draft = make.delivery.post([channel], by=author)
    make.delivery.run(DUE)
    return make.delivery.of(draft)


def ask(row: Delivery, by: Person) -> Removal:
    return services.take_back(delivery=row, reason="Die Zahl stimmt nicht.", by=by, now=AFTER)


def there(faulty: Faulty, row: Delivery) -> bool:
    return any(status["id"] == row.network_id for status in faulty.standing("a1"))


def test_a_post_is_gone_on_the_network_and_stays_in_our_history(out: Delivery, author: Person, faulty: Faulty) -> None:
    ask(out, author)
    assert there(faulty, out)
    assert services.remove_due(now=AFTER) == 1
    assert not there(faulty, out)
    removal = Removal.objects.get()
    out.refresh_from_db()
    assert (removal.done_at, removal.next_at, out.state) == (AFTER, None, State.SENT)
    page = make.people.client_of(author).get(f"/plan/outbox/{out.pk}/").text
    assert "Zurückgenommen" in page
    assert "Er war draußen von Di 9. Juni" in page
    assert f'href="{out.url}"' not in page
    assert "Die Zahl stimmt nicht." in page


def test_while_the_network_is_silent_it_is_not_called_gone(out: Delivery, author: Person, faulty: Faulty) -> None:
    faulty.order("unavailable", on="delete", times=1)
    ask(out, author)
    services.remove_due(now=AFTER)
    removal = Removal.objects.get()
    assert removal.done_at is None
    assert removal.next_at is not None
    assert removal.next_at > AFTER
    assert "kann er noch dort stehen" in make.people.client_of(author).get(f"/plan/outbox/{out.pk}/").text
    services.remove_due(now=removal.next_at)
    assert Removal.objects.get().done_at is not None
    assert not there(faulty, out)


def test_each_try_is_a_step_that_is_written_down_before_the_network_is_asked(
    out: Delivery, author: Person, faulty: Faulty
) -> None:
    faulty.order("unavailable", on="delete", times=1)
    ask(out, author)
    services.remove_due(now=AFTER)
    again_at = Removal.objects.get().next_at
    assert again_at is not None
    services.remove_due(now=again_at)
    steps = [(one.number, one.kind, one.outcome, one.began_at) for one in out.attempts.order_by("number")][1:]
    assert steps == [
        (2, AttemptKind.TAKE_BACK, Outcome.UNREACHABLE, AFTER), (3, AttemptKind.TAKE_BACK, Outcome.TAKEN_BACK, again_at)
    ]  # fmt: skip
    page = make.people.client_of(author).get(f"/plan/outbox/{out.pk}/").text
    assert "keine klare Antwort, er kann also noch dort stehen" in page
    assert "er steht nicht mehr dort" in page


def test_a_try_whose_worker_died_is_a_silence_and_is_made_again(out: Delivery, author: Person, faulty: Faulty) -> None:
    ask(out, author)
    lost = Attempt.objects.create(
        delivery=out, number=2, kind=AttemptKind.TAKE_BACK, began_at=AFTER, lease_ends_at=AFTER + timedelta(minutes=2)
    )
    Delivery.objects.update(tries=2)
    services.remove_due(now=AFTER + timedelta(minutes=3))
    lost.refresh_from_db()
    assert lost.outcome == Outcome.SILENT
    assert not there(faulty, out)


def test_a_network_that_refuses_is_quoted_and_may_be_asked_again(out: Delivery, author: Person, faulty: Faulty) -> None:
    faulty.order("refuse", on="delete", told="Not yours")
    ask(out, author)
    services.remove_due(now=AFTER)
    page = make.people.client_of(author).get(f"/plan/outbox/{out.pk}/").text
    assert "Not yours" in page
    assert "Er steht noch dort" in page
    assert there(faulty, out)
    ask(out, author)
    services.remove_due(now=AFTER)
    assert not there(faulty, out)


def test_what_somebody_deleted_there_by_hand_counts_as_gone(out: Delivery, author: Person, faulty: Faulty) -> None:
    faulty.delete(out.network_id)
    ask(out, author)
    services.remove_due(now=AFTER)
    assert Removal.objects.get().done_at == AFTER


def test_two_workers_ask_once(out: Delivery, author: Person) -> None:
    ask(out, author)
    Removal.objects.update(next_at=AFTER + timedelta(minutes=2))  # the other has just begun
    assert services.remove_due(now=AFTER) == 0


def test_only_what_is_out_and_only_by_those_who_publish(channel: Channel, author: Person) -> None:
    draft = make.delivery.post([channel], by=author)
    services.take_in(now=DUE - timedelta(minutes=5))
    with pytest.raises(services.NotDecidable):
        ask(make.delivery.of(draft), author)
    make.delivery.run(DUE)
    with pytest.raises(NotAllowed):
        ask(make.delivery.of(draft), make.people.person(role=RoleKind.READER))
    assert not Removal.objects.exists()


def test_the_page_asks_why_and_takes_no_blank_for_an_answer(out: Delivery, author: Person) -> None:
    browser, here = make.people.client_of(author), f"/plan/outbox/{out.pk}/take-back/"
    answer = browser.post(here, {"reason": "  "})
    assert answer.status_code == 422
    assert 'id="id_reason_error"' in answer.text
    assert browser.post(here, {"reason": "Die Zahl stimmt nicht."}).status_code == 303
    assert Removal.objects.get().reason == "Die Zahl stimmt nicht."


def test_whoever_asked_for_it_sees_that_it_stands_nowhere_any_more(out: Delivery, author: Person) -> None:
    assert out.draft is not None
    asked = make.desk.request("Wallbox")
    Request.objects.filter(pk=asked.pk).update(slot=out.draft.slot, state="done", fulfilled_at=DUE)
    at = (
        f"/asked/{links.issue(purpose=LinkPurpose.REQUEST, object_id=asked.pk, lasts=timedelta(days=3650), now=AFTER)}/"
    )
    assert "Draußen seit Di 9. Juni, 11:00." in make.people.guest().get(at).text
    ask(out, author)
    assert "zurückgenommen" not in make.people.guest().get(at).text
    services.remove_due(now=AFTER)
    page = make.people.guest().get(at).text
    assert "Es war von Di 9. Juni, 11:00 bis Di 9. Juni, 12:00 draußen, dann haben wir es zurückgenommen." in page
    assert "Draußen seit Di 9. Juni, 11:00." not in page
    assert knot(out.draft.slot_id).state is KnotState.SKIP


def test_while_a_part_of_it_stands_on_another_channel_it_is_not_called_gone(out: Delivery, author: Person) -> None:
    assert out.draft is not None
    asked = make.desk.request("Wallbox")
    Request.objects.filter(pk=asked.pk).update(slot=out.draft.slot, state="done", fulfilled_at=DUE)
    Delivery.objects.create(
        draft=out.draft, version=out.version, channel=make.channels.by_hand(), state=State.SENT, due_at=DUE, made_at=DUE, sent_at=DUE,
        url="https://anderswo.example/1", key=uuid.uuid4(),
    )  # fmt: skip
    ask(out, author)
    services.remove_due(now=AFTER)
    assert Request.objects.get(pk=asked.pk).taken_back_at is None
    assert knot(out.draft.slot_id).state is KnotState.DONE
