"""A misbehaving server, and a channel on it that is connected."""

import pytest
from django.conf import Settings

from eichhorn.channels.models import Channel
from tests import make
from tests.networks.conftest import allow, faulty  # noqa: F401
from tests.networks.running import Faulty


@pytest.fixture
def remote(faulty: Faulty, db: None, settings: Settings) -> Channel:  # noqa: F811
    """A channel on the misbehaving server; its account there is a1."""
    settings.OUTBOUND_ALLOW = frozenset({faulty.host_port})
    channel: Channel = make.channels.connected(faulty.url, "a1", "Mastodon Stadtwerke")
    return channel
