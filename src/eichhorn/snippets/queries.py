"""What there is to insert, what people are called where, and what links carry."""

from collections.abc import Collection, Mapping

from django.db import models

from eichhorn.channels import queries as channels
from eichhorn.channels.models import Channel
from eichhorn.snippets.models import Handle, LinkScheme, Mentioned, Snippet
from eichhorn.snippets.rules import NETWORK, Kind, Scheme, mark


def of_kind(kind: Kind) -> models.QuerySet[Snippet]:
    """Return the snippets of the kind, by name."""
    return (
        Snippet.objects.filter(kind=kind)
        .select_related("channel")
        .order_by("name", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def insertable(channel_ids: Collection[int]) -> models.QuerySet[Snippet]:
    """Return what can be inserted into a post on these channels: no signatures of others. One query."""
    own = models.Q(channel__isnull=True) | models.Q(channel__in=channel_ids)
    return (
        Snippet.objects.filter(own)
        .select_related("channel")
        .order_by("kind", "name", "pk")
        .fetch_mode(models.FETCH_RAISE)
    )


def people() -> models.QuerySet[Mentioned]:
    """Return everybody of the mention book with their handles, by name. Two queries."""
    handles = models.Prefetch("handles", Handle.objects.order_by("network"))
    return Mentioned.objects.prefetch_related(handles).order_by("name", "pk")


def networks() -> list[str]:
    """Return the networks on which people may have names: those of the channels in use. One query."""
    return sorted({channels.label(channel) for channel in channels.active()})


def handles(names: Collection[str], on: Collection[Channel]) -> dict[int, dict[str, str]]:
    """Return what those people are called, by channel id and name; who has no name there is called as here.

    Whom the book does not know is left out; the place of the network is filled in. No query without names, else two.
    """
    if not names:
        return {}
    book: Mapping[str, Mapping[str, str]] = {
        one.name: {handle.network: handle.handle for handle in one.handles.all()}
        for one in people().filter(name__in=[name for name in names if name != NETWORK])
    }
    return {
        channel.pk: {name: there.get(channels.label(channel), name) for name, there in book.items()}
        | ({NETWORK: mark(channels.label(channel))} if NETWORK in names else {})
        for channel in on
    }


def scheme() -> Scheme:
    """Return what links carry. One query."""
    row = LinkScheme.objects.first()
    return Scheme() if row is None else Scheme(tuple(row.domains), row.source, row.medium, row.campaign)
