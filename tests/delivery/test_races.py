"""At the instant at which a post leaves, somebody edits it, takes its approval back, or moves it: one of the two is first.

Two real connections. Either the worker was first, and what left is word for word what stood approved; or the person was,
and nothing leaves. Never something else, never twice.
"""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from functools import partial

import pytest
from django.conf import settings as real
from django.db import connection, connections, transaction
from django.test import override_settings

from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.channels.services import keeping
from eichhorn.content import services as content
from eichhorn.content.models import Draft
from eichhorn.delivery import services
from eichhorn.delivery.carrying import carry
from eichhorn.delivery.models import Attempt, Delivery
from eichhorn.delivery.rules import State
from eichhorn.networks.base import Keys
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import rules as walls
from eichhorn.planning import services as planning
from eichhorn.review import services as review
from eichhorn.review.models import Approval
from eichhorn.situation import services as situation
from tests import make
from tests.delivery import pretend
from tests.make.delivery import DUE

pytestmark = pytest.mark.django_db(transaction=True)
APPROVED = "Ab Montag wird gebaut."
WITHIN_S = 30.0


@pytest.fixture(autouse=True)
def world() -> Iterator[pretend.World]:
    pretend.world = pretend.World()
    with override_settings(NETWORKS=[*real.NETWORKS, "tests.delivery.pretend.Pretend"]):
        yield pretend.world


@pytest.fixture
def author() -> Person:
    return make.people.person(role=RoleKind.MANAGER)


@pytest.fixture
def draft(author: Person) -> Draft:
    """A post that stands approved, is due, and has been taken in."""
    channel = Channel.objects.create(
        name="Pretend", network="pretend", server_url=pretend.HERE, health=Health.CONNECTED,
        secret_sealed=keeping.seal(Keys("token")),
    )  # fmt: skip
    draft = make.delivery.post([channel], by=author, text=APPROVED)
    services.take_in(now=DUE)
    return draft


def edit(draft: Draft, author: Person) -> None:
    content.save(draft=draft, based_on=1, text="Ganz anders.", language="de", by=author, now=DUE)


def take_back(draft: Draft, author: Person) -> None:
    approval = Approval.objects.get(version__draft=draft)
    review.withdraw(approval=approval, by=approval.approver, now=DUE, because="Doch nicht.")


def move_away(draft: Draft, author: Person) -> None:
    later = walls.wall_of(DUE + timedelta(days=5), "Europe/Berlin")
    planning.move(slot=draft.slot, planned_local=later, by=author, now=DUE)


def hold(draft: Draft, author: Person) -> None:
    situation.hold(reason="Rohrbruch", by=author, now=DUE)


ACTS = pytest.mark.parametrize("act", [edit, take_back, move_away], ids=lambda act: str(act.__name__))


def claim_and_send() -> None:
    for errand in services.claim(most=5, now=DUE).errands:
        services.write_down([carry(errand, now=lambda: DUE)], now=DUE)


class Elsewhere(threading.Thread):
    """Does one thing in a thread, on a connection of its own."""

    def __init__(self, act: Callable[[], object]) -> None:
        super().__init__()
        self._act = act
        self.raised: BaseException | None = None
        self.start()

    def run(self) -> None:
        try:
            self._act()
        except BaseException as error:  # noqa: BLE001  whatever it was, the test looks at it
            self.raised = error
        finally:
            connections.close_all()

    def ended(self) -> None:
        self.join(WITHIN_S)
        assert not self.is_alive()
        if self.raised is not None:
            raised, self.raised = self.raised, None
            raise raised


@contextmanager
def under_way(act: Callable[[], object]) -> Iterator[None]:
    """The act is done and not committed, on another connection, while the block runs; it is committed after it."""
    done, go_on = threading.Event(), threading.Event()

    def slowly() -> None:
        with transaction.atomic():
            act()
            done.set()
            assert go_on.wait(WITHIN_S)

    somebody = Elsewhere(slowly)
    try:
        assert done.wait(WITHIN_S), somebody.raised
        yield
    finally:
        go_on.set()
        somebody.ended()


def until_somebody_waits_for_a_lock() -> None:
    waiting = "select count(*) from pg_locks where not granted"  # pg_stat_activity stands still inside a transaction
    deadline = time.monotonic() + WITHIN_S
    while time.monotonic() < deadline:
        with connection.cursor() as cursor:
            cursor.execute(waiting)
            if cursor.fetchone()[0]:
                return
        time.sleep(0.02)
    raise AssertionError("nobody waits")


@ACTS
def test_whoever_is_just_changing_the_post_is_not_overtaken(
    draft: Draft, author: Person, act: Callable[[Draft, Person], None], world: pretend.World
) -> None:
    with under_way(lambda: act(draft, author)):
        claimed = services.claim(most=5, now=DUE)
        assert (claimed.errands, claimed.looked_at, claimed.locked) == ((), 1, 1)
    services.take_in(now=DUE)
    claim_and_send()
    assert world.arrived == []
    assert not Attempt.objects.exists()
    assert Delivery.objects.get().state in {State.CANCELLED, State.WAITING}


@ACTS
def test_who_changes_the_post_while_it_is_claimed_waits_and_comes_too_late_for_it(
    draft: Draft, author: Person, act: Callable[[Draft, Person], None], world: pretend.World
) -> None:
    with transaction.atomic():
        (errand,) = services.claim(most=5, now=DUE).errands
        somebody = Elsewhere(lambda: act(draft, author))
        until_somebody_waits_for_a_lock()
    somebody.ended()
    services.write_down([carry(errand, now=lambda: DUE)], now=DUE)
    services.settle(now=DUE)
    for later in (timedelta(0), timedelta(minutes=5), timedelta(days=6)):
        services.take_in(now=DUE + later)
        assert services.claim(most=5, now=DUE + later).errands == ()
    assert [post.text for post in world.arrived] == [APPROVED]
    assert Delivery.objects.get().state == State.SENT


@pytest.mark.parametrize("turn", range(2))
@pytest.mark.parametrize("act", [edit, take_back, move_away, hold], ids=lambda act: str(act.__name__))
def test_at_the_same_instant_one_of_them_is_first(
    draft: Draft, author: Person, act: Callable[[Draft, Person], None], turn: int, world: pretend.World
) -> None:
    gate = threading.Barrier(3)

    def at_once(does: Callable[[], object]) -> Elsewhere:
        def begin() -> None:
            connection.ensure_connection()
            gate.wait(WITHIN_S)
            does()

        return Elsewhere(begin)

    people = [lambda: act(draft, author), claim_and_send, claim_and_send]
    for thread in [at_once(does) for does in (people if turn % 2 else reversed(people))]:
        thread.ended()
    claim_and_send()
    services.settle(now=DUE)
    row = Delivery.objects.get()
    assert [post.text for post in world.arrived] == ([APPROVED] if row.state == State.SENT else [])
    assert row.tries == len(world.arrived)
    assert row.version is not None
    assert row.version.text == APPROVED


def test_two_workers_that_claim_at_once_never_claim_the_same(author: Person, draft: Draft) -> None:
    for _ in range(7):
        make.delivery.post([Delivery.objects.get(draft=draft).channel], by=author)
    services.take_in(now=DUE)
    found: list[int] = []
    workers = [
        Elsewhere(lambda: found.extend(e.delivery_id for e in services.claim(most=5, now=DUE).errands))
        for _ in range(4)
    ]
    for worker in workers:
        worker.ended()
    found.extend(errand.delivery_id for errand in services.claim(most=9, now=DUE).errands)
    assert sorted(found) == sorted(Delivery.objects.values_list("pk", flat=True))


def test_a_decision_of_a_person_and_a_worker_at_once_send_it_once(
    author: Person, draft: Draft, world: pretend.World
) -> None:
    world.ends = ["lost"]
    claim_and_send()
    for minutes in (1, 3, 6, 12, 20, 29):
        at = DUE + timedelta(minutes=minutes)
        for errand in services.claim(most=5, now=at).errands:
            services.write_down([carry(errand, now=partial(lambda at: at, at))], now=at)
    row = Delivery.objects.get()
    assert (row.state, world.arrived) == (State.UNSURE, [])
    at = DUE + timedelta(minutes=40)

    def again() -> None:
        try:
            services.send_again(delivery=row, confirmed=services.CONFIRMED, by=author, now=at)
        except services.NotDecidable:
            pass
        for errand in services.claim(most=5, now=at).errands:
            services.write_down([carry(errand, now=lambda: at)], now=at)

    for somebody in [Elsewhere(again) for _ in range(3)]:
        somebody.ended()
    assert [post.text for post in world.arrived] == [APPROVED]
