"""Servers that hang while we read from them: what leaves, leaves; reading has slots of its own."""

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from eichhorn.channels.models import Channel
from eichhorn.delivery import services
from eichhorn.delivery.models import Delivery, Removal
from eichhorn.delivery.rules import State
from eichhorn.dialogue import tasks
from eichhorn.foundation import clock, jobs
from eichhorn.people.rules import RoleKind
from tests import make
from tests.faults.conftest import Workers, posts, until
from tests.faults.ledger import agree, ended, rows
from tests.networks.running import Faulty

ACCOUNTS = 12


@pytest.mark.parametrize("faulty", ["mastodon"], indirect=True)
def test_reading_that_hangs_holds_up_nothing_that_leaves(channel: Channel, faulty: Faulty, workers: Workers) -> None:
    posts(channel)
    workers.start()
    until(ended)
    faulty.order("hang_before", on="notifications", times=-1, seconds=60)
    for number in range(2, ACCOUNTS + 1):
        make.channels.connected(faulty.url, f"a{number}", now=clock.now())
    tasks.listen()
    until(lambda: len(faulty.events("met")) == jobs.SLOTS[jobs.Queue.READING])
    posts(channel)
    (first, _) = (row for row in _two(channel))
    by = make.people.person(role=RoleKind.MANAGER)
    services.take_back(delivery=first, reason="Die Zahl stimmt nicht.", by=by, now=clock.now())
    until(lambda: ended(2) and Removal.objects.filter(done_at__isnull=False).exists())
    agree("slow_reading", faulty)
    waiting = ProcrastinateJob.objects.filter(task_name="dialogue.listen_to", status="todo")
    assert waiting.count() >= ACCOUNTS - 2 * jobs.SLOTS[jobs.Queue.READING], "reading was over before"


def _two(channel: Channel) -> list[Delivery]:
    """Return the first post, which is out, and the second, once it is taken in."""
    until(lambda: len(rows(channel)) == 2)
    found = rows(channel)
    assert found[0].state == State.SENT
    return found
