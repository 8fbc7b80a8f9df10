"""Leaving for a server's consent page and coming back with a code.

The difficult thing: whoever could bring a foreign code here would make us post for a foreign account, and whoever could
read our tables could finish a connection. So each way out has a state of which only the hash is stored and a verifier
that is sealed, holds for ten minutes, once, and for the person who began it. The server is asked outside of any
transaction.
"""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from eichhorn.channels import queries, rules
from eichhorn.channels.models import Channel, Connecting
from eichhorn.channels.rules import CONNECTING_LASTS, ConnectingFailed, Health, Problem
from eichhorn.channels.services import keeping
from eichhorn.foundation import audit, crypto
from eichhorn.networks.base import Account, Client, Keys, NetworkError, Throttled, Told, Unreachable
from eichhorn.networks.doors import Connects, RegisteredByHand, SignsIn, Tells
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act

VERIFIER = "channel.verifier"
LET_IN = [
    "server_url", "secret_sealed", "health", "health_because", "token_ends_at", "renews_at", "renewal_ends_at",
    "renewing_until",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Leaving:
    """Where the consent is given."""

    url: str
    host: str


def begin_connecting(*, channel: Channel, redirect_uri: str, by: Person, now: datetime) -> Leaving:
    """Return where the person gives their consent; we are registered there now. Raises ConnectingFailed."""
    people.require(by, Act.ADMINISTER, now=now)
    network = _connects(channel)
    url = queries.server_url(channel)
    client = _registration(channel, network, redirect_uri)
    state, verifier = crypto.new_token(), crypto.new_token()
    with transaction.atomic():
        channel.client_sealed = keeping.seal_client(client)
        channel.save(update_fields=["client_sealed"])
        Connecting.objects.create(
            state_hash=crypto.token_hash(state), channel=channel, person=by, begun_at=now,
            verifier_sealed=settings.KEYS.seal(verifier, purpose=VERIFIER),
        )  # fmt: skip
        audit.record("channels.connecting_begun", of=("channel", channel.pk), by=by.pk, now=now)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    try:
        consent = network.consent_url(url, client, redirect_uri=redirect_uri, state=state, challenge=challenge)
    except NetworkError as error:
        raise _failed(error) from error
    return Leaving(url=consent, host=urlsplit(consent).netloc)


def finish_connecting(
    *,
    state: str,
    code: str,
    redirect_uri: str,
    by: Person,
    now: datetime,
    denied: bool = False,
    issuer: str = "",
) -> Channel:
    """Return the channel, connected, with what its server told. Raises ConnectingFailed; then nothing has changed.

    `issuer` is who says that it sends the code (RFC 9207): a code of another server must not be shown to this one.
    """
    people.require(by, Act.ADMINISTER, now=now)
    under_way = _claim(state=state, by=by, now=now)
    channel = under_way.channel
    if denied or not code:
        raise ConnectingFailed(Problem.DENIED)
    client = keeping.client_of(channel)
    if client is None or (issuer and client.issuer and issuer != client.issuer):
        raise ConnectingFailed(Problem.UNKNOWN)
    verifier = settings.KEYS.unseal(bytes(under_way.verifier_sealed), purpose=VERIFIER)
    try:
        keys = _connects(channel).redeem(
            queries.server_url(channel), client, redirect_uri=redirect_uri, code=code, verifier=verifier
        )
    except NetworkError as error:
        raise _failed(error) from error
    connect_with(channel=channel, keys=keys, server_url=keys.lives_at or None, by=by, now=now)
    return channel


def sign_in(*, channel: Channel, given: Mapping[str, str], by: Person, now: datetime) -> None:
    """The channel is connected by what was typed, which is kept nowhere but sealed. Raises ConnectingFailed."""
    people.require(by, Act.ADMINISTER, now=now)
    network = queries.network_class(channel.network)
    if not issubclass(network, SignsIn):
        raise ConnectingFailed(Problem.NOT_CONNECTABLE)
    try:
        server_url, keys = network.sign_in(queries.server_url(channel), given)
    except NetworkError as error:
        raise _failed(error) from error
    connect_with(channel=channel, keys=keys, server_url=server_url, by=by, now=now)


def connect_with(
    *, channel: Channel, keys: Keys, by: Person | None, now: datetime, server_url: str | None = None
) -> None:
    """The channel is connected by keys that somebody has already; the server is asked whose they are."""
    url = queries.server_url(channel) if server_url is None else server_url
    network = queries.network_class(channel.network)(Account(url, keys, client=keeping.client_of(channel)))
    try:
        told = network.tell() if isinstance(network, Tells) else Told()
    except NetworkError as error:
        raise _failed(error) from error
    let_in(channel=channel, keys=keys, told=told, server_url=server_url, by=by, now=now)


@transaction.atomic
def let_in(
    *, channel: Channel, keys: Keys, told: Told, by: Person | None, now: datetime, server_url: str | None = None
) -> None:
    """The channel has the keys and holds what the server told. Its history stays: it must be the same account."""
    fresh = Channel.objects.select_for_update().get(pk=channel.pk)
    fresh.server_url = channel.server_url = fresh.server_url if server_url is None else server_url
    if fresh.account_id and told.account_id and fresh.account_id != told.account_id:
        raise ConnectingFailed(Problem.OTHER_ACCOUNT, account=told.account)
    others = queries.active().filter(server_url=fresh.server_url, account_id=told.account_id).exclude(pk=fresh.pk)
    if told.account_id and others.exists():
        raise ConnectingFailed(Problem.TAKEN, account=told.account)
    channel.secret_sealed, channel.health, channel.health_because = keeping.seal(keys), Health.CONNECTED, ""
    channel.token_ends_at, channel.renewal_ends_at, channel.renewing_until = keys.ends_at, keys.renewal_ends_at, None
    channel.renews_at = rules.renews_at(keys.ends_at, now=now)
    channel.save(update_fields=LET_IN)
    keeping.write_down(channel=channel, told=told, now=now)
    audit.record("channels.connected", of=("channel", channel.pk), by=by.pk if by else None, now=now)


def _claim(*, state: str, by: Person, now: datetime) -> Connecting:
    """Return the way out that the state belongs to, which is finished by this; it serves once, whatever follows."""
    under_way = Connecting.objects.select_related("channel").filter(state_hash=crypto.token_hash(state)).first()
    if under_way is None or under_way.done_at is not None:
        raise ConnectingFailed(Problem.UNKNOWN)
    if under_way.person_id != by.pk:
        raise ConnectingFailed(Problem.OTHER_PERSON)
    if not Connecting.objects.filter(pk=under_way.pk, done_at__isnull=True).update(done_at=now):
        raise ConnectingFailed(Problem.UNKNOWN)
    if now - under_way.begun_at > CONNECTING_LASTS:
        raise ConnectingFailed(Problem.EXPIRED)
    return under_way


def _registration(channel: Channel, network: type[Connects], redirect_uri: str) -> Client:
    """Return our registration: typed once where the network wants it by hand, else made anew."""
    if issubclass(network, RegisteredByHand):
        if (typed := keeping.client_of(channel)) is None:
            raise ConnectingFailed(Problem.NOT_REGISTERED)
        return typed
    try:
        return network.register(queries.server_url(channel), redirect_uri=redirect_uri)
    except NetworkError as error:
        raise _failed(error) from error


def _connects(channel: Channel) -> type[Connects]:
    network = queries.network_class(channel.network)
    if not issubclass(network, Connects):
        raise ConnectingFailed(Problem.NOT_CONNECTABLE)
    return network


def _failed(error: NetworkError) -> ConnectingFailed:
    silent = isinstance(error, Unreachable | Throttled)
    return ConnectingFailed(Problem.UNREACHABLE if silent else Problem.REFUSED, told=error.told)
