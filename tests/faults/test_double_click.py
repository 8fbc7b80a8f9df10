"""A button that is pressed twice in the same instant does what it says once."""

import threading
from datetime import timedelta

import pytest
from django.db import connections
from django.test import Client

from eichhorn.channels.models import Channel
from eichhorn.delivery.rules import State
from eichhorn.foundation import clock
from eichhorn.foundation.models import AuditEvent
from eichhorn.people.rules import RoleKind
from eichhorn.planning import rules as walls
from tests import make
from tests.faults.conftest import Workers, move, until
from tests.faults.ledger import agree, rows
from tests.networks.running import Faulty


def pressed_twice(client: Client, path: str, **fields: str) -> list[int]:
    """Return the codes of two answers to the same button, pressed by one browser at one instant."""
    gate, codes = threading.Barrier(2), []

    def press() -> None:
        mine = Client()
        mine.cookies = client.cookies
        gate.wait()
        codes.append(mine.post(path, fields).status_code)
        connections.close_all()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sorted(codes)


@pytest.mark.parametrize("faulty", ["snac"], indirect=True)
def test_approve_and_send_once_more_pressed_twice_make_one_post(
    channel: Channel, faulty: Faulty, workers: Workers
) -> None:
    author, now = make.people.person(role=RoleKind.MANAGER), clock.now()
    local = walls.wall_of(now + timedelta(hours=1), "Europe/Berlin")
    draft = make.content.draft(by=author, chosen=[channel], local=local, now=now)
    asked = make.review.handed_in(draft, by=author, now=now)
    approver = make.people.client_of(asked.approver)
    page = f"/plan/approvals/{asked.pk}/"
    assert pressed_twice(approver, page, answer="approve", digest=asked.digest) == [303, 409]
    assert AuditEvent.objects.filter(verb="review.granted", object_id=asked.pk).count() == 1
    faulty.order("cut_before")
    move([draft], by=author)
    workers.start()
    until(lambda: [row.state for row in rows()] == [State.UNSURE])
    (doubt,) = rows()
    again = f"/plan/outbox/{doubt.pk}/again/"
    assert pressed_twice(make.people.client_of(author), again, confirmed="not_there") == [303, 303]
    assert AuditEvent.objects.filter(verb="delivery.waiting", object_id=doubt.pk, actor_id=author.pk).count() == 1
    until(lambda: [row.state for row in rows()] == [State.SENT])
    agree("double_click", faulty)
    assert len(faulty.events("asked")) == 2
