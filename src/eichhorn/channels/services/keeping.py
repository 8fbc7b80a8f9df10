"""Using a connected channel, and noticing when its server no longer lets us in."""

import json
import logging
from dataclasses import asdict
from datetime import datetime

from django.conf import settings
from django.db import transaction

from eichhorn.channels import queries
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.foundation import audit, crypto
from eichhorn.networks.base import Account, Network, NetworkError, Tells, Told, Unauthorised

logger = logging.getLogger(__name__)
SECRET = "channel.secret"  # noqa: S105  the purpose of a seal, not a secret


def open_network(channel: Channel) -> Network:
    """Return the network, speaking for the channel's account. Raises Unauthorised where it is not connected."""
    network = queries.network_class(channel.network)
    if queries.by_hand(channel):
        return network(Account(channel.server_url, ""))
    if channel.secret_sealed is None or channel.health != Health.CONNECTED:
        raise Unauthorised("The channel is not connected.")
    try:
        secret = json.loads(settings.KEYS.unseal(bytes(channel.secret_sealed), purpose=SECRET))
    except crypto.Tampered as error:
        raise Unauthorised("The key of this channel was sealed by another installation.") from error
    url = queries.server_url(channel)
    return network(Account(url, secret["token"], account_id=channel.account_id, software=channel.software))


def seal(token: str) -> bytes:
    return bytes(settings.KEYS.seal(json.dumps({"token": token}), purpose=SECRET))


@transaction.atomic
def disconnect(*, channel: Channel, because: str, now: datetime, by: int | None = None) -> None:
    """The channel is known to be closed; its key is forgotten, its history and plans stay. Idempotent."""
    changed = (
        Channel.objects.filter(pk=channel.pk)
        .exclude(health=Health.DISCONNECTED)
        .update(health=Health.DISCONNECTED, health_because=because[:300], secret_sealed=None, checked_at=now)
    )
    if changed:
        audit.record("channels.disconnected", of=("channel", channel.pk), by=by, now=now)
        logger.warning("channels.disconnected", extra={"channel": channel.pk})


def refresh(*, channel: Channel, now: datetime) -> bool:
    """Ask the server for its limits and write them down; return whether it answered. A closed door is written down too."""
    try:
        network = open_network(channel)
        told = network.tell() if isinstance(network, Tells) else None
    except Unauthorised as closed:
        disconnect(channel=channel, because=closed.told, now=now)
        return False
    except NetworkError as error:
        logger.info("channels.server_silent", extra={"channel": channel.pk, "why": type(error).__name__})
        return False
    if told is not None:
        write_down(channel=channel, told=told, now=now)
    return True


@transaction.atomic
def write_down(*, channel: Channel, told: Told, now: datetime) -> None:
    """What the server told holds from now on."""
    said = asdict(told)
    channel.limits = {name: said[name] for name in said if name not in ("account", "account_id", "software")}
    channel.software = told.software
    channel.account = told.account[:200] or channel.account
    channel.account_id = told.account_id[:100] or channel.account_id
    channel.checked_at = now
    channel.save(update_fields=["limits", "software", "account", "account_id", "checked_at"])


def refresh_all(*, now: datetime) -> int:
    """Ask every server that was not asked for most of a day; return how many answered."""
    return sum(refresh(channel=channel, now=now) for channel in queries.due_for_refresh(now=now))


def note_read(*, channel: Channel, mark: str) -> None:
    """Reading goes on after this mark."""
    Channel.objects.filter(pk=channel.pk).update(read_until=mark[:100])
