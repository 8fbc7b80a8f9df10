"""What an installation does: whether anything leaves, whether the doors are open, and who else has a key to them."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError

from eichhorn.channels import queries as channels
from eichhorn.channels.rules import Health
from eichhorn.config import health
from eichhorn.config.doctor import pictures
from eichhorn.config.doctor.findings import Finding, Mark
from eichhorn.foundation import standstill
from eichhorn.notices import queries as notices
from eichhorn.situation import queries as situation
from eichhorn.webhooks import queries as webhooks
from eichhorn.webhooks.rules import Off

SOON = timedelta(days=7)
OURS = "eichhorn.networks."
MOST_NAMED = 5


def looks(*, now: datetime) -> Iterator[Finding]:
    """Look at all of it; where the database fails in between, the rest is left out and said elsewhere."""
    try:
        yield _workers(now)
        yield from _sending(now)
        yield from _channels(now)
        yield from _mail()
        yield from _programs()
        yield from pictures.looks()
    except DatabaseError:
        return
    yield from plug_ins()


def _workers(now: datetime) -> Finding:
    state = health.ask(now=now)
    if state.workers:
        return Finding("worker", Mark.GOOD, "At least one worker is at work.")
    return Finding(
        "worker", Mark.BROKEN, "No worker was heard of within a minute, so nothing is sent.",
        "Run `eichhorn worker`, or start everything with `eichhorn up`.",
    )  # fmt: skip


def _sending(now: datetime) -> Iterator[Finding]:
    if standstill.current() is not None:
        yield Finding(
            "sending", Mark.NOTE, "Nothing leaves, because this installation was restored or moved.",
            "Somebody who administers Eichhorn confirms on the page Heute that the other one is off.",
        )  # fmt: skip
    elif (hold := situation.current()) is not None:
        yield Finding(
            "sending", Mark.NOTE, f"What was approved before {hold.begun_at:%Y-%m-%d %H:%M} UTC is held by a person.",
            "Lift the hold on the page Ausgang when it is time.",
        )  # fmt: skip
    elif (late_s := health.ask(now=now).oldest_sendable_s) > health.LATE_AFTER_S:
        yield Finding(
            "sending", Mark.BROKEN, f"Something could have left {late_s / 60:.0f} minutes ago and has not.",
            "Look into the worker's log; ending the worker does no harm, it is started again.",
        )  # fmt: skip
    else:
        yield Finding("sending", Mark.GOOD, "Nothing that could leave is late.")


def _channels(now: datetime) -> Iterator[Finding]:
    """Retired channels and those by hand need no connection."""
    every = [channel for channel in channels.active() if not channels.by_hand(channel)]
    closed = [channel for channel in every if channel.health == Health.DISCONNECTED]
    for channel in closed[:MOST_NAMED]:
        yield Finding(
            "channel", Mark.BROKEN, f"{channel.name} is not connected any more.",
            "Connect it again under Einstellungen, Kanäle; what is due there waits.",
        )  # fmt: skip
    for channel in every:
        if channel.renewal_ends_at is not None and channel.renewal_ends_at < now + SOON and channel not in closed:
            yield Finding(
                "channel", Mark.NOTE, f"The permission of {channel.name} ends on {channel.renewal_ends_at:%Y-%m-%d}.",
                "Only a person can renew it: connect it again before that day.",
            )  # fmt: skip
    if not closed:
        yield Finding(
            "channel", Mark.GOOD, f"No channel has lost its connection ({len(every)} are connected by a key)."
        )


def _mail() -> Iterator[Finding]:
    stuck = notices.unsent().filter(next_try_at__isnull=True).count() if notices.can_send() else 0
    if stuck:
        yield Finding(
            "mail", Mark.NOTE, f"{stuck} mails have not left and are not tried again by themselves.",
            "See them under Einstellungen, Ausgehende Post: there stands why.",
        )  # fmt: skip


def _programs() -> Iterator[Finding]:
    """What a person switched off is as it should be."""
    off = list(webhooks.given_up())
    for endpoint in off[:MOST_NAMED]:
        why = (
            "it wants no more calls (410)"
            if endpoint.off_because == Off.GONE
            else "nothing arrived there for five days"
        )
        yield Finding(
            "program", Mark.NOTE, f"“{endpoint.name}” is told nothing since {endpoint.off_at:%Y-%m-%d}: {why}.",
            "When it works again, switch it on under Einstellungen, Meldungen an Programme, and send what it missed; else remove it.",
        )  # fmt: skip
    if len(off) > MOST_NAMED:
        yield Finding(
            "program", Mark.NOTE, f"{len(off) - MOST_NAMED} more programs were switched off like that.",
            "See them under Einstellungen, Meldungen an Programme.",
        )  # fmt: skip
    if not off:
        yield Finding(
            "program", Mark.GOOD, f"No program had to be switched off ({webhooks.switched_on().count()} are told)."
        )


def plug_ins() -> Iterator[Finding]:
    """Name the networks that are not ours, and what stands open to them."""
    allowed = ", ".join(sorted(settings.OUTBOUND_ALLOW)) or "no private address"
    for path in settings.NETWORKS:
        if not path.startswith(OURS):
            yield Finding(
                "network", Mark.NOTE,
                f"{path} is not part of Eichhorn. It runs inside web and worker, is given the keys of its own channels, and "
                f"reaches by Eichhorn's way out every public address and {allowed}; as any program it could do more.",
                "Keep it in EICHHORN_NETWORKS only if you trust whoever made it.",
            )  # fmt: skip
