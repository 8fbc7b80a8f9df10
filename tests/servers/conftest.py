"""Real servers as fixtures; each is skipped with a plain sentence where its program is not installed."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from django.conf import Settings
from pytest_django.live_server_helper import LiveServer

from eichhorn.foundation import http
from eichhorn.networks.bluesky import identity
from tests.make import people
from tests.servers import bluesky as networks_of_bluesky
from tests.servers import running
from tests.servers import synapse as servers_of_matrix
from tests.servers import wordpress as sites
from tests.servers.running import ACCOUNTS, NotInstalled, Running


@contextmanager
def or_skip[T](server: AbstractContextManager[T]) -> Iterator[T]:
    """The server runs inside; where its program is not installed, the tests that want it are skipped and say so."""
    try:
        with server as running:
            yield running
    except NotInstalled as missing:
        pytest.skip(str(missing))


@pytest.fixture
def open_way() -> Iterator[set[str]]:
    """host:port pairs that may be reached; put back afterwards."""
    before = http.allowed
    yield set(before)
    http.configure(allow=before)


@pytest.fixture(scope="session")
def one_mastodon_mock(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """The mock takes seconds to start, so all tests of a run share one."""
    with or_skip(running.mastodon_mock(tmp_path_factory.mktemp("mastodon_mock"))) as server:
        yield server


@pytest.fixture
def mastodon_mock(one_mastodon_mock: Running, open_way: set[str]) -> Running:
    """mastodon_mock, on which nothing has been said; the way to it is open."""
    one_mastodon_mock.clear()
    http.configure(allow=open_way | {one_mastodon_mock.host_port})
    return one_mastodon_mock


@pytest.fixture
def snac(tmp_path: Path, open_way: set[str]) -> Iterator[Running]:
    """A fresh snac; the way to it is open."""
    with or_skip(running.snac(tmp_path)) as server:
        http.configure(allow=open_way | {server.host_port})
        yield server


@pytest.fixture
def stage(transactional_db: None, live_server: LiveServer, settings: Settings, open_way: set[str]) -> Iterator[Running]:
    """The stage of this installation over real HTTP, with the same three accounts; the way to it is open."""
    from eichhorn.stage import services

    settings.PUBLIC_URL = settings.STAGE_URL = live_server.url
    http.configure(allow=open_way | {live_server.url.split("://")[1]})
    people.organisation()
    tokens = {name: services.open_account(handle=name, name=name.title(), now=people.NOW).token for name in ACCOUNTS}
    yield Running(f"{live_server.url}/stage", tokens)
    http.hang_up()  # a thread of the live server with its database connection waits at the other end


@pytest.fixture(scope="session")
def one_bluesky(tmp_path_factory: pytest.TempPathFactory) -> Iterator[networks_of_bluesky.Network]:
    """The network takes seconds to start, so all tests of a run share one, in one worker."""
    with or_skip(networks_of_bluesky.bluesky(tmp_path_factory.mktemp("bluesky"))) as network:
        yield network


@pytest.fixture
def bluesky(one_bluesky: networks_of_bluesky.Network, open_way: set[str]) -> Iterator[networks_of_bluesky.Network]:
    """A Bluesky network on which our account has said nothing; the way to it is open."""
    one_bluesky.clear()
    http.configure(allow=open_way | one_bluesky.host_ports)
    identity.configure(plc=one_bluesky.plc)
    yield one_bluesky
    identity.configure(plc="")


@pytest.fixture(scope="session")
def one_wordpress(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sites.Site]:
    """The site takes seconds to start, so all tests of a run share one."""
    with or_skip(sites.wordpress(tmp_path_factory.mktemp("wordpress"))) as site:
        yield site


@pytest.fixture
def wordpress(one_wordpress: sites.Site, open_way: set[str]) -> sites.Site:
    """A WordPress on which nothing has been said; the way to it is open."""
    one_wordpress.clear()
    http.configure(allow=open_way | {one_wordpress.host_port})
    return one_wordpress


@pytest.fixture(scope="session")
def one_synapse(tmp_path_factory: pytest.TempPathFactory) -> Iterator[servers_of_matrix.Synapse]:
    """Synapse takes ten seconds to start, so all tests of a run share one, and each has a room of its own."""
    with or_skip(servers_of_matrix.synapse(tmp_path_factory.mktemp("synapse"))) as server:
        yield server


@pytest.fixture
def synapse(one_synapse: servers_of_matrix.Synapse, open_way: set[str]) -> Iterator[servers_of_matrix.Synapse]:
    """A server of Matrix; the way to it is open."""
    http.configure(allow=open_way | {one_synapse.host_port})
    yield one_synapse
    http.hang_up()
