"""Channels: on the stage, by hand, or connected to a real server that a test has started."""

from datetime import datetime
from itertools import count

from eichhorn.channels import services
from eichhorn.channels.models import Channel
from eichhorn.networks.base import Keys
from tests.make import people

numbers = count(1)


def channel(name: str = "", *, handle: str = "", language: str = "de", now: datetime = people.NOW) -> Channel:
    """Return a connected channel on the stage. No server is asked."""
    people.organisation()
    number = next(numbers)
    return services.open_on_stage(
        name=name or f"Bühne {number}", handle=handle or f"konto_{number}", language=language, by=None, now=now
    )


def by_hand(name: str = "", *, label: str = "Facebook", now: datetime = people.NOW) -> Channel:
    """Return a channel on which a person posts."""
    people.organisation()
    return services.add(
        name=name or f"{label} {next(numbers)}", network="by_hand", label=label, account="Stadtwerke Erlengrund",
        server_url="https://facebook.example/stadtwerke", by=None, now=now,
    )  # fmt: skip


def unconnected(
    name: str = "",
    *,
    server_url: str = "https://erlengrund.social",
    network: str = "mastodon",
    now: datetime = people.NOW,
) -> Channel:
    """Return a channel on a server that nobody has asked yet."""
    people.organisation()
    return services.add(
        name=name or f"{network} {next(numbers)}", network=network, server_url=server_url, by=None, now=now
    )


def connected(server_url: str, token: str, name: str = "", *, now: datetime = people.NOW) -> Channel:
    """Return a channel connected to the server by a token; the server is asked what it allows."""
    made = unconnected(name, server_url=server_url, now=now)
    services.connect_with(channel=made, keys=Keys(token), by=None, now=now)
    return made
