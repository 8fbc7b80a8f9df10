"""Whoever dies, and whatever is committed late: each event is told, under one id."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import psycopg
import pytest
from django.conf import settings
from django.db import connection
from psycopg.types.json import Jsonb

from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.webhooks import services
from eichhorn.webhooks.models import Call, Reading
from eichhorn.webhooks.rules import LEASE, SETTLES, State
from tests import make
from tests.networks.running import ROOT
from tests.webhooks.receiver import Receiver, slow

pytestmark = pytest.mark.django_db(transaction=True)
WRITTEN = """
    insert into foundation_auditevent (at, actor_id, verb, object_kind, object_id, details)
    values (%s, null, 'desk.received', 'request', %s, %s) returning id
"""


@pytest.fixture
def admin(transactional_db: None) -> Person:
    person: Person = make.people.administrator()
    return person


@pytest.fixture
def worker(there: Receiver, admin: Person) -> Iterator["subprocess.Popen[bytes]"]:
    """A real worker on this test's database, which may reach the receiver."""
    url = urlsplit(os.environ["DATABASE_URL"])
    environment = os.environ | {
        "DATABASE_URL": url._replace(path=f"/{connection.settings_dict['NAME']}").geturl(),
        "DJANGO_SETTINGS_MODULE": "eichhorn.config.settings",
        "EICHHORN_OUTBOUND_ALLOW": there.host_port,
        "EICHHORN_STAGE": "off",
        "EICHHORN_LOG_LEVEL": "ERROR",
    }
    command = [sys.executable, "-m", "eichhorn.config.cli", "worker"]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    yield process
    if process.poll() is None:
        process.send_signal(signal.SIGKILL)
    process.wait(timeout=60)


def test_a_worker_that_is_killed_in_the_middle_of_a_call_loses_nothing(
    there: Receiver, admin: Person, worker: "subprocess.Popen[bytes]"
) -> None:
    there.answers(slow)
    make.webhooks.endpoint(there.url, by=admin)
    make.webhooks.happened("under way")
    assert there.came.acquire(timeout=90)
    worker.kill()
    worker.wait()
    there.open.set()
    make.webhooks.happened("afterwards")
    make.webhooks.told()
    assert len(there.taken) == 2, "what is under way belongs to the dead one until its lease is over"
    make.webhooks.told(after=LEASE + timedelta(seconds=1))
    assert there.ids[0] == there.ids[2]
    assert there.taken[0].body == there.taken[2].body
    assert len(set(there.ids)) == 2
    assert set(Call.objects.values_list("state", flat=True)) == {State.ARRIVED}


def test_an_act_that_is_committed_late_is_told_although_a_later_one_was_told_before(
    there: Receiver, admin: Person
) -> None:
    make.webhooks.endpoint(there.url, by=admin)
    request = make.webhooks.happened("first")
    now = clock.now()
    assert services.take_in(now=now) == 1
    with psycopg.connect(_here()) as slowly:
        late = slowly.execute(WRITTEN, [now, request.pk, Jsonb({})]).fetchone()
        assert late is not None
        make.webhooks.happened("third")
        assert services.take_in(now=now) == 1
        for turn in range(1, 5):
            assert services.take_in(now=now + turn * 2 * SETTLES) == 0
            assert Reading.objects.get().read_to < late[0]
        slowly.commit()
    assert services.take_in(now=now + 10 * SETTLES) == 1
    assert Call.objects.filter(act_id=late[0]).count() == 1


def everything_that_ran_has_ended() -> None:
    """Whatever runs now began after the last look. (Other tests share the server, and their transactions may be long.)"""
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        Reading.objects.update(then_horizon=cursor.fetchone()[0])


def test_the_mark_follows_once_everything_that_ran_has_ended(there: Receiver, admin: Person) -> None:
    made = make.webhooks.endpoint(there.url, by=admin)
    make.webhooks.happened()
    now = clock.now()
    services.take_in(now=now)
    everything_that_ran_has_ended()
    services.take_in(now=now + SETTLES)
    told = Call.objects.get(endpoint=made.endpoint).act_id
    assert told is not None
    assert Reading.objects.get().read_to >= told
    assert services.take_in(now=now + 2 * SETTLES) == 0


def test_a_mark_of_another_database_is_waited_for_by_nobody(there: Receiver, admin: Person) -> None:
    """A restored database counts its transactions anew."""
    make.webhooks.endpoint(there.url, by=admin)
    make.webhooks.happened()
    now = clock.now()
    services.take_in(now=now)
    Reading.objects.update(then_horizon=2**60)
    services.take_in(now=now + SETTLES)
    everything_that_ran_has_ended()
    services.take_in(now=now + 2 * SETTLES)
    assert Reading.objects.get().read_to > 0


def test_two_workers_make_no_call_twice(there: Receiver, admin: Person) -> None:
    make.webhooks.endpoint(there.url, by=admin)
    make.webhooks.happened()
    services.take_in(now=clock.now())
    now = clock.now()
    with psycopg.connect(_here()) as other:
        other.execute("select 1 from webhooks_reading for update")
        make.webhooks.happened()
        assert services.take_in(now=now) == 0, "the other one reads"
        other.execute("select 1 from webhooks_call for update")
        assert services.claim(now=now, most=8) == [], "the other one has it"
    assert services.take_in(now=now) == 1
    (errand,) = services.claim(now=clock.now(), most=8)
    assert services.claim(now=clock.now(), most=8, busy=[errand.endpoint_id]) == []


def _here() -> str:
    database = settings.DATABASES["default"]
    return psycopg.conninfo.make_conninfo(
        host=database["HOST"], user=database["USER"], password=database["PASSWORD"],
        dbname=connection.settings_dict["NAME"], port=database["PORT"] or None,
    )  # fmt: skip
