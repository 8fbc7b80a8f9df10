"""/metrics: how much of what stands where, how late it left and how long things wait, for Prometheus.

The difficult thing: numbers about posts are numbers about people before one notices. So nothing here is counted by
person, channel or text, and the page answers this machine alone, or whoever has the token from the configuration.
"""

import hmac
import ipaddress
from collections.abc import Iterator, Mapping
from datetime import datetime
from importlib.metadata import version
from typing import Any

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import CollectorRegistry
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest
from prometheus_client.registry import Collector

from eichhorn.config import health
from eichhorn.foundation import clock

LATENESS_S = (1, 5, 15, 60, 300, 1800, 7200)
FORWARDED = ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_X_REAL_IP", "HTTP_VIA")

DELIVERIES = "select state, count(*) from delivery_delivery group by state"
ATTEMPTS = "select kind, outcome, count(*) from delivery_attempt where ended_at is not null group by kind, outcome"
CHANNELS = "select health, count(*) from channels_channel where retired_on is null group by health"
LATENESS = f"""
    select {", ".join(f"count(*) filter (where late_s <= {bound})" for bound in LATENESS_S)}, count(*), coalesce(sum(late_s), 0)
    from (
        select greatest(extract(epoch from sent_at - greatest(due_at, released_at)), 0) as late_s
        from delivery_delivery where state = 'sent' and seen_by_id is null
    ) as out
"""  # noqa: S608 - the bounds are our own
WAITING = """
    select 'jobs', count(*), min(coalesce(scheduled_at, %(now)s)) from procrastinate_jobs
        where status = 'todo' and coalesce(scheduled_at, %(now)s) <= %(now)s
    union all select 'mail', count(*), min(next_try_at) from notices_notice
        where sent_at is null and next_try_at <= %(now)s
    union all select 'conclusions', count(*), null from delivery_delivery where not settled
"""


def metrics(request: HttpRequest) -> HttpResponse:
    """Answer in the text form of Prometheus; 403 to whoever is neither on this machine nor has the token."""
    if not _may_read(request):
        return HttpResponse(
            "The figures are shown to this machine alone, or with the token of EICHHORN_METRICS_TOKEN.\n",
            status=403, content_type="text/plain; charset=utf-8",
        )  # fmt: skip
    registry = CollectorRegistry(auto_describe=False)
    registry.register(Figures(clock.now()))
    try:
        text = generate_latest(registry)
    except DatabaseError:
        connection.close()
        return HttpResponse("The database does not answer.\n", status=503, content_type="text/plain; charset=utf-8")
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST, headers={"Cache-Control": "no-store"})


def _may_read(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.META.get("HTTP_AUTHORIZATION", "")
        if hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode()):
            return True
    # behind a server of one's own every visitor comes from this machine
    is_direct = not settings.HTTPS and not settings.PROXIES and not any(request.META.get(name) for name in FORWARDED)
    try:
        return is_direct and ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


class Figures(Collector):
    """All figures as they are at one instant. Seven queries."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def collect(self) -> Iterator[Metric]:
        yield _gauge("eichhorn_info", "Which version answers.", {(version("eichhorn"),): 1}, "version")
        state = health.ask(now=self.now)
        if state.database != "ready":
            raise DatabaseError
        yield _gauge("eichhorn_workers", "Workers that were heard of within a minute.", {(): state.workers})
        yield _gauge(
            "eichhorn_oldest_sendable_seconds", "For how long the first post that could leave has been due.",
            {(): state.oldest_sendable_s},
        )  # fmt: skip
        yield _gauge("eichhorn_deliveries", "Deliveries by where they stand.", _counted(DELIVERIES), "state")
        yield _gauge("eichhorn_channels", "Channels in use by their health.", _counted(CHANNELS), "health")
        attempts = CounterMetricFamily(
            "eichhorn_attempts", "What was tried, and what came of it.", labels=["kind", "outcome"]
        )
        for names, number in _counted(ATTEMPTS).items():
            attempts.add_metric(names, number)
        yield attempts
        yield _lateness()
        yield from self._queues()

    def _queues(self) -> Iterator[Metric]:
        rows = _rows(WAITING, {"now": self.now})
        yield _gauge(
            "eichhorn_waiting", "What waits for a worker, by queue.", {(str(row[0]),): row[1] for row in rows}, "queue"
        )
        ages: dict[tuple[str, ...], float] = {
            (str(row[0]),): max((self.now - row[2]).total_seconds(), 0.0) for row in rows if row[2] is not None
        }
        yield _gauge("eichhorn_waiting_seconds", "For how long the first of each queue has waited.", ages, "queue")


def _lateness() -> HistogramMetricFamily:
    *counts, whole, total_s = _rows(LATENESS)[0]
    buckets = [(str(float(bound)), count) for bound, count in zip(LATENESS_S, counts, strict=True)]
    return HistogramMetricFamily(
        "eichhorn_lateness_seconds", "How late posts left, measured from their date or their release.",
        buckets=[*buckets, ("+Inf", whole)], sum_value=float(total_s),
    )  # fmt: skip


def _gauge(name: str, about: str, values: Mapping[tuple[str, ...], float], *labels: str) -> GaugeMetricFamily:
    gauge = GaugeMetricFamily(name, about, labels=labels)
    for names, value in values.items():
        gauge.add_metric(names, value)
    return gauge


def _counted(question: str) -> Mapping[tuple[str, ...], float]:
    return {tuple(map(str, row[:-1])): row[-1] for row in _rows(question)}


def _rows(question: str, given: dict[str, Any] | None = None) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(question, given)
        return list(cursor.fetchall())
