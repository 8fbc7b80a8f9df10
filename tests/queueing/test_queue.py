"""The queue of a channel: who comes, goes and moves up, said before, and taken back."""

import re
from collections.abc import Callable
from datetime import datetime, time, timedelta
from threading import Thread

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from eichhorn.channels.models import Channel
from eichhorn.foundation import clock
from eichhorn.people.models import Organisation, Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import rules as plan
from eichhorn.planning import services as plans
from eichhorn.planning.models import Moving, Slot
from eichhorn.planning.rules import Stage
from eichhorn.queueing import queries, services
from eichhorn.queueing.models import Turn
from eichhorn.queueing.rules import What, Wish
from tests import make

pytestmark = pytest.mark.django_db
NINE = [(weekday, time(9)) for weekday in range(7)]


@pytest.fixture
def manager(house: Organisation) -> Person:
    made: Person = make.people.person("Mara Lenz", role=RoleKind.MANAGER)
    return made


@pytest.fixture
def client(manager: Person) -> Client:
    found: Client = make.people.client_of(manager)
    return found


@pytest.fixture
def channel(house: Organisation) -> Channel:
    made: Channel = make.planning.channel("Amt", places=NINE)
    return made


@pytest.fixture
def line(channel: Channel, manager: Person) -> list[Slot]:
    """Three posts that wait, on the next three days."""
    slots = [
        make.planning.slot(title, channels=[channel], at=None, stage=Stage.DRAFT) for title in ("Eins", "Zwei", "Drei")
    ]
    for slot in slots:
        services.rearrange(channel=channel, wish=Wish(What.END, slot.pk), by=manager, now=clock.now())
    return slots


def _standing(*slots: Slot) -> list[datetime | None]:
    for slot in slots:
        slot.refresh_from_db()
    return [plan.wall(slot.planned_local) if slot.planned_local else None for slot in slots]


def _order(channel: Channel) -> list[str]:
    return [slot.title for slot in queries.waiting(channel, now=clock.now())]


def _press(client: Client, channel: Channel, page: str = "", **given: object):
    hidden = dict(re.findall(r'name="(seen|told)" value="([^"]*)"', page))
    return client.post(f"/plan/queues/{channel.pk}/rearrange/", {**hidden, **given})


def test_posts_take_the_free_places_one_after_the_other(client: Client, channel: Channel, line: list[Slot]) -> None:
    first, second, third = (at for at in _standing(*line) if at)
    assert (second - first, third - second) == (timedelta(days=1), timedelta(days=1))
    assert first.time() == time(9)
    by_hand = make.planning.slot("Vierter Tag", channels=[channel], at=third + timedelta(days=1))
    last = make.planning.slot("Vier", channels=[channel], at=None, stage=Stage.DRAFT)
    page = client.get(f"/plan/queues/{channel.pk}/").content.decode()
    assert "Geschrieben, aber ohne Termin" in page
    assert _press(client, channel, page, what="end", slot=last.pk).status_code == 303
    assert _standing(last, by_hand) == [third + timedelta(days=2), third + timedelta(days=1)]
    assert _order(channel) == ["Eins", "Zwei", "Drei", "Vier"]


def test_who_comes_first_moves_the_others_and_that_is_said_before(
    client: Client, channel: Channel, line: list[Slot]
) -> None:
    before = _standing(*line)
    urgent = make.planning.slot("Eilt", channels=[channel], at=None, stage=Stage.DRAFT)
    asked = _press(client, channel, what="next", slot=urgent.pk)
    assert asked.status_code == 409
    page = asked.content.decode()
    assert "4 Beiträge bekommen einen anderen Termin" in page
    assert _standing(*line) == before
    done = _press(client, channel, page, what="next", slot=urgent.pk)
    assert done.status_code == 303
    assert _order(channel) == ["Eilt", "Eins", "Zwei", "Drei"]
    assert _standing(urgent, *line[:2]) == before
    client.post(f"/plan/queues/acts/{Moving.objects.latest('pk').pk}/take-back/")
    assert _order(channel) == ["Eins", "Zwei", "Drei"]
    assert _standing(urgent, *line) == [None, *before]


def test_in_another_order_they_share_their_places(client: Client, channel: Channel, line: list[Slot]) -> None:
    before = _standing(*line)
    page = client.get(f"/plan/queues/{channel.pk}/").content.decode()
    assert _press(client, channel, page, what="up", slot=line[2].pk).status_code == 303
    assert _order(channel) == ["Eins", "Drei", "Zwei"]
    assert _standing(*line) == [before[0], before[2], before[1]]
    assert _press(client, channel, what="to", to=0, slot=line[1].pk).status_code == 303
    assert _order(channel) == ["Zwei", "Eins", "Drei"]
    assert [one.place_local for one in Turn.objects.order_by("place_local")] == [plan.kept(at) for at in before if at]


def test_who_leaves_has_no_date_and_the_others_move_up_only_when_somebody_says_so(
    client: Client, channel: Channel, line: list[Slot]
) -> None:
    before = _standing(*line)
    assert _press(client, channel, what="out", slot=line[0].pk).status_code == 303
    assert _standing(*line) == [None, *before[1:]]
    page = client.get(f"/plan/queues/{channel.pk}/").content.decode()
    assert "könnten aufrücken" in page
    asked = _press(client, channel, page, what="move_up").content.decode()
    assert _standing(*line[1:]) == before[1:]
    assert _press(client, channel, asked, what="move_up").status_code == 303
    assert _standing(*line[1:]) == before[:2]
    assert "könnten aufrücken" not in client.get(f"/plan/queues/{channel.pk}/").content.decode()


def test_an_approval_that_would_not_survive_is_named_and_nothing_moves_before(
    client: Client, channel: Channel, manager: Person
) -> None:
    now = clock.now()
    free = make.planning.slot("Platzhalter", channels=[channel], at=None, stage=Stage.DRAFT)
    services.rearrange(channel=channel, wish=Wish(What.END, free.pk), by=manager, now=now)
    post = make.delivery.post(
        [channel],
        by=make.people.person("Jonas Brandt", role=RoleKind.AUTHOR),
        due_at=now + timedelta(hours=30),
        now=now,
    )
    far = plan.instant((plan.wall_of(now, "Europe/Berlin") + timedelta(days=80)).replace(hour=12), "Europe/Berlin")
    make.planning.slot("Spät", channels=[channel], at=plan.wall_of(far, "Europe/Berlin"))
    assert _press(client, channel, what="next", slot=post.slot.pk).status_code == 409
    for ahead in range(40):
        make.planning.slot(channels=[channel], at=plan.wall_of(now, "Europe/Berlin") + timedelta(days=ahead))
    asked = _press(client, channel, what="end", slot=post.slot.pk)
    page = asked.content.decode()
    assert asked.status_code == 409
    assert "gilt die Freigabe nicht mehr" in page
    assert "1 Beitrag braucht danach ein neues Ja" in page
    assert _press(client, channel, page, what="end", slot=post.slot.pk).status_code == 303
    assert _order(channel) == ["Platzhalter", post.slot.title]
    asked = _press(client, channel, what="out", slot=free.pk)
    assert asked.status_code == 303


def test_whoever_gives_a_post_a_date_of_its_own_takes_it_out_of_the_queue(
    channel: Channel, line: list[Slot], manager: Person
) -> None:
    [_, second, _] = (at for at in _standing(*line) if at)
    plans.move(slot=line[1], planned_local=second + timedelta(hours=2), by=manager, now=clock.now())
    assert _order(channel) == ["Eins", "Drei"]
    plans.advance(slot=line[0], to=Stage.CANCELLED, now=clock.now())
    assert _order(channel) == ["Drei"]
    plans.move(slot=line[1], planned_local=second, by=manager, now=clock.now())
    assert _order(channel) == ["Zwei", "Drei"]


def test_a_queue_that_somebody_changed_meanwhile_stays_and_is_shown_anew(
    client: Client, channel: Channel, line: list[Slot]
) -> None:
    page = client.get(f"/plan/queues/{channel.pk}/").content.decode()
    assert _press(client, channel, page, what="up", slot=line[2].pk).status_code == 303
    answer = _press(client, channel, page, what="up", slot=line[2].pk)
    assert answer.status_code == 409
    assert "hat die Warteschlange inzwischen geändert" in answer.content.decode()
    assert _order(channel) == ["Eins", "Drei", "Zwei"]


def test_what_is_taken_back_too_late_stays(client: Client, channel: Channel, line: list[Slot], manager: Person) -> None:
    _press(client, channel, what="out", slot=line[0].pk)
    act = Moving.objects.latest("pk")
    other = make.planning.slot("Neu", channels=[channel], at=None, stage=Stage.DRAFT)
    asked = _press(client, channel, what="next", slot=other.pk)
    assert asked.status_code == 303  # the free place is before all others: nobody else moves
    client.post(f"/plan/queues/acts/{act.pk}/take-back/")
    assert _order(channel) == ["Neu", "Zwei", "Drei"]
    assert _standing(line[0]) == [None]


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"what": "fly", "slot": "1"},
        {"what": "end", "slot": "0"},
        {"what": "end"},
        {"what": "to", "slot": "x", "to": "-1"},
    ],
)
def test_bad_input_gets_a_sentence_and_changes_nothing(
    client: Client, channel: Channel, line: list[Slot], given: dict[str, str]
) -> None:
    answer = _press(client, channel, **given)
    assert answer.status_code == 422
    assert "Bitte wählen Sie noch einmal" in answer.content.decode()
    assert _order(channel) == ["Eins", "Zwei", "Drei"]


def test_what_is_out_or_meant_for_elsewhere_cannot_wait(client: Client, channel: Channel) -> None:
    for slot in (make.planning.slot(channels=[channel], stage=Stage.OUT), make.planning.slot(at=None)):
        answer = _press(client, channel, what="end", slot=slot.pk)
        assert answer.status_code == 409
        assert "kann nicht auf diesem Kanal warten" in answer.content.decode()


def test_no_two_posts_wait_at_one_place_whatever_the_code_does(channel: Channel, line: list[Slot]) -> None:
    first, second, _ = Turn.objects.order_by("place_local")
    with connection.cursor() as cursor:
        cursor.execute("set constraints all immediate")
    with pytest.raises(IntegrityError), transaction.atomic():
        Turn.objects.filter(pk=second.pk).update(place_local=first.place_local)


def test_whoever_may_not_plan_sees_the_queue_without_confidential_titles(channel: Channel, line: list[Slot]) -> None:
    Slot.objects.filter(pk=line[1].pk).update(confidential=True)
    reader: Client = make.people.client_of(make.people.person("Rita", role=RoleKind.APPROVER))
    page = reader.get(f"/plan/queues/{channel.pk}/").content.decode()
    assert "Eins" in page
    assert "Zwei" not in page
    assert "Vertraulicher Beitrag" in page
    assert "Herausnehmen" not in page
    assert _press(reader, channel, what="out", slot=line[0].pk).status_code == 403


def test_all_queues_are_listed_with_how_many_wait(client: Client, line: list[Slot]) -> None:
    page = client.get("/plan/queues/").content.decode()
    assert "3 Beiträge warten" in page


def test_the_page_costs_the_same_however_many_wait(
    client: Client, channel: Channel, line: list[Slot], manager: Person
) -> None:
    def count() -> int:
        with CaptureQueriesContext(connection) as found:
            client.get(f"/plan/queues/{channel.pk}/")
        return len(found)

    few = count()
    for _ in range(4):
        slot = make.planning.slot(channels=[channel], at=None, stage=Stage.DRAFT)
        services.rearrange(channel=channel, wish=Wish(What.END, slot.pk), by=manager, now=clock.now())
    assert count() == few


@pytest.mark.django_db(transaction=True)
def test_two_people_at_once_both_find_a_place_of_their_own(channel: Channel, manager: Person) -> None:
    slots = [make.planning.slot(channels=[channel], at=None, stage=Stage.DRAFT) for _ in range(2)]

    def put(slot: Slot) -> Callable[[], None]:
        def run() -> None:
            try:
                services.rearrange(channel=channel, wish=Wish(What.END, slot.pk), by=manager, now=clock.now())
            finally:
                connection.close()

        return run

    threads = [Thread(target=put(slot)) for slot in slots]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(set(_standing(*slots))) == 2
    assert len(_order(channel)) == 2


def test_the_composer_saves_the_text_and_then_gives_the_post_a_place(
    client: Client, channel: Channel, line: list[Slot], manager: Person
) -> None:
    draft = make.content.draft(
        by=manager,
        chosen=[channel],
        local=plan.wall_of(clock.now(), "Europe/Berlin") + timedelta(days=50),
        now=clock.now(),
    )
    address = f"/plan/posts/{draft.pk}/"
    page = client.get(address).content.decode()
    assert "Ans Ende der Warteschlange von Amt" in page
    given = {name: value for name, value in client.get(address).context["form"].initial.items() if value is not None}
    sent = {**given, "text": "Neuer Text", "then": f"queue-{channel.pk}"}
    on = client.post(address, sent)
    assert on.status_code == 307
    assert client.post(on["Location"], sent)["Location"] == address
    draft.refresh_from_db()
    assert draft.latest is not None
    assert draft.latest.text == "Neuer Text"
    assert _order(channel)[-1] == draft.slot.title
    own = make.planning.slot(channels=[channel], at=None)
    [_, _, third, fourth] = _standing(*line, draft.slot)
    assert third is not None
    assert fourth == third + timedelta(days=1)
    client.post(f"/plan/slots/{own.pk}/next-free/", {"next": address})
    assert _standing(own) == [third + timedelta(days=2)]
    assert client.post(address, {**sent, "based_on": draft.latest.number, "then": "free"})["Location"].startswith(
        f"/plan/slots/{draft.slot_id}/next-free/"
    )
