"""Posts of one channel keep the distance that its network or its team wants; and how late one may be, its team says."""

import threading
from dataclasses import replace
from datetime import timedelta

import pytest
from django.conf import settings as real
from django.db import connection, connections, transaction
from django.test import override_settings
from django.test.utils import CaptureQueriesContext

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.channels.services import keeping
from eichhorn.delivery import services, words
from eichhorn.delivery.carrying import Errand
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import Because, State
from eichhorn.networks.base import Fact, Keys
from eichhorn.people.rules import RoleKind
from tests import make
from tests.delivery import pretend
from tests.delivery.pretend import Pretend
from tests.make.delivery import DUE
from tests.networks.running import Faulty

MINUTE, TICK = timedelta(minutes=1), timedelta(microseconds=1)


def kept_apart(channel: Channel, minutes: int) -> None:
    channel.pace_minutes = minutes
    channel.save(update_fields=["pace_minutes"])


def states() -> list[str]:
    return list(Delivery.objects.order_by("pk").values_list("state", flat=True))


def test_two_posts_of_one_instant_leave_one_after_the_other(channel: Channel, faulty: Faulty) -> None:
    kept_apart(channel, 10)
    for _ in range(2):
        make.delivery.post([channel])
    make.delivery.run(DUE)
    first, second = Delivery.objects.order_by("pk")
    assert [first.state, second.state] == [State.SENT, State.WAITING]
    assert (second.because, second.next_at) == (Because.DISTANCE, DUE + 10 * MINUTE)
    assert "halten Abstand" in words.sentence(second)
    make.delivery.run(DUE + 10 * MINUTE - TICK)
    assert states() == [State.SENT, State.WAITING]
    make.delivery.run(DUE + 10 * MINUTE)
    assert states() == [State.SENT, State.SENT]
    assert len(faulty.accepted()) == 2


def test_many_leave_at_the_pace_and_other_channels_at_their_time(channel: Channel, faulty: Faulty) -> None:
    other = make.channels.connected(faulty.url, "a2")
    kept_apart(channel, 5)
    for _ in range(4):
        make.delivery.post([channel])
    make.delivery.post([other])
    for minutes in range(0, 16, 5):
        make.delivery.run(DUE + minutes * MINUTE)
        assert Delivery.objects.filter(channel=channel, state=State.SENT).count() == minutes // 5 + 1
        assert Delivery.objects.filter(channel=other, state=State.SENT).exists()


def test_what_would_be_too_late_by_its_turn_waits_for_a_person_and_then_leaves_at_once(
    channel: Channel, faulty: Faulty
) -> None:
    kept_apart(channel, 60)
    for _ in range(2):
        make.delivery.post([channel])
    make.delivery.run(DUE)
    make.delivery.run(DUE + 30 * MINUTE)
    late = Delivery.objects.order_by("pk")[1]
    assert (late.state, late.because) == (State.EXPIRED, Because.LATE)
    by = make.people.person(role=RoleKind.MANAGER)
    services.release(delivery=late, by=by, now=DUE + 31 * MINUTE)
    make.delivery.run(DUE + 31 * MINUTE)
    assert states() == [State.SENT, State.SENT]


def test_the_parts_of_a_thread_belong_together(channel: Channel, faulty: Faulty) -> None:
    kept_apart(channel, 10)
    make.delivery.post([channel], text="Erstens wird gebaut.\n---\nZweitens: danke.")
    make.delivery.run(DUE)
    assert set(states()) == {State.SENT}
    assert len(faulty.accepted()) == len(states()) == 2


def test_a_claim_asks_two_questions_more_however_many_keep_a_distance(channel: Channel, faulty: Faulty) -> None:
    kept_apart(channel, 1)
    for _ in range(6):
        make.delivery.post([channel])
    services.take_in(now=DUE)
    kept_apart(channel, 0)
    with transaction.atomic(), CaptureQueriesContext(connection) as close:
        assert len(services.claim(most=10, now=DUE).errands) == 6
        transaction.set_rollback(True)
    kept_apart(channel, 1)
    with CaptureQueriesContext(connection) as apart:
        claimed = services.claim(most=10, now=DUE)
    assert (len(claimed.errands), claimed.looked_at) == (1, 6)
    nexts = sorted(row.next_at for row in Delivery.objects.filter(state=State.WAITING) if row.next_at)
    assert nexts == [DUE + number * MINUTE for number in range(1, 6)]
    assert len(apart) == len(close) + 2


@pytest.mark.django_db
def test_a_network_that_wants_more_distance_than_the_team_has_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Pretend, "capabilities", replace(Pretend.capabilities, pace=Fact(90, pretend.HERE, "2026-11-22"))
    )
    with override_settings(NETWORKS=[*real.NETWORKS, "tests.delivery.pretend.Pretend"]):
        channel = Channel(
            name="Pretend", network="pretend", health=Health.CONNECTED, secret_sealed=keeping.seal(Keys("t"))
        )
        found = []
        for minutes in (None, 0, 1, 2):
            channel.pace_minutes = minutes
            found.append(channels.pace(channel).total_seconds())
    assert found == [90, 90, 90, 120]


@pytest.mark.parametrize(("minutes", "late"), [(None, 30), (5, 5), (120, 120)])
def test_a_post_is_too_late_when_its_channel_says_so(
    channel: Channel, faulty: Faulty, minutes: int | None, late: int
) -> None:
    channel.late_after_minutes = minutes
    channel.save(update_fields=["late_after_minutes"])
    faulty.order("throttle", times=-1)
    first, second = make.delivery.post([channel]), make.delivery.post([channel], due_at=DUE + MINUTE)
    faulty.behave()
    make.delivery.run(DUE + late * MINUTE)
    expired = make.delivery.of(first)
    assert (expired.state, make.delivery.of(second).state) == (State.EXPIRED, State.SENT)
    assert f"Mehr als {late} Minuten" in words.sentence(expired)


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_one_instant_find_room_for_one_post() -> None:
    channel = make.channels.channel()
    kept_apart(channel, 10)
    for _ in range(2):
        make.delivery.post([channel])
    services.take_in(now=DUE)
    gate, errands = threading.Barrier(2), list[Errand]()

    def claim() -> None:
        gate.wait()
        errands.extend(services.claim(most=1, now=DUE).errands)
        connections.close_all()

    threads = [threading.Thread(target=claim) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(errands) == 1
    assert sorted(states()) == [State.SENDING, State.WAITING]
