"""Keeping what is written again and again: whoever writes may keep it."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from eichhorn.channels.models import Channel
from eichhorn.foundation import audit
from eichhorn.people import services as people
from eichhorn.people.models import Person
from eichhorn.people.rules import Act
from eichhorn.snippets.models import Handle, LinkScheme, Mentioned, Snippet
from eichhorn.snippets.rules import Kind, Scheme, hashtags


class NameTaken(Exception):
    """Another one of the kind has this name, or the channel has a signature already."""


class SaysNothing(ValueError):
    """Of what was typed nothing is left to insert."""


@transaction.atomic
def keep(
    *, kind: Kind, name: str, text: str, channel: Channel | None = None, snippet: Snippet | None = None,
    by: Person | None, now: datetime,
) -> Snippet:  # fmt: skip
    """The snippet stands as given: a new one, or the given one changed. Raises NameTaken, SaysNothing.

    `by` None is the installation itself (demo data), which needs no permission.
    """
    _require(by, now)
    standing = Snippet() if snippet is None else Snippet.objects.select_for_update().get(pk=snippet.pk)
    standing.kind, standing.channel = kind, channel if kind is Kind.SIGNATURE else None
    standing.name = channel.name if kind is Kind.SIGNATURE and channel is not None else name.strip()
    standing.text = hashtags(text) if kind is Kind.HASHTAGS else text.strip()
    if not standing.text:
        raise SaysNothing
    others = Snippet.objects.exclude(pk=standing.pk).filter(kind=kind)
    if others.filter(name__iexact=standing.name).exists() or (
        standing.channel is not None and others.filter(channel=standing.channel).exists()
    ):
        raise NameTaken
    standing.save()
    audit.record("snippets.kept", of=("snippet", standing.pk), by=_id(by), now=now)
    return standing


@transaction.atomic
def drop(*, snippet: Snippet, by: Person, now: datetime) -> None:
    """The snippet is gone; posts that took it over stay as they are. Idempotent."""
    _require(by, now)
    Snippet.objects.filter(pk=snippet.pk).delete()
    audit.record("snippets.dropped", of=("snippet", snippet.pk), by=by.pk, now=now)


@transaction.atomic
def know(
    *, name: str, handles: Mapping[str, str], mentioned: Mentioned | None = None, by: Person | None, now: datetime
) -> Mentioned:
    """Somebody stands in the mention book with these names by network; an empty one is none. Raises NameTaken."""
    _require(by, now)
    standing = Mentioned() if mentioned is None else Mentioned.objects.select_for_update().get(pk=mentioned.pk)
    standing.name = name.strip()
    if Mentioned.objects.exclude(pk=standing.pk).filter(name__iexact=standing.name).exists():
        raise NameTaken
    standing.save()
    standing.handles.all().delete()
    Handle.objects.bulk_create(
        Handle(mentioned=standing, network=network, handle=handle.strip())
        for network, handle in handles.items()
        if handle.strip()
    )
    audit.record("snippets.known", of=("mentioned", standing.pk), by=_id(by), now=now)
    return standing


@transaction.atomic
def forget(*, mentioned: Mentioned, by: Person, now: datetime) -> None:
    """Somebody stands in the mention book no longer; posts that name them stay as they are. Idempotent."""
    _require(by, now)
    Mentioned.objects.filter(pk=mentioned.pk).delete()
    audit.record("snippets.forgotten", of=("mentioned", mentioned.pk), by=by.pk, now=now)


@transaction.atomic
def mark_links(*, scheme: Scheme, by: Person | None, now: datetime) -> None:
    """Links to the scheme's domains carry from now on what it says, where somebody marks them in a text."""
    if by is not None:
        people.require(by, Act.STEER, now=now)
    LinkScheme.objects.update_or_create(
        only=True,
        defaults={
            "domains": list(scheme.domains), "source": scheme.source, "medium": scheme.medium, "campaign": scheme.campaign,
        },
    )  # fmt: skip
    audit.record("snippets.links_marked", of=("link_scheme", 1), by=_id(by), now=now)


def _require(by: Person | None, now: datetime) -> None:
    if by is not None:
        people.require(by, Act.WRITE, now=now)


def _id(by: Person | None) -> int | None:
    return by.pk if by is not None else None
