"""Which channels there are, what they take, and which of them need somebody."""

import functools
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from eichhorn.channels import rules
from eichhorn.channels.models import Access, Channel
from eichhorn.channels.rules import Health, Limits
from eichhorn.foundation import trips
from eichhorn.foundation.models import Standstill
from eichhorn.foundation.trips import Statement
from eichhorn.media.fitting import Takes
from eichhorn.networks.base import Network
from eichhorn.networks.by_hand import taken_by
from eichhorn.networks.doors import Connects, LivesAt, RegisteredByHand, SignsIn
from eichhorn.people import queries as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.ui.states import StateKind
from eichhorn.ui.waiting import Waiting

BRANDS = (
    "facebook",
    "instagram",
    "linkedin",
    "whatsapp",
    "youtube",
    "tiktok",
    "xing",
    "threads",
    "bluesky",
    "x",
    "mastodon",
    "telegram",
    "wordpress",
    "matrix",
)
PLAIN_ICON = "speakerphone"


def active() -> models.QuerySet[Channel]:
    """Return the channels in use, by name."""
    return (
        Channel.objects.filter(retired_on__isnull=True)
        .select_related("owner_team")
        .order_by("name", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def chosen(numbers: Iterable[int]) -> list[Channel]:
    """Return those of the channels in use that have one of the numbers. One query, written out because it is asked often."""
    [rows] = trips.ask(Statement(_in_use(), [list(numbers)], "channels_chosen"))
    return [trips.read(Channel, row) for row in rows]


@functools.cache
def _in_use() -> str:
    return f"""
        select {trips.columns(Channel, "channel")} from channels_channel channel
        where channel.retired_on is null and channel.id = any(%s::bigint[])
    """  # noqa: S608 - columns of our own model


def network_class(slug: str) -> type[Network]:
    """Return the network of the slug, or raise KeyError where none is installed under it."""
    return networks()[slug]


def networks() -> Mapping[str, type[Network]]:
    """Return the installed networks by slug, in the order of the settings."""
    return _networks(tuple(settings.NETWORKS))


@functools.cache
def _networks(paths: tuple[str, ...]) -> Mapping[str, type[Network]]:
    found: list[type[Network]] = [import_string(path) for path in paths]
    return {network.slug: network for network in found}


def limits(channel: Channel) -> Limits:
    """Return what the channel takes. No query."""
    declared = taken_by(channel.label) if by_hand(channel) else network_class(channel.network).capabilities
    return rules.limits(declared, channel.limits)


def takes(channel: Channel) -> Takes:
    """Return what the channel's server takes of a picture. No query."""
    bounds = limits(channel)
    return Takes(
        types=bounds.picture_types, bytes=bounds.picture_bytes, animation_bytes=bounds.animation_bytes,
        pixels=bounds.picture_pixels, sides=bounds.picture_sides, ratio=bounds.picture_ratio,
    )  # fmt: skip


def pace(channel: Channel) -> timedelta:
    """Return how long there is at least between two posts: what its team wishes, and never less than the network wants."""
    declared = network_class(channel.network).capabilities.pace
    wanted = timedelta(seconds=declared.value) if declared is not None else timedelta(0)
    return max(wanted, timedelta(minutes=channel.pace_minutes or 0))


def reads_every(channel: Channel) -> timedelta:
    """Return how long there is at least between two readings; zero where the network says nothing. No query."""
    declared = network_class(channel.network).capabilities.reads_every
    return timedelta(seconds=declared.value) if declared is not None else timedelta(0)


def late_after(channel: Channel) -> timedelta:
    """Return how late a post there still leaves by itself. No query."""
    minutes = channel.late_after_minutes
    return timedelta(minutes=minutes) if minutes is not None else rules.LATE_AFTER


def label(channel: Channel) -> str:
    """Return the network's name as people say it: "Mastodon", "Facebook"."""
    return channel.label or network_class(channel.network).label


def by_hand(channel: Channel) -> bool:
    """Return whether a person posts there, not a machine. No query."""
    return bool(getattr(network_class(channel.network), "by_hand", False))


def is_open(channel: Channel) -> bool:
    """Return whether something may leave there: it is connected, or a person posts. No query."""
    return channel.health == Health.CONNECTED or by_hand(channel)


def by_hand_networks() -> frozenset[str]:
    """Return the slugs of the networks on which a person posts. No query."""
    return frozenset(slug for slug, network in networks().items() if getattr(network, "by_hand", False))


def icon(channel: Channel) -> str:
    """Return the plain glyph of the network."""
    return brand(label(channel))


def brand(name: str) -> str:
    """Return the plain glyph of a network by its name."""
    word = name.lower().split()[0].split("-")[0] if name.strip() else ""
    return f"brand-{word}" if word in BRANDS else PLAIN_ICON


def server_url(channel: Channel) -> str:
    """Return where the channel's server is; the stage is wherever this installation is now."""
    if channel.rehearsal:
        return stage_url()
    network = network_class(channel.network)
    return channel.server_url or (network.usual_server() if issubclass(network, LivesAt) else "")


def stage_url() -> str:
    return f"{settings.STAGE_URL.rstrip('/')}/stage"


@dataclass(frozen=True, slots=True)
class Ways:
    """How a channel of this network is connected."""

    consent: bool
    """By consent on its server."""
    typed: bool
    """By something that a person types here."""
    registered_at: str
    """Where the program has to be registered by hand first; empty where it registers itself."""
    lives_at: str
    """The server that is meant where none is typed; empty where it has to be typed."""


def ways(network: type[Network]) -> Ways:
    return Ways(
        consent=issubclass(network, Connects),
        typed=issubclass(network, SignsIn),
        registered_at=network.registered_at() if issubclass(network, RegisteredByHand) else "",
        lives_at=network.usual_server() if issubclass(network, LivesAt) else "",
    )


@dataclass(frozen=True, slots=True)
class Offered:
    """A network on which a channel can be added."""

    slug: str
    label: str
    icon: str


def offered() -> list[Offered]:
    """Return the networks that have a door for machines, in the order of the settings. No query."""
    return [
        Offered(slug, network.label, brand(network.label))
        for slug, network in networks().items()
        if slug not in by_hand_networks()
    ]


@dataclass(frozen=True, slots=True)
class Shown:
    """A channel as its row shows it."""

    channel: Channel
    label: str
    icon: str
    by_hand: bool
    ways: Ways
    registered: bool
    """Whether the program is registered at the network, or need not be."""
    limits: Limits
    told: bool
    """Whether the limits come from the server."""
    pace_s: int
    """The least distance between two posts."""
    pace_minutes: int
    late_after_minutes: int
    kind: StateKind
    sign: str
    word: str


def shown(channel: Channel) -> Shown:
    """Return the channel with the words of its row. No query beyond the channel's."""
    hand, how = by_hand(channel), ways(network_class(channel.network))
    kind, sign, word = _state(channel, hand=hand)
    return Shown(
        channel=channel, label=label(channel), icon=icon(channel), by_hand=hand, limits=limits(channel), ways=how,
        registered=not how.registered_at or channel.client_sealed is not None,
        told=bool(channel.limits.get("text_limit")), kind=kind, sign=sign, word=word,
        pace_s=int(pace(channel).total_seconds()), pace_minutes=int(pace(channel).total_seconds() // 60),
        late_after_minutes=int(late_after(channel).total_seconds() // 60),
    )  # fmt: skip


def _state(channel: Channel, *, hand: bool) -> tuple[StateKind, str, str]:
    if channel.retired_on:
        return StateKind.REST, "circle-dashed", _("retired")
    if hand:
        return StateKind.WAIT, "hand-click", _("by hand")
    match Health(channel.health):
        case Health.CONNECTED:
            return StateKind.OK, "circle-check", _("connected")
        case Health.DISCONNECTED:
            return StateKind.STOP, "alert-circle", _("disconnected")
        case Health.NEW:
            return StateKind.WAIT, "hourglass", _("not connected yet")


def retired() -> models.QuerySet[Channel]:
    """Return the channels that were given up, by name."""
    return Channel.objects.filter(retired_on__isnull=False).order_by("name", "pk").fetch_mode(models.FETCH_RAISE)


def waiting_for(person: Person, *, now: datetime) -> list[Waiting]:
    """Return what only an administrator can do: let a channel in again, and look after it twice a year. Three queries."""
    if not people.may(person, Act.ADMINISTER, now=now):
        return []
    today = people.today(now)
    outside = active().filter(rehearsal=False)
    due = [channel for channel in outside if any(reviews_due(channel, today=today))]
    return [_closed(channel, now) for channel in active().filter(health=Health.DISCONNECTED)] + [
        _to_review(channel, today, now) for channel in due
    ]


def reviews_due(channel: Channel, *, today: date) -> tuple[bool, bool]:
    """Return whether somebody should look at the imprint, and at who can get in. Rehearsals need neither. No query."""
    if channel.rehearsal or channel.retired_on is not None:
        return False, False
    return (
        rules.review_due(channel.imprint_checked_on, today=today),
        rules.review_due(channel.access_reviewed_on, today=today),
    )


def accesses(channel: Channel) -> tuple[list[Access], list[Access]]:
    """Return who can get into the account, and who could. One query."""
    found = list(channel.accesses.order_by("who", "pk"))
    return [one for one in found if one.until is None], [one for one in found if one.until is not None]


def _to_review(channel: Channel, today: date, now: datetime) -> Waiting:
    imprint, access = reviews_due(channel, today=today)
    if imprint and access:
        line = _("Does the profile lead to the imprint, and who can get into the account?")
    else:
        line = _("Does the profile lead to the imprint?") if imprint else _("Who can get into the account?")
    return Waiting(
        kind="later", icon="shield-check", title=_("Look after %(channel)s") % {"channel": channel.name}, line=line,
        href=reverse("channels:channel", args=[channel.pk]) + "#access", action=_("Look at it"),
        since=now, effort_minutes=10,
    )  # fmt: skip


def _closed(channel: Channel, now: datetime) -> Waiting:
    return Waiting(
        kind="due",
        icon="plug-connected-x",
        title=_("%(network)s no longer lets us in: %(channel)s") % {"network": label(channel), "channel": channel.name},
        line=_("Nothing leaves on this channel until somebody connects it again. What is planned stays where it is."),
        href=reverse("channels:channel", args=[channel.pk]),
        action=_("Connect again"),
        since=channel.checked_at or now,
        sign=StateKind.STOP,
        effort_minutes=5,
    )


def due_for_renewal(*, now: datetime) -> list[Channel]:
    """Return the connected channels whose key ends soon, those that end first first. One query.

    None during a standstill: a key that is renewed twice is taken away from both installations.
    """
    free = models.Q(renewing_until__isnull=True) | models.Q(renewing_until__lte=now)
    stands_still = models.Exists(Standstill.objects.filter(open_key=True))
    due = active().filter(~stands_still, free, health=Health.CONNECTED, renews_at__lte=now)
    return list(due.order_by("token_ends_at", "pk"))


def due_for_refresh(*, now: datetime, after: timedelta = timedelta(hours=20)) -> list[Channel]:
    """Return the connected channels whose server was not asked for that long. One query."""
    long_ago = models.Q(checked_at__isnull=True) | models.Q(checked_at__lte=now - after)
    return [channel for channel in active().filter(long_ago, health=Health.CONNECTED) if not by_hand(channel)]
