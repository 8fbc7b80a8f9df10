"""The loop that sends: claims what is due, has it carried, writes down what came of it. Every worker runs one.

The difficult thing: being on time without asking the database all the time, and never trusting a wake-up. The loop
knows the next due instant and sleeps until then; a bell makes it look sooner, and after a few seconds it looks in any
case. One thread and one connection do all that concerns the database; the hands, which wait for networks, know none.
All workers go by the database's time, so one whose clock is ahead sends nothing too early.
"""

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from django.conf import settings
from django.db import DatabaseError, IntegrityError, InterfaceError, connection

from eichhorn.delivery import queries, services
from eichhorn.delivery.carrying import Report
from eichhorn.delivery.hands import Hands
from eichhorn.delivery.services.writing import BELL
from eichhorn.foundation import bell, clock, http
from eichhorn.foundation.clock import Clock

logger = logging.getLogger(__name__)

LOOKS_EVERY_S = 4.0
"""What a lost wake-up may cost."""
TAKES_IN_EVERY = timedelta(seconds=3)
LOCKED_S = 0.1
"""The pause while what is due is in somebody else's hands."""
AFTER_A_FAULT_S = 1.0
AGREES_EVERY_S = 1.0
"""How often the database is asked for the time, if there is a round at all."""
A_QUARTER = 4
"""Claiming many costs as much as claiming one: with room for fewer than a quarter of the slots, it waits for more."""
GATHERS_S = 0.1
"""How long answers gather at the most while every hand has its next errand: writing many down costs as much as one."""
SETTLES_AT_A_TIME = 4


class Dispatcher:
    """Sends what is due, `slots` at a time."""

    def __init__(self, *, slots: int, now: Clock, agree: Callable[[], None] | None = None) -> None:
        self._slots = slots
        self._now = now
        self._agree = agree
        self._agreed_at = -AGREES_EVERY_S
        self._heard = threading.Event()
        self._hands = Hands(count=slots, heard=self._heard, now=now)
        self._ahead = services.Ahead()
        self._reports: deque[Report] = deque()
        self._wrote_at = 0.0
        self._took_in_at: datetime | None = None

    def run(self, end: threading.Event) -> None:
        """Send until the event is set; then finish what is under way. Survives a database that goes and comes back."""
        listener = bell.Listener(BELL, heard=self._heard, end=end)
        listener.start()
        http.get_ready()
        while not end.is_set():
            self._heard.clear()
            if (rest_s := self._safe_round()) > 0:
                self._heard.wait(rest_s)
        self.finish()
        listener.join()
        connection.close()

    def round(self) -> float:
        """Do all that can be done now, and return for how many seconds nothing more is known to be."""
        self._reports.extend(self._hands.take())
        if self._hands.busy and time.monotonic() - self._wrote_at < GATHERS_S:
            return GATHERS_S
        self._write_down()
        self._take_in()
        room = self._hands.room()
        if not self._hands.idle and room * A_QUARTER < self._slots:
            return LOOKS_EVERY_S
        each, besides = self._hands.shares()
        claimed = services.claim(most=room, each=each, besides=besides, now=self._now(), ahead=self._ahead)
        for errand in claimed.errands:
            self._hands.give(errand)
        if claimed.looked_at and not claimed.locked:
            return 0
        if services.settle(now=self._now(), most=SETTLES_AT_A_TIME):
            return 0
        return self._until_next(locked=claimed.locked, besides=besides)

    def finish(self) -> None:
        """Wait for what is under way and write it down; what cannot be written is a doubt once its lease is over."""
        self._hands.finish()
        self._reports.extend(self._hands.take())
        try:
            self._write_down()
        except DatabaseError:
            logger.exception("delivery.not_written_down", extra={"reports": len(self._reports)})

    def until_idle(self) -> None:
        """Take in and send all that is due now, write it down, draw the conclusions. For commands and tests."""
        self._took_in_at = None
        while True:
            self._heard.clear()
            rest_s = self.round()
            if rest_s > 0 and self._hands.idle and not self._reports:
                return
            if rest_s > 0:
                self._heard.wait(rest_s)

    def _safe_round(self) -> float:
        try:
            self._agree_on_the_time()
            return self.round()
        except (DatabaseError, InterfaceError):
            logger.exception("delivery.database_away")
            connection.close()
            return AFTER_A_FAULT_S

    def _agree_on_the_time(self) -> None:
        if self._agree is not None and time.monotonic() - self._agreed_at >= AGREES_EVERY_S:
            self._agree()
            self._agreed_at = time.monotonic()

    def _write_down(self) -> None:
        """What came back is written down, together; where two cannot both be right, one by one."""
        self._wrote_at = time.monotonic()
        if not self._reports:
            return
        try:
            services.write_down(list(self._reports), now=self._now())
            self._reports.clear()
        except IntegrityError:
            while self._reports:
                self._write_down_alone(self._reports[0])
                self._reports.popleft()

    def _write_down_alone(self, report: Report) -> None:
        try:
            services.write_down([report], now=self._now())
        except IntegrityError:  # then it stays a doubt: its lease ends, and it is looked up
            logger.exception("delivery.not_written_down", extra={"delivery": report.errand.delivery_id})

    def _take_in(self) -> None:
        now = self._now()
        if self._took_in_at is None:
            services.take_in(now=now, back=None)
        elif now - self._took_in_at >= TAKES_IN_EVERY:
            services.take_in(now=now)
        else:
            return
        self._took_in_at = now

    def _until_next(self, *, locked: int, besides: Collection[int]) -> float:
        if locked:
            return LOCKED_S
        self._ahead.read(now=self._now())
        next_at = queries.next_at(now=self._now(), besides=besides)
        if next_at is None:
            return LOOKS_EVERY_S
        return min(max((next_at - self._now()).total_seconds(), 0.001), LOOKS_EVERY_S)


def send_until(end: threading.Event) -> None:
    """Send with as many slots as the settings give, until the event is set."""
    shared = clock.Shared(queries.time_there)
    Dispatcher(slots=settings.SEND_SLOTS, now=shared.now, agree=shared.agree).run(end)
