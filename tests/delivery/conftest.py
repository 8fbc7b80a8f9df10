"""A misbehaving server with a channel on it, as a real Mastodon or as something that only looks like one."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from eichhorn.channels.models import Channel
from eichhorn.foundation import http
from tests import make
from tests.networks.running import Faulty, fault_server


@pytest.fixture(params=["mastodon", "snac"])
def faulty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Faulty]:
    before = http.allowed
    with fault_server(tmp_path, software=request.param) as running:
        http.configure(allow={*before, running.host_port})
        yield running
        http.configure(allow=before)


@pytest.fixture
def channel(faulty: Faulty, db: None, settings: object) -> Channel:
    from django.conf import settings as real

    real.OUTBOUND_ALLOW = frozenset({faulty.host_port})
    return make.channels.connected(faulty.url, "a1")
