"""A misbehaving server for these tests, and the way to it opened."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from eichhorn.foundation import http
from eichhorn.networks.base import Account, Keys
from eichhorn.networks.mastodon import Mastodon
from tests.networks.running import Faulty, fault_server


@pytest.fixture
def allow() -> Iterator[set[str]]:
    """host:port pairs that this test may reach; add to it and call `http.configure(allow=...)`."""
    before = http.allowed
    yield set(before)
    http.configure(allow=before)


@pytest.fixture
def faulty(tmp_path: Path, allow: set[str]) -> Iterator[Faulty]:
    with fault_server(tmp_path) as running:
        http.configure(allow=allow | {running.host_port})
        yield running


@pytest.fixture
def door(faulty: Faulty) -> Mastodon:
    """The network as account a1 on the misbehaving server."""
    return Mastodon(Account(faulty.url, Keys("a1"), account_id="9a1", software="mastodon"))
