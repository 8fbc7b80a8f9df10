"""The hands carry so many errands at a time; what waits for one too long, or for a closed door, comes back untried."""

import threading
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import pytest
from django.conf import settings as real
from django.test import override_settings

from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.channels.services import keeping
from eichhorn.delivery import services
from eichhorn.delivery.carrying import Errand
from eichhorn.delivery.hands import WAITING_PER_HAND, Hands
from eichhorn.delivery.models import Attempt, Delivery
from eichhorn.delivery.rules import Outcome, State
from eichhorn.networks.base import Keys, Post
from tests import make
from tests.delivery import pretend
from tests.make.people import NOW

pytestmark = pytest.mark.django_db
DUE = NOW + timedelta(hours=1)
AGES_S = 3_600.0


@pytest.fixture(autouse=True)
def world() -> Iterator[pretend.World]:
    pretend.world = pretend.World()
    with override_settings(NETWORKS=[*real.NETWORKS, "tests.delivery.pretend.Pretend"]):
        yield pretend.world


def channel(name: str) -> Channel:
    return Channel.objects.create(
        name=name, network="pretend", server_url=pretend.HERE, health=Health.CONNECTED, secret_sealed=keeping.seal(Keys("t"))
    )  # fmt: skip


def errands(*channels: Channel) -> Sequence[Errand]:
    """One claimed errand for each of the channels."""
    for each in channels:
        make.delivery.post([each], due_at=DUE)
    services.take_in(now=DUE)
    return services.claim(now=DUE, most=9).errands


def hands(
    *, count: int = 1, heard: threading.Event | None = None, quick_s: float = AGES_S, old_s: float = AGES_S
) -> Hands:
    def now() -> datetime:
        return DUE

    return Hands(count=count, heard=heard or threading.Event(), now=now, quick_s=quick_s, old_s=old_s)


def outcomes(made: Hands, given: Sequence[Errand], *, give: bool = True) -> list[Outcome]:
    """What became of the errands, in the order in which they were given."""
    for errand in given if give else ():
        made.give(errand)
    made.finish()
    reports = made.take()
    services.write_down(reports, now=DUE)
    found = {report.errand.delivery_id: report.answer.outcome for report in reports}
    return [found[errand.delivery_id] for errand in given]


def test_what_waited_too_long_for_a_hand_is_not_sent_then_and_leaves_at_its_next_turn(world: pretend.World) -> None:
    place = channel("Here")
    assert outcomes(hands(old_s=-1.0), errands(place, place)) == [Outcome.UNTRIED] * 2
    assert world.arrived == []
    assert set(Delivery.objects.values_list("state", "next_at")) == {(State.WAITING, DUE)}
    make.delivery.run(DUE)
    assert len(world.arrived) == 2
    assert set(Delivery.objects.values_list("state", flat=True)) == {State.SENT}
    said = list(Attempt.objects.order_by("delivery", "number").values_list("outcome", flat=True))
    assert said == [Outcome.UNTRIED, Outcome.SENT] * 2


def test_where_one_post_was_turned_away_the_next_does_not_knock(world: pretend.World) -> None:
    closed, other = channel("Closed"), channel("Open")
    go_on = threading.Event()
    world.watch = lambda _post: None if go_on.wait(30) else pytest.fail("nobody let it go on")
    world.ends = ["unreachable", "sent"]  # from the last to the first
    made, given = hands(), errands(other, closed, closed)
    for errand in given:
        made.give(errand)
    go_on.set()
    assert outcomes(made, given, give=False) == [Outcome.SENT, Outcome.UNREACHABLE, Outcome.UNTRIED]
    assert len(world.arrived) == 1


def test_a_post_that_a_network_refused_says_nothing_about_the_next_one(world: pretend.World) -> None:
    place = channel("Strict")
    world.ends = ["refused"]
    assert outcomes(hands(), errands(place, place)) == [Outcome.REFUSED, Outcome.SENT]


def test_errands_wait_for_a_hand_only_while_the_networks_answer_at_once() -> None:
    quick, slow = hands(count=2), hands(count=2, quick_s=0.0)
    assert quick.room() == 2 * (1 + WAITING_PER_HAND)
    assert slow.room() == 2
    assert (quick.shares(), slow.shares()) == ((1 + WAITING_PER_HAND, frozenset()), (1, frozenset()))
    outcomes(quick, errands(channel("Here")))
    assert quick.room() == 2 * (1 + WAITING_PER_HAND)


def test_answers_gather_while_each_hand_has_its_next_errand(world: pretend.World) -> None:
    go_on, asked, heard = threading.Event(), threading.Event(), threading.Event()

    def watch(_post: Post) -> None:
        asked.set()
        assert go_on.wait(30)

    world.watch = watch
    place = channel("Here")
    made = hands(heard=heard)
    for errand in errands(place, place, place):
        made.give(errand)
    assert asked.wait(30)
    assert made.busy
    go_on.set()
    made.finish()
    assert heard.is_set()
    assert not made.busy
    assert not made.idle
    assert len(made.take()) == 3
    assert made.idle


def test_a_network_that_hangs_leaves_a_hand_for_the_other_channels(world: pretend.World) -> None:
    go_on, there = threading.Event(), threading.Event()
    slow, other = channel("Slow"), channel("Quick")
    given = errands(slow, slow, slow, other)
    quick_text = given[-1].post.text

    def watch(post: Post) -> None:
        if post.text == quick_text:
            there.set()
        else:
            assert go_on.wait(30)

    world.watch = watch
    made = hands(count=3)
    for errand in given:
        made.give(errand)
    assert there.wait(30)
    go_on.set()
    assert outcomes(made, given, give=False) == [Outcome.SENT] * 4
