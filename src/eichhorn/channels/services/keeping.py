"""Using a connected channel, and noticing when its server no longer lets us in.

The difficult thing: some keys end, and what renews them often serves once. So one worker renews, known by a lease that
is written before the server is asked; what the server did not renew stays as it was; and nothing is sent with a key that
has ended, because a refusal then would close a channel that is not closed.
"""

import json
import logging
from dataclasses import asdict, replace
from datetime import datetime, timedelta

from django.conf import settings
from django.db import models, transaction

from eichhorn.channels import queries, rules
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health
from eichhorn.foundation import audit, crypto
from eichhorn.networks.base import Account, Client, Keys, Network, NetworkError, Told, Unauthorised
from eichhorn.networks.doors import Renews, Tells

logger = logging.getLogger(__name__)
SECRET, CLIENT = "channel.secret", "channel.client"
RENEWING_TAKES = timedelta(minutes=2)


def open_network(channel: Channel) -> Network:
    """Return the network, speaking for the channel's account. Raises Unauthorised where it is not connected."""
    network = queries.network_class(channel.network)
    if queries.by_hand(channel):
        return network(Account(channel.server_url, Keys("")))
    if channel.secret_sealed is None or channel.health != Health.CONNECTED:
        raise Unauthorised("The channel is not connected.")
    account = Account(
        queries.server_url(channel), _keys(channel), account_id=channel.account_id, software=channel.software,
        client=client_of(channel),
    )  # fmt: skip
    return network(account)


def seal(keys: Keys) -> bytes:
    return bytes(settings.KEYS.seal(json.dumps(asdict(keys), default=datetime.isoformat), purpose=SECRET))


def _keys(channel: Channel) -> Keys:
    try:
        said = json.loads(settings.KEYS.unseal(bytes(channel.secret_sealed or b""), purpose=SECRET))
    except crypto.Tampered as error:
        raise Unauthorised("The key of this channel was sealed by another installation.") from error
    for name in ("ends_at", "renewal_ends_at"):
        if said.get(name):
            said[name] = datetime.fromisoformat(said[name])
    return Keys(**said)


def seal_client(client: Client) -> bytes:
    return bytes(settings.KEYS.seal(json.dumps(asdict(client)), purpose=CLIENT))


def client_of(channel: Channel) -> Client | None:
    """Return our registration at the channel's server; None where there is none, or another installation sealed it."""
    if channel.client_sealed is None:
        return None
    try:
        return Client(**json.loads(settings.KEYS.unseal(bytes(channel.client_sealed), purpose=CLIENT)))
    except crypto.Tampered:
        return None


def renew_due(*, now: datetime) -> int:
    """Every key that ends soon is renewed, each by one worker; return how many were."""
    return sum(renew(channel=channel, now=now) for channel in queries.due_for_renewal(now=now))


def renew(*, channel: Channel, now: datetime) -> bool:
    """The channel has fresh keys; return False where another worker is at it, or the server is silent.

    A server that refuses closes the channel, so that its team is told.
    """
    free = models.Q(renewing_until__isnull=True) | models.Q(renewing_until__lte=now)
    if not Channel.objects.filter(free, pk=channel.pk).update(renewing_until=now + RENEWING_TAKES):
        return False
    channel.refresh_from_db()
    try:
        network = open_network(channel)
        fresh = network.renew() if isinstance(network, Renews) else _keys(channel)
    except Unauthorised as closed:
        disconnect(channel=channel, because=closed.told, now=now)
        return False
    except NetworkError as error:
        logger.info("channels.not_renewed", extra={"channel": channel.pk, "why": type(error).__name__})
        return False
    keep(channel=channel, keys=_with_what_stays(fresh, _keys(channel)), now=now)
    return True


def _with_what_stays(fresh: Keys, before: Keys) -> Keys:
    """Return the fresh keys; what the server did not give again is as before, above all what renews."""
    return replace(
        fresh,
        renewal=fresh.renewal or before.renewal,
        password=fresh.password or before.password,
        proof=fresh.proof or before.proof,
        issuer=fresh.issuer or before.issuer,
        place=fresh.place or before.place,
        renewal_ends_at=fresh.renewal_ends_at if fresh.renewal else before.renewal_ends_at,
    )


@transaction.atomic
def keep(*, channel: Channel, keys: Keys, now: datetime) -> None:
    """The channel has these keys from now on, unless somebody closed or connected it meanwhile."""
    changed = Channel.objects.filter(pk=channel.pk, secret_sealed=channel.secret_sealed).update(
        secret_sealed=seal(keys),
        token_ends_at=keys.ends_at,
        renewal_ends_at=keys.renewal_ends_at,
        renewing_until=None,
        renews_at=rules.renews_at(keys.ends_at, now=now),
    )
    if changed:
        channel.refresh_from_db()
        audit.record("channels.renewed", of=("channel", channel.pk), by=None, now=now)


@transaction.atomic
def disconnect(*, channel: Channel, because: str, now: datetime, by: int | None = None) -> None:
    """The channel is known to be closed; its key is forgotten, its history and plans stay. Idempotent."""
    changed = (
        Channel.objects.filter(pk=channel.pk)
        .exclude(health=Health.DISCONNECTED)
        .update(
            health=Health.DISCONNECTED,
            health_because=because[:300],
            secret_sealed=None,
            token_ends_at=None,
            renews_at=None,
            renewal_ends_at=None,
            renewing_until=None,
            checked_at=now,
        )
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
