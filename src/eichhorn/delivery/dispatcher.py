"""The loop that sends: it knows when the next post is due, claims, lets networks be asked, and writes down the answers.

The difficult thing: to be on time without asking the database all the time. The loop sleeps until the next instant that
the queue names, or until somebody calls; a call that is lost is made good by a look every few seconds. The database is
touched by this one thread alone, the networks by many.
"""

import logging
import select
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.conf import settings
from django.db import DatabaseError, close_old_connections, connection

from eichhorn.delivery import queries, services
from eichhorn.delivery.steps import Answer
from eichhorn.delivery.sending import ask
from eichhorn.delivery.services import Task
from eichhorn.delivery.services.intake import WAKE_CHANNEL
from eichhorn.foundation import clock
from eichhorn.foundation.clock import Clock

logger = logging.getLogger(__name__)

LOOKS_EVERY = timedelta(seconds=3)
BUSY = timedelta(milliseconds=20)
"""The pause while something due is locked by somebody else."""
GATHERS = timedelta(milliseconds=10)
"""Answers that come this close together are written down together."""
AFTER_A_FAULT_S = 1.0


class Dispatcher:
    """Sends what is due, `slots` at a time."""

    def __init__(self, *, slots: int, now: Clock = clock.now) -> None:
        self._slots = slots
        self._now = now
        self._pool = ThreadPoolExecutor(max_workers=slots, thread_name_prefix="sending")
        self._under_way: dict[Future[Answer], Task] = {}
        self._took_in_at: datetime | None = None

    def run(self, end: threading.Event) -> None:
        """Send until the event is set; then finish what is under way. Survives a database that goes and comes back."""
        bell = Bell()
        while not end.is_set():
            try:
                self._take_in()
                self.round()
                self._rest(bell, end)
            except (DatabaseError, psycopg.Error, OSError):
                logger.exception("delivery.database_away")
                connection.close()
                bell.close()
                end.wait(AFTER_A_FAULT_S)
        self.finish()
        bell.close()

    def round(self) -> int:
        """Claim what fits into the free slots, and write down the answers that are there; return how many were claimed."""
        self._settle()
        free = self._slots - len(self._under_way)
        tasks = services.claim(now=self._now(), most=free) if free else []
        for task in tasks:
            self._under_way[self._pool.submit(ask, task)] = task
        return len(tasks)

    def finish(self) -> None:
        """Wait for what is under way and write it down."""
        while self._under_way:
            wait(self._under_way, return_when=FIRST_COMPLETED)
            self._settle()
        self._pool.shutdown()

    def until_idle(self) -> None:
        """Take in and send all that is due now, and return when it is written down. For commands and tests."""
        services.take_in(now=self._now())
        while self.round() or self._under_way:
            if self._under_way:
                wait(self._under_way, return_when=FIRST_COMPLETED)

    def _settle(self) -> None:
        done = [future for future in self._under_way if future.done()]
        if not done:
            return
        services.settle({self._under_way[future].attempt.pk: future.result() for future in done}, now=self._now())
        for future in done:
            del self._under_way[future]

    def _take_in(self) -> None:
        now = self._now()
        if self._took_in_at is None or now - self._took_in_at >= LOOKS_EVERY:
            close_old_connections()
            services.take_in(now=now)
            self._took_in_at = now

    def _rest(self, bell: "Bell", end: threading.Event) -> None:
        """Wait for whatever comes first: an answer, the next due instant, a call, or the regular look."""
        if self._under_way:
            wait(self._under_way, timeout=LOOKS_EVERY.total_seconds(), return_when=FIRST_COMPLETED)
            end.wait(GATHERS.total_seconds())
            return
        next_at = queries.next_at()
        pause = LOOKS_EVERY if next_at is None else min(max(next_at - self._now(), BUSY), LOOKS_EVERY)
        if bell.rings(within=pause, or_until=end):
            self._took_in_at = None


class Bell:
    """Hears the calls that change the queue; deaf where the connection cannot listen, and then only the sweep counts."""

    def __init__(self) -> None:
        self._line: psycopg.Connection[Any] | None = None

    def rings(self, *, within: timedelta, or_until: threading.Event) -> bool:
        """Return whether somebody called within the time."""
        line = self._listening()
        ready, _, _ = select.select([line.fileno()], [], [], within.total_seconds())
        if not ready or or_until.is_set():
            return False
        return any(True for _ in line.notifies(timeout=0))

    def close(self) -> None:
        if self._line is not None:
            self._line.close()
            self._line = None

    def _listening(self) -> psycopg.Connection[Any]:
        if self._line is None or self._line.closed:
            parameters = connection.get_connection_params()
            keep = {key: parameters[key] for key in ("host", "port", "user", "password", "dbname") if parameters.get(key)}
            self._line = psycopg.connect(**keep, autocommit=True)
            self._line.execute(f"listen {WAKE_CHANNEL}")
        return self._line


def send_until(end: threading.Event) -> None:
    """Send with as many slots as the settings give, until the event is set."""
    try:
        Dispatcher(slots=settings.SEND_SLOTS).run(end)
    finally:
        connection.close()
