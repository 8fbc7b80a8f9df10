"""Addresses that are told, and what happens."""

from collections.abc import Collection
from datetime import datetime, timedelta

from eichhorn.desk.models import Request
from eichhorn.foundation import clock
from eichhorn.people.models import Person
from eichhorn.webhooks import services
from eichhorn.webhooks.courier import Courier
from eichhorn.webhooks.rules import EventType
from eichhorn.webhooks.services import Made
from tests.make import desk


def endpoint(
    url: str, *, by: Person, types: Collection[EventType] = tuple(EventType), name: str = "Intranet",
    now: datetime | None = None,
) -> Made:  # fmt: skip
    """Return an address that is told from now on, with its secret."""
    return services.add(name=name, url=url, types=types, by=by, now=now or clock.now())


def happened(title: str = "Gewinnspiel", *, now: datetime | None = None) -> Request:
    """Something that is told: somebody asked for a post."""
    return desk.request(title, now=now or clock.now())


def told(*, after: timedelta = timedelta()) -> None:
    """Everything that is due, so long from now, was told once."""
    at = clock.now() + after
    courier = Courier(now=lambda: at)
    courier.until_idle()
    courier.finish()
