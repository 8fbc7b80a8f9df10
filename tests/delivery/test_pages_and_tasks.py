"""No button and no task publishes what does not stand approved, wherever its delivery stands."""

from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta

import pytest
from django.conf import settings as real
from django.test import Client, override_settings
from procrastinate.contrib.django import app

from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.channels.services import keeping
from eichhorn.content import services as content
from eichhorn.content.models import Draft
from eichhorn.delivery import services
from eichhorn.delivery.models import Delivery
from eichhorn.delivery.rules import State
from eichhorn.foundation import clock
from eichhorn.networks.base import Keys
from eichhorn.people.models import Person
from eichhorn.people.rules import RoleKind
from eichhorn.planning import services as planning
from eichhorn.review import services as review
from eichhorn.review.models import Approval
from tests import make
from tests.delivery import pretend
from tests.make.delivery import DUE

pytestmark = pytest.mark.django_db
AT = DUE + timedelta(minutes=50)
"""When people press the buttons: inside the window of the approval."""


@pytest.fixture(autouse=True)
def world(monkeypatch: pytest.MonkeyPatch) -> Iterator[pretend.World]:
    pretend.world = pretend.World()
    monkeypatch.setattr(clock, "now", lambda: AT)
    with override_settings(NETWORKS=[*real.NETWORKS, "tests.delivery.pretend.Pretend"]):
        yield pretend.world


def channel(name: str = "Pretend") -> Channel:
    return Channel.objects.create(
        name=name, network="pretend", server_url=pretend.HERE, health=Health.CONNECTED, secret_sealed=keeping.seal(Keys("t"))
    )  # fmt: skip


@pytest.fixture
def author() -> Person:
    return make.people.person(role=RoleKind.MANAGER)


@pytest.fixture
def draft(author: Person) -> Draft:
    draft = make.delivery.post([channel()], by=author)
    services.take_in(now=DUE)
    return draft


def bring(draft: Draft, author: Person, state: State) -> None:
    """The post's delivery stands there, by what happens in life, and nothing has arrived."""
    if state is State.STOPPED:
        pretend.world.ends = ["refused"]
        make.delivery.run(DUE)
    elif state is State.EXPIRED:
        make.delivery.run(DUE + timedelta(minutes=31))
    elif state is State.UNSURE:
        pretend.world.ends = ["lost"]
        for minutes in (0, 1, 3, 6, 12, 20, 29):
            make.delivery.run(DUE + timedelta(minutes=minutes))
    elif state is State.CANCELLED:
        services.cancel(delivery=make.delivery.of(draft), by=author, now=DUE)
    assert make.delivery.of(draft).state == state
    assert pretend.world.arrived == []


def edit(draft: Draft, author: Person) -> None:
    with suppress(content.Finished):  # nobody edits what was given up
        content.save(draft=draft, based_on=1, text="Ganz anders.", language="de", by=author, now=AT)


def take_back(draft: Draft, author: Person) -> None:
    approval = Approval.objects.get(version__draft=draft)
    review.withdraw(approval=approval, by=approval.approver, now=AT, because="Doch nicht.")


def choose_another_channel(draft: Draft, author: Person) -> None:
    slot = draft.slot
    planning.describe(
        slot=slot, title=slot.title, goal=slot.goal, kind=slot.kind, effort_minutes=5, movable=True, confidential=False,
        channels=[*slot.channels.all(), channel("Another")], by=author, now=AT,
    )  # fmt: skip


def press_everything(page: Client, row: Delivery) -> None:
    """Every button of the outbox and of the delivery is pressed, whether it is shown or not."""
    here = f"/plan/outbox/{row.pk}/"
    page.post(f"{here}again/", {"confirmed": "not_there"})
    for step in ("release", "look", "release"):
        page.post(f"{here}decide/", {"step": step})
    page.post("/plan/outbox/lift/")


def run_everything() -> None:
    """Every task that runs without being told about what is run, and the loop that sends."""
    for name, task in app.tasks.items():
        if name.startswith(("delivery.", "review.", "planning.", "desk.", "content.", "notices.", "channels.")):
            with_arguments = task.func.__code__.co_argcount
            if not with_arguments:
                task.func()
    make.delivery.run(AT)


STATES = pytest.mark.parametrize(
    "state", [State.WAITING, State.STOPPED, State.EXPIRED, State.UNSURE, State.CANCELLED], ids=str
)


@STATES
@pytest.mark.parametrize("lose", [edit, take_back, choose_another_channel], ids=lambda lose: str(lose.__name__))
def test_what_lost_its_approval_leaves_by_no_button_and_no_task(
    draft: Draft, author: Person, state: State, lose: Callable[[Draft, Person], None], world: pretend.World
) -> None:
    bring(draft, author, state)
    lose(draft, author)
    press_everything(make.people.client_of(author), make.delivery.of(draft))
    run_everything()
    run_everything()
    assert world.arrived == []


@STATES
def test_what_still_stands_approved_leaves_by_the_same_buttons_once(
    draft: Draft, author: Person, state: State, world: pretend.World
) -> None:
    bring(draft, author, state)
    press_everything(make.people.client_of(author), make.delivery.of(draft))
    run_everything()
    run_everything()
    assert len(world.arrived) == (0 if state in {State.CANCELLED, State.WAITING} else 1)


def test_who_may_not_publish_presses_in_vain(draft: Draft, author: Person, world: pretend.World) -> None:
    bring(draft, author, State.EXPIRED)
    for kind in (RoleKind.READER, RoleKind.AUTHOR, RoleKind.APPROVER):
        press_everything(make.people.client_of(make.people.person(role=kind)), make.delivery.of(draft))
    run_everything()
    assert (world.arrived, make.delivery.of(draft).state) == ([], State.EXPIRED)
