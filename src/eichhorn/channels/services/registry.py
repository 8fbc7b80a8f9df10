"""The list of channels: added, described, given up; and the one on our own stage, which needs no consent page."""

from datetime import datetime

from django.db import IntegrityError, transaction

from eichhorn.channels import queries
from eichhorn.channels.models import Channel
from eichhorn.channels.rules import Health, NameTaken, NotRegisteredByHand
from eichhorn.channels.services import connecting, keeping
from eichhorn.foundation import audit
from eichhorn.networks.base import Client, Keys
from eichhorn.networks.doors import RegisteredByHand
from eichhorn.people import queries as people
from eichhorn.people import services as people_services
from eichhorn.people.models import Person, Team
from eichhorn.people.rules import Act
from eichhorn.stage import services as stage


def add(
    *,
    name: str,
    network: str,
    by: Person | None,
    now: datetime,
    server_url: str = "",
    account: str = "",
    label: str = "",
    language: str = "de",
    owner_team: Team | None = None,
    purpose: str = "",
    imprint_url: str = "",
    rehearsal: bool = False,
) -> Channel:
    """Return the new channel, not connected yet; one where people post by hand is ready at once. Raises NameTaken.

    `by` is None for the demo organisation alone.
    """
    if by is not None:
        people_services.require(by, Act.ADMINISTER, now=now)
    queries.network_class(network)
    channel = Channel(
        name=name, network=network, server_url=server_url, account=account, label=label, language=language,
        owner_team=owner_team, purpose=purpose, imprint_url=imprint_url, rehearsal=rehearsal,
    )  # fmt: skip
    channel.health = Health.CONNECTED if queries.by_hand(channel) else Health.NEW
    with _one_name(), transaction.atomic():
        channel.save()
        audit.record("channels.added", of=("channel", channel.pk), by=by.pk if by else None, now=now)
    return channel


def describe(
    *, channel: Channel, name: str, language: str, owner_team: Team | None, purpose: str, imprint_url: str, by: Person,
    now: datetime, label: str | None = None, server_url: str | None = None, account: str | None = None,
) -> Channel:  # fmt: skip
    """What people know about the channel is written down. Raises NameTaken. Address and account only where by hand."""
    people_services.require(by, Act.ADMINISTER, now=now)
    channel.name, channel.language, channel.owner_team = name, language, owner_team
    channel.purpose, channel.imprint_url = purpose, imprint_url
    fields = ["name", "language", "owner_team", "purpose", "imprint_url"]
    if queries.by_hand(channel):
        for field, value in (("label", label), ("server_url", server_url), ("account", account)):
            if value is not None:
                setattr(channel, field, value)
                fields.append(field)
    with _one_name(), transaction.atomic():
        channel.save(update_fields=fields)
        audit.record("channels.described", of=("channel", channel.pk), by=by.pk, now=now)
    return channel


@transaction.atomic
def register(*, channel: Channel, client_id: str, client_secret: str, by: Person, now: datetime) -> None:
    """Our registration at a network that wants it typed is kept, sealed. Raises NotRegisteredByHand."""
    people_services.require(by, Act.ADMINISTER, now=now)
    network = queries.network_class(channel.network)
    if not issubclass(network, RegisteredByHand):
        raise NotRegisteredByHand
    client: Client = network.registration(client_id, client_secret)
    channel.client_sealed = keeping.seal_client(client)
    channel.save(update_fields=["client_sealed"])
    audit.record("channels.registered", of=("channel", channel.pk), by=by.pk, now=now)


@transaction.atomic
def set_sending(
    *, channel: Channel, pace_minutes: int | None, late_after_minutes: int | None, by: Person, now: datetime
) -> None:
    """Posts there keep this distance, and leave by themselves until they are so late; None leaves it to the network."""
    people_services.require(by, Act.ADMINISTER, now=now)
    channel.pace_minutes, channel.late_after_minutes = pace_minutes or None, late_after_minutes
    channel.save(update_fields=["pace_minutes", "late_after_minutes"])
    audit.record(
        "channels.sending_set", of=("channel", channel.pk), by=by.pk, now=now,
        details={"pace_minutes": channel.pace_minutes, "late_after_minutes": late_after_minutes},
    )  # fmt: skip


@transaction.atomic
def retire(*, channel: Channel, by: Person, now: datetime) -> None:
    """The channel is given up: its key is forgotten, its history stays, nothing new is planned on it. Idempotent."""
    people_services.require(by, Act.ADMINISTER, now=now)
    today = people.today(now)
    if Channel.objects.filter(pk=channel.pk, retired_on__isnull=True).update(
        retired_on=today, secret_sealed=None, client_sealed=None, health=Health.NEW, health_because=""
    ):
        audit.record("channels.retired", of=("channel", channel.pk), by=by.pk, now=now)


@transaction.atomic
def open_on_stage(
    *, name: str, handle: str, by: Person | None, now: datetime, language: str = "de", owner_team: Team | None = None,
    purpose: str = "",
) -> Channel:  # fmt: skip
    """Return a connected channel on the stage of this installation, for rehearsals and for the demo organisation."""
    channel = add(
        name=name, network="mastodon", server_url=queries.stage_url(), language=language, owner_team=owner_team,
        purpose=purpose, rehearsal=True, by=by, now=now,
    )  # fmt: skip
    door = stage.open_account(handle=handle, name=name, now=now)
    connecting.let_in(channel=channel, keys=Keys(door.token), told=door.told, by=by, now=now)
    return channel


class _one_name:  # noqa: N801  reads as a clause
    """Turns the refusal of the database into ours."""

    def __enter__(self) -> None:
        pass

    def __exit__(self, kind: object, error: BaseException | None, trace: object) -> None:
        if isinstance(error, IntegrityError) and "name" in str(error):
            raise NameTaken from error
